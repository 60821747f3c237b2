import { type Clock } from '../clock.js';
import { type Mailbox } from '../graph/mailbox.js';
import { type MailboxDates } from '../graph/mailboxDates.js';
import { type LedgerEntry } from './ledger.js';

/**
 * Whether so much time has passed that nothing comes any more. This computer's clock may be wrong, and be set at any
 * moment; an answer may bring a wrong date. So a time is past, or yet to come, only when both say so: the mailbox by the
 * dates of the look, this computer by how long ago its ledger wrote down what the mailbox's clock showed.
 */

/** What both clocks showed during a look; `from` and `to`: this computer's. Milliseconds since 1970. */
export interface Moment {
  readonly from: number;
  readonly to: number;
  /** Absent: no answer had a date. */
  readonly dates?: MailboxDates;
}

/** The line of a ledger from which on time is counted. */
export type TimeMark = Extract<LedgerEntry, { step: 'looked' }>;

/** By more than this (milliseconds) two clocks that go evenly do not differ in how long something took. */
const tolerance = 5 * 60_000;

/** Looks at the mailbox by both clocks. */
export async function lookAt<T>(
  mailbox: Mailbox,
  clock: Clock,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly moment: Moment }> {
  const from = clock.now();
  const { value, ...heard } = await mailbox.dated(work);
  return { value, moment: { from, to: clock.now(), ...heard } };
}

/** The last mark after `since`. It was written after a look, so what `since` announced had been done or given up by then. */
export function markSince(
  entries: readonly LedgerEntry[],
  since: LedgerEntry | undefined,
): TimeMark | undefined {
  if (!since) return undefined;
  return entries
    .slice(entries.indexOf(since) + 1)
    .filter((entry) => entry.step === 'looked')
    .at(-1);
}

/** What to write down after a look, so that later ones can count from it. Absent: the mark stands, or nothing was shown. */
export function newMark(
  mark: TimeMark | undefined,
  moment: Moment,
): { step: 'looked'; date: number } | undefined {
  const { dates, to } = moment;
  if (!dates) return undefined;
  // One of them was set, or brought a wrong date: counting begins anew.
  const differ = mark && Math.abs(mailboxTime(mark, to) - dates.latest) > tolerance;
  return !mark || differ ? { step: 'looked', date: dates.latest } : undefined;
}

/** Both clocks say that the mailbox's has passed `time`. */
export function isPast(mark: TimeMark | undefined, time: number, { from, dates }: Moment): boolean {
  return (
    mark !== undefined && dates !== undefined && dates.earliest >= time && mailboxTime(mark, from) >= time
  );
}

/** Both clocks say that the mailbox's had not come to `time` when the look was over. */
export function isYetToCome(mark: TimeMark | undefined, time: number, { to, dates }: Moment): boolean {
  return mark !== undefined && dates !== undefined && dates.latest < time && mailboxTime(mark, to) < time;
}

/** What the mailbox's clock shows, if this computer's has gone evenly since the mark. Without one: what this computer's shows. */
export function mailboxTime(mark: TimeMark | undefined, now: number): number {
  return mark ? mark.date + (now - mark.at) : now;
}

/** Until when the mailbox holds a mail. Absent: it goes at once, since it has no time (or NaN), or both clocks say that it is past. */
export function dueOf(
  { sendAt = NaN }: { readonly sendAt?: number },
  { from, dates }: Moment,
): number | undefined {
  if (Number.isNaN(sendAt)) return undefined;
  return from >= sendAt && dates !== undefined && dates.earliest >= sendAt ? undefined : sendAt;
}
