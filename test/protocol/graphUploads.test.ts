import assert from 'node:assert/strict';
import { Cancelled } from '../../src/failure.js';
import { type AttachmentSource, type AttachmentUploadOptions } from '../../src/graph/mailbox.js';
import { failureOf } from '../rejection.js';
import { ada, mail, startBench } from './graphBench.js';
import { bytes, part, sha256, size, uploadSource } from './uploadSource.js';

describe('Graph client: upload sessions', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  let id: string;
  beforeEach(async () => {
    bench = await startBench({ partBytes: part });
    bench.sandbox.switches.smallestSession = 1000;
    id = (await bench.box.create(mail())).id;
  });
  afterEach(() => bench.close());

  const upload = (options: AttachmentUploadOptions = {}, change: Partial<AttachmentSource> = {}) =>
    bench.box.uploadAttachment(id, uploadSource(change), options);
  const session = /AttachmentSessions/;
  const puts = () => bench.onWire('PUT', session);
  const begun = () => bench.onWire('POST', /createUploadSession$/).length;
  const ranges = () => puts().map(({ headers }) => headers['content-range']?.replace(/^bytes |\/.*$/g, ''));
  /** What arrived, by its hash; the attachments' facts beside it. */
  const arrived = async () => {
    const listed = await bench.box.attachments(id);
    const url = `${bench.server.origin}/v1.0/me/messages/${id}/attachments`;
    const answers = listed.map((each) =>
      fetch(`${url}/${each.id}/$value`, { headers: { authorization: 'Bearer good-0' } }),
    );
    const bodies = await Promise.all(
      answers.map(async (answer) => Buffer.from(await (await answer).arrayBuffer())),
    );
    return bodies.map(sha256);
  };
  /** A session is over for the server too. */
  const expectClosed = async (url: string) => assert.equal((await fetch(url)).status, 404);

  it('sends the bytes in order, with a length and a range, and without a token', async () => {
    const done: number[] = [];
    const facts = await upload({ progress: (sent) => done.push(sent) });
    assert.deepEqual(ranges(), ['0-65535', '65536-131071', '131072-196607', '196608-262143', '262144-327679', '327680-327686']); // prettier-ignore
    for (const { headers, body } of puts()) {
      assert.equal(headers['content-length'], String(body?.byteLength));
      assert.equal(headers['content-type'], 'application/octet-stream');
      assert.equal(headers['transfer-encoding'], undefined);
      assert.deepEqual(
        Object.keys(headers).filter((name) => /authorization|prefer|cookie/i.test(name)),
        [],
      );
    }
    assert.ok(Buffer.concat(puts().map(({ body }) => body ?? Buffer.alloc(0))).equals(bytes));
    const [opened] = bench.onWire('POST', /createUploadSession$/);
    assert.deepEqual(JSON.parse(String(opened?.body && Buffer.from(opened.body))), {
      AttachmentItem: { attachmentType: 'file', name: 'plan.bin', size, contentType: 'application/x-plan' },
    });
    assert.deepEqual(await arrived(), [sha256(bytes)]);
    assert.equal(facts.id, (await bench.box.attachments(id))[0]?.id);
    assert.deepEqual([done[0], done.at(-1)], [0, size]);
    assert.deepEqual(
      done,
      [...done].sort((a, b) => a - b),
    );
  });

  it('a picture of the text keeps its content id', async () => {
    await upload({}, { contentId: 'logo1' });
    const [message] = await bench.stored();
    const [kept] = message?.attachments ?? [];
    assert.deepEqual([kept?.contentId, kept?.isInline], ['logo1', true]);
  });

  it('writes neither the URL nor its token into the log', async () => {
    bench.fault('dropAmidBody', { method: 'PUT', nth: 2 });
    await upload();
    const url = new URL(`http://x${puts()[0]?.path}`);
    const token = url.searchParams.get('authtoken') ?? '';
    assert.ok(token.length > 40);
    const lines = bench.lines.join('\n');
    assert.ok(!lines.includes(token) && !lines.includes('AttachmentSessions') && !lines.includes('plan.bin'));
    assert.match(lines, /PUT \/upload-session 200 .* 65536 bytes out/);
  });

  for (const [name, fault, options] of [
    ['the connection is cut amid a part', 'dropAmidBody', {}],
    ['a part does not arrive', 'dropBeforeCommit', {}],
    ['the answer to a part is lost', 'dropAfterCommit', {}],
    ['the mailbox is not available', 'unavailable', { retryAfter: 3 }],
    ['an answer comes from a gateway, the part arrived', 'gatewayTimeoutAfterCommit', {}],
    ['the mailbox asks for a pause', 'throttle', { retryAfter: '2.128' }],
    ['the mailbox says nothing', 'hang', {}],
    ['the token of the URL is refused once', 'unauthorized', {}],
  ] as const)
    for (const nth of [1, 3, 6])
      it(`goes on where it was when ${name}, at part ${nth}`, async () => {
        const when = { method: 'PUT', path: session, nth };
        bench.sandbox.faults.push({ when, do: fault, ...options });
        await upload();
        assert.deepEqual(await arrived(), [sha256(bytes)]);
        assert.equal(begun(), 1);
        const received = puts().reduce((sum, { body }) => sum + (body?.byteLength ?? 0), 0);
        assert.ok(received <= size + part, `${received} bytes for ${size}`);
        if ('retryAfter' in options)
          assert.ok(bench.waits.some((wait) => wait >= Number(options.retryAfter) * 1000));
      });

  for (const name of ['dropAmidBody', 'dropAfterCommit', 'gatewayTimeoutAfterCommit'] as const)
    it(`arrives once where a session does not say where it stands: ${name}`, async () => {
      bench.sandbox.switches.uploadStatus = 'refused';
      for (const nth of [2, 7]) bench.fault(name, { method: 'PUT', path: session, nth });
      await upload();
      assert.deepEqual(await arrived(), [sha256(bytes)]);
      assert.equal((await bench.box.attachments(id)).length, 1);
    });

  it('begins anew when the session is over', async () => {
    bench.fault({ status: 404, code: 'ErrorItemNotFound' }, { method: 'PUT', path: session, nth: 3 });
    bench.fault({ status: 410, code: 'Gone' }, { method: 'GET', path: session, nth: 1 });
    const kept: (string | undefined)[] = [];
    await upload({ keep: async (text) => void kept.push(text) });
    assert.deepEqual(await arrived(), [sha256(bytes)]);
    assert.equal(begun(), 2);
    assert.deepEqual(
      kept.map((text) => text !== undefined),
      [true, false, true, false],
    );
  });

  it('gives up when session after session breaks off, and says so', async () => {
    bench.fault({ status: 404, code: 'ErrorItemNotFound' }, { method: 'PUT', path: session });
    bench.fault({ status: 404, code: 'ErrorItemNotFound' }, { method: 'GET', path: session });
    assert.equal((await failureOf(upload())).code, 'attachment-upload-failed');
    assert.equal(begun(), 3);
    assert.deepEqual(await arrived(), []);
  });

  it('waits longer and longer for a mailbox that is gone, then leaves the session for later', async () => {
    bench.fault('dropBeforeCommit', { path: session });
    let kept: string | undefined;
    const keep = async (text: string | undefined) => void (kept = text);
    assert.equal((await failureOf(upload({ keep }))).code, 'mailbox-no-answer');
    assert.equal(puts().length, 8);
    const waits = bench.waits.slice(-7);
    assert.ok(
      waits.every((wait, n) => wait >= Math.min(250 * 2 ** n, 15_000) && wait <= 45_000),
      waits.join(),
    );
    bench.sandbox.faults.length = 0;
    await upload({ keep, ...(kept === undefined ? {} : { session: kept }) });
    assert.equal(begun(), 1);
    assert.deepEqual(await arrived(), [sha256(bytes)]);
  });

  it('goes on with the session of an earlier process, and sends nothing twice', async () => {
    let kept: string | undefined;
    const third = { method: 'PUT', path: session, nth: 3 };
    bench.sandbox.faults.push({ when: third, do: { status: 307, code: 'Elsewhere' } });
    await failureOf(upload({ keep: async (text) => void (kept = text) }));
    const sent = puts().length;
    assert.ok(kept);
    await upload({ session: kept });
    assert.equal(begun(), 1);
    assert.equal(ranges().slice(sent)[0], '131072-196607');
    assert.deepEqual(await arrived(), [sha256(bytes)]);
  });

  it('begins anew where the earlier session is over, foreign, or no session at all', async () => {
    const url = `${bench.server.uploadOrigin}/api/gv1.0/Users('x')/Messages('y')/AttachmentSessions('z')?authtoken=1`;
    const closed = 'http://127.0.0.1:9/api';
    for (const text of [
      '',
      '{}',
      'null',
      JSON.stringify({ url }),
      JSON.stringify({ url, expires: 5 }),
      JSON.stringify({ url: closed }),
      JSON.stringify({ url: 'http://mail.example/x' }),
      JSON.stringify({ url: 'file:///etc/passwd' }),
    ]) {
      const facts = await upload({ session: text });
      await bench.box.deleteAttachment(id, facts.id);
    }
    assert.equal(begun(), 8);
  });

  it('cancels: the session is over, nothing is on the draft', async () => {
    const stop = new AbortController();
    let kept: string | undefined;
    let url = '';
    const progress = (sent: number) => void (sent > 3 * part && stop.abort());
    const keep = async (text: string | undefined) => {
      if (text !== undefined) url = (JSON.parse(text) as { url: string }).url;
      kept = text;
    };
    await assert.rejects(upload({ signal: stop.signal, progress, keep }), Cancelled);
    assert.equal(kept, undefined);
    assert.equal(bench.onWire('DELETE', session)[0]?.status, 204);
    await expectClosed(url);
    assert.deepEqual(await arrived(), []);
    assert.ok(puts().length <= 4);
  });

  it('refuses more than 150 MB before a byte is sent, and stops where the mailbox takes less', async () => {
    const before = bench.sandbox.exchanges.length;
    const large = await failureOf(upload({}, { size: 150 * 1024 * 1024 + 1 }));
    assert.equal(large.code, 'attachment-too-large');
    assert.equal(bench.sandbox.exchanges.length, before);
    Object.assign(bench.sandbox.switches, { messageSizeLimit: 1000, messageSizeChecked: 'lastPart' });
    assert.equal((await failureOf(upload())).code, 'message-too-large');
    assert.equal(begun(), 1);
    assert.deepEqual(await arrived(), []);
  });

  it('adds to a shared mailbox as well', async () => {
    const made = await bench.shared.create(mail());
    await bench.shared.uploadAttachment(made.id, uploadSource());
    const [message] = await bench.sandbox.messages('team@example.com');
    assert.equal(message?.attachments[0]?.length, size);
    assert.equal((await bench.sandbox.messages(ada.userName)).length, 1);
  });
});
