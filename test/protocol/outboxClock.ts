import { type Clock } from '../../src/clock.js';
import { Cancelled } from '../../src/failure.js';

/** Above this many milliseconds a sleep is a time limit, which {@link QuickClock} lets strike late. */
const longestWait = 12_000;

/** Time in which a wait takes no time, and a time limit strikes after `limitStrikes` real milliseconds, if at all. */
export class QuickClock implements Clock {
  limitStrikes: number | undefined;
  readonly waits: number[] = [];

  constructor(public time = Date.UTC(2026, 0, 5, 9)) {}

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw new Cancelled();
    if (milliseconds <= longestWait) {
      this.waits.push(milliseconds);
      this.time += milliseconds;
      return new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise<void>((resolve, reject) => {
      const struck = this.limitStrikes;
      const timer = struck === undefined ? undefined : setTimeout(resolve, struck);
      signal?.addEventListener('abort', () => (clearTimeout(timer), reject(new Cancelled())), { once: true });
    });
    this.time += milliseconds;
  }
}
