import { setTimeout as sleep } from 'node:timers/promises';

/** The condition did not come true in time. */
export class WaitedTooLong extends Error {
  override readonly name = 'WaitedTooLong';
}

/**
 * Asks `probe` until it answers something other than `undefined` or `false`, and returns that.
 * A probe that throws is asked again; its last error is the cause of the failure.
 * @throws WaitedTooLong after `limit` milliseconds
 */
export async function waitUntil<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
  limit = 45_000,
  pause = 50,
): Promise<T> {
  const end = Date.now() + limit;
  let cause: unknown;
  for (;;) {
    try {
      const answer = await probe();
      if (answer !== undefined && answer !== false) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    if (Date.now() > end) throw new WaitedTooLong(`${what}: not within ${limit / 1000} s`, { cause });
    await sleep(pause);
  }
}
