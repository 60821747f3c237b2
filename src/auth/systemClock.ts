import { setTimeout as delay } from 'node:timers/promises';
import { type Clock } from '../clock.js';
import { Cancelled } from '../failure.js';

/** The computer's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  steady: () => performance.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(milliseconds, undefined, signal ? { signal } : {});
    } catch {
      throw new Cancelled();
    }
  },
};
