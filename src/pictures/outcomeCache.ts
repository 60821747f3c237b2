import { type Outcome } from './jobs.js';

/** What a picture takes beside its bytes: its key and the entry itself. */
const overhead = 500;

/** Outcomes by key; the ones that were asked for longest ago go first when `limit` bytes are full. */
export class OutcomeCache {
  private readonly entries = new Map<string, { outcome: Outcome; until: number }>();
  private held = 0;

  constructor(private readonly limit: number) {}

  /** `now`, and `until` of {@link set}: milliseconds. */
  get(key: string, now: number): Outcome | undefined {
    const entry = this.entries.get(key);
    if (!entry) return undefined;
    this.drop(key);
    if (entry.until <= now) return undefined;
    this.put(key, entry);
    return entry.outcome;
  }

  set(key: string, outcome: Outcome, until = Infinity): void {
    this.drop(key);
    if (weight(outcome) > this.limit) return;
    this.put(key, { outcome, until });
    for (const oldest of this.entries.keys()) {
      if (this.held <= this.limit) return;
      this.drop(oldest);
    }
  }

  private put(key: string, entry: { outcome: Outcome; until: number }): void {
    this.entries.set(key, entry);
    this.held += weight(entry.outcome);
  }

  private drop(key: string): void {
    const entry = this.entries.get(key);
    if (!entry) return;
    this.entries.delete(key);
    this.held -= weight(entry.outcome);
  }
}

function weight(outcome: Outcome): number {
  return overhead + ('bytes' in outcome ? outcome.bytes.byteLength : 0);
}
