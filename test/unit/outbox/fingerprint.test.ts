import assert from 'node:assert/strict';
import { PartChecker } from '../../../src/graph/partTags.js';
import { bytesOf, seal } from '../../../src/outbox/fingerprint.js';
import { type OutgoingMail } from '../../../src/render/outgoingMail.js';
import { attached, plainMail } from './steps.js';

const bytes = (text: string) => new TextEncoder().encode(text);
const image = { contentId: 'logo', name: 'logo.png', contentType: 'image/png', bytes: bytes('PNG') };
const full: OutgoingMail = {
  ...plainMail,
  cc: [{ address: 'cc@example.com' }],
  bcc: [{ address: 'bcc@example.com' }],
  replyTo: [{ address: 'reply@example.com' }],
  from: { address: 'team@example.com' },
  categories: ['Red'],
  headers: [{ name: 'x-project', value: 'engine' }],
  images: [image],
  attachments: [attached('a.txt', bytes('one')), attached('b.txt', bytes('two'))],
};
const { from, ...withoutFrom } = full;

const changes: Record<string, OutgoingMail> = {
  'to: address': { ...full, to: [{ name: 'Ada', address: 'eve@example.com' }] },
  'to: name': { ...full, to: [{ name: 'Eve', address: 'ada@example.com' }] },
  'to: no name': { ...full, to: [{ address: 'ada@example.com' }] },
  'to: another': { ...full, to: [...full.to, { address: 'eve@example.com' }] },
  'cc emptied': { ...full, cc: [] },
  'cc moved to bcc': { ...full, cc: [], bcc: [...full.bcc, ...full.cc] },
  bcc: { ...full, bcc: [] },
  replyTo: { ...full, replyTo: [] },
  from: { ...full, from: { address: 'other@example.com' } },
  'from taken away': withoutFrom,
  'from moved to cc': { ...withoutFrom, cc: from ? [...full.cc, from] : [] },
  subject: { ...full, subject: 'Notes.' },
  importance: { ...full, importance: 'high' },
  sensitivity: { ...full, sensitivity: 'private' },
  categories: { ...full, categories: ['Blue'] },
  'read receipt': { ...full, readReceipt: true },
  'delivery receipt': { ...full, deliveryReceipt: true },
  'header name': { ...full, headers: [{ name: 'x-other', value: 'engine' }] },
  'header value': { ...full, headers: [{ name: 'x-project', value: 'other' }] },
  html: { ...full, html: '<p>Dear Ada </p>' },
  'image bytes': { ...full, images: [{ ...image, bytes: bytes('GNP') }] },
  'image id': { ...full, images: [{ ...image, contentId: 'logo2' }] },
  'image name': { ...full, images: [{ ...image, name: 'logo2.png' }] },
  'image type': { ...full, images: [{ ...image, contentType: 'image/gif' }] },
  'image attached instead': {
    ...full,
    images: [],
    attachments: [attached('logo.png', image.bytes, 'image/png'), ...full.attachments],
  },
  'attachment bytes': {
    ...full,
    attachments: [attached('a.txt', bytes('One')), attached('b.txt', bytes('two'))],
  },
  'attachment name': {
    ...full,
    attachments: [attached('A.txt', bytes('one')), attached('b.txt', bytes('two'))],
  },
  'attachment type': {
    ...full,
    attachments: [attached('a.txt', bytes('one'), 'text/csv'), attached('b.txt', bytes('two'))],
  },
  'attachments swapped in content': {
    ...full,
    attachments: [attached('a.txt', bytes('two')), attached('b.txt', bytes('one'))],
  },
  'attachment missing': { ...full, attachments: [attached('a.txt', bytes('one'))] },
  'attachment twice': { ...full, attachments: [...full.attachments, attached('a.txt', bytes('one'))] },
};

describe('the hash of a mail', () => {
  it('is the same for the same mail, made again', async () => {
    const again = { ...structuredClone({ ...full, attachments: [] }), attachments: full.attachments };
    assert.equal((await seal(full)).hash, (await seal(again)).hash);
    assert.match((await seal(full)).hash, /^[0-9a-f]{64}$/);
  });

  for (const [name, changed] of Object.entries(changes))
    it(`differs when ${name} differs`, async () => {
      assert.notEqual((await seal(full)).hash, (await seal(changed)).hash);
    });

  it('is different for each of these changes', async () => {
    const all = await Promise.all(Object.values(changes).map(async (mail) => (await seal(mail)).hash));
    assert.equal(new Set(all).size, all.length);
  });

  it('does not depend on the plain text, which is not uploaded', async () => {
    assert.equal((await seal(full)).hash, (await seal({ ...full, text: 'other' })).hash);
  });

  it('every field of a mail but the plain text is among the changes', () => {
    const tried = new Set(
      Object.values(changes).flatMap((changed) =>
        [...new Set([...Object.keys(full), ...Object.keys(changed)])].filter(
          (key) => changed[key as keyof OutgoingMail] !== full[key as keyof OutgoingMail],
        ),
      ),
    );
    assert.deepEqual([...tried, 'text'].sort(), Object.keys(full).sort());
  });
});

describe('a sealed mail', () => {
  it('holds the bytes that were hashed, read once, whatever the file becomes', async () => {
    let reads = 0;
    const changing = { ...attached('a.txt', bytes('x')), read: async () => bytes(`version ${++reads}`) };
    const sealed = await seal({ ...full, images: [], attachments: [changing] });
    assert.equal(reads, 1);
    assert.equal(new TextDecoder().decode(sealed.files[0]?.bytes), 'version 1');
    const second = await seal({ ...full, images: [], attachments: [changing] });
    assert.notEqual(second.hash, sealed.hash);
  });

  describe('of files too large to be kept', () => {
    const large = bytes('0123456789'.repeat(500_000));
    async function* pieces(content: Uint8Array, offset: number) {
      for (let at = offset; at < content.byteLength; at += 70_001) yield content.subarray(at, at + 70_001);
    }
    const streamed = (content: () => Uint8Array, opened: number[] = []) => ({
      ...attached('big.bin', content()),
      read: () => Promise.reject(new Error('read whole')),
      open: (offset: number) => (opened.push(offset), pieces(content(), offset)),
    });

    it('is hashed as if they were read whole, without being read whole', async () => {
      const sealed = await seal({ ...full, images: [], attachments: [streamed(() => large)] });
      const whole = await seal({ ...full, images: [], attachments: [attached('big.bin', large)] });
      assert.equal(sealed.hash, whole.hash);
      assert.deepEqual([sealed.files[0]?.bytes, sealed.files[0]?.size], [undefined, large.byteLength]);
      assert.ok(whole.files[0]?.bytes);
    });

    it('keeps what one request holds, however many small files there are', async () => {
      const small = (name: string) => ({ ...streamed(() => large.subarray(0, 1_500_000)), name });
      const readable = (name: string) => ({
        ...small(name),
        read: async () => large.subarray(0, 1_500_000),
      });
      const { files } = await seal({ ...full, images: [], attachments: ['a', 'b', 'c', 'd'].map(readable) });
      assert.deepEqual(
        files.map(({ bytes: kept }) => kept !== undefined),
        [true, true, false, false],
      );
    });

    it('gives the bytes that were hashed, or none', async () => {
      let content = large;
      const [file] = (await seal({ ...full, images: [], attachments: [streamed(() => content)] })).files;
      assert.ok(file);
      assert.ok(Buffer.from(await bytesOf(file)).equals(large));
      for (const other of [
        large.map((byte, n) => (n === 7 ? 0 : byte)),
        large.subarray(1),
        Buffer.concat([large, large]),
      ]) {
        content = new Uint8Array(other);
        await assert.rejects(bytesOf(file), { code: 'attachment-changed' });
      }
    });

    it('has a tag of each part, of the same pass over the bytes; for a state, which is not uploaded, it has none', async () => {
      const opened: number[] = [];
      const mail = { ...full, images: [], attachments: [streamed(() => large, opened)] };
      for (const [partBytes, count] of [
        [undefined, 2],
        [1_000_000, 5],
        [999_999, 6],
      ] as const) {
        const [file] = (await seal(mail, undefined, partBytes)).files;
        assert.equal(file?.tags?.tags.length, count);
        const checker = new PartChecker(file.tags, count - 1);
        checker.update(large.subarray((count - 1) * file.tags.partBytes));
        assert.ok(checker.endsPart());
      }
      assert.deepEqual(opened, [0, 0, 0]);
      assert.equal((await seal(mail, new Map())).files[0]?.tags, undefined);
    });

    it('takes for a state, and for nothing else, what a file with the same version came to', async () => {
      const opened: number[] = [];
      const mail = { ...full, images: [], attachments: [{ ...streamed(() => large, opened), version: '1' }] };
      const known = new Map();
      const first = await seal(mail, known);
      assert.equal((await seal(mail, known)).hash, first.hash);
      assert.equal(opened.length, 1);
      await seal(mail);
      assert.equal(opened.length, 2);
      await seal({ ...mail, attachments: [{ ...streamed(() => large, opened), version: '2' }] }, known);
      assert.equal(opened.length, 3);
    });
  });

  it('lists images first, and only they have a content id', async () => {
    const { files } = await seal(full);
    assert.deepEqual(
      files.map(({ name, contentId }) => [name, contentId]),
      [
        ['logo.png', 'logo'],
        ['a.txt', undefined],
        ['b.txt', undefined],
      ],
    );
  });

  it('an attachment that cannot be read fails the whole', async () => {
    const gone = { ...attached('a.txt', bytes('x')), read: () => Promise.reject(new Error('gone')) };
    await assert.rejects(seal({ ...full, attachments: [gone] }), { message: 'gone' });
  });

  it('is fixed in internet headers and in whether it has a sender of its own', async () => {
    const fixedOf = async (mail: OutgoingMail) => (await seal(mail)).fixed;
    assert.equal(await fixedOf(full), await fixedOf({ ...full, subject: 'x', html: 'y', attachments: [] }));
    assert.equal(await fixedOf(full), await fixedOf({ ...full, from: { address: 'x@example.com' } }));
    assert.notEqual(await fixedOf(full), await fixedOf(withoutFrom));
    assert.notEqual(await fixedOf(full), await fixedOf({ ...full, headers: [] }));
  });
});
