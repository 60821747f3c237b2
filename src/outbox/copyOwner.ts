import { type MessageContent, type MessageFacts, type PlacedMessage } from '../graph/mailbox.js';
import { filledIn, markOfMessage } from './contentMark.js';
import { type CopyWork, namesOf } from './copyWork.js';
import { formatOfMessage } from './formatMark.js';
import { type SealedMail, waitsAsKnown } from './fingerprint.js';
import {
  adoptedHash,
  type ContentMark,
  foreignHash,
  type LedgerEntry,
  seenHash,
  type UploadedFile,
} from './ledger.js';
import { type KnownCopy, updatesOf } from './ledgerPosition.js';
import { sameFiles } from './uploadFiles.js';

/**
 * What a fresh look shows of a mailbox copy: nothing is written over what somebody else put there. `mark`: of the words
 * that it has, where they are ours.
 */
export type Standing =
  | { readonly kind: 'ours'; readonly remote: PlacedMessage; readonly mark: ContentMark }
  | { readonly kind: 'anothers'; readonly remote: PlacedMessage }
  | { readonly kind: 'sent'; readonly remote: PlacedMessage }
  | { readonly kind: 'gone' };

export async function standingOf(work: CopyWork, sealed: SealedMail, copy: KnownCopy): Promise<Standing> {
  const remote = await findCopy(work, copy.last.messageId);
  if (!remote || remote.folder === 'deleteditems') return { kind: 'gone' };
  if (!remote.isDraft) return { kind: 'sent', remote };
  if (isAnothers(copy, sealed)) return { kind: 'anothers', remote };
  const mark = await ourMark(work, remote, copy);
  const more = mark !== undefined && (await holdsMore(work, copy, work.record.entries(), namesOf(sealed)));
  if (mark === undefined || more) return { kind: 'anothers', remote };
  return { kind: 'ours', remote, mark };
}

/** By its id; by the tag, where the mailbox does not find it by its id for a moment (olkcli#118). */
export async function findCopy(
  { id, mailbox, signal }: CopyWork,
  messageId: string,
): Promise<PlacedMessage | undefined> {
  const found = await mailbox.get(messageId, signal);
  if (found) return found;
  const tagged = await mailbox.findByTag(id, signal);
  return tagged.find((message) => message.id === messageId);
}

/** Whether nobody else changed the copy: a change key that moved over equal content is Exchange's own doing. */
export async function isOurs(work: CopyWork, remote: MessageFacts, copy: KnownCopy): Promise<boolean> {
  return (await ourMark(work, remote, copy)) !== undefined;
}

/** Whether nothing is lost with the copy: what the mailbox had filled in of an answer is part of it. */
export async function isOursToDelete(asked: Asked, remote: MessageFacts, copy: KnownCopy): Promise<boolean> {
  return (await ourMark(asked, remote, copy)) !== undefined && isFilledAsBefore(asked, remote, copy);
}

/** Nobody changed what the file leaves open, even if that is known to be there: no conflict comes of it. */
export async function isFilledAsBefore(
  { mailbox, signal }: Asked,
  { id }: MessageFacts,
  copy: KnownCopy,
): Promise<boolean> {
  const { filled, mark } = copy.last;
  if (filled === undefined) return true;
  const content = await mailbox.content(id, signal);
  // What has come into its text since it was compared is seen here too.
  return filledIn(content, mark) === filled && ownMark(content, copy) !== undefined;
}

function ownMark(content: MessageContent, copy: KnownCopy): ContentMark | undefined {
  return marksOf(copy).find((mark) => markOfMessage(content, mark) === mark);
}

/** Whom to ask about a copy. */
type Asked = Pick<CopyWork, 'mailbox' | 'signal'>;

/** The mark of the words that it has. Absent: somebody else changed it. */
async function ourMark(
  { mailbox, signal }: Asked,
  remote: MessageFacts,
  copy: KnownCopy,
): Promise<ContentMark | undefined> {
  const { last } = copy;
  if (remote.changeKey === last.changeKey) return last.mark;
  const content = await mailbox.content(remote.id, signal);
  const found = ownMark(content, copy);
  // How far a broken-off update came with its files is not known.
  if (found === undefined || copy.pending) return found;
  // Another computer set the time: what this one sends would leave then, or not at all.
  if (!waitsAsKnown(content, last)) return undefined;
  if (last.format !== undefined && formatOfMessage(content, found) !== last.format) return undefined;
  const same = sameFiles(last.files, last.theirs, await mailbox.attachments(remote.id, signal));
  return same ? found : undefined;
}

/** Those that the copy may have, as long as nobody else writes. */
export function marksOf(copy: KnownCopy): readonly ContentMark[] {
  return [copy.last, ...updatesOf(copy)].map(({ mark }) => mark);
}

/**
 * Whether it has a file that neither a broken-off update nor one that brings `wanted` would have brought, so that a person
 * did.
 */
export async function holdsMore(
  { mailbox, signal }: Asked,
  copy: KnownCopy,
  entries: readonly LedgerEntry[],
  wanted: readonly string[] = [],
): Promise<boolean> {
  const begun = updatesOf(copy);
  if (begun.length === 0 || begun.some((update) => !update.names)) return false;
  const { last } = copy;
  const files = everKnown(entries, last.files);
  const known = new Set([...files.map(({ attachmentId }) => attachmentId), ...(last.theirs ?? [])]);
  const names = [...begun.flatMap((update) => update.names ?? []), ...wanted];
  const listed = await mailbox.attachments(last.messageId, signal);
  return listed.some(({ id, name }) => !known.has(id) && !names.includes(name));
}

/** With those that the copy had once: a file may still be there after the mailbox said that it is not. */
export function everKnown(
  entries: readonly LedgerEntry[],
  now: readonly UploadedFile[],
): readonly UploadedFile[] {
  const had = entries.flatMap((entry) =>
    entry.step === 'uploaded' ? entry.files : entry.step === 'attached' ? [entry] : [],
  );
  const ids = new Set(now.map(({ attachmentId }) => attachmentId));
  const gone = had.filter(({ attachmentId }) => !ids.has(attachmentId));
  return [...now, ...gone.map(({ attachmentId }) => ({ key: '', attachmentId }))];
}

/**
 * The words and files of a copy that this machine knows nothing of are somebody's: they are overwritten only when equal.
 */
export function isAnothers({ last }: KnownCopy, sealed: SealedMail): boolean {
  if (last.hash !== foreignHash) return false;
  const has = last.files.map(({ key }) => key);
  return (
    last.mark !== sealed.mark || has.sort().join('\n') !== namesOf(sealed).map(adoptedKey).sort().join('\n')
  );
}

/** When it was found it held what this computer had not written: words, or files. */
export function isSomebodys({ last }: KnownCopy): boolean {
  return last.hash === foreignHash || last.hash === seenHash;
}

/** In place of the key of a file whose content nobody here knows. */
export function adoptedKey(name: string): string {
  return `${adoptedHash} ${name}`;
}
