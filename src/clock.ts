/** Time and chance as parameters, so that a run can be repeated from its seed. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Milliseconds since any moment, which go on evenly while the clock is set. Absent: as `now`. */
  steady?(): number;
  /** Resolves after `milliseconds`; rejects with `Cancelled` when `signal` aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** For how long something takes: see {@link Clock.steady}. */
export function steadyTime(clock: Clock): number {
  return clock.steady?.() ?? clock.now();
}

/** A number in [0, 1). */
export type Random = () => number;

/** Runs `work` with a signal that aborts after `limit` milliseconds. */
export async function within<T>(
  clock: Clock,
  limit: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const due = new AbortController();
  const done = new AbortController();
  const alarm = clock.sleep(limit, done.signal).then(
    () => due.abort(),
    () => undefined,
  );
  try {
    return await work(due.signal);
  } finally {
    done.abort();
    await alarm;
  }
}
