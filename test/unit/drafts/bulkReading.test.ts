import assert from 'node:assert/strict';
import { type BulkReading, readChanged, type Stamp } from '../../../src/editor/drafts/bulkReading.js';

function reading(over: Partial<BulkReading<number, Stamp>> = {}) {
  const read: number[] = [];
  const shows: number[] = [];
  const parts: BulkReading<number, Stamp> = {
    stamp: async (file) => ({ modified: file, size: 1 }),
    stale: () => true,
    read: async (file) => void read.push(file),
    show: () => void shows.push(read.length),
    wanted: () => true,
    ...over,
  };
  return { read, shows, parts };
}

const files = Array.from({ length: 1000 }, (_, index) => (index * 337) % 1000);

describe('reading many drafts', () => {
  it('reads the newest first', async () => {
    const { read, parts } = reading();
    assert.equal(await readChanged(files, parts), true);
    assert.deepEqual(
      read,
      [...files].sort((a, b) => b - a),
    );
  });

  it('shows the first of them before the others are read', async () => {
    const { shows, parts } = reading();
    await readChanged(files, parts);
    assert.ok((shows[0] ?? files.length) < files.length / 10, `the first look comes after ${shows[0]}`);
  });

  it('reads those alone that changed', async () => {
    const { read, parts } = reading({ stale: (file) => file < 3 });
    await readChanged(files, parts);
    assert.deepEqual(read, [2, 1, 0]);
  });

  it('reads a file that has no date, too', async () => {
    const { read, parts } = reading({
      stamp: async (file) => (file === 1 ? undefined : { modified: 1, size: 1 }),
    });
    await readChanged([1, 2], parts);
    assert.deepEqual(read, [2, 1]);
  });

  it('ends when it is not wanted any more', async () => {
    const { read, parts } = reading({ wanted: () => read.length < 200 });
    assert.equal(await readChanged(files, parts), false);
    assert.ok(read.length < 300, `${read.length} were read`);
  });
});
