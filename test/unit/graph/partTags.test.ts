import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { PartChecker, PartTagger, type PartTags } from '../../../src/graph/partTags.js';

/** Cut after these many bytes each, the rest in one. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) pieces.push(bytes.subarray(at, (at += length)));
  return [...pieces, bytes.subarray(at)];
}

function tagged(bytes: Uint8Array, partBytes: number, lengths: readonly number[] = []): PartTags {
  const tagger = new PartTagger(partBytes);
  for (const piece of cut(bytes, lengths)) tagger.update(piece);
  return tagger.done();
}

/** For each part from `first` on, whether it is the one that was tagged. */
function checked(tags: PartTags, bytes: Uint8Array, first = 0, lengths: readonly number[] = []): boolean[] {
  const checker = new PartChecker(tags, first);
  const answers: boolean[] = [];
  for (let at = first * tags.partBytes; at < bytes.byteLength; at += tags.partBytes) {
    for (const piece of cut(bytes.subarray(at, at + tags.partBytes), lengths)) checker.update(piece);
    answers.push(checker.endsPart());
  }
  return answers;
}

describe('the tags of parts', () => {
  const lengths = fc.array(fc.nat(40), { maxLength: 12 });
  const content = fc.uint8Array({ minLength: 1, maxLength: 200 });

  it('fit the same bytes, in whatever pieces they come, from any part on', () => {
    fc.assert(
      fc.property(
        content,
        fc.integer({ min: 1, max: 70 }),
        lengths,
        lengths,
        fc.nat(),
        (bytes, partBytes, a, b, n) => {
          const tags = tagged(bytes, partBytes, a);
          const count = Math.ceil(bytes.byteLength / partBytes);
          assert.equal(tags.tags.length, count);
          const first = n % count;
          assert.deepEqual(checked(tags, bytes, first, b), Array(count - first).fill(true));
        },
      ),
    );
  });

  it('fit no part with another byte, and every part without one', () => {
    fc.assert(
      fc.property(
        content,
        fc.integer({ min: 1, max: 70 }),
        lengths,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, partBytes, pieces, n, change) => {
          const tags = tagged(bytes, partBytes);
          const at = n % bytes.byteLength;
          const other = Uint8Array.from(bytes);
          other[at] = (bytes[at] ?? 0) ^ change;
          const wrong = Math.floor(at / partBytes);
          assert.deepEqual(
            checked(tags, other, 0, pieces),
            tags.tags.map((_, part) => part !== wrong),
          );
        },
      ),
    );
  });

  it('tell what is shorter, longer, in another place, or not there at all', () => {
    const bytes = randomBytes(100);
    const tags = tagged(bytes, 30);
    assert.deepEqual(checked(tags, bytes.subarray(0, 99)), [true, true, true, false]);
    assert.deepEqual(checked(tags, Buffer.concat([bytes, bytes])).slice(0, 5), [
      true,
      true,
      true,
      false,
      false,
    ]);
    const swapped = Buffer.concat([bytes.subarray(30, 60), bytes.subarray(0, 30), bytes.subarray(60)]);
    assert.deepEqual(checked(tags, swapped), [false, false, true, true]);
    assert.equal(new PartChecker(tags, 0).endsPart(), false);
    assert.equal(new PartChecker(tags, 4).endsPart(), false);
  });

  it('a byte of every megabyte of a large part counts', () => {
    const bytes = Buffer.alloc(4_000_000, 'x');
    const tags = tagged(bytes, bytes.byteLength, [1 << 20, 1 << 20, 1 << 20]);
    assert.deepEqual(checked(tags, bytes, 0, [700_001]), [true]);
    for (let at = 0; at < bytes.byteLength; at += 500_000) {
      const other = Buffer.from(bytes);
      other[at] = 0;
      assert.deepEqual(checked(tags, other, 0, [1 << 20, 1 << 20, 1 << 20]), [false]);
    }
  });

  it('have each a nonce of their own, and are others each time', () => {
    const all = [1, 2, 3].flatMap(() => tagged(Buffer.alloc(6400, 'x'), 64).tags);
    assert.equal(new Set(all.map(({ nonce }) => Buffer.from(nonce).toString('hex'))).size, 300);
    assert.equal(new Set(all.map(({ tag }) => Buffer.from(tag).toString('hex'))).size, 300);
    assert.ok(all.every(({ nonce, tag }) => nonce.byteLength === 12 && tag.byteLength === 16));
  });
});
