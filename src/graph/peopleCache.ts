import { type Clock } from '../clock.js';
import { Cancelled, Failure } from '../failure.js';
import { type KnownPeople } from './people.js';

/** Milliseconds. Contacts come and go slowly. */
const day = 24 * 3_600_000;
/** Milliseconds until a mailbox that did not answer is asked again: whoever types must not start a request by each letter. */
const rest = 5 * 60_000;

interface Asked {
  readonly answer: Promise<KnownPeople>;
  readonly stop: AbortController;
  /** Milliseconds since 1970; absent while it is on its way. */
  until?: number;
}

/**
 * The people and contacts of accounts, each read once a day. In memory alone: they are other people's addresses, which
 * this computer need not keep, and a list that is gone with the window is never older than it.
 */
export class PeopleCache {
  private readonly asked = new Map<string, Asked>();

  constructor(private readonly clock: Clock) {}

  /** What `read` gave within a day, or what it gives now; all who ask meanwhile share one call. A Failure is kept for some minutes. */
  known(key: string, read: (signal: AbortSignal) => Promise<KnownPeople>): Promise<KnownPeople> {
    const before = this.asked.get(key);
    if (before && (before.until === undefined || this.clock.now() < before.until)) return before.answer;
    const stop = new AbortController();
    const asked: Asked = { answer: read(stop.signal), stop };
    this.asked.set(key, asked);
    asked.answer.then(
      () => (asked.until = this.clock.now() + day),
      (error: unknown) => {
        asked.until = this.clock.now() + rest;
        const kept = error instanceof Failure && !(error instanceof Cancelled);
        if (!kept && this.asked.get(key) === asked) this.asked.delete(key);
      },
    );
    return asked.answer;
  }

  /** Ends what is on its way, and forgets what was read. Absent `key`: of all accounts. */
  forget(key?: string): void {
    for (const each of key === undefined ? [...this.asked.keys()] : [key]) {
      this.asked.get(each)?.stop.abort();
      this.asked.delete(each);
    }
  }
}
