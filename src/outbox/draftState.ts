import { type Sentence } from '../failure.js';
import { adoptedHash, foreignHash, type LedgerEntry, seenHash } from './ledger.js';
import { type Position, positionOf } from './ledgerPosition.js';
import { mailboxTime, markSince } from './twoClocks.js';

/** What is known of a draft, for people and for programs. Times are milliseconds since 1970, UTC, or ISO 8601. */
export type DraftState =
  /** `gone`: there was a mailbox copy, and it was deleted elsewhere. */
  | { readonly kind: 'local'; readonly gone: boolean }
  | {
      readonly kind: 'uploaded' | 'changed' | 'conflict';
      readonly copy: Copy;
      readonly since: number;
      /** The copy was made by another computer, or in Outlook, and found there then. */
      readonly found?: true;
      /** The file was made of the copy, or a person compared both; the copy is not made of the file yet. */
      readonly seen?: true;
    }
  | {
      readonly kind: 'sending' | 'unknown';
      /** Absent: it is sent without a draft. */
      readonly copy?: Copy;
      readonly since: number;
      readonly accepted: boolean;
      /** If the mailbox took it, it holds it until then. */
      readonly until?: number;
      /** Nothing in the mailbox can tell whether it left. */
      readonly untold?: true;
    }
  /** The mailbox holds it until then. */
  | { readonly kind: 'scheduled'; readonly copy: Copy; readonly since: number; readonly until: number }
  | {
      readonly kind: 'failed';
      readonly copy: Copy;
      readonly since: number;
      readonly code: string;
      /** Absent: nobody wrote it down. */
      readonly why?: readonly Sentence[];
    }
  /** `told`: a person said so; no mailbox showed it. */
  | { readonly kind: 'sent'; readonly sentAt: string; readonly copy?: Copy; readonly told?: true };

export interface Copy {
  readonly messageId: string;
  readonly webLink?: string;
}

/** For so long after its time a mail that the mailbox accepted is on its way and no reason for doubt. Milliseconds. */
export const departureTime = 10 * 60_000;

/**
 * The state that a ledger tells. `hash` is that of the mail as the file would make it now; absent, the file is taken
 * as unchanged. `busy`: a living process works with the draft. `computerTime`: milliseconds since 1970; what is held until
 * its time is held by the mailbox's clock.
 */
export function stateOf(
  entries: readonly LedgerEntry[],
  hash: string | undefined,
  busy: boolean,
  computerTime: number,
): DraftState {
  const position = positionOf(entries);
  const opening = 'entry' in position ? position.entry : undefined;
  const now = mailboxTime(markSince(entries, opening), computerTime);
  switch (position.kind) {
    case 'none':
      return { kind: 'local', gone: position.gone };
    case 'creating':
      return { kind: 'local', gone: false };
    case 'sent': {
      const { messageId, webLink, sentAt, told } = position.entry;
      const known = { kind: 'sent' as const, sentAt, ...(told ? { told } : {}) };
      return messageId === undefined ? known : { ...known, copy: copyOf({ messageId, webLink }) };
    }
    case 'holding': {
      const copy = copyOf(position.copy.last);
      if (busy) return { kind: 'sending', copy, since: position.at, accepted: false };
      return { kind: 'uploaded', copy, since: position.copy.last.at };
    }
    case 'sending': {
      const { entry, accepted } = position;
      const until = entry.due !== undefined && now < entry.due ? { until: entry.due } : {};
      const copy = copyOf(position.copy.last);
      return { kind: busy ? 'sending' : 'unknown', copy, since: entry.at, accepted, ...until };
    }
    case 'scheduled':
      return heldState(position, position.until, now);
    case 'cancelling': {
      const { entry, copy, taken } = position;
      const { due = 0 } = entry;
      if (busy) return heldState(position, due, now);
      // It may have been deleted already.
      const base = { copy: copyOf(copy.last), since: entry.at, accepted: taken !== 'open' };
      return { kind: 'unknown', ...base, ...(now < due ? { until: due } : {}) };
    }
    case 'posting': {
      const { entry, acceptedAt } = position;
      const accepted = acceptedAt !== undefined;
      const untold = entry.saved || accepted || busy ? {} : { untold: true as const };
      return { kind: busy ? 'sending' : 'unknown', since: entry.at, accepted, ...untold };
    }
    case 'discarding':
      return { kind: 'uploaded', copy: copyOf(position.copy.last), since: position.copy.last.at };
    case 'uploaded': {
      const { last, pending } = position.copy;
      const found = [adoptedHash, foreignHash].includes(last.hash) ? { found: true as const } : {};
      const seen = last.hash === seenHash ? { seen: true as const } : {};
      const base = { copy: copyOf(last), since: last.at, ...found, ...seen };
      if (position.conflict) return { kind: 'conflict', ...base };
      if (pending !== undefined || (hash !== undefined && hash !== last.hash))
        return { kind: 'changed', ...base };
      const { failed } = position;
      if (failed) {
        const { at, code, why } = failed;
        return { kind: 'failed', copy: base.copy, since: at, code, ...(why ? { why } : {}) };
      }
      return { kind: 'uploaded', ...base };
    }
  }
}

/** Of a mail that the mailbox accepted and holds until its time. */
function heldState(
  { copy, entry }: Extract<Position, { kind: 'scheduled' | 'cancelling' }>,
  until: number,
  now: number,
): DraftState {
  const base = { copy: copyOf(copy.last), since: entry.at };
  if (now < until) return { kind: 'scheduled', ...base, until };
  return { kind: now < until + departureTime ? 'sending' : 'unknown', ...base, accepted: true };
}

function copyOf({ messageId, webLink }: { messageId: string; webLink?: string | undefined }): Copy {
  return webLink === undefined ? { messageId } : { messageId, webLink };
}
