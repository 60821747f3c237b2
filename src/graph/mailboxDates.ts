import { type WireResponse } from '../wire.js';

/**
 * What the mailbox's clock showed in the answers of a while, in milliseconds since 1970: the first and the last moment. It
 * counts whole seconds, and each moment is before the one at which the answer came.
 */
export interface MailboxDates {
  readonly earliest: number;
  readonly latest: number;
}

/** What work came to, and by which dates. Absent: no answer of the mailbox had one. */
export interface Dated<T> {
  readonly value: T;
  readonly dates?: MailboxDates;
}

/** No mailbox of today is before or after these: who says so has no clock (RFC 9110 §5.6.7). */
const [earliestOfAll, latestOfAll] = [Date.UTC(2020, 0), Date.UTC(2100, 0)];

/** Listens to the mailbox's clock. */
export class DateListener {
  private readonly listening = new Set<(date: number) => void>();

  /** An answer of the mailbox itself came. */
  hear({ headers }: WireResponse): void {
    const date = dateOf(headers);
    if (date !== undefined) for (const heard of this.listening) heard(date);
  }

  async during<T>(work: () => Promise<T>): Promise<Dated<T>> {
    const heard: number[] = [];
    const listen = (date: number) => void heard.push(date);
    this.listening.add(listen);
    try {
      const value = await work();
      if (heard.length === 0) return { value };
      return { value, dates: { earliest: Math.min(...heard), latest: Math.max(...heard) } };
    } finally {
      this.listening.delete(listen);
    }
  }
}

/** RFC 9110 §6.6.1. An answer with an `Age` is an old one that something between keeps (RFC 9111 §5.1). */
function dateOf({ date, age }: WireResponse['headers']): number | undefined {
  if (age !== undefined) return undefined;
  const at = Date.parse(date ?? '');
  return at >= earliestOfAll && at < latestOfAll ? at : undefined;
}
