import { seededRandom } from '../simulation.js';
import { chanceFate } from './faults.js';
import { play, type Played, replay, type Schedule } from './play.js';
import { chanceScene, type Scene } from './scene.js';
import { type Variant } from './world.js';

/** The schedule that a seed stands for, carried out. */
export function playSeed(seed: number, variant?: Variant): Promise<Played> {
  const random = seededRandom(seed);
  const scene = chanceScene(seed, random);
  const count = 1 + Math.floor(random() * 4);
  return play(scene, chanceFate(random, count, 90), variant);
}

/** Leaves out fault after fault, actor after actor, and action after action, as long as it still fails. */
export async function shrink(played: Played, variant?: Variant): Promise<Played> {
  let best = played;
  for (let smaller = true; smaller;) {
    smaller = false;
    for (const schedule of smallerThan(best.schedule)) {
      const tried = await replay(schedule, variant);
      if (tried.faults.length === 0) continue;
      best = tried;
      smaller = true;
      break;
    }
  }
  return best;
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
  for (const name of Object.keys(switches))
    yield {
      ...scene,
      switches: Object.fromEntries(Object.entries(switches).filter(([key]) => key !== name)),
    };
}

function without<T>(list: readonly T[], one: T): T[] {
  return list.filter((each) => each !== one);
}

/** For a person: what is wrong, and the lines of a named test that shows it. */
export function asTest({ faults, schedule }: Played): string {
  const name = faults[0]?.split('\n')[0] ?? '';
  return [...faults, `shows(${JSON.stringify(name)}, ${JSON.stringify(schedule)});`].join('\n');
}
