import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ada, immutable, type Json, Loopback, type Reply } from '../unit/sandbox/loopback.js';

const mebibyte = 1024 * 1024;
const size = 3 * mebibyte + 5;
const bytes = Buffer.alloc(size, 'Zoë 👋 ');

interface Opened {
  readonly url: string;
  readonly draft: Json;
  readonly answer: Reply;
}

describe('sandbox: upload sessions', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const attachments = (id: string) => `/v1.0/me/messages/${id}/attachments`;
  const item = (change: object = {}) => ({
    AttachmentItem: { attachmentType: 'file', name: 'Überblick.bin', size, ...change },
  });
  const open = async (change: object = {}): Promise<Opened> => {
    const draft = await box.draft();
    const answer = await box.ask('POST', `${attachments(draft.id)}/createUploadSession`, item(change));
    assert.equal(answer.status, 201, answer.text);
    return { url: String(answer.json.uploadUrl), draft, answer };
  };
  /** Without `Authorization`, as Graph wants it. */
  const ask = async (
    method: string,
    url: string,
    body?: Uint8Array,
    headers: Record<string, string> = {},
  ) => {
    const init = body === undefined ? {} : { body: Buffer.from(body) };
    const response = await fetch(url, { method, headers, ...init });
    const text = await response.text();
    const code = text.includes('"error"') ? (JSON.parse(text) as { error: { code: string } }).error.code : '';
    return { status: response.status, headers: response.headers, text, code };
  };
  const put = (url: string, from: number, to: number, headers: Record<string, string> = {}) =>
    ask('PUT', url, bytes.subarray(from, to), {
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${from}-${to - 1}/${size}`,
      ...headers,
    });

  it('answers as the pages print it, on another origin than Graph', async () => {
    const { url, draft, answer } = await open({
      contentType: 'image/png',
      isInline: true,
      contentId: 'logo1',
    });
    assert.deepEqual(answer.json.nextExpectedRanges, ['0-']);
    assert.match(String(answer.json.expirationDateTime), /^2026-09-10T\d\d:\d\d:\d\d\.\d{7}Z$/);
    assert.match(String(answer.json['@odata.context']), /\$metadata#microsoft\.graph\.uploadSession$/);
    assert.equal(new URL(url).origin, box.server.uploadOrigin);
    assert.notEqual(box.server.uploadOrigin, box.server.origin);
    assert.match(
      url,
      /\/api\/gv1\.0\/Users\('.+'\)\/Messages\('.+'\)\/AttachmentSessions\('.+'\)\?authtoken=.{60,}$/,
    );
    const first = await put(url, 0, 2_097_152);
    assert.equal(first.status, 200);
    const reply = JSON.parse(first.text) as Json;
    assert.deepEqual(Object.keys(reply), ['@odata.context', 'ExpirationDateTime', 'nextExpectedRanges']);
    assert.deepEqual(reply.nextExpectedRanges, ['2097152']);
    const last = await put(url, 2_097_152, size);
    assert.deepEqual([last.status, last.text], [201, '']);
    const id = /\/Messages\('.+'\)\/Attachments\('(.+)'\)$/.exec(last.headers.get('location') ?? '')?.[1];
    const kept = (await box.get(`${attachments(draft.id)}/${id}`)).json;
    assert.deepEqual(
      [kept.name, kept.contentType, kept.isInline, kept.contentId],
      ['Überblick.bin', 'image/png', true, 'logo1'],
    );
    const raw = await box.get(`${attachments(draft.id)}/${id}/$value`);
    assert.ok(raw.bytes.equals(bytes));
    const after = (await box.get(`/v1.0/me/messages/${draft.id}`)).json;
    assert.notEqual(after.changeKey, draft.changeKey);
    assert.equal((await put(url, 0, 10)).status, 404, 'the session is over');
  });

  it('leaves nothing on the draft before the last part, and says on GET where it stands', async () => {
    const { url, draft } = await open();
    assert.deepEqual((JSON.parse((await ask('GET', url)).text) as Json).nextExpectedRanges, ['0']);
    await put(url, 0, mebibyte);
    assert.deepEqual((JSON.parse((await ask('GET', url)).text) as Json).nextExpectedRanges, ['1048576']);
    assert.deepEqual((await box.get(attachments(draft.id))).json.value, []);
    assert.equal((await ask('DELETE', url)).status, 204);
    assert.equal((await ask('GET', url)).code, 'ErrorItemNotFound');
    assert.equal((await put(url, mebibyte, size)).status, 404);
    box.sandbox.switches.uploadStatus = 'refused';
    assert.equal((await ask('GET', (await open()).url)).status, 405);
  });

  it('takes the id form of the one who opened it', async () => {
    const draft = await box.draft({}, immutable);
    const path = `${attachments(draft.id)}/createUploadSession`;
    const opened = await box.ask('POST', path, item({ size }), immutable);
    const url = String(opened.json.uploadUrl);
    await put(url, 0, 2 * mebibyte);
    const last = await put(url, 2 * mebibyte, size);
    const listed = (await box.get(attachments(draft.id), immutable)).json.value[0]?.id;
    assert.ok(last.headers.get('location')?.endsWith(`/Attachments('${listed}')`));
  });

  it('refuses a part that is out of order, too long, or not what it says it is', async () => {
    const { url, draft } = await open();
    assert.equal((await put(url, 0, mebibyte)).status, 200);
    const rows: readonly [string, Promise<{ status: number }>, number][] = [
      ['again', put(url, 0, mebibyte), 416],
      ['with a gap', put(url, 2 * mebibyte, size), 416],
      ['shorter', put(url, mebibyte, size, { 'content-range': `bytes ${mebibyte}-${size - 2}/${size}` }), 400],
      ['another total', put(url, mebibyte, size, { 'content-range': `bytes ${mebibyte}-${size - 1}/${size + 1}` }), 400],
      ['beyond the end', put(url, mebibyte, size, { 'content-range': `bytes ${mebibyte + 1}-${size}/${size}` }), 400],
      ['no range', ask('PUT', url, bytes.subarray(0, 5)), 400],
      ['a GET of the message', ask('GET', `${box.server.uploadOrigin}/v1.0/me/messages/${draft.id}`), 404],
      ['a POST', ask('POST', url, bytes.subarray(0, 5)), 405],
    ]; // prettier-ignore
    for (const [name, answer, status] of rows) assert.equal((await answer).status, status, name);
    assert.deepEqual((await box.get(attachments(draft.id))).json.value, []);
    assert.equal((await put(url, mebibyte, size)).status, 201, 'it goes on where it was');
  });

  it('refuses a part over 4 MB, and one without a length', async () => {
    const large = 5 * mebibyte;
    const { url } = await open({ size: large });
    const tooLong = await ask('PUT', url, new Uint8Array(4 * mebibyte + 1), {
      'content-range': `bytes 0-${4 * mebibyte}/${large}`,
    });
    assert.equal(tooLong.status, 413);
    const chunked = await fetch(url, {
      method: 'PUT',
      headers: { 'content-range': `bytes 0-4/${large}` },
      body: new Blob([bytes.subarray(0, 5)]).stream(),
      duplex: 'half',
    } as RequestInit);
    assert.equal(chunked.status, 411);
    const most = await ask('PUT', url, new Uint8Array(4 * mebibyte), {
      'content-range': `bytes 0-${4 * mebibyte - 1}/${large}`,
    });
    assert.equal(most.status, 200);
  });

  it('is opened by its URL alone: no Authorization, no other token', async () => {
    const { url } = await open();
    const authorization = 'Bearer token-ada@example.com';
    for (const method of ['PUT', 'GET', 'DELETE']) {
      const body = method === 'PUT' ? bytes.subarray(0, 10) : undefined;
      const headers = { authorization, 'content-range': `bytes 0-9/${size}` };
      assert.equal((await ask(method, url, body, headers)).code, 'InvalidAuthenticationToken', method);
    }
    const withoutToken = url.replace(/\?.*$/, '');
    for (const wrong of [withoutToken, `${withoutToken}?authtoken=x`, `${url}x`])
      assert.equal((await put(wrong, 0, 10)).status, 401);
    assert.equal((await put(url.replace("Sessions('", "Sessions('x"), 0, 10)).status, 404);
    assert.equal((await put(url.replace(box.server.uploadOrigin, box.server.origin), 0, 10)).status, 405);
    assert.equal((await put(url, 0, mebibyte)).status, 200);
  });

  it('ends by the clock', async () => {
    const { url, draft } = await open();
    await put(url, 0, 2 * mebibyte);
    box.clock.time += 24 * 60 * 60 * 1000;
    assert.equal((await put(url, 2 * mebibyte, size)).status, 410);
    assert.equal((await ask('GET', url)).status, 404);
    assert.deepEqual((await box.get(attachments(draft.id))).json.value, []);
  });

  it('refuses a session for what needs none, and for more than 150 MB', async () => {
    const draft = await box.draft();
    const path = `${attachments(draft.id)}/createUploadSession`;
    for (const [body, status, code] of [
      [item({ size: 2_999_999 }), 400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'],
      [item({ size: 0 }), 400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'],
      [item({ size: 150 * mebibyte + 1 }), 400, 'ErrorMessageSizeExceeded'],
      [item({ size: '4000000' }), 400, 'RequestBodyRead'],
      [item({ size: undefined }), 400, 'RequestBodyRead'],
      [item({ name: '' }), 400, 'BadRequest'],
      [item({ attachmentType: 'folder' }), 400, 'RequestBodyRead'],
      [item({ attachmentType: 'item' }), 501, 'NotImplemented'],
      [item({ contentBytes: 'YQ==' }), 400, 'RequestBodyRead'],
      [{}, 400, 'RequestBodyRead'],
    ] as const) {
      const answer = await box.ask('POST', path, body);
      assert.deepEqual([answer.status, answer.code], [status, code], JSON.stringify(body));
    }
    assert.equal((await box.ask('POST', path, item({ size: 150 * mebibyte }))).status, 201);
    const camelCase = { attachmentItem: { attachmentType: 'File', name: 'a', size: 3_000_000 } };
    assert.equal((await box.ask('POST', path, camelCase)).status, 201);
    const stranger = await box.ask('POST', path, item(), {
      authorization: 'Bearer token-stranger@example.com',
    });
    assert.equal(stranger.status, 404);
  });

  it('refuses a mail that is over the limit: at send, or with the last part', async () => {
    const { url, draft } = await open();
    box.sandbox.switches.messageSizeLimit = size - 1;
    await put(url, 0, 2 * mebibyte);
    box.sandbox.switches.messageSizeChecked = 'lastPart';
    assert.equal((await put(url, 2 * mebibyte, size)).code, 'ErrorMessageSizeExceeded');
    box.sandbox.switches.messageSizeChecked = 'send';
    assert.equal((await put(url, 2 * mebibyte, size)).status, 201);
    const refused = await box.send(draft.id);
    assert.deepEqual([refused.status, refused.code], [400, 'ErrorMessageSizeExceeded']);
    box.sandbox.switches.messageSizeLimit = size + 100;
    assert.equal((await box.send(draft.id)).status, 202);
    const [sent] = await box.sandbox.messages(ada.userName);
    assert.equal(sent?.attachments[0]?.length, size);
  });

  it('loses a message that was deleted meanwhile with everything that was for it', async () => {
    const { url, draft } = await open();
    await put(url, 0, 2 * mebibyte);
    await box.ask('DELETE', `/v1.0/me/messages/${draft.id}`);
    await box.ask('DELETE', `/v1.0/me/messages/${(await box.sandbox.messages(ada.userName))[0]?.id}`);
    assert.equal((await put(url, 2 * mebibyte, size)).code, 'ErrorItemNotFound');
  });

  it('meets the faults that are ordered for it', async () => {
    const { url, draft } = await open();
    const path = /AttachmentSessions/;
    box.sandbox.faults.push(
      { when: { method: 'PUT', path, nth: 1 }, do: 'dropAmidBody' },
      { when: { method: 'PUT', path, nth: 2 }, do: 'dropAfterCommit' },
      { when: { method: 'PUT', path, nth: 3 }, do: 'unavailable', retryAfter: 2 },
    );
    const where = async () => (JSON.parse((await ask('GET', url)).text) as Json).nextExpectedRanges;
    await assert.rejects(put(url, 0, mebibyte));
    assert.deepEqual(await where(), ['0']);
    await assert.rejects(put(url, 0, mebibyte));
    assert.deepEqual(await where(), [String(mebibyte)]);
    const busy = await put(url, mebibyte, size);
    assert.deepEqual([busy.status, busy.headers.get('retry-after')], [503, '2']);
    assert.equal((await put(url, mebibyte, size)).status, 201);
    const { value } = (await box.get(attachments(draft.id))).json;
    const kept = createHash('sha256').update(Buffer.from(String(value[0]?.contentBytes), 'base64'));
    assert.equal(kept.digest('hex'), createHash('sha256').update(bytes).digest('hex'));
  });
});
