import { type Mailbox, type MessageContent, type PlacedMessage } from '../graph/mailbox.js';
import { markOfMessage } from './contentMark.js';
import { adoptedHash, type ContentMark, foreignHash, type LedgerEntry } from './ledger.js';
import { deleteAsSeen } from './settlement.js';
import { isPast, type Moment, type TimeMark } from './twoClocks.js';

/**
 * A request that creates may be carried out long after it was given up, or twice: then there is a draft in the mailbox
 * that nobody knows, beside the one that the ledger names.
 */

/** Later than this (milliseconds) no request arrives any more, and every draft is found by its tag. */
const arrival = 60 * 60_000;

/** The line since which there may be such a draft; absent: there is none, or it was looked for long enough. */
export function straySince(entries: readonly LedgerEntry[]): LedgerEntry | undefined {
  let since: LedgerEntry | undefined;
  let unanswered: LedgerEntry | undefined;
  for (const entry of entries) {
    const { step } = entry;
    if (step === 'creating' || step === 'sent' || isAnothers(entry)) since = unanswered ?? since;
    if (step === 'creating' || step === 'gone') unanswered = entry;
    else if (step === 'uploaded' || step === 'create-refused' || step === 'discarded') unanswered = undefined;
    else if (step === 'swept') since = undefined;
  }
  return since;
}

/** A copy that was found, and may be another's than the one that was asked for. */
function isAnothers(entry: LedgerEntry): boolean {
  return entry.step === 'uploaded' && [adoptedHash, foreignHash].includes(entry.hash);
}

/** Whether none can come any more that was under way at `mark`. */
export function haveArrived(mark: TimeMark | undefined, moment: Moment): boolean {
  return mark !== undefined && isPast(mark, mark.date + arrival, moment);
}

/**
 * Deletes those drafts that a request of this ledger made, and that have its words and files still. `among`: messages
 * with the mail's tag. What else bears it is another computer's, or was changed by a person. Resolves with the live ones
 * that are left, without the one to `keep`.
 */
export async function clearStrays(
  mailbox: Mailbox,
  among: readonly PlacedMessage[],
  entries: readonly LedgerEntry[],
  keep: string | undefined,
): Promise<readonly PlacedMessage[]> {
  const made = creations(entries);
  const left: PlacedMessage[] = [];
  for (const message of among) {
    if (message.id === keep || !message.isDraft || message.folder === 'deleteditems') continue;
    const ours = message.folder === 'drafts' && (await isMade(mailbox, message.id, made));
    if (!ours || !(await deleteAsSeen(mailbox, message))) left.push(message);
  }
  return left;
}

interface Named {
  readonly name: string;
}

interface Made {
  readonly creation: string;
  readonly mark: ContentMark;
  readonly files: readonly Named[];
}

function creations(entries: readonly LedgerEntry[]): readonly Made[] {
  return entries.flatMap((entry) =>
    // The files of an answer's original are not known before it is made.
    entry.step === 'creating' && entry.creation !== undefined && !entry.answers
      ? [{ creation: entry.creation, mark: entry.mark, files: entry.files }]
      : [],
  );
}

async function isMade(mailbox: Mailbox, messageId: string, made: readonly Made[]): Promise<boolean> {
  if (made.length === 0) return false;
  const content = await mailbox.content(messageId);
  const request = made.find(({ creation }) => creation === content.creation);
  if (!request || markOfMessage(content, request.mark) !== request.mark) return false;
  return sameNames(await mailbox.attachments(messageId), request.files);
}

/** The request of this ledger that made a message. Absent: it is another's. */
export function requestIn(
  entries: readonly LedgerEntry[],
  { creation: made }: Pick<MessageContent, 'creation'>,
): Extract<LedgerEntry, { step: 'creating' }> | undefined {
  if (made === undefined) return undefined;
  return entries.filter((entry) => entry.step === 'creating').find((entry) => entry.creation === made);
}

/** Whether the files have just these names, in whatever order. */
export function sameNames(listed: readonly Named[], wanted: readonly Named[]): boolean {
  const plain = (list: readonly Named[]) => JSON.stringify(list.map(({ name }) => name).sort());
  return plain(listed) === plain(wanted);
}
