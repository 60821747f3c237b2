import assert from 'node:assert/strict';
import { broken, unmarked } from './search/broken.js';
import { playEach } from './search/exhaustive.js';
import { type Fault } from './search/faults.js';
import { two } from './search/named.js';
import { direct, edit, type Scene, upload, wait } from './search/scene.js';
import { search } from './search/shrink.js';

/** So many schedules may pass before one shows what is broken; most take a few dozen. */
const budget = 5000;

/** Where the search begins for those that only few schedules show. */
const first: Readonly<Record<string, number>> = {
  'a refused sign-in is taken for an answer': 3900,
  'a send without an answer is sent again': 950,
  'failed on a timeout': 900,
  'of several drafts all but one are deleted, whoever wrote to them': 850,
  'a torn line swallows the next one': 600,
  'ages are told by the clock of the computer alone': 600,
  'what was begun is old at once': 600,
};

describe('the fault search finds what is broken on purpose', () => {
  for (const [name, variant] of Object.entries(broken))
    it(name, async () => {
      const { failed, played } = await search(first[name] ?? 1, budget, { variant });
      assert.ok(failed, `${played} schedules do not show it`);
      const { faults, schedule } = failed;
      assert.ok(!faults.some((fault) => fault.startsWith('a bug')), faults.join('\n'));
      assert.ok(schedule.strikes.length <= 4, `it is shrunk to ${schedule.strikes.length} faults`);
    });

  // Chance shows this too seldom: another computer must look while the mail waits, and its own must not write down that it went.
  it('what is handed over without a draft bears no mark', async () => {
    const actions = two(711014, [edit(3), direct(false)], [wait(3465), upload]);
    const scene: Scene = { ...actions, switches: { sendDelay: 300_000 } };
    const faults: readonly Fault[] = ['disk stays full'];
    assert.deepEqual((await playEach(scene, faults)).failed, []);
    const { failed } = await playEach(scene, faults, unmarked);
    assert.ok(failed.length > 0, 'no schedule shows it');
  });
});
