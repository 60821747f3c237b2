import assert from 'node:assert/strict';
import { Failure } from '../../src/failure.js';
import { type DraftState } from '../../src/outbox/draftState.js';
import {
  Crash,
  draftId,
  mail,
  type Mishap,
  mishaps,
  type Process,
  reference,
  willing,
  World,
} from './simulation.js';

const hour = 60 * 60_000;
const start = Date.UTC(2026, 0, 1);
const due = start + 2 * hour;
const later = { id: draftId, mail: mail({ sendAt: due }), mailbox: reference };
const atOnce = { ...later, mail: mail() };

const variants: Record<string, ConstructorParameters<typeof World>[1]> = {
  'ids kept on sending': {},
  'ids changed on sending': { immutableIdOnSend: 'changed', internetMessageIdOnSend: 'changed' },
  'a second send delivers again': { repeatedSend: 'deliversTwice' },
};

/** Carries out steps of the user's; a crash ends them, a failure is shown and ends them too. */
async function attempt(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof Crash) return 'crash';
    if (!(error instanceof Failure)) throw error;
    return error.code;
  }
}

const schedule =
  ({ outbox }: Process) =>
  async () => {
    // As a draft that has just got its id.
    await outbox.upload({ ...atOnce, fresh: true });
    await outbox.send(later, willing);
  };

async function settled(world: World): Promise<DraftState> {
  const { outbox } = world.process();
  await outbox.settle(draftId);
  return outbox.state(draftId, later.mail);
}

/** What was reported must be true, now and when its time has come. */
async function assertTrue(world: World, state: DraftState, where: string): Promise<void> {
  const delivered = await world.delivered();
  assert.ok(delivered <= 1, `${where}: delivered ${delivered} times`);
  if (state.kind === 'sent') assert.equal(delivered, 1, `${where}: reported as sent, so it was sent`);
  if (['failed', 'local', 'scheduled', 'uploaded', 'changed'].includes(state.kind))
    assert.equal(delivered, 0, `${where}: reported as ${state.kind}, so it was not sent`);
}

interface Schedule {
  readonly world: World;
  readonly where: string;
  /** The user presses Send before anything was settled. */
  readonly quick: boolean;
}

/** Before its time the program starts again; the user presses Send; its time comes. */
async function follow({ world, where, quick }: Schedule): Promise<DraftState> {
  world.now += 5 * 60_000;
  const before = quick ? undefined : await settled(world);
  if (before) await assertTrue(world, before, where);
  const again = { ...willing, confirm: async () => true };
  await attempt(() => world.process().outbox.send(later, again));
  const scheduled = (await settled(world)).kind === 'scheduled' || before?.kind === 'scheduled';
  await assertTrue(world, await settled(world), `${where}, sent again`);
  world.now = Math.max(world.now, due) + hour;
  const end = await settled(world);
  await assertTrue(world, end, `${where}, after its time`);
  if (scheduled)
    assert.equal(end.kind, 'sent', `${where}: reported as scheduled, so it was sent at its time`);
  assert.equal(await world.drafts(), end.kind === 'sent' ? 0 : 1, `${where}: no orphan drafts`);
  return end;
}

describe('one fault at one step of sending later', () => {
  for (const [name, switches] of Object.entries(variants))
    for (const mishap of mishaps)
      for (const quick of [false, true])
        it(`${name}: ${mishap}${quick ? ', the user is quicker' : ''}`, async () => {
          let strike = 0;
          for (; ; strike++) {
            const world = new World(strike + 1, switches);
            const process = world.process(strike, mishap);
            await attempt(schedule(process));
            if (!process.struck) break;
            const where = `step ${strike}`;
            const end = await follow({ world, where, quick });
            // A request that was lost is not sent again by itself.
            assert.ok(['sent', 'unknown'].includes(end.kind), `${where}: ends as ${end.kind}`);
          }
          assert.ok(strike > 12 && strike < 100, `the search ended after ${strike} steps`);
        });
});

describe('one fault at one step of cancelling what waits', () => {
  const cases: readonly Mishap[] = [...mishaps, 'time passes'];
  for (const [name, switches] of Object.entries(variants))
    for (const mishap of cases)
      for (const close of [false, true])
        it(`${name}: ${mishap}${close ? ', close to its time' : ''}`, async () => {
          let strike = 0;
          for (; ; strike++) {
            const world = new World(strike + 1, switches);
            world.leap = 2 * hour;
            await schedule(world.process())();
            if (close) world.now = due - 60_000;
            const process = world.process(strike, mishap);
            const failed = await attempt(() => process.outbox.cancelScheduled(draftId));
            if (!process.struck) break;
            await followCancel(world, `step ${strike}`, failed === undefined);
          }
          assert.ok(strike > 4 && strike < 60, `the search ended after ${strike} steps`);
        });

  async function followCancel(world: World, where: string, done: boolean): Promise<void> {
    const { outbox } = world.process();
    const told = await outbox.state(draftId, later.mail);
    if (done) assert.ok(['local', 'sent', 'unknown'].includes(told.kind), `${where}: ${told.kind}`);
    world.now = Math.max(world.now, due) + hour;
    const delivered = await world.delivered();
    if (told.kind === 'local') assert.equal(delivered, 0, `${where}: cancelled, so it does not go`);
    await assertTrue(world, await settled(world), where);
    // The user takes the time out and sends.
    await attempt(() => world.process().outbox.send(atOnce, willing));
    world.now += hour;
    const end = await settled(world);
    await assertTrue(world, end, `${where}, sent again`);
    assert.ok(['sent', 'unknown'].includes(end.kind), `${where}: ends as ${end.kind}`);
  }
});
