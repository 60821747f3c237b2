import assert from 'node:assert/strict';
import { allFaults, playEach } from './search/exhaustive.js';
import { type Action, edit, type Scene, send, upload } from './search/scene.js';
import { asTest } from './search/shrink.js';

const alone = (script: readonly Action[], switches: Scene['switches'] = {}, known = false): Scene => ({
  seed: 1,
  switches,
  known,
  actors: [{ name: 'A', computer: 0, script }],
});

const scenes: Readonly<Record<string, Scene>> = {
  'a new draft, sent': alone([edit(0), send]),
  'uploaded, changed, sent': alone([edit(0), upload, edit(1), send]),
  'made anew for its headers, ids changed on sending, which takes a minute': alone(
    [edit(0), upload, edit(3), send],
    { immutableIdOnSend: 'changed', internetMessageIdOnSend: 'changed', sendDelay: 60_000 },
    true,
  ),
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
