import assert from 'node:assert/strict';
import http from 'node:http';
import { ada, immutable, Loopback, stranger, tagId, to } from '../unit/sandbox/loopback.js';

describe('sandbox: messages', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  it('creates a draft in Drafts and returns it whole', async () => {
    const reply = await box.ask('POST', '/v1.0/me/messages', {
      subject: 'Notes',
      importance: 'HIGH',
      body: { contentType: 'HTML', content: '<p>Hello</p>' },
      toRecipients: [to('b@example.com', 'B, the Second')],
    });
    assert.equal(reply.status, 201);
    const drafts = (await box.get('/v1.0/me/mailFolders/drafts')).json;
    const { json } = reply;
    assert.equal(json.isDraft, true);
    assert.equal(json.importance, 'high');
    assert.equal(json.parentFolderId, drafts.id);
    assert.equal(json['@odata.etag'], `W/"${json.changeKey}"`);
    assert.equal(json.createdDateTime, '2026-09-09T02:54:56Z');
    assert.equal(json.hasAttachments, false);
    assert.equal(json.bodyPreview, 'Hello');
    assert.match(String(json.internetMessageId), /^<[^<>@\s]+@[^<>@\s]+>$/);
    assert.deepEqual(json.body, {
      contentType: 'html',
      content:
        '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body><p>Hello</p></body></html>',
    });
    assert.deepEqual(json.toRecipients, [
      { emailAddress: { name: 'B, the Second', address: 'b@example.com' } },
    ]);
    assert.match(String(json['@odata.context']), new RegExp(`#users\\('${ada.id}'\\)/messages/\\$entity$`));
    assert.equal('singleValueExtendedProperties' in json || 'attachments' in json, false);
    assert.equal(drafts.totalItemCount, 1);
  });

  it('makes an empty draft of an empty object', async () => {
    assert.equal((await box.ask('POST', '/beta/me/messages', {})).status, 201);
  });

  it('serves both key forms, folder paths and /users by id and name', async () => {
    const { id } = await box.draft();
    for (const path of [
      `/v1.0/me/messages/${id}`,
      `/v1.0/me/messages('${id}')`,
      `/v1.0/me/mailfolders('drafts')/messages('${id}')`,
      `/v1.0/users/${ada.id}/messages/${id}`,
      `/v1.0/users/ADA%40example.com/messages/${id}`,
    ]) {
      const reply = await box.get(path);
      assert.equal(reply.status, 200, path);
      assert.equal(reply.json.id, id, path);
    }
    assert.equal((await box.get(`/v1.0/me/mailFolders/inbox/messages/${id}`)).code, 'ErrorItemNotFound');
  });

  it('changes the change key, the etag and the time at every write', async () => {
    const first = await box.draft();
    box.clock.time += 5000;
    const reply = await box.ask('PATCH', `/v1.0/me/messages/${first.id}`, { subject: 'T' });
    assert.equal(reply.status, 200);
    assert.equal(reply.json.subject, 'T');
    assert.notEqual(reply.json.changeKey, first.changeKey);
    assert.equal(reply.json['@odata.etag'], `W/"${reply.json.changeKey}"`);
    assert.equal(reply.json.lastModifiedDateTime, '2026-09-09T02:55:01Z');
    assert.deepEqual(reply.json.toRecipients, first.toRecipients);
    const cleared = await box.ask('PATCH', `/v1.0/me/messages/${first.id}`, {
      subject: null,
      toRecipients: [],
    });
    assert.equal(cleared.json.subject, '');
    assert.deepEqual(cleared.json.toRecipients, []);
    assert.equal((await box.get(`/v1.0/me/messages/${first.id}`)).json.changeKey, cleared.json.changeKey);
  });

  it('refuses what Graph refuses in a body, and keeps nothing of it', async () => {
    const { id } = await box.draft();
    const path = `/v1.0/me/messages/${id}`;
    const refusals: [string, string, unknown, number, string][] = [
      ['POST', '/v1.0/me/messages', { colour: 'red' }, 400, 'RequestBodyRead'],
      ['POST', '/v1.0/me/messages', { mentions: [] }, 400, 'RequestBodyRead'],
      ['POST', '/v1.0/me/messages', { toRecipients: [{ emailAddress: { address: 'a@b', mail: 'x' } }] }, 400, 'RequestBodyRead'],
      ['POST', '/v1.0/me/messages', { body: { contentType: 'markdown', content: '' } }, 400, 'RequestBodyRead'],
      ['POST', '/v1.0/me/messages', { isDraft: false }, 400, 'ErrorInvalidPropertySet'],
      ['POST', '/v1.0/me/messages', { subject: 'x'.repeat(256) }, 400, 'ErrorItemSavePropertyError'],
      ['POST', '/v1.0/me/messages', '{"subject":', 400, 'BadRequest'],
      ['POST', '/v1.0/me/messages', '[]', 400, 'BadRequest'],
      ['POST', '/v1.0/me/messages', { internetMessageHeaders: [] }, 400, 'InvalidInternetMessageHeaderCollection'],
      ['POST', '/v1.0/me/messages', { internetMessageHeaders: headers(6) }, 400, 'InvalidInternetMessageHeaderCollection'],
      ['POST', '/v1.0/me/messages', { internetMessageHeaders: [{ name: 'Received', value: 'x' }] }, 400, 'InvalidInternetMessageHeader'],
      ['POST', '/v1.0/me/messages', { singleValueExtendedProperties: [{ id: 'String MyTag', value: 'x' }] }, 400, 'ErrorInvalidArgument'],
      ['POST', '/v1.0/me/messages', { flag: { flagStatus: 'flagged', dueDateTime: date } }, 400, 'ErrorInvalidArgument'],
      ['PATCH', path, { changeKey: 'x' }, 400, 'ErrorInvalidPropertySet'],
      ['PATCH', path, { attachments: [] }, 400, 'ErrorInvalidPropertySet'],
      ['PATCH', path, { internetMessageHeaders: headers(1) }, 400, 'ErrorInvalidPropertySet'],
      ['PATCH', path, {}, 400, 'RequestBodyRead'],
      ['PUT', path, {}, 405, 'Request_BadRequest'],
      ['POST', `${path}/copy`, {}, 501, 'NotImplemented'],
      ['POST', '/v1.0/$batch', {}, 501, 'NotImplemented'],
      ['GET', '/v1.0/me/messages?$apply=x', undefined, 501, 'NotImplemented'],
    ]; // prettier-ignore
    for (const [method, where, body, status, code] of refusals) {
      const reply = await box.ask(method, where, body);
      assert.deepEqual([reply.status, reply.code], [status, code], `${method} ${JSON.stringify(body)}`);
    }
    assert.equal((await box.sandbox.messages(ada.userName)).length, 1);
    assert.equal((await box.sandbox.messages(ada.userName))[0]?.revision, 1);
  });

  it('keeps 1 to 5 custom headers and shows them when they are asked for', async () => {
    const { id, ...rest } = await box.draft({ internetMessageHeaders: headers(5) });
    assert.equal('internetMessageHeaders' in rest, false);
    const shown = (await box.get(`/v1.0/me/messages/${id}?$select=internetMessageHeaders`)).json;
    assert.deepEqual(shown.internetMessageHeaders, headers(5));
    assert.deepEqual(Object.keys(shown).sort(), [
      '@odata.context',
      '@odata.etag',
      'id',
      'internetMessageHeaders',
    ]);
  });

  it('mints its own Message-ID at creation and takes another one by PATCH', async () => {
    const draft = await box.draft({ internetMessageId: '<mine@example.com>' });
    assert.notEqual(draft.internetMessageId, '<mine@example.com>');
    const change = { internetMessageId: '<mine@example.com>' };
    assert.equal(
      (await box.ask('PATCH', `/v1.0/me/messages/${draft.id}`, change)).json.internetMessageId,
      '<mine@example.com>',
    );
  });

  it('tells malformed ids from unknown ones', async () => {
    const { id } = await box.draft();
    await box.ask('DELETE', `/v1.0/me/messages/${id}`);
    assert.deepEqual(await answer(box.get(`/v1.0/me/messages/${id}`)), [404, 'ErrorItemNotFound']);
    assert.deepEqual(await answer(box.get('/v1.0/me/messages/AAMkgarbage')), [
      400,
      'ErrorInvalidIdMalformed',
    ]);
    assert.deepEqual(await answer(box.get(`/v1.0/me/messages/${id.toLowerCase()}`)), [
      400,
      'ErrorInvalidIdMalformed',
    ]);
    assert.deepEqual(await answer(box.get('/v1.0/me/messages/AAMk%2Fx')), [400, 'RequestBroker--ParseUri']);
  });

  it('gives each form of id where it is asked for, and says so', async () => {
    const draft = await box.draft();
    assert.match(draft.id, /^AAMk[A-Za-z0-9_=-]{140,150}$/);
    const reply = await box.get(`/v1.0/me/messages/${draft.id}`, immutable);
    assert.match(reply.json.id, /^AAkALg[A-Za-z0-9_=-]{140,150}$/);
    assert.equal(reply.headers.get('preference-applied'), 'IdType="ImmutableId"');
    assert.equal((await box.get(`/v1.0/me/messages/${reply.json.id}`)).json.id, draft.id);
    const wrongCase = await box.get(`/v1.0/me/messages/${draft.id}`, { prefer: 'IdType="immutableid"' });
    assert.equal(wrongCase.headers.get('preference-applied'), null);
    assert.equal(wrongCase.json.id, draft.id);
  });

  it('answers several preferences at once', async () => {
    const { id } = await box.draft({ body: { contentType: 'html', content: '<p>a</p><p>b</p>' } });
    const prefer = 'outlook.body-content-type="text", IdType="ImmutableId"';
    const reply = await box.get(`/v1.0/me/messages/${id}`, { prefer });
    assert.deepEqual(reply.json.body, { contentType: 'text', content: 'a\r\n\r\nb' });
    assert.equal(
      reply.headers.get('preference-applied'),
      'outlook.body-content-type="text", IdType="ImmutableId"',
    );
  });

  it('deletes softly: the default id changes, the immutable one stays', async () => {
    const { id } = await box.draft();
    const lasting = (await box.get(`/v1.0/me/messages/${id}`, immutable)).json.id;
    const gone = await box.ask('DELETE', `/v1.0/me/messages/${id}`);
    assert.deepEqual([gone.status, gone.text], [204, '']);
    const bin = (await box.get('/v1.0/me/mailFolders/deleteditems')).json;
    const found = await box.get(`/v1.0/me/messages/${lasting}`, immutable);
    assert.equal(found.json.parentFolderId, bin.id);
    assert.equal(found.json.isDraft, true);
    assert.equal((await box.ask('DELETE', `/v1.0/me/messages/${lasting}`)).status, 204);
    assert.equal((await box.ask('DELETE', `/v1.0/me/messages/${lasting}`)).code, 'ErrorItemNotFound');
  });

  it('shows extended properties by $expand alone, and merges them', async () => {
    const other = 'String {6F1C6F38-0A5B-4A7E-9D0E-7F2F3C1B9A64} Name Other';
    const { id } = await box.draft({ singleValueExtendedProperties: [{ id: tagId, value: 'one' }] });
    await box.ask('PATCH', `/v1.0/me/messages/${id}`, {
      singleValueExtendedProperties: [{ id: other, value: 'two' }],
    });
    const expand = (ids: string) =>
      `/v1.0/me/messages/${id}?$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=${ids})`)}`;
    const one = await box.get(expand(`id eq '${tagId}'`));
    assert.deepEqual(one.json.singleValueExtendedProperties, [{ id: tagId, value: 'one' }]);
    const both = await box.get(expand(`id eq '${tagId}' or id eq '${other}'`));
    assert.equal((both.json.singleValueExtendedProperties as unknown[]).length, 2);
    const none = await box.get(expand(`id eq '${tagId}s'`));
    assert.equal('singleValueExtendedProperties' in none.json, false);
  });

  it('runs out of named properties for good', async () => {
    box.sandbox.switches.namedPropertyQuota = 2;
    const named = (name: string) => ({
      singleValueExtendedProperties: [{ id: `${tagId}${name}`, value: 'x' }],
    });
    for (const name of ['A', 'B', 'A', 'B']) await box.draft(named(name));
    for (const message of await box.sandbox.messages(ada.userName)) {
      for (let i = 0; i < 2; i++) await box.ask('DELETE', `/v1.0/me/messages/${message.immutableId}`);
    }
    assert.equal((await box.sandbox.messages(ada.userName)).length, 0);
    assert.deepEqual(await answer(box.ask('POST', '/v1.0/me/messages', named('C'))), [
      403,
      'ErrorQuotaExceeded',
    ]);
    assert.equal((await box.ask('POST', '/v1.0/me/messages', named('A'))).status, 201);
    const unnamed = { singleValueExtendedProperties: [{ id: 'Integer 0x0036', value: '2' }] };
    assert.equal((await box.ask('POST', '/v1.0/me/messages', unnamed)).status, 201);
  });

  it('compares If-Match when it is told to', async () => {
    const { id, changeKey } = await box.draft();
    const patch = (key: string) =>
      box.ask('PATCH', `/v1.0/me/messages/${id}`, { subject: 'x' }, { 'if-match': `W/"${key}"` });
    assert.equal((await patch('stale')).status, 200);
    box.sandbox.switches.ifMatch = 'checked';
    assert.deepEqual(await answer(patch(changeKey)), [412, 'ErrorIrresolvableConflict']);
  });

  it('carries correlation headers', async () => {
    const guid = '6ba7b810-9dad-41d1-80b4-00c04fd430c8';
    const reply = await box.get('/v1.0/me', { 'client-request-id': guid });
    assert.equal(reply.headers.get('client-request-id'), guid);
    assert.match(String(reply.headers.get('request-id')), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.ok(JSON.parse(String(reply.headers.get('x-ms-ags-diagnostic'))));
    assert.match(String(reply.headers.get('content-type')), /^application\/json;/);
    const failed = (await box.get('/v1.0/me/messages/x', { 'client-request-id': guid })).json.error as Record<
      string,
      unknown
    >;
    assert.equal((failed.innerError as Record<string, unknown>)['client-request-id'], guid);
  });

  it('opens nothing without a token, and no mailbox that is not shared', async () => {
    assert.deepEqual(await answer(box.get('/v1.0/me', { authorization: '' })), [
      401,
      'InvalidAuthenticationToken',
    ]);
    const wrong = await box.get('/v1.0/me', { authorization: 'Bearer nonsense' });
    assert.equal(wrong.status, 401);
    assert.match(String(wrong.headers.get('www-authenticate')), /^Bearer /);
    assert.equal((await box.get('/v1.0/users/team@example.com/messages')).status, 200);
    assert.deepEqual(await answer(box.get(`/v1.0/users/${stranger.id}/messages`)), [
      403,
      'ErrorAccessDenied',
    ]);
    assert.deepEqual(await answer(box.get('/v1.0/users/nobody@example.com')), [404, 'ErrorInvalidUser']);
    const me = (await box.get('/v1.0/me?$select=mail,proxyAddresses')).json;
    assert.deepEqual(me.proxyAddresses, ['SMTP:ada@example.com', 'smtp:countess@example.com']);
  });

  it('refuses bodies over 4 MB before it reads them, in either way', async () => {
    const large = `{"subject":"${'x'.repeat(4 * 1024 * 1024)}`;
    assert.deepEqual(await answer(box.ask('POST', '/v1.0/me/messages', large)), [
      413,
      'RequestEntityTooLarge',
    ]);
    box.sandbox.switches.tooLarge = 400;
    assert.deepEqual(await answer(box.ask('POST', '/v1.0/me/messages', large)), [400, 'BadRequest']);
    assert.equal((await box.sandbox.messages(ada.userName)).length, 0);
  });

  it('wants a JSON content type', async () => {
    const reply = await box.ask('POST', '/v1.0/me/messages', '{}', {
      'content-type': 'application/octet-stream',
    });
    assert.equal(reply.status, 415);
  });

  it('answers loopback names only, against DNS rebinding', async () => {
    const status = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const headers = { host, authorization: 'Bearer token-ada@example.com' };
        http.get(`${box.server.origin}/v1.0/me`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      }); // prettier-ignore
    const port = new URL(box.server.origin).port;
    assert.equal(await status(`localhost:${port}`), 200);
    assert.equal(await status(`evil.example:${port}`), 403);
    assert.equal(await status('127.0.0.1'), 403);
  });

  it('answers a request target that is no path', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const { port } = new URL(box.server.origin);
      const request = http.request({ port, host: '127.0.0.1', method: 'OPTIONS', path: '*' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on('error', reject);
      request.end();
    });
    assert.equal(status, 400);
    assert.equal((await box.get('/v1.0/me')).status, 200);
  });

  it('remembers the exact bytes it received', async () => {
    await box.ask('POST', '/v1.0/me/messages?x=1', '{ "subject": "Ü" }', { 'X-Odd': 'Case' });
    const exchange = box.sandbox.exchanges.at(-1);
    assert.equal(exchange?.method, 'POST');
    assert.equal(exchange.path, '/v1.0/me/messages?x=1');
    assert.equal(Buffer.from(exchange.body ?? []).toString('utf8'), '{ "subject": "Ü" }');
    assert.equal(exchange.status, 201);
    for (let i = 0; i < 210; i++) await box.get('/v1.0/me');
    assert.equal(box.sandbox.exchanges.length, 200);
  });
});

const date = { dateTime: '2026-09-09T10:00:00', timeZone: 'UTC' };

function headers(count: number): object[] {
  return Array.from({ length: count }, (_, i) => ({ name: `x-h${i}`, value: String(i) }));
}

async function answer(reply: Promise<{ status: number; code: string }>): Promise<[number, string]> {
  const { status, code } = await reply;
  return [status, code];
}
