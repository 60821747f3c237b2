import {
  type MadeMessage,
  type MessageContent,
  type MessageFacts,
  type WrittenMessage,
} from '../graph/mailbox.js';
import { changedMeanwhile } from '../graph/errors.js';
import { partsOf } from './changedParts.js';
import { markOfMessage } from './contentMark.js';
import { type CopyWork, factsOf } from './copyWork.js';
import { formatOfMessage } from './formatMark.js';
import { type SealedMail, waitsFor } from './fingerprint.js';
import { needsMime } from './mimeNeed.js';
import { outboxFailures } from './outboxFailures.js';
import { matched, without } from './uploadFiles.js';

/**
 * Reads the attachments back, compares them, and writes down what the copy now is. `touched`: more than the one request
 * that `facts` answer was needed. @throws Failure `attachments-differ`, `message-changed-meanwhile`
 */
export async function finishCopy(
  work: CopyWork,
  facts: WrittenMessage & MadeMessage,
  sealed: SealedMail,
  touched: boolean,
): Promise<void> {
  const { id, record, mailbox, reference, signal } = work;
  const position = record.position();
  const known = 'copy' in position ? position.copy.last : undefined;
  const { files: noted = [], theirs = [] } = known ?? {};
  const had = noted.length + theirs.length > 0 || facts.written?.hasAttachments === true;
  const needed = sealed.files.length > 0 || touched || had;
  // First, so that whatever comes after what is read below moves the change key again.
  const latest = touched ? ((await mailbox.get(facts.id, signal)) ?? facts) : facts;
  const listed = needed ? await mailbox.attachments(facts.id, signal) : [];
  const files = matched(sealed.files, without(listed, theirs), noted);
  if (!files) throw outboxFailures.filesDiffer();
  const { hash, mark, fixed } = sealed;
  const content = await contentOf(work, facts, latest);
  // No word of a person is lost if it is said again, but a mail of two versions would be nobody's.
  if ((content?.importance ?? sealed.mail.importance) !== sealed.mail.importance) throw changedMeanwhile();
  const changed = content !== undefined && markOfMessage(content, mark) !== mark;
  // Nobody can have written to what was made this moment.
  const kept = content ?? (latest.changeKey === facts.changeKey ? facts.made : undefined);
  await record.note({
    step: 'uploaded',
    hash,
    mailbox: reference,
    // Without its change key the copy is compared with what was uploaded, word for word.
    ...factsOf(changed ? { ...latest, changeKey: '' } : latest),
    files,
    ...(theirs.length > 0
      ? { theirs: theirs.filter((theirId) => listed.some(({ id }) => id === theirId)) }
      : {}),
    ...(needsMime(sealed.mail) ? { mime: hash } : {}),
    ...(touched ? {} : { parts: partsOf(id, sealed.mail) }),
    mark,
    ...(known?.filled === undefined ? {} : { filled: known.filled }),
    ...(kept && !changed ? { format: formatOfMessage(kept, mark) } : {}),
    fixed,
    ...waitsFor(sealed.mail.sendAt),
  });
  if (changed) await record.note({ step: 'conflict', changeKey: latest.changeKey });
}

/**
 * What the copy holds: somebody may have written into it just before the update, so that its answer shows it, or while
 * files were uploaded, which takes time and moves the change key. Absent: nobody said.
 */
async function contentOf(
  { mailbox, signal }: CopyWork,
  { id, changeKey, written }: WrittenMessage,
  latest: MessageFacts,
): Promise<MessageContent | undefined> {
  return latest.changeKey === changeKey ? written?.content : mailbox.content(id, signal);
}
