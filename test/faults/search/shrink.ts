import { seededRandom } from '../simulation.js';
import { chanceFate } from './faults.js';
import { play, type Played, replay, type Schedule } from './play.js';
import { chanceScene, type Scene } from './scene.js';
import { type Variant } from './world.js';

/** The schedule that a seed stands for, carried out. */
export function playSeed(seed: number, variant?: Variant): Promise<Played> {
  const random = seededRandom(seed);
  const scene = withForm(chanceScene(seed, random));
  const count = 1 + Math.floor(random() * 4);
  return play(scene, chanceFate(random, count, 90), variant);
}

/** One mail in eight answers another. */
function withForm(scene: Scene): Scene {
  const form = (['reply', 'forward'] as const)[scene.seed % 16];
  const alone = scene.actors.every(({ computer }) => computer === 0);
  return form && alone ? { ...scene, form } : scene;
}

/** Leaves out fault after fault, actor after actor, and action after action, as long as it still fails. */
export async function shrink(played: Played, variant?: Variant): Promise<Played> {
  let best = played;
  for (let smaller = true; smaller;) {
    smaller = false;
    for (const schedule of smallerThan(best.schedule)) {
      const tried = await replay(schedule, variant);
      if (!tried.faults.some((fault) => isLike(fault, played))) continue;
      best = tried;
      smaller = true;
      break;
    }
  }
  return best;
}

/** Whether it goes wrong in the same way; another way would be another hole. */
function isLike(fault: string, { faults }: Played): boolean {
  return faults.some((one) => one.slice(0, 20) === fault.slice(0, 20));
}

function* smallerThan({ scene, strikes }: Schedule): Generator<Schedule> {
  for (const strike of strikes) yield { scene, strikes: without(strikes, strike) };
  for (const smaller of smallerScenes(scene)) yield { scene: smaller, strikes };
}

function* smallerScenes(scene: Scene): Generator<Scene> {
  const { actors, switches } = scene;
  if (actors.length > 1) for (const actor of actors) yield { ...scene, actors: without(actors, actor) };
  for (const actor of actors)
    for (const action of actor.script) {
      const script = without(actor.script, action);
      if (script.length > 0)
        yield { ...scene, actors: actors.map((each) => (each === actor ? { ...actor, script } : each)) };
    }
  const { clocks, ...agreeing } = scene;
  if (clocks) yield agreeing;
  for (const name of Object.keys(switches))
    yield {
      ...scene,
      switches: Object.fromEntries(Object.entries(switches).filter(([key]) => key !== name)),
    };
}

function without<T>(list: readonly T[], one: T): T[] {
  return list.filter((each) => each !== one);
}

/** Plays seeds from `first` on, as many, or until `until` (milliseconds since 1970). Stops at the first that fails. */
export async function search(
  first: number,
  count: number,
  { until = Infinity, variant }: { readonly until?: number; readonly variant?: Variant } = {},
): Promise<{ played: number; failed?: Played }> {
  // Thousands of failures are made and caught, and nobody reads where.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    for (let played = 1; played <= count; played++) {
      const one = await playSeed(first + played - 1, variant);
      if (one.faults.length > 0) return { played, failed: await shrink(one, variant) };
      if (Date.now() >= until) return { played };
    }
    return { played: count };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** For a person: what is wrong, and the lines of a named test that shows it. */
export function asTest({ faults, schedule }: Played): string {
  const name = faults[0]?.split('\n')[0] ?? '';
  return [...faults, `shows(${JSON.stringify(name)}, ${JSON.stringify(schedule)});`].join('\n');
}
