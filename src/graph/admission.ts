import { type Clock, steadyTime } from '../clock.js';
import { Cancelled, throwIfCancelled } from '../failure.js';

/**
 * Lets a limited number of requests run at once, in the order they came, and none during a pause: requests made while
 * a mailbox throttles are counted against it as well (Graph page "Throttling guidance"), and a throttled `send` is
 * an outcome that has to be settled.
 */
export interface Admission {
  /** Rejects with `Cancelled` when `signal` aborts before `work` began; afterwards `work` decides. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  pause(milliseconds: number): void;
}

export function createAdmission(limit: number, clock: Clock): Admission {
  const waiting: (() => void)[] = [];
  let running = 0;
  let pausedUntil = 0;

  const enter = (signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const admit = () => {
        signal?.removeEventListener('abort', leaveQueue);
        running += 1;
        resolve();
      };
      const leaveQueue = () => {
        waiting.splice(waiting.indexOf(admit), 1);
        reject(new Cancelled());
      };
      if (running < limit) return admit();
      waiting.push(admit);
      signal?.addEventListener('abort', leaveQueue, { once: true });
    });

  return {
    async run(work, signal) {
      throwIfCancelled(signal);
      await enter(signal);
      try {
        // Looked at again after the sleep, because another answer may have lengthened the pause.
        for (let left = pausedUntil - steadyTime(clock); left > 0; left = pausedUntil - steadyTime(clock))
          await clock.sleep(left, signal);
        throwIfCancelled(signal);
        return await work();
      } finally {
        running -= 1;
        waiting.shift()?.();
      }
    },
    pause(milliseconds) {
      pausedUntil = Math.max(pausedUntil, steadyTime(clock) + milliseconds);
    },
  };
}
