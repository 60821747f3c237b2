import { isLiveDraft, type MessageContent, type MessageFacts, type PlacedMessage } from '../graph/mailbox.js';
import { leftOver, notOfOriginal } from './answer.js';
import { filledIn, markOfMessage } from './contentMark.js';
import { adoptedKey, isAnothers, isOurs, isSomebodys } from './copyOwner.js';
import { type CopyWork, factsOf } from './copyWork.js';
import { formatOfMessage } from './formatMark.js';
import { deferralMark, type MailFile, type SealedMail, timeOf, waitsFor } from './fingerprint.js';
import { adoptedHash, type ContentMark, foreignHash, type LedgerStep } from './ledger.js';
import { type KnownCopy, lastKnown, updatesOf } from './ledgerPosition.js';
import { needsMime } from './mimeNeed.js';
import { outboxFailures } from './outboxFailures.js';
import { noteAsPosted, notePosted } from './posted.js';
import { clearStrays, requestIn, sameNames } from './strays.js';
import { dueOf, lookAt } from './twoClocks.js';
import { matched } from './uploadFiles.js';

/** The line that announced a request which creates. */
export type Announced = Extract<LedgerStep, { step: 'creating' }>;

/** In place of the hash of a mail: a mailbox copy to which files are still to come. */
export const partialHash = 'partial';

/**
 * Takes over the copy that another machine, or an unanswered request, left in the mailbox, and changes nothing there.
 * False: there is none.
 */
export async function meet(work: CopyWork, sealed: SealedMail, announced?: Announced): Promise<boolean> {
  const messageId = announced?.internetMessageId ?? (needsMime(sealed.mail) ? work.messageId : undefined);
  const like = announced?.mark ?? sealed.mark;
  const wanted = announced?.files ?? sealed.files;
  if (!(await adoptCreated(work, announced, like, messageId, wanted))) return false;
  const position = work.record.position();
  if (position.kind === 'uploaded' && isAnothers(position.copy, sealed))
    await work.record.note({ step: 'conflict', changeKey: position.copy.last.changeKey });
  return true;
}

/**
 * Takes over what an unanswered create left in the mailbox. False: nothing is there. `like`: the mark that the copy
 * will be compared with; `messageId`: what it would have instead of a tag, if it was made from MIME; `wanted`: the
 * files that it should have.
 */
export async function adoptCreated(
  work: CopyWork,
  announced?: Announced,
  like = announced?.mark,
  messageId = announced?.internetMessageId,
  wanted: readonly Pick<MailFile, 'name'>[] = announced?.files ?? [],
): Promise<boolean> {
  const { record, mailbox } = work;
  const tagged = await copies(work, messageId);
  const sent = tagged.find((message) => !message.isDraft);
  if (sent) {
    await record.markSent(sent);
    return true;
  }
  const live = tagged.filter(isLiveDraft);
  // Beside another computer's one the own is no guess; which of them stays is decided later (rivals.ts).
  const own = live.length > 1 ? await madeHere(work, live) : undefined;
  const only = own ?? live[0];
  if (!only) return false;
  const others = await clearStrays(mailbox, live, record.entries(), only.id);
  if (others.length > 0 && (await notePosted(work, [only, ...others]))) return true;
  if (others.length > 0 && !own) throw outboxFailures.severalCopies(1 + others.length);
  await adopt(work, only, announced, like, wanted);
  return true;
}

async function madeHere(
  { mailbox, record, signal }: CopyWork,
  live: readonly PlacedMessage[],
): Promise<PlacedMessage | undefined> {
  for (const message of live)
    if (requestIn(record.entries(), await mailbox.content(message.id, signal))) return message;
  return undefined;
}

/** By the tag; what was made from MIME and has no tag yet, by its Message-ID. */
async function copies(
  { id, mailbox, signal }: CopyWork,
  messageId: string | undefined,
): Promise<readonly PlacedMessage[]> {
  const tagged = await mailbox.findByTag(id, signal);
  const enough = messageId === undefined || tagged.some(({ folder }) => folder !== 'deleteditems');
  return enough ? tagged : mailbox.findByMessageId(messageId, signal);
}

async function adopt(
  work: CopyWork,
  message: MessageFacts,
  given?: Announced,
  like?: ContentMark,
  wanted: readonly Pick<MailFile, 'name'>[] = [],
): Promise<void> {
  const { mailbox, record, reference, signal } = work;
  const known = lastKnown(record.entries(), message.id);
  if (known && !isSomebodys(known) && (await isOurs(work, message, known))) return takeBack(record, known);
  const { value: content, moment } = await lookAt(mailbox, work.clock, () =>
    mailbox.content(message.id, signal),
  );
  if (content.posted !== undefined) return noteAsPosted(work, content.posted);
  // What it bears tells more than which request was the last: another computer's may have the same words.
  const announced = content.creation === undefined ? given : requestIn(record.entries(), content);
  const mark = markOfMessage(content, announced?.mark ?? like);
  const listed = await mailbox.attachments(message.id, signal);
  const ours = announced?.answers ? await notOfOriginal(mailbox, listed, announced.original, signal) : listed;
  const files = announced && mark === announced.mark ? matched(announced.files, ours) : undefined;
  const whole = announced?.answers ? leftOver(ours, wanted).length === 0 : sameNames(listed, wanted);
  const strange = mark === like && whole ? adoptedHash : foreignHash;
  const filled = filledIn(content, mark);
  await record.note({
    step: 'uploaded',
    hash: files && announced ? (announced.more ? partialHash : announced.hash) : strange,
    mailbox: reference,
    ...factsOf(message),
    files: files ?? listed.map(({ id, name }) => ({ key: adoptedKey(name), attachmentId: id })),
    ...(files && announced?.answers ? { theirs: listed.map(({ id }) => id) } : {}),
    ...(files && announced?.internetMessageId !== undefined ? { mime: announced.hash } : {}),
    mark,
    ...(filled === undefined ? {} : { filled }),
    format: formatOfMessage(content, mark),
    fixed: announced && (files || !announced.answers) ? announced.fixed : fixedOf(content),
    ...waitsFor(timeOf(content)),
  });
  const due = dueOf({ sendAt: Date.parse(content.deferred ?? '') }, moment);
  if (!announced && due) await doubtHeld(record, { messageId: message.id, hash: strange, due });
}

/** A copy that was only thought to be gone is what it was, whichever version of the mail it holds. */
async function takeBack(record: CopyWork['record'], known: KnownCopy): Promise<void> {
  await record.note(known.last);
  for (const update of updatesOf(known)) await record.note(update);
}

/**
 * Another computer may have sent the copy, to be held until its time: one that waits and one that was only uploaded
 * look the same. Sent once more it might leave twice, so its outcome counts as open until then.
 */
function doubtHeld(
  record: CopyWork['record'],
  held: { readonly messageId: string; readonly hash: string; readonly due: number },
): Promise<void> {
  return record.note({ step: 'sending', ...held });
}

/** Of a copy that this machine did not make. */
function fixedOf({ headers, deferred }: MessageContent): string {
  return (headers ? 'headers' : '') + deferralMark(deferred);
}
