import assert from 'node:assert/strict';
import { broken } from './search/broken.js';
import { search } from './search/shrink.js';

/** So many schedules may pass before one shows what is broken; most take a few dozen. */
const budget = 5000;

describe('the fault search finds what is broken on purpose', () => {
  for (const [name, variant] of Object.entries(broken))
    it(name, async () => {
      const { failed, played } = await search(1, budget, { variant });
      assert.ok(failed, `${played} schedules do not show it`);
      const { faults, schedule } = failed;
      assert.ok(!faults.some((fault) => fault.startsWith('a bug')), faults.join('\n'));
      assert.ok(schedule.strikes.length <= 4, `it is shrunk to ${schedule.strikes.length} faults`);
    });
});
