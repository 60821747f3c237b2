import { type OutgoingMail } from '../render/outgoingMail.js';
import { markOfMail } from './contentMark.js';
import { type DraftState, stateOf } from './draftState.js';
import { type LedgerEntry } from './ledger.js';
import { positionOf } from './ledgerPosition.js';

/** What is known of a draft whose file names it no more. */
export interface Remembered {
  readonly state: DraftState;
  /** The mailbox copy, as it was left, has the words and recipients of the mail that the file makes now. */
  readonly sameWords: boolean;
}

/** Absent: there is no copy and no sending that the file could be about. `now`: milliseconds since 1970. */
export function remembered(
  entries: readonly LedgerEntry[],
  mail: OutgoingMail,
  now: number,
): Remembered | undefined {
  const position = positionOf(entries);
  if (position.kind === 'none') return undefined;
  const copy = 'copy' in position ? position.copy.last : undefined;
  const mark = position.kind === 'creating' ? position.entry.mark : copy?.mark;
  return { state: stateOf(entries, undefined, false, now), sameWords: mark === markOfMail(mail) };
}
