import { Failure, sentence } from '../failure.js';
import { isLiveDraft, type Mailbox, type PlacedMessage } from '../graph/mailbox.js';
import { filledIn, markOfMessage } from './contentMark.js';
import { factsOf } from './copyWork.js';
import { deferralMark, timeOf, waitsFor } from './fingerprint.js';
import { formatOfMessage } from './formatMark.js';
import { type MailboxReference, seenHash } from './ledger.js';
import { type KnownCopy } from './ledgerPosition.js';
import { outboxFailures } from './outboxFailures.js';
import { type Upload } from './upload.js';

/** A mailbox copy as a person saw it, beside the file or as the text that the file was made of. */
export interface SeenCopy {
  readonly messageId: string;
  readonly changeKey: string;
  readonly mailbox: MailboxReference;
  /** It was not made from a file of ours, so that no tag leads to it. */
  readonly untagged?: true;
}

/**
 * Writes down that a person saw the copy and wants the next upload to replace it. It changes nothing in the mailbox, and
 * only what was seen may be replaced. @throws Failure `copy-changed-again`, `copy-gone`
 */
export async function acceptSeen(upload: Upload, mailbox: Mailbox, seen: SeenCopy): Promise<void> {
  const remote = await mailbox.get(seen.messageId);
  if (!isLiveDraft(remote)) throw copyGone();
  if (remote.changeKey !== seen.changeKey) throw changedAgain();
  const position = upload.position();
  const known = 'copy' in position ? position.copy.last : undefined;
  const same = known?.messageId === remote.id ? known : undefined;
  const content = await mailbox.content(remote.id);
  if (content.posted !== undefined) throw outboxFailures.unsettled();
  const mark = markOfMessage(content, same?.mark);
  const filled = filledIn(content, mark);
  const listed = await mailbox.attachments(remote.id);
  const theirs = same?.theirs;
  const kept = new Map(same?.files.map(({ attachmentId, key }) => [attachmentId, key]));
  await upload.note({
    step: 'uploaded',
    hash: seenHash,
    mailbox: seen.mailbox,
    ...factsOf(remote),
    files: listed
      .filter(({ id }) => !theirs?.includes(id))
      .map(({ id }) => ({ key: kept.get(id) ?? seenHash, attachmentId: id })),
    ...(theirs ? { theirs: theirs.filter((id) => listed.some((file) => file.id === id)) } : {}),
    mark,
    ...(filled === undefined ? {} : { filled }),
    format: formatOfMessage(content, mark),
    fixed: same ? withDeferral(same.fixed, content.deferred) : deferralMark(content.deferred),
    ...waitsFor(timeOf(content)),
    // Nothing of `mime`: whoever wrote the body took the text part away, so that the copy has to be made anew.
    ...(seen.untagged ? { untagged: true as const } : {}),
  });
}

function withDeferral(fixed: string, deferred: unknown): string {
  return fixed.replace(deferralMark(true), '') + deferralMark(deferred);
}

/** A copy without our tag that is not there any more: its Message-ID may still lead to where it was sent. */
export async function sentUntagged(
  mailbox: Mailbox,
  { last }: KnownCopy,
): Promise<PlacedMessage | undefined> {
  if (!last.untagged || last.internetMessageId === undefined) return undefined;
  return (await mailbox.findByMessageId(last.internetMessageId)).find(({ isDraft }) => !isDraft);
}

export function copyGone(): Failure {
  return new Failure(
    'copy-gone',
    sentence('The draft is not in the mailbox any more: it was sent or deleted elsewhere.'),
    sentence('Look for it in Outlook before you upload or send this file.'),
  );
}

export function changedAgain(): Failure {
  return new Failure(
    'copy-changed-again',
    sentence('The copy in the mailbox was changed once more after you saw it, so nothing was written.'),
    sentence('Compare again and look at what is new.'),
  );
}
