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
  | { readonly do: 'discard' };

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
  /** The file had an id before. */
  readonly known: boolean;
  readonly actors: readonly Actor[];
}

export const upload: Action = { do: 'upload' };
export const edit = (version: number): Action => ({ do: 'edit', version });
export const send: Action = { do: 'send', again: false };
export const sendAgain: Action = { do: 'send', again: true };
export const wait = (ms: number): Action => ({ do: 'wait', ms });

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
  return { seed, switches, known: machines || random() < 0.3, actors };
}

function chanceScript(random: Random): Action[] {
  const version = () => edit(Math.floor(random() * versions.length));
  const last: Action = random() < 0.25 ? sendAgain : send;
  return chosen<() => Action[]>(random, [
    () => [version(), last],
    () => [version(), upload, last],
    () => [version(), upload, version(), last],
    () => [version(), upload, version(), upload, version(), last],
    () => [version(), upload, { do: 'discard' }, last],
    () => [version(), last, version(), last],
  ])();
}

function secondScript(random: Random): Action[] {
  const version = edit(Math.floor(random() * versions.length));
  return chosen<Action[]>(random, [[send], [version, send], [upload], [version, upload, send]]);
}
