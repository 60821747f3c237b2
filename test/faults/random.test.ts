import assert from 'node:assert/strict';
import { asTest, search } from './search/shrink.js';

const minutes = Number(process.env['FAULT_SEARCH_MINUTES'] ?? 0);
const seed = Number(process.env['FAULT_SEARCH_SEED'] ?? 1);

/** Of one test; all of them are the schedules of one run. */
const each = 500;
const tests = 40;

async function assertHolds(first: number, count: number, until?: number): Promise<number> {
  const { played, failed } = await search(first, count, until === undefined ? {} : { until });
  if (failed) assert.fail(`seed ${first + played - 1}:\n${asTest(failed)}`);
  return played;
}

describe('schedules of people and several faults, by chance', () => {
  if (minutes > 0) {
    it(`for ${minutes} minutes, from seed ${seed} on`, async () => {
      const played = await assertHolds(seed, Infinity, Date.now() + minutes * 60_000);
      console.log(`    ${played} schedules, seeds ${seed} to ${seed + played - 1}`);
    });
    return;
  }
  for (let at = 0; at < tests; at++) {
    const first = seed + at * each;
    it(`seeds ${first} to ${first + each - 1}: at most once, nothing lost, and what is told is true`, async () => {
      assert.equal(await assertHolds(first, each), each);
    });
  }

  it('a seed repeats', async () => {
    const first = await search(42, 1);
    assert.deepEqual(await search(42, 1), first);
  });
});
