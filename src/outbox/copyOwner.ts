import { type MessageFacts } from '../graph/mailbox.js';
import { markOfMessage } from './contentMark.js';
import { type CopyWork, namesOf } from './copyWork.js';
import { type SealedMail } from './fingerprint.js';
import { adoptedHash, type ContentMark, foreignHash, type KnownCopy, type UploadedFile } from './ledger.js';
import { sameFiles } from './uploadFiles.js';

/** Whose the words and files of a mailbox copy are: nothing is written over what somebody else put there. */

/** Whether nobody else changed the copy: a change key that moved over equal content is Exchange's own doing. */
export async function isOurs(
  { mailbox, signal }: CopyWork,
  remote: MessageFacts,
  { last, pending }: KnownCopy,
): Promise<boolean> {
  if (remote.changeKey === last.changeKey) return true;
  const content = await mailbox.content(remote.id, signal);
  const has = (mark: ContentMark) => markOfMessage(content, mark) === mark;
  // How far a broken-off update came with its files is not known.
  if (pending) return has(last.mark) || has(pending.mark);
  if (!has(last.mark)) return false;
  return sameFiles(last.files, last.theirs, await mailbox.attachments(remote.id, signal));
}

/** Whether it has a file that neither the broken-off update nor this one would have brought, so that a person did. */
export async function holdsMore(
  work: CopyWork,
  { last, pending }: KnownCopy,
  sealed: SealedMail,
): Promise<boolean> {
  if (!pending?.names) return false;
  const files = await everKnown(work, last.files);
  const known = new Set([...files.map(({ attachmentId }) => attachmentId), ...(last.theirs ?? [])]);
  const names = [...pending.names, ...namesOf(sealed)];
  const listed = await work.mailbox.attachments(last.messageId, work.signal);
  return listed.some(({ id, name }) => !known.has(id) && !names.includes(name));
}

/** With those that the copy had once: a file may still be there after the mailbox said that it is not. */
export async function everKnown(
  { record }: CopyWork,
  now: readonly UploadedFile[],
): Promise<readonly UploadedFile[]> {
  const had = (await record.entries()).flatMap((entry) =>
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

/** In place of the key of a file whose content nobody here knows. */
export function adoptedKey(name: string): string {
  return `${adoptedHash} ${name}`;
}
