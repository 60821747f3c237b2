import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { type FileHash, hashBeside, hashHere } from '../../../src/graph/fileHash.js';

const shared = (bytes: number) => Buffer.from(new SharedArrayBuffer(bytes));

async function hashOf(hash: FileHash, pieces: readonly Uint8Array[], memory: Uint8Array): Promise<string> {
  try {
    for (const piece of pieces) {
      memory.set(piece);
      await hash.update(memory.subarray(0, piece.byteLength));
      memory.fill(0);
    }
    return await hash.digest();
  } finally {
    hash.end();
  }
}

describe('the hash of a file', () => {
  const pieces = [3_000_000, 1, 0, 2_500_000].map((bytes) => randomBytes(bytes));
  const sha256 = createHash('sha256').update(Buffer.concat(pieces)).digest('hex');

  for (const [name, hash] of Object.entries({ here: hashHere, 'in a thread': hashBeside })) {
    it(`is that of all its pieces, whose memory is used again: ${name}`, async () => {
      assert.equal(await hashOf(hash(), pieces, shared(3_000_000)), sha256);
    });

    it(`is told apart from that of files at the same time: ${name}`, async () => {
      const other = [...pieces].reverse();
      const expected = createHash('sha256').update(Buffer.concat(other)).digest('hex');
      const all = [pieces, other, pieces, []].map((each) => hashOf(hash(), each, shared(3_000_000)));
      const empty = createHash('sha256').digest('hex');
      assert.deepEqual(await Promise.all(all), [sha256, expected, sha256, empty]);
    });
  }

  it('outlives one that was given up', async () => {
    const left = hashBeside();
    await left.update(shared(10));
    left.end();
    left.end();
    assert.equal(await hashOf(hashBeside(), pieces, shared(3_000_000)), sha256);
  });
});
