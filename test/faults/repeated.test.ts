import assert from 'node:assert/strict';
import { type Mailbox } from '../../src/graph/mailbox.js';
import { type Fault, faultsOf } from './search/faults.js';
import { type Played, replay } from './search/play.js';
import { type Action, edit, type Scene, send, upload } from './search/scene.js';
import { asTest } from './search/shrink.js';
import { type Variant } from './search/world.js';

/** What leaves the program without an answer that it could go by, so that it waits and tries again. */
const unanswered: readonly Fault[] = [
  'answer lost',
  'request lost',
  '504 after',
  '429 after',
  '503 before',
  '429 before',
  '412',
];

const scene = (script: readonly Action[]): Scene => ({
  seed: 1,
  switches: {},
  known: false,
  actors: [{ name: 'A', computer: 0, script }],
});

/** Plays the scene once for each request that loses its answer so, with `then` at the moment before it is tried again. */
async function playPairs(
  script: readonly Action[],
  then: Fault,
  variant?: Variant,
): Promise<{ runs: number; failed: readonly Played[] }> {
  const { steps } = await replay({ scene: scene(script), strikes: [] }, variant);
  const failed: Played[] = [];
  let runs = 0;
  for (const [who, kinds] of steps)
    for (const [step, kind] of kinds.entries())
      for (const fault of unanswered.filter((each) => kind === 'request' && faultsOf[kind].includes(each))) {
        const strikes = [
          { who, step, fault },
          { who, step: step + 1, fault: then },
        ];
        const played = await replay({ scene: scene(script), strikes }, variant);
        if (played.schedule.strikes.length === 2) runs++;
        if (played.faults.length > 0) failed.push(played);
      }
  return { runs, failed };
}

/** A mailbox that makes an update without an answer again, without a look, after a pause. */
const blind: Variant = {
  parts: (parts, window) => ({
    ...parts,
    mailbox: async (reference) => {
      const inner = await parts.mailbox(reference);
      const own: Partial<Mailbox> = {
        update: (id, change, signal) =>
          inner.update(id, change, signal).catch(async () => {
            await window.step('sleep');
            return inner.update(id, change, signal);
          }),
      };
      return Object.assign(Object.create(inner) as Mailbox, own);
    },
  }),
};

const scripts: Readonly<Record<string, readonly Action[]>> = {
  'an update, then sent': [edit(0), upload, edit(1), upload, send],
  'an update of other things than words': [edit(1), upload, edit(2), upload, edit(5), send],
  'made anew for its headers': [edit(1), upload, edit(3), upload, send],
  'deleted, then made again': [edit(0), upload, { do: 'discard' }, edit(4), send],
};

describe('a request without an answer, and somebody at Outlook before it is tried again', () => {
  for (const [name, script] of Object.entries(scripts))
    for (const then of ['edited', 'file added', 'sent', 'deleted', 'saved'] as const)
      it(`${name}: ${then} in Outlook`, async () => {
        const { runs, failed } = await playPairs(script, `${then} in Outlook`);
        assert.ok(runs > 20, `both can happen ${runs} times only`);
        const [first] = failed;
        if (first) assert.fail(`${failed.length} of ${runs} runs:\n${asTest(first)}`);
      });

  it('would find an update that is made again without a look', async () => {
    const { failed } = await playPairs([edit(0), upload, edit(1), upload, send], 'edited in Outlook', blind);
    const lost = failed.flatMap(({ faults }) => faults).filter((fault) => fault.startsWith('PATCH lost'));
    assert.ok(lost.length >= 2, `${failed.length} runs fail`);
  });
});
