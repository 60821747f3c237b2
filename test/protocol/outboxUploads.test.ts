import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, Failure, sentence } from '../../src/failure.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type OpenUpload, type OpenUploads } from '../../src/outbox/uploadFiles.js';
import { type TransferProgress } from '../../src/outbox/transfer.js';
import {
  attachment,
  draftId,
  failureOf,
  job,
  ledgerFolder,
  OutboxBench,
  streamed,
  type Window,
  type WindowOptions,
  willing,
} from './outboxBench.js';

const part = 64 * 1024;
const film = Buffer.alloc(5 * 1024 * 1024, 'film 👋 ');
const plan = Buffer.from('plan '.repeat(30_000));
const session = /AttachmentSessions/;

describe('the outbox over loopback: files that do not fit one request', () => {
  let bench: OutboxBench;
  let window: Window;
  let kept: Map<string, OpenUpload>;
  beforeEach(async () => {
    bench = await OutboxBench.start({ switches: { smallestSession: 1001 } });
    kept = new Map();
    window = open();
  });
  afterEach(() => bench.close());

  const open = (options: WindowOptions = {}) => {
    const uploads: OpenUploads = {
      get: async (id) => kept.get(id),
      set: async (id, upload) => void (upload ? kept.set(id, upload) : kept.delete(id)),
    };
    return bench.window({
      limits: { request: 3000, file: 1000, part },
      partBytes: part,
      uploads,
      ...options,
    });
  };
  const twoFiles = [attachment('note.txt', 'a note'), streamed('plan.bin', () => plan)];
  const contents = async () => bench.attachmentBytes(await bench.draft());
  const sentBytes = () =>
    bench.on('PUT', session).reduce((sum, { body }) => sum + (body?.byteLength ?? 0), 0);
  const steps = async () =>
    (await readFile(join(ledgerFolder(bench.folder), `${draftId}.jsonl`), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { step: string });

  it('the small file within the create request, the large one part by part, the list read back', async () => {
    const state = await window.outbox.upload(job({ attachments: twoFiles }));
    assert.equal(state.kind, 'uploaded');
    const lines = bench.sandbox.exchanges.map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`);
    const short = lines.map((line) => line.replace(/\/v1\.0\/me|\/messages\/[^/]+|\/api\/gv1\.0.*/g, ''));
    assert.deepEqual(short.slice(1), [
      'POST /messages',
      'GET /attachments',
      'GET /attachments',
      'POST /attachments/createUploadSession',
      'PUT ',
      'PUT ',
      'PUT ',
      'GET /attachments',
      // The change key after the files; what comes after the next two moves it again.
      'GET ',
      'GET /attachments',
      'GET ',
    ]);
    assert.deepEqual(await contents(), { 'note.txt': 'a note', 'plan.bin': String(plan) });
    assert.deepEqual(
      (await steps()).map(({ step }) => step),
      ['creating', 'uploaded', 'updating', 'attached', 'uploaded'],
    );
    assert.equal(kept.size, 0);
  });

  it('several small files that do not fit: one request each, one after another', async () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const many = names.map((name) => attachment(name, name.repeat(900)));
    let running = 0;
    let most = 0;
    const transport = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 5000 });
    const watched = open({
      transport: async (request, signal) => {
        const counts = request.method === 'POST' && /attachments$/.test(request.url);
        if (counts) most = Math.max(most, ++running);
        const answer = await transport(request, signal);
        if (counts) running -= 1;
        return answer;
      },
    });
    await watched.outbox.upload(job({ attachments: many }));
    assert.equal(Object.keys(await contents()).length, names.length);
    assert.equal(bench.on('POST', /attachments$/).length, 5);
    assert.equal(most, 1);
  });

  it('an empty file, and one of exactly the size of a part', async () => {
    const exact = Buffer.alloc(part, 'x');
    const files = [attachment('empty.txt', ''), streamed('exact.bin', () => exact)];
    await window.outbox.upload(job({ attachments: files }));
    assert.deepEqual(await contents(), { 'empty.txt': '', 'exact.bin': String(exact) });
    assert.equal(bench.on('PUT', session).length, 1);
  });

  it('sends no byte of a large file again when the text, or another file, changes', async () => {
    await window.outbox.upload(job({ attachments: twoFiles }));
    bench.forgetExchanges();
    await window.outbox.upload(job({ attachments: twoFiles, html: '<p>Other words</p>' }));
    await window.outbox.upload(job({ attachments: [attachment('note.txt', 'other'), ...twoFiles.slice(1)] }));
    assert.equal(sentBytes(), 0);
    assert.deepEqual(await contents(), { 'note.txt': 'other', 'plan.bin': String(plan) });
    const other = Buffer.from('PLAN '.repeat(30_000));
    await window.outbox.upload(job({ attachments: [streamed('plan.bin', () => other)] }));
    assert.equal(sentBytes(), other.length);
    assert.deepEqual(await contents(), { 'plan.bin': String(other) });
  });

  it('tells files of one name apart by what it noted of them', async () => {
    const twins = (second: Buffer) => [streamed('x.bin', () => plan), streamed('x.bin', () => second)];
    const one = Buffer.from('one'.repeat(1000));
    await window.outbox.upload(job({ attachments: twins(one) }));
    bench.forgetExchanges();
    const two = Buffer.from('two'.repeat(1000));
    await window.outbox.upload(job({ attachments: twins(two) }));
    assert.equal(sentBytes(), two.length);
    const lengths = (await bench.draft()).attachments.map(({ length }) => length).sort((a, b) => a - b);
    assert.deepEqual(lengths, [two.length, plan.length]);
  });

  it('does not send a mail whose file did not arrive; the next try goes on where it was', async () => {
    bench.fault({ when: { method: 'PUT', path: session, nth: 2 }, do: { status: 307, code: 'Elsewhere' } });
    const failure = await failureOf(window.outbox.send(job({ attachments: twoFiles }), willing));
    assert.equal(failure.code, 'mailbox-redirected');
    assert.equal((await bench.delivered()).length, 0);
    assert.equal((await window.outbox.state(draftId, job({ attachments: twoFiles }).mail)).kind, 'changed');
    const again = open();
    const { state } = await again.outbox.send(job({ attachments: twoFiles }), willing);
    assert.equal(state.kind, 'sent');
    assert.equal(bench.on('POST', /createUploadSession/).length, 1);
    assert.equal(bench.on('POST', /attachments$/).length, 0);
    const [message] = await bench.delivered();
    assert.ok(message);
    assert.deepEqual(await bench.attachmentBytes(message), {
      'note.txt': 'a note',
      'plan.bin': String(plan),
    });
    const wanted = bench.on('PUT', session).map(({ status }) => status);
    assert.deepEqual(wanted, [200, 307, 200, 201]);
  });

  it('keeps the session among the secrets only, while it is open', async () => {
    bench.fault({ when: { method: 'PUT', path: session, nth: 2 }, do: { status: 307, code: 'Elsewhere' } });
    await failureOf(window.outbox.upload(job({ attachments: twoFiles })));
    const token = /authtoken=([\w-]+)/.exec(kept.get(draftId)?.session ?? '')?.[1] ?? assert.fail();
    const ledger = await readFile(join(ledgerFolder(bench.folder), `${draftId}.jsonl`), 'utf8');
    assert.ok(!ledger.includes(token) && !ledger.includes('AttachmentSessions'));
    assert.ok(!window.lines.join('\n').includes(token));
    await window.outbox.upload(job({ attachments: twoFiles }));
    assert.equal(kept.size, 0);
  });

  it('begins anew with a file that is another by now', async () => {
    bench.fault({ when: { method: 'PUT', path: session, nth: 2 }, do: { status: 307, code: 'Elsewhere' } });
    await failureOf(window.outbox.upload(job({ attachments: twoFiles })));
    const other = Buffer.from('PLAN '.repeat(30_000));
    await window.outbox.upload(job({ attachments: [streamed('plan.bin', () => other)] }));
    assert.deepEqual(await contents(), { 'plan.bin': String(other) });
    assert.equal(bench.on('POST', /createUploadSession/).length, 2);
  });

  it('a file that changes while it is uploaded: nothing is sent, and the next try takes the new one', async () => {
    let content = film;
    const changing = streamed(
      'film.mp4',
      () => content,
      (offset) => {
        // It is read once to be sealed, then to be uploaded.
        if (offset === 0 && ++reads === 2) content = Buffer.from(film).fill('!', film.length - 100);
      },
    );
    let reads = 0;
    const failure = await failureOf(window.outbox.send(job({ attachments: [changing] }), willing));
    assert.equal(failure.code, 'attachment-changed');
    assert.equal((await bench.delivered()).length, 0);
    assert.deepEqual(await contents(), {});
    assert.equal(bench.on('DELETE', session).length, 1);
    assert.equal((await window.outbox.send(job({ attachments: [changing] }), willing)).state.kind, 'sent');
    const [message] = await bench.delivered();
    assert.ok(message);
    assert.equal((await bench.attachmentBytes(message))['film.mp4']?.endsWith('!!!'), true);
  });

  it('a file that is gone when it is to be uploaded: nothing is sent, and it goes when it is back', async () => {
    let gone = false;
    const look = () => {
      // Sealing it is the first look.
      if (gone) throw new Failure('file-unreadable', sentence('It is not there.'));
      gone = true;
    };
    const lost = streamed('film.mp4', () => film, look);
    const failure = await failureOf(window.outbox.send(job({ attachments: [lost] }), willing));
    assert.equal(failure.code, 'file-unreadable');
    assert.equal((await bench.delivered()).length, 0);
    assert.deepEqual(await contents(), {});
    const back = job({ attachments: [streamed('film.mp4', () => film)] });
    assert.equal((await window.outbox.send(back, willing)).state.kind, 'sent');
    const [message] = await bench.delivered();
    assert.ok(message);
    assert.deepEqual(await bench.attachmentBytes(message), { 'film.mp4': String(film) });
  });

  it('cancelled amid a file: the session is over, the draft is "changed", and a later upload is whole', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const progress = ({ sent }: TransferProgress) => {
      seen.push(sent);
      if (sent > 0) stop.abort();
    };
    const all = job({ attachments: twoFiles });
    const transport = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 5000 });
    const slow = open({
      transport: (request, signal) => {
        // What is told of a transfer is told by the clock.
        bench.clock.time += 1000;
        return transport(request, signal);
      },
    });
    await assert.rejects(slow.outbox.upload(all, stop.signal, progress), Cancelled);
    assert.ok((seen.at(-1) ?? 0) < plan.length, seen.join());
    assert.equal(bench.on('DELETE', session)[0]?.status, 204);
    assert.equal(kept.size, 0);
    assert.deepEqual(await contents(), { 'note.txt': 'a note' });
    assert.equal((await window.outbox.state(draftId, all.mail)).kind, 'changed');
    assert.equal((await window.outbox.upload(all)).kind, 'uploaded');
    assert.deepEqual(await contents(), { 'note.txt': 'a note', 'plan.bin': String(plan) });
  });

  it('says which file is on its way and how far it is, from the first byte to the last', async () => {
    const seen: TransferProgress[] = [];
    const screen = { ...willing, uploading: (now: TransferProgress) => void seen.push(now) };
    await window.outbox.send(job({ attachments: twoFiles }), screen);
    assert.deepEqual(seen[0], { file: 'plan.bin', sent: 0, total: plan.length, bytesPerSecond: 0 });
    assert.deepEqual([seen.at(-1)?.sent, seen.at(-1)?.total], [plan.length, plan.length]);
  });

  it('a mailbox that does not take the size says so, and keeps the draft', async () => {
    Object.assign(bench.sandbox.switches, { messageSizeLimit: 1000 });
    const failure = await failureOf(window.outbox.send(job({ attachments: twoFiles }), willing));
    assert.equal(failure.code, 'message-too-large');
    assert.equal((await window.outbox.state(draftId, job({ attachments: twoFiles }).mail)).kind, 'failed');
    assert.equal((await bench.delivered()).length, 0);
  });
});
