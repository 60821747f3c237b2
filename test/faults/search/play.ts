import { type DraftState } from '../../../src/outbox/draftState.js';
import { type SendOutcome } from '../../../src/outbox/outbox.js';
import { Cancelled, Failure } from '../../../src/failure.js';
import { reference } from '../simulation.js';
import { type Fate, givenFate, type StepKind, type Strike } from './faults.js';
import { judge } from './judge.js';
import { type Action, type Actor, chosen, type Scene } from './scene.js';
import { Window } from './window.js';
import { type Variant, World } from './world.js';

/** A run that can be repeated: what people do, and what goes wrong. */
export interface Schedule {
  readonly scene: Scene;
  readonly strikes: readonly Strike[];
}

export interface Played {
  /** What is not as promised; empty: all is well. */
  readonly faults: readonly string[];
  readonly schedule: Schedule;
  /** What each window did, step by step. */
  readonly steps: ReadonlyMap<string, readonly StepKind[]>;
}

const minute = 60_000;
const day = 24 * 60 * minute;

export async function play(scene: Scene, fate: Fate, variant?: Variant): Promise<Played> {
  const world = new World(scene, fate, variant);
  const played = (faults: readonly string[]): Played => ({
    faults: [...new Set(faults)],
    schedule: { scene, strikes: fate.struck },
    steps: world.stepsTaken,
  });
  try {
    await world.furnish();
    const actors = scene.actors.map((actor) => perform(world, actor));
    await world.time.run(Promise.all(actors));
    await world.time.run(recover(world));
    return played(world.audit.faults);
  } catch (error) {
    return played([...world.audit.faults, `a bug: ${error instanceof Error ? error.stack : String(error)}`]);
  }
}

export function replay({ scene, strikes }: Schedule, variant?: Variant): Promise<Played> {
  return play(scene, givenFate(strikes), variant);
}

/** A person at one window, who starts it anew when it died, and tries again what failed. */
async function perform(world: World, { name, computer, script }: Actor): Promise<void> {
  let window = new Window(world, world.computer(computer), name);
  for (const action of script) {
    for (let tries = 0; tries < 3; tries++) {
      const outcome = await attempt(window, action);
      if (outcome === 'done') break;
      await world.time.wait(chosen(world.random, [500, 5000, 30_000, 20 * minute, 180 * minute]));
      if (!window.dead) continue;
      window = new Window(world, world.computer(computer), name);
      if (world.random() < 0.6) await settle(window);
    }
  }
}

type Outcome = 'done' | 'failed' | 'died';

async function attempt(window: Window, action: Action): Promise<Outcome> {
  try {
    const state = await window.survive(act(window, action));
    if (state === 'died') return 'died';
    if (state) await window.world.audit.report(window.computer, state);
    return 'done';
  } catch (error) {
    if (!isExpected(error)) throw error;
    return 'failed';
  }
}

async function act(window: Window, action: Action): Promise<DraftState | undefined> {
  const { world, outbox } = window;
  const { file } = world;
  switch (action.do) {
    case 'wait':
      await window.wait(action.ms);
      return undefined;
    case 'edit':
      file.version = action.version;
      return undefined;
    case 'no time':
      file.sendAt = undefined;
      return undefined;
    case 'upload':
      return outbox.upload(await window.job());
    case 'discard':
      return file.id === undefined ? undefined : deleting(window, outbox.discard(file.id, reference));
    case 'cancel':
      return file.id === undefined ? undefined : deleting(window, outbox.cancelScheduled(file.id));
    case 'send':
      return (await send(window, action.again)).state;
    case 'direct': {
      const job = await window.job();
      const { state } = await outbox.sendDirectly(job, window.directScreen(job, action.saved));
      await markSent(window, state);
      return state;
    }
    case 'later':
      return sendLater(window, action.ms);
    case 'refresh':
      await settle(window);
      return lookElsewhere(window);
  }
}

/** The person wants the copy to be deleted. */
function deleting(window: Window, work: Promise<DraftState>): Promise<DraftState> {
  const { audit, time } = window.world;
  window.discards = true;
  audit.deletionAsked = time.now;
  return work.finally(() => (window.discards = false));
}

async function send(window: Window, again: boolean): Promise<SendOutcome> {
  const job = await window.job();
  const outcome = await window.outbox.send(job, window.screen(job, again));
  await markSent(window, outcome.state);
  return outcome;
}

/** What the command does: the time is in the file only if the mail was sent with it, or may have been. */
async function sendLater(window: Window, ms: number): Promise<DraftState> {
  const { world, computer, outbox } = window;
  const { file } = world;
  const { id, sendAt: before } = file;
  if (id !== undefined && (await outbox.state(id)).kind === 'scheduled') {
    const cancelled = await deleting(window, outbox.cancelScheduled(id));
    await world.audit.report(computer, cancelled);
    if (cancelled.kind !== 'local') return cancelled;
  }
  // A person looks at the clock of the computer.
  const at = Math.ceil((world.time.now + computer.clockError + ms) / 1000) * 1000;
  await window.write(() => (file.sendAt = at));
  let kept = false;
  try {
    const { kind, state } = await send(window, false);
    kept = kind === 'done';
    return state;
  } finally {
    if (!kept && file.sendAt === at) file.sendAt = before;
  }
}

async function markSent(window: Window, state: DraftState): Promise<void> {
  const { file } = window.world;
  if (state.kind !== 'sent' || file.sent !== undefined) return;
  await window.write(() => file.set('sent', state.sentAt));
}

/** What a start of the program does. */
async function settle(window: Window): Promise<void> {
  const { world, computer, outbox } = window;
  const { id } = world.file;
  if (id === undefined || !computer.ledger.open) return;
  try {
    const settled = await window.survive(outbox.settle(id));
    if (settled === 'died' || !settled) return;
    await world.audit.report(computer, settled.state);
    await window.survive(markSent(window, settled.state));
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
}

/** What a refresh does, where nothing is open. */
async function lookElsewhere(window: Window): Promise<DraftState | undefined> {
  const { file } = window.world;
  const { id } = file;
  if (id === undefined) return undefined;
  const { kind } = await window.outbox.state(id);
  if (kind === 'local' && file.sent !== undefined) return undefined;
  if (!['local', 'uploaded', 'changed', 'conflict', 'failed'].includes(kind)) return undefined;
  return window.outbox.elsewhere({ id, mailbox: reference, mail: async () => window.mailOf(file) });
}

async function look(window: Window): Promise<void> {
  try {
    const state = await lookElsewhere(window);
    if (state) await window.world.audit.report(window.computer, state);
    if (state) await markSent(window, state);
  } catch (error) {
    if (!isExpected(error)) throw error;
  }
}

/** Nothing goes wrong any more: programs start again and settle, and much time passes. */
async function recover(world: World): Promise<void> {
  world.calm();
  await world.time.wait(30 * minute);
  const windows = world.computers.map((computer, index) => new Window(world, computer, `recovery ${index}`));
  for (const window of windows) await settle(window);
  // Longer than any clock is wrong and any time lies ahead.
  await world.time.wait(10 * day);
  for (const window of windows) await settle(window);
  for (const window of windows) await look(window);
  await judge(world, windows);
}

/** A failure that is told, or a disk that is full. */
function isExpected(error: unknown): boolean {
  if (error instanceof Failure || error instanceof Cancelled) return true;
  return (error as NodeJS.ErrnoException).code === 'ENOSPC';
}
