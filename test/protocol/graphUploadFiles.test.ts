import assert from 'node:assert/strict';
import { type Room } from '../../src/draft/files.js';
import { Failure, type Sentence } from '../../src/failure.js';
import { type AttachmentSource } from '../../src/graph/mailbox.js';
import { failureOf } from '../rejection.js';
import { mail, startBench } from './graphBench.js';
import { bytes, part, pieces, proofs, sha256, size, uploadSource } from './uploadSource.js';

describe('Graph client: the files of upload sessions', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  let id: string;
  beforeEach(async () => {
    bench = await startBench({ partBytes: part });
    bench.sandbox.switches.smallestSession = 1000;
    id = (await bench.box.create(mail())).id;
  });
  afterEach(() => bench.close());

  const session = /AttachmentSessions/;
  const ways = Object.keys(proofs) as (keyof typeof proofs)[];
  const upload = (change: Partial<AttachmentSource>, way?: keyof typeof proofs) =>
    bench.box.uploadAttachment(id, uploadSource(change, way));
  /** The bytes of all parts that were sent, in order. */
  const sent = () => Buffer.concat(bench.onWire('PUT', session).map(({ body }) => body ?? Buffer.alloc(0)));
  /** What arrived, by its hash. */
  const arrived = async () => {
    const url = `${bench.server.origin}/v1.0/me/messages/${id}/attachments`;
    const listed = await bench.box.attachments(id);
    const bodies: string[] = [];
    for (const each of listed) {
      const answer = await fetch(`${url}/${each.id}/$value`, { headers: { authorization: 'Bearer good-0' } });
      bodies.push(sha256(new Uint8Array(await answer.arrayBuffer())));
    }
    return bodies;
  };

  for (const [fault, most, way] of [
    [undefined, 3, 'by tags'],
    [undefined, 3, 'by SHA-256'],
    ['dropAmidBody', 6, 'by tags'],
    ['dropAfterCommit', 6, 'by SHA-256'],
    ['hang', 6, 'by tags'],
  ] as const)
    it(`parts share memory by turns, and what arrives is whole: ${fault ?? 'no fault'}, ${way}`, async () => {
      const used = new Set<ArrayBufferLike>();
      async function* open(offset: number, room?: Room): AsyncGenerator<Uint8Array> {
        for (let at = offset; at < size;) {
          const place = room?.() ?? assert.fail('no room within the file');
          used.add(place.buffer);
          const copied = bytes.copy(place, 0, at, at + 10_007);
          at += copied;
          yield place.subarray(0, copied);
        }
      }
      if (fault) bench.fault(fault, { method: 'PUT', path: session, nth: 3 });
      await upload({ open }, way);
      assert.deepEqual(await arrived(), [sha256(bytes)]);
      assert.ok(used.size <= most, `${used.size} pieces of memory`);
    });

  for (const [name, content] of [
    ['in its last byte', Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xff])])],
    ['in its first byte', Buffer.concat([Buffer.from([0xff]), bytes.subarray(1)])],
    ['and is shorter', bytes.subarray(0, -1)],
    ['and is empty', Buffer.alloc(0)],
    ['and is longer', Buffer.concat([bytes, Buffer.from([0])])],
  ] as const)
    for (const way of ways)
      it(`a file that changed ${name} never arrives, proved ${way}`, async () => {
        const open = (offset: number) => pieces(content, offset);
        assert.equal((await failureOf(upload({ open }, way))).code, 'attachment-changed');
        assert.deepEqual(await arrived(), []);
        assert.equal(bench.onWire('DELETE', session)[0]?.status, 204);
      });

  for (const changed of [0, 1, 4, 5])
    it(`no byte of a part that changed is sent, nor of a later one: part ${changed}`, async () => {
      const at = Math.min(changed * part + 40_000, size - 1);
      const content = Buffer.concat([
        bytes.subarray(0, at),
        Buffer.from([~(bytes[at] ?? 0) & 255]),
        bytes.subarray(at + 1),
      ]);
      const open = (offset: number) => pieces(content, offset);
      assert.equal((await failureOf(upload({ open }))).code, 'attachment-changed');
      assert.ok(sent().equals(bytes.subarray(0, changed * part)), `${sent().byteLength} bytes`);
    });

  it('a file that changes after its first look and between two parts is found at the part that changed', async () => {
    const content = Buffer.from(bytes);
    const open = (offset: number) => pieces(content, offset);
    const source = uploadSource({ open });
    // When the second part is asked for, the third is in memory, and the fourth is not read yet.
    const progress = (at: number) => void (at === part && content.fill(0xff, 3 * part));
    assert.equal(
      (await failureOf(bench.box.uploadAttachment(id, source, { progress }))).code,
      'attachment-changed',
    );
    assert.ok(sent().equals(bytes.subarray(0, sent().byteLength)));
    assert.ok(sent().byteLength >= 2 * part && sent().byteLength <= 3 * part, `${sent().byteLength} bytes`);
  });

  for (const way of ways)
    it(`goes on amid a part with what is left of it, ${way}`, async () => {
      const opened: number[] = [];
      const open = (offset: number) => {
        opened.push(offset);
        return pieces(bytes, offset);
      };
      let kept: string | undefined;
      const third = { method: 'PUT', path: session, nth: 3 };
      bench.sandbox.faults.push({ when: third, do: { status: 307, code: 'Elsewhere' } });
      const keep = async (text: string | undefined) => void (kept = text);
      await failureOf(bench.box.uploadAttachment(id, uploadSource({ open }, way), { keep }));
      const { url } = JSON.parse(kept ?? '') as { url: string };
      const from = 2 * part;
      const some = new Uint8Array(bytes.subarray(from, from + 777));
      const headers = { 'content-range': `bytes ${from}-${from + 776}/${size}` };
      assert.equal((await fetch(url, { method: 'PUT', headers, body: some })).status, 200);
      opened.length = 0;
      await bench.box.uploadAttachment(id, uploadSource({ open }, way), { session: kept ?? '' });
      assert.deepEqual(await arrived(), [sha256(bytes)]);
      // What was read for the tags is read no more; a hash wants all of it.
      assert.deepEqual(opened, [way === 'by tags' ? from : 0]);
      const ranges = bench.onWire('PUT', session).map((put) => put.headers['content-range']);
      assert.equal(ranges.at(-4), `bytes ${from + 777}-${from + part - 1}/${size}`);
    });

  it('a file that cannot be read any more fails as its reader does', async () => {
    async function* torn(): AsyncGenerator<Uint8Array> {
      yield bytes.subarray(0, 100_000);
      throw new Failure('file-unreadable', { text: 'x', args: [] });
    }
    assert.equal((await failureOf(upload({ open: torn }))).code, 'file-unreadable');
    assert.deepEqual(await arrived(), []);
  });

  it('is read while its session is asked for, and let go where there is none', async () => {
    const told: string[] = [];
    async function* open(offset: number): AsyncGenerator<Uint8Array> {
      const asked = bench.onWire('POST', /createUploadSession$/);
      told.push(`opened ${asked.every(({ status }) => status === 'open') ? 'before' : 'after'} the answer`);
      try {
        yield* pieces(bytes, offset);
      } finally {
        told.push('closed');
      }
    }
    bench.fault({ status: 403, code: 'ErrorAccessDenied' }, { path: /createUploadSession$/ });
    assert.equal((await failureOf(upload({ open }))).code, 'mailbox-access-denied');
    assert.deepEqual(told, ['opened before the answer', 'closed']);
    assert.deepEqual(sent(), Buffer.alloc(0));
  });

  it('begins anew when a session ends by its time while the mailbox asks for a pause', async () => {
    bench.sandbox.switches.uploadSessionLifetime = 60_000;
    bench.sandbox.faults.push({
      when: { method: 'PUT', path: session, nth: 3 },
      do: 'unavailable',
      retryAfter: 100,
    });
    await upload({});
    assert.deepEqual(await arrived(), [sha256(bytes)]);
    assert.equal(bench.onWire('POST', /createUploadSession$/).length, 2);
    assert.deepEqual(
      bench.onWire('GET', session).map(({ status }) => status),
      [410],
    );
  });

  for (const [name, expected, prepare, change] of [
    [
      'changed',
      'The file "plan.bin" changed while it was being uploaded, so nothing was sent. Wait until it is saved, then try again.',
      () => undefined,
      { open: (offset: number) => pieces(bytes.subarray(0, -1), offset) },
    ],
    [
      'is over what any mailbox takes',
      'An attachment is too large to upload: 150 MB is the most. Make it smaller, or share it by a link.',
      () => undefined,
      { size: 150 * 1024 * 1024 + 1 },
    ],
    [
      'is over what this mailbox takes',
      'The mail is larger than the mailbox allows. Make the attachments or pictures smaller, or share them by a link.',
      () => Object.assign(bench.sandbox.switches, { messageSizeLimit: 1000, messageSizeChecked: 'lastPart' }),
      {},
    ],
    [
      'has no session that lasts',
      'The mailbox broke off the upload of the file "plan.bin" several times. Try again later, or share the file by a link.',
      () => bench.fault({ status: 410, code: 'ErrorUploadSessionExpired' }, { path: session }),
      {},
    ],
  ] as const)
    it(`says what is wrong and what to do: the file ${name}`, async () => {
      prepare();
      const failure = await failureOf(upload(change));
      assert.equal([failure.sentence, failure.next].map(inWords).join(' '), expected);
      assert.deepEqual(await arrived(), []);
    });
});

function inWords(sentence: Sentence | undefined): string {
  return (sentence?.text ?? '').replace(/\{(\d)\}/g, (_, n) => String(sentence?.args[Number(n)]));
}
