import assert from 'node:assert/strict';
import http from 'node:http';
import { ada, file, immutable, Loopback, tagId, team, to } from '../unit/sandbox/loopback.js';

describe('sandbox: sending', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const folder = async (name: string) => (await box.get(`/v1.0/me/mailFolders/${name}`)).json.id;

  it('sends once: 202 and nothing else, then Sent Items', async () => {
    const draft = await box.draft({ bccRecipients: [to('c@example.com')] }, immutable);
    const before = (await box.get(`/v1.0/me/messages/${draft.id}`)).json.id;
    box.clock.time += 60_000;
    const reply = await box.send(draft.id);
    assert.deepEqual([reply.status, reply.text, reply.headers.get('location')], [202, '', null]);
    const sent = (await box.get(`/v1.0/me/messages/${draft.id}`, immutable)).json;
    assert.equal(sent.isDraft, false);
    assert.equal(sent.sentDateTime, '2026-09-09T02:55:56Z');
    assert.equal(sent.parentFolderId, await folder('sentitems'));
    assert.deepEqual(sent.from, { emailAddress: { name: 'Ada Lovelace', address: 'ada@example.com' } });
    assert.deepEqual(sent.bccRecipients, [
      { emailAddress: { name: 'c@example.com', address: 'c@example.com' } },
    ]);
    assert.equal(sent.internetMessageId, draft.internetMessageId);
    assert.equal(sent.conversationId, draft.conversationId);
    assert.notEqual(sent.changeKey, draft.changeKey);
    assert.equal((await box.get(`/v1.0/me/messages/${before}`)).code, 'ErrorItemNotFound');
    for (const id of [draft.id, before]) {
      const again = await box.send(id);
      assert.deepEqual([again.status, again.code], [404, 'ErrorItemNotFound']);
    }
    assert.equal((await box.sandbox.messages(ada.userName)).length, 1);
  });

  it('answers 411 where no length is announced', async () => {
    const { id } = await box.draft();
    const { status, type } = await withoutLength(box.server.origin, `/v1.0/me/messages/${id}/send`);
    assert.equal(status, 411);
    assert.match(type, /^text\/html/);
    assert.equal((await box.sandbox.messages(ada.userName))[0]?.isDraft, true);
  });

  it('judges recipients', async () => {
    for (const toRecipients of [
      [],
      [to('nobody')],
      [to('a@example.com;b@example.com')],
      [to('a@example.com, b@example.com')],
      [to('a b@example.com')],
      [to('good@example.com'), to('')],
    ]) {
      const { id } = await box.draft({ toRecipients });
      const reply = await box.send(id);
      assert.deepEqual(
        [reply.status, reply.code],
        [400, 'ErrorInvalidRecipients'],
        JSON.stringify(toRecipients),
      );
    }
    const many = Array.from({ length: 501 }, (_, i) => to(`p${i}@example.com`));
    const { id } = await box.draft({ toRecipients: many });
    assert.equal((await box.send(id)).code, 'ErrorExceededMaxRecipientLimit');
    assert.ok((await box.sandbox.messages(ada.userName)).every(({ isDraft }) => isDraft));
    const bccOnly = await box.draft({ toRecipients: [], bccRecipients: [to('üser@exämple.example')] });
    assert.equal((await box.send(bccOnly.id)).status, 202);
  });

  it('lets a person send as herself, her alias and her shared mailbox only', async () => {
    for (const [from, status] of [
      ['ada@example.com', 202],
      ['countess@example.com', 202],
      ['team@example.com', 202],
      ['stranger@example.com', 403],
      ['elsewhere@example.org', 403],
    ] as const) {
      const { id } = await box.draft({ from: to(from) });
      assert.equal((await box.send(id)).status, status, from);
    }
    box.sandbox.switches.sendAs = 'anyone';
    const { id } = await box.draft({ from: to('elsewhere@example.org') });
    assert.equal((await box.send(id)).status, 202);
  });

  it('keeps the copy of a shared mailbox in that mailbox', async () => {
    const path = '/v1.0/users/team@example.com/messages';
    const { id } = (await box.ask('POST', path, { toRecipients: [to('b@example.com')] })).json;
    assert.equal((await box.ask('POST', `${path}/${id}/send`, '')).status, 202);
    const [sent] = await box.sandbox.messages(team.userName);
    assert.equal(sent?.folder, 'sentitems');
    assert.equal(sent.content.from?.emailAddress.address, 'team@example.com');
    assert.equal((await box.sandbox.messages(ada.userName)).length, 0);
  });

  it('leaves the message in Drafts for a while when told so', async () => {
    box.sandbox.switches.sendDelay = 3000;
    const { id } = await box.draft({}, immutable);
    assert.equal((await box.send(id)).status, 202);
    box.clock.time += 2999;
    assert.equal((await box.get(`/v1.0/me/messages/${id}`)).json.isDraft, true);
    assert.equal((await box.send(id)).code, 'ErrorItemNotFound');
    box.clock.time += 1;
    // A failing request must not undo what was due.
    await box.get('/v1.0/me/messages/nonsense');
    const [stored] = await box.sandbox.messages(ada.userName);
    assert.equal(stored?.folder, 'sentitems');
    const sent = (await box.get(`/v1.0/me/messages/${id}`)).json;
    assert.equal(sent.sentDateTime, '2026-09-09T02:54:59Z');
    assert.equal(sent.id, stored?.id);
  });

  it('can deliver twice when a send is repeated too early', async () => {
    box.sandbox.switches.sendDelay = 3000;
    box.sandbox.switches.repeatedSend = 'deliversTwice';
    const { id } = await box.draft({
      singleValueExtendedProperties: [{ id: tagId, value: 'one' }],
      attachments: [file('a.txt', Buffer.from('a'))],
    });
    await box.send(id);
    assert.equal((await box.send(id)).status, 202);
    box.clock.time += 3000;
    const sent = (await box.get('/v1.0/me/mailFolders/sentitems/messages')).json.value;
    assert.equal(sent.length, 2);
    assert.equal(new Set(sent.map((message) => message.id)).size, 2);
    await box.ask('DELETE', `/v1.0/me/messages/${sent[0]?.id}`);
    const left = (await box.get(`/v1.0/me/messages/${sent[1]?.id}/attachments`)).json.value;
    assert.equal(left[0]?.contentBytes, 'YQ==');
  });

  it('holds a deferred message until its time, and lets it be cancelled', async () => {
    const deferred = {
      singleValueExtendedProperties: [{ id: 'SystemTime 0x3FEF', value: '2026-09-09T03:00:00Z' }],
    };
    const kept = await box.draft(deferred, immutable);
    const cancelled = await box.draft(deferred, immutable);
    await box.send(kept.id);
    await box.send(cancelled.id);
    assert.equal((await box.get(`/v1.0/me/messages/${kept.id}`)).json.isDraft, true);
    await box.ask('DELETE', `/v1.0/me/messages/${cancelled.id}`);
    box.clock.time = Date.UTC(2026, 8, 9, 3, 0, 0);
    assert.equal((await box.get(`/v1.0/me/messages/${kept.id}`)).json.sentDateTime, '2026-09-09T03:00:00Z');
    assert.equal((await box.get(`/v1.0/me/messages/${cancelled.id}`)).json.isDraft, true);
  });

  it('can change the immutable id and the Message-ID on the way', async () => {
    box.sandbox.switches.immutableIdOnSend = 'changed';
    box.sandbox.switches.internetMessageIdOnSend = 'changed';
    const draft = await box.draft(
      { singleValueExtendedProperties: [{ id: tagId, value: 'one' }] },
      immutable,
    );
    await box.send(draft.id);
    assert.equal((await box.get(`/v1.0/me/messages/${draft.id}`)).code, 'ErrorItemNotFound');
    const filter = `singleValueExtendedProperties/Any(ep: ep/id eq '${tagId}' and ep/value eq 'ONE')`;
    const found = (await box.get(`/v1.0/me/messages?$filter=${encodeURIComponent(filter)}`)).json.value;
    assert.equal(found.length, 1);
    assert.equal(found[0]?.isDraft, false);
    assert.notEqual(found[0]?.internetMessageId, draft.internetMessageId);
  });

  it('refuses to rewrite what was sent', async () => {
    const { id } = await box.draft({}, immutable);
    await box.send(id);
    const patch = (change: object) => box.ask('PATCH', `/v1.0/me/messages/${id}`, change);
    assert.equal((await patch({ subject: 'other' })).code, 'ErrorInvalidPropertyUpdateSentMessage');
    const from = await patch({ from: to('a@example.com') });
    assert.deepEqual([from.status, from.code], [400, 'ErrorInvalidPropertySet']);
    assert.deepEqual((await patch({ categories: ['Blue'], isRead: false })).json.categories, ['Blue']);
  });
});

/** fetch always announces a length; a bare socket does not. */
function withoutLength(origin: string, path: string): Promise<{ status: number; type: string }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: 'Bearer token-ada@example.com' };
    const request = http.request(`${origin}${path}`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, type: String(response.headers['content-type']) });
    });
    request.on('error', reject);
    request.removeHeader('transfer-encoding');
    request.useChunkedEncodingByDefault = false;
    request.removeHeader('content-length');
    request.end();
  });
}
