import { type Random } from '../../../src/clock.js';
import { type SandboxOptions } from '../../../src/sandbox/sandbox.js';
import { versions } from './versions.js';

/** What a person does in one window, one after another. */
export type Action =
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'edit'; readonly version: number }
  | { readonly do: 'upload' }
  /** `again`: says yes also where an earlier attempt is not settled. */
  | { readonly do: 'send'; readonly again: boolean }
  | { readonly do: 'discard' }
  /** Sends by one request that leaves no draft. `saved`: a copy comes to Sent Items. */
  | { readonly do: 'direct'; readonly saved: boolean }
  /** As the command Send Later: cancels what waits, writes a time that far from now into the file, and sends. */
  | { readonly do: 'later'; readonly ms: number }
  | { readonly do: 'cancel' }
  /** Takes the time out of the file. */
  | { readonly do: 'no time' }
  /** Asks what became of the draft, as a start and a refresh do. */
  | { readonly do: 'refresh' };

export interface Actor {
  readonly name: string;
  /** Which computer its window is on. */
  readonly computer: number;
  readonly script: readonly Action[];
}

/** What goes on when nothing goes wrong. */
export interface Scene {
  readonly seed: number;
  readonly switches: NonNullable<SandboxOptions['switches']>;
  /** The mail answers another. Absent: it is a new one. */
  readonly form?: 'reply' | 'forward';
  /** The file had an id before. */
  readonly known: boolean;
  readonly actors: readonly Actor[];
  /** How far the clock of each computer is from the mailbox's, in milliseconds. Absent: they agree. */
  readonly clocks?: readonly number[];
}

export const upload: Action = { do: 'upload' };
export const edit = (version: number): Action => ({ do: 'edit', version });
export const send: Action = { do: 'send', again: false };
export const sendAgain: Action = { do: 'send', again: true };
export const wait = (ms: number): Action => ({ do: 'wait', ms });
export const direct = (saved: boolean): Action => ({ do: 'direct', saved });
export const later = (ms: number): Action => ({ do: 'later', ms });
export const cancel: Action = { do: 'cancel' };
export const noTime: Action = { do: 'no time' };
export const refresh: Action = { do: 'refresh' };

export function chosen<T>(random: Random, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('Nothing to choose from.');
  return found;
}

export function chanceScene(seed: number, random: Random): Scene {
  const company = random();
  const two = company > 0.6;
  const machines = company > 0.8;
  const actors = [{ name: 'A', computer: 0, script: chanceScript(random) }];
  if (two)
    actors.push({
      name: 'B',
      computer: machines ? 1 : 0,
      script: [wait(Math.floor(random() * chosen(random, [500, 5000, 60_000]))), ...secondScript(random)],
    });
  const switches: Scene['switches'] = {
    immutableIdOnSend: chosen(random, ['kept', 'changed']),
    internetMessageIdOnSend: chosen(random, ['kept', 'changed']),
    sendDelay: chosen(random, [0, 0, 3000, 60_000, 300_000]),
    tagIndexLag: chosen(random, [0, 0, 0, 2000, 30_000]),
    repeatedSend: chosen(random, ['notFound', 'notFound', 'deliversTwice']),
  };
  const known = machines || random() < 0.3;
  if (random() < 0.7) return { seed, switches, known, actors };
  const clock = () => chosen(random, [-3000 * minute, -600 * minute, -minute, 0, minute, 600 * minute]);
  return { seed, switches, known, actors, clocks: [clock(), clock()] };
}

const minute = 60_000;

function chanceScript(random: Random): Action[] {
  const way = random();
  if (way < 0.2) return directScript(random);
  if (way < 0.5) return laterScript(random);
  const version = () => chanceEdit(random);
  const last: Action = random() < 0.25 ? sendAgain : send;
  return chosen<() => Action[]>(random, [
    () => [version(), last],
    () => [version(), upload, last],
    () => [version(), upload, version(), last],
    () => [version(), upload, version(), upload, version(), last],
    () => [version(), upload, { do: 'discard' }, last],
    () => [version(), last, version(), last],
    () => [version(), upload, refresh, version(), last],
  ])();
}

function directScript(random: Random): Action[] {
  const version = () => chanceEdit(random);
  const once = direct(random() < 0.6);
  return chosen<() => Action[]>(random, [
    () => [version(), once],
    () => [version(), once, once],
    () => [version(), once, version(), send],
    () => [version(), once, refresh],
    () => [version(), upload, once],
    () => [version(), upload, { do: 'discard' }, once],
  ])();
}

function laterScript(random: Random): Action[] {
  const version = () => chanceEdit(random);
  const far = chosen(random, [2 * minute, 20 * minute, 180 * minute]);
  /** Until shortly before its time, or beyond. */
  const near = () => wait(chosen(random, [1000, 0.5 * far, far - random() * 15_000, far + 20 * minute]));
  const last = random() < 0.25 ? sendAgain : send;
  return chosen<() => Action[]>(random, [
    () => [version(), later(far)],
    () => [version(), later(far), near(), refresh],
    () => [version(), later(far), near(), cancel],
    () => [version(), later(far), near(), cancel, noTime, last],
    () => [version(), upload, later(far), cancel, version(), last],
    () => [version(), later(far), near(), later(30 * minute)],
    () => [version(), later(far), near(), version(), last],
    () => [version(), later(far), near(), { do: 'discard' }, noTime, version(), last],
  ])();
}

function secondScript(random: Random): Action[] {
  const version = chanceEdit(random);
  return chosen<Action[]>(random, [
    [send],
    [version, send],
    [upload],
    [version, upload, send],
    [refresh, send],
    [cancel],
    [direct(true)],
  ]);
}

function chanceEdit(random: Random): Action {
  return edit(Math.floor(random() * versions.length));
}
