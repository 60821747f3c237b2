import { type Clock, type Random, steadyTime } from '../clock.js';
import { type GraphFailure } from './errors.js';

export interface PatienceLimits {
  /** The first one counted. */
  readonly attempts: number;
  /** From the first attempt to the start of the last, waits and answers together. */
  readonly totalMilliseconds: number;
}

/** A minute: longer than most throttling, shorter than anyone watches a progress bar. */
export const usualLimits: PatienceLimits = { attempts: 4, totalMilliseconds: 60_000 };

const firstWait = 500;
const longestWait = 8000;

/**
 * Starts the patience for one request: each failure is answered by the milliseconds to wait before the request may be
 * repeated, or by nothing when it must not be. Waits as long as the server asks, else doubles and scatters, so
 * that many clients do not come back together (Graph page "Throttling guidance").
 */
export function createPatience({
  clock,
  random,
  limits,
}: {
  readonly clock: Clock;
  readonly random: Random;
  readonly limits?: Partial<PatienceLimits>;
}): (repeatable: boolean) => (failure: GraphFailure) => number | undefined {
  const { attempts, totalMilliseconds } = { ...usualLimits, ...limits };
  return (repeatable) => {
    const started = steadyTime(clock);
    let made = 0;
    return ({ retry, retryAfter }) => {
      made += 1;
      const most = retry === 'wait' ? attempts : retry === 'once' ? 2 : 1;
      if (!repeatable || made >= Math.min(most, attempts)) return undefined;
      const wait =
        retryAfter === undefined
          ? Math.min(firstWait * 2 ** (made - 1), longestWait) * (0.5 + random())
          : retryAfter + 250 * random();
      return steadyTime(clock) - started + wait > totalMilliseconds ? undefined : Math.ceil(wait);
    };
  };
}
