import assert from 'node:assert/strict';
import { Failure } from '../../src/failure.js';
import { Crash, draftId, mail, mishaps, reference, willing, World } from './simulation.js';

const hour = 60 * 60_000;
const job = { id: draftId, mail: mail(), mailbox: reference };

const variants: Record<string, ConstructorParameters<typeof World>[1]> = {
  'sent at once': {},
  'the mailbox sends after a minute': { sendDelay: 60_000 },
};

async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Crash) && !(error instanceof Failure)) throw error;
  }
}

describe('one fault at one step of sending without a draft', () => {
  for (const [name, switches] of Object.entries(variants))
    for (const saved of [true, false])
      for (const mishap of mishaps)
        it(`${name}, ${saved ? 'with' : 'without'} a copy: ${mishap}`, async () => {
          let strike = 0;
          while (strike < 40 && (await strikeAt(strike))) strike++;
          assert.ok(strike >= (saved ? 5 : 4) && strike < 40, `the search ended after ${strike} steps`);

          async function strikeAt(at: number): Promise<boolean> {
            const world = new World(at + 1, switches);
            const process = world.process(at, mishap);
            const screen = {
              ...willing,
              confirm: async (): Promise<'saved' | 'unsaved'> => (saved ? 'saved' : 'unsaved'),
            };
            await attempt(() => process.outbox.sendDirectly(job, screen));
            if (!process.struck) return false;
            world.now += hour;
            const { outbox } = world.process();
            await outbox.settle(draftId);
            const state = await outbox.state(draftId, job.mail);
            // What left without a copy is counted by the requests that reached the mailbox.
            const left = world.accepted;
            const where = `step ${at}`;
            if (state.kind === 'sent') assert.equal(left, 1, `${where}: reported as sent, so it was sent`);
            if (state.kind === 'local')
              assert.equal(left, 0, `${where}: reported as local, so it was not sent`);
            const again = world.process();
            await attempt(() => again.outbox.sendDirectly(job, screen));
            await attempt(() => again.outbox.send(job, willing));
            world.now += hour;
            await again.outbox.settle(draftId);
            assert.ok(world.accepted <= 1, `${where}: left ${world.accepted} times`);
            return true;
          }
        });
});
