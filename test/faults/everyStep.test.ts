import assert from 'node:assert/strict';
import { allFaults, playEach } from './search/exhaustive.js';
import {
  type Action,
  cancel,
  direct,
  edit,
  later,
  noTime,
  type Scene,
  send,
  upload,
  wait,
} from './search/scene.js';
import { asTest } from './search/shrink.js';

const alone = (script: readonly Action[], switches: Scene['switches'] = {}, known = false): Scene => ({
  seed: 1,
  switches,
  known,
  actors: [{ name: 'A', computer: 0, script }],
});

const minute = 60_000;

const scenes: Readonly<Record<string, Scene>> = {
  'a new draft, sent': alone([edit(0), send]),
  'uploaded, changed, sent': alone([edit(0), upload, edit(1), send]),
  'made anew for its headers, ids changed on sending, which takes a minute': alone(
    [edit(0), upload, edit(3), send],
    { immutableIdOnSend: 'changed', internetMessageIdOnSend: 'changed', sendDelay: 60_000 },
    true,
  ),
  'sent without a draft': alone([edit(0), direct(true)], { immutableIdOnSend: 'changed', sendDelay: 3000 }),
  'sent without a draft and without a copy': alone([edit(0), direct(false)]),
  'sent later, and cancelled shortly before its time': alone(
    [edit(0), later(2 * minute), wait(105_000), cancel, noTime, send],
    { immutableIdOnSend: 'changed', tagIndexLag: 2000 },
  ),
  'sent later, then at another time': alone([edit(0), later(20 * minute), wait(minute), later(2 * minute)]),
};

for (const [name, scene] of Object.entries(scenes))
  describe(`one fault at every step: ${name}`, () => {
    for (const fault of allFaults)
      it(fault, async () => {
        const { runs, failed } = await playEach(scene, [fault]);
        assert.ok(runs > 0, 'it can happen nowhere');
        const [first] = failed;
        if (first) assert.fail(`${failed.length} of ${runs} runs:\n${asTest(first)}`);
      });
  });
