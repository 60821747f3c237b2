import { type Clock } from '../clock.js';
import { Cancelled } from '../failure.js';

/** How long a stopped sign-in may take to close its port before the person is let go. */
const graceMilliseconds = 400;

/**
 * Settles as `task` does, or rejects with `Cancelled` soon after `signal` aborts: at once when `task` ends then, at the
 * latest after the grace time. A task that succeeds later still is handed to `late`, to be undone.
 */
export async function interruptible<T>(
  task: Promise<T>,
  signal: AbortSignal,
  { clock, late }: { clock: Clock; late: (result: T) => Promise<void> },
): Promise<T> {
  const ended = new AbortController();
  let letGo = false;
  const outcome = task
    .then(async (result) => {
      if (letGo) await late(result);
      return result;
    })
    .finally(() => ended.abort());
  const stopped = async (): Promise<never> => {
    await aborted(signal, ended.signal);
    await clock.sleep(graceMilliseconds, ended.signal).catch(() => forever);
    letGo = true;
    throw new Cancelled();
  };
  return Promise.race([outcome, stopped()]);
}

/** Leaves the race to the others. */
const forever = new Promise<never>(() => undefined);

/** Resolves when `signal` aborts; never, when `unless` aborts first. */
async function aborted(signal: AbortSignal, unless: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true, signal: unless });
  });
}

/** Settles as `task` does, or rejects with `Cancelled` at once; `task` goes on for others who wait for it. */
export async function unlessCancelled<T>(task: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return task;
  const left = new AbortController();
  const cancelled = aborted(signal, left.signal).then(() => Promise.reject(new Cancelled()));
  try {
    return await Promise.race([task, cancelled]);
  } finally {
    left.abort();
  }
}
