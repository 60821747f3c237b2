import { anywhere, durationOf, type Fault, faultsOf, type StepKind, type Strike } from './faults.js';
import { type Played, replay } from './play.js';
import { type Scene } from './scene.js';
import { type Variant } from './world.js';

/** Every kind of step and every fault of it, once each. */
export const allFaults: readonly Fault[] = [...new Set(Object.values(faultsOf).flat())];

/** How long those last that take time: once short, once long. */
function lengths(fault: Fault): readonly (number | undefined)[] {
  const shortest = durationOf(fault, () => 0);
  return shortest === undefined ? [undefined] : [shortest, durationOf(fault, () => 0.999)];
}

/** Plays the scene once for each fault at each step at which it can happen. Resolves with how often, and what failed. */
export async function playEach(
  scene: Scene,
  faults: readonly Fault[] = allFaults,
  variant?: Variant,
): Promise<{ runs: number; failed: readonly Played[] }> {
  const { steps } = await replay({ scene, strikes: [] }, variant);
  const failed: Played[] = [];
  let runs = 0;
  for (const [who, kinds] of steps)
    for (const [step, kind] of kinds.entries())
      for (const strike of strikesAt(who, step, kind, isFollowed(kinds, step) ? own(faults) : faults)) {
        const played = await replay({ scene, strikes: [strike] }, variant);
        runs++;
        if (played.faults.length > 0) failed.push(played);
      }
  return { runs, failed };
}

/** Nothing is on disk or on the wire between such a step and the next: what can strike at any step strikes there as well. */
const changesNothing: readonly StepKind[] = ['read a ledger', 'token', 'answer'];

function isFollowed(kinds: readonly StepKind[], step: number): boolean {
  return changesNothing.includes(kinds[step] ?? 'request') && step + 1 < kinds.length;
}

function own(faults: readonly Fault[]): readonly Fault[] {
  return faults.filter((fault) => !anywhere.includes(fault));
}

function strikesAt(who: string, step: number, kind: StepKind, faults: readonly Fault[]): Strike[] {
  return faults
    .filter((fault) => faultsOf[kind].includes(fault))
    .flatMap((fault) =>
      lengths(fault).map((ms) => ({ who, step, fault, ...(ms === undefined ? {} : { ms }) })),
    );
}
