import { isLiveDraft, type Mailbox, type MessageContent, type PlacedMessage } from '../graph/mailbox.js';
import { notOfOriginal } from './answer.js';
import { filledIn, isLikeAnswer, markOfMessage } from './contentMark.js';
import { holdsMore, isOursToDelete, isSomebodys } from './copyOwner.js';
import { adoptedHash, foreignHash, type LedgerEntry } from './ledger.js';
import { type KnownCopy, lastKnown } from './ledgerPosition.js';
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
  const known = new Set<string>();
  for (const entry of entries) {
    const { step } = entry;
    if (step === 'creating' || step === 'sent' || isAnothers(entry, known)) since = unanswered ?? since;
    if (step === 'uploaded') known.add(entry.messageId);
    if (step === 'sent' && entry.strays) since ??= entry;
    if (step === 'creating' || step === 'gone') unanswered = entry;
    else if (step === 'uploaded' || step === 'create-refused' || step === 'discarded') unanswered = undefined;
    else if (step === 'swept') since = unanswered = undefined;
  }
  // A copy may only not have been found for a moment.
  return since ?? (unanswered?.step === 'gone' ? unanswered : undefined);
}

/** A copy that was found, and may be another's than the one that was asked for, or is one of before. */
function isAnothers(entry: LedgerEntry, before: ReadonlySet<string>): boolean {
  if (entry.step !== 'uploaded') return false;
  return [adoptedHash, foreignHash].includes(entry.hash) || before.has(entry.messageId);
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
  const left: PlacedMessage[] = [];
  for (const message of among) {
    if (message.id === keep || !isLiveDraft(message)) continue;
    if (!(await isCleared(mailbox, message, entries))) left.push(message);
  }
  for (const message of await untagged(mailbox, among, creations(entries)))
    if (message.id !== keep && isLiveDraft(message)) await isCleared(mailbox, message, entries);
  return left;
}

/** What was made from MIME has no tag before it is known: it bears a Message-ID of ours. */
async function untagged(
  mailbox: Mailbox,
  tagged: readonly PlacedMessage[],
  made: readonly Creating[],
): Promise<readonly PlacedMessage[]> {
  const known = new Set(tagged.map(({ id }) => id));
  const found: PlacedMessage[] = [];
  for (const messageId of new Set(made.map(({ internetMessageId }) => internetMessageId)))
    if (messageId !== undefined) found.push(...(await mailbox.findByMessageId(messageId)));
  return found.filter(({ id }) => !known.has(id));
}

interface Named {
  readonly name: string;
}

type Creating = Extract<LedgerEntry, { step: 'creating' }>;

function creations(entries: readonly LedgerEntry[]): readonly Creating[] {
  return entries.filter((entry) => entry.step === 'creating');
}

async function isCleared(
  mailbox: Mailbox,
  message: PlacedMessage,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  const ours = message.folder === 'drafts' && (await isMadeHere(mailbox, message, entries));
  return ours && deleteAsSeen(mailbox, message);
}

async function isMadeHere(
  mailbox: Mailbox,
  message: PlacedMessage,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  const { id, internetMessageId } = message;
  const made = creations(entries);
  if (made.length === 0) return false;
  const content = await mailbox.content(id);
  // A tag without a creation came with an update, so that somebody knows the draft.
  const ofMime = !content.tagged && internetMessageId !== undefined;
  const isIts = (request: Creating) =>
    request.creation !== undefined
      ? request.creation === content.creation
      : ofMime && request.internetMessageId === internetMessageId;
  const its = made.filter(isIts);
  for (const request of its)
    if (isAsMade(entries, content, request) && (await hasItsFiles(mailbox, id, request))) return true;
  // It was the copy once, and counted as gone because the mailbox did not find it for a moment.
  const known = its.length > 0 ? lastKnown(entries, id) : undefined;
  return known !== undefined && isAsKnown(mailbox, message, known, entries);
}

function isAsMade(entries: readonly LedgerEntry[], content: MessageContent, { mark }: Creating): boolean {
  if (markOfMessage(content, mark) !== mark) return false;
  const filled = filledIn(content, mark);
  const usual = entries.flatMap((entry) =>
    entry.step === 'uploaded' && isLikeAnswer(entry.mark, mark) ? (entry.filled ?? []) : [],
  );
  return filled === undefined || usual.length === 0 || usual.includes(filled);
}

async function isAsKnown(
  mailbox: Mailbox,
  message: PlacedMessage,
  known: KnownCopy,
  entries: readonly LedgerEntry[],
): Promise<boolean> {
  if (isSomebodys(known)) return false;
  const asked = { mailbox, signal: undefined };
  return (await isOursToDelete(asked, message, known)) && !(await holdsMore(asked, known, entries));
}

/** An answer may have those of the message answered. */
async function hasItsFiles(mailbox: Mailbox, id: string, request: Creating): Promise<boolean> {
  const listed = await mailbox.attachments(id);
  if (!request.answers) return sameNames(listed, request.files);
  return (await notOfOriginal(mailbox, listed, request.original)).length === 0;
}

/** The request of this ledger that made a message. Absent: it is another's. */
export function requestIn(
  entries: readonly LedgerEntry[],
  { creation: made }: Pick<MessageContent, 'creation'>,
): Creating | undefined {
  if (made === undefined) return undefined;
  return creations(entries).find((entry) => entry.creation === made);
}

/** Whether the files have just these names, in whatever order. */
export function sameNames(listed: readonly Named[], wanted: readonly Named[]): boolean {
  const plain = (list: readonly Named[]) => JSON.stringify(list.map(({ name }) => name).sort());
  return plain(listed) === plain(wanted);
}
