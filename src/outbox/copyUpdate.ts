import { GraphFailure } from '../graph/errors.js';
import { type PlacedMessage, type WrittenMessage } from '../graph/mailbox.js';
import { answerBody, requireOriginal } from './answer.js';
import { namesToSay, only, partsOf } from './changedParts.js';
import { everKnown, holdsMore, isAnothers, isOurs } from './copyOwner.js';
import { finishCopy } from './copyReadBack.js';
import { type CopyWork, factsOf, namesOf } from './copyWork.js';
import { mustBeMadeAnew, type SealedMail } from './fingerprint.js';
import { change } from './graphMessage.js';
import { type ContentMark, type KnownCopy } from './ledger.js';
import { needsMime } from './mimeNeed.js';
import { copyGone, sentUntagged } from './seenCopy.js';
import { deleteDraft } from './settlement.js';

/** Exchange answers 412 to writes that race its own; a fresh look and another try is the remedy (msgraph-sdk-dotnet#1195). */
const mostPatches = 3;

/** `gone`: there is no copy any more, so that one has to be made unless one is found; `removed`: it was deleted to be made anew. */
export type UpdateOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'removed'; readonly folderId?: string };

/** `clean`: the ledger says `uploaded` and nothing else, so that an equal copy needs no new line. */
export async function updateCopy(
  work: CopyWork,
  sealed: SealedMail,
  copy: KnownCopy,
  clean: boolean,
): Promise<UpdateOutcome> {
  const { record } = work;
  const { last } = copy;
  const remote = await find(work, last.messageId);
  if (!remote || remote.folder === 'deleteditems') return noteGone(work, copy);
  if (!remote.isDraft) return done(record.markSent(remote));
  if (
    isAnothers(copy, sealed) ||
    !(await isOurs(work, remote, copy)) ||
    (await holdsMore(work, copy, sealed))
  )
    return done(record.note({ step: 'conflict', changeKey: remote.changeKey }));
  if (last.hash === sealed.hash && !copy.pending) {
    const { parts, ...known } = last;
    const same = remote.changeKey === last.changeKey;
    if (clean && same) return { kind: 'done' };
    return done(record.note({ ...known, ...factsOf(remote), ...(same && parts ? { parts } : {}) }));
  }
  if (needsNewCopy(sealed, copy)) return remove(work, sealed, last.messageId);
  return done(write(work, sealed, copy, remote));
}

async function done(work: Promise<void>): Promise<UpdateOutcome> {
  await work;
  return { kind: 'done' };
}

async function noteGone({ mailbox, record }: CopyWork, copy: KnownCopy): Promise<UpdateOutcome> {
  const sent = await sentUntagged(mailbox, copy);
  if (sent) return done(record.markSent(sent));
  await record.note({ step: 'gone' });
  // No tag leads to it: it may have been sent, and a new one beside it would be the same mail twice.
  if (copy.last.untagged) throw copyGone();
  return { kind: 'gone' };
}

/** Internet headers, and what came as MIME, can't be changed. */
function needsNewCopy(sealed: SealedMail, { last, pending }: KnownCopy): boolean {
  const { headers, answers, folder } = sealed.mail;
  // Of the files of another's copy nobody knows which were those of the message answered.
  const needsKnown = headers.length > 0 || answers !== undefined || folder !== undefined;
  const befores = [last.fixed, ...(pending?.fixed === undefined ? [] : [pending.fixed])];
  const otherMime = needsMime(sealed.mail) && last.mime !== sealed.hash;
  return otherMime || befores.some((before) => mustBeMadeAnew(before, sealed.fixed, needsKnown));
}

/** Says what differs, then brings the files in step. */
async function write(
  work: CopyWork,
  sealed: SealedMail,
  { last, pending }: KnownCopy,
  remote: PlacedMessage,
): Promise<void> {
  const deferred = sealed.mail.sendAt === undefined ? {} : { fixed: sealed.fixed };
  const names = namesOf(sealed);
  await work.record.note({ step: 'updating', hash: sealed.hash, mark: sealed.mark, names, ...deferred });
  const marks = [last.mark, ...(pending ? [pending.mark] : [])];
  const before = pending || remote.changeKey !== last.changeKey ? undefined : last.parts;
  const toSay = namesToSay(before, partsOf(work.id, sealed.mail));
  const patched = toSay.length > 0 ? await patch(work, sealed, last.messageId, marks, false, toSay) : remote;
  const ours = pending && [...(pending.names ?? []), ...names];
  const known = pending ? await everKnown(work, last.files) : last.files;
  const touched = await work.files.bring(last.messageId, sealed.files, known, ours, last.theirs);
  await finishCopy(work, patched, sealed, touched || pending !== undefined);
}

/** By its id; by the tag, where the mailbox does not find it by its id for a moment (olkcli#118). */
async function find(
  { id, mailbox, signal }: CopyWork,
  messageId: string,
): Promise<PlacedMessage | undefined> {
  const found = await mailbox.get(messageId, signal);
  if (found) return found;
  const tagged = await mailbox.findByTag(id, signal);
  return tagged.find((message) => message.id === messageId);
}

/** The copy, which is ours, is deleted, to be made anew. */
async function remove(work: CopyWork, sealed: SealedMail, messageId: string): Promise<UpdateOutcome> {
  const { id, mailbox, record, signal } = work;
  await requireOriginal(mailbox, sealed.mail, signal);
  const folderId = await draftFolderOf(work, sealed);
  await record.note({ step: 'discarding' });
  const evidence = await deleteDraft(mailbox, id, messageId, signal);
  if (evidence.kind === 'sent') return done(record.markSent(evidence.message));
  await record.note({ step: 'discarded' });
  return { kind: 'removed', ...(folderId === undefined ? {} : { folderId }) };
}

/** Where the copy is to be made. Absent: where the mailbox makes drafts. @throws Failure `folder-unknown`, `folder-unfit` */
export async function draftFolderOf(
  { mailbox, signal }: CopyWork,
  { mail: { folder, answers } }: SealedMail,
): Promise<string | undefined> {
  return folder === undefined || answers ? undefined : mailbox.draftFolder(folder, signal);
}

/**
 * `marks`: those that the copy of an answer may have; `fresh`: it was made this moment, without any text. `names`: the
 * properties to say; absent: all.
 */
export async function patch(
  { id, mailbox, clock, signal }: CopyWork,
  { mail }: SealedMail,
  messageId: string,
  marks: readonly ContentMark[],
  fresh = false,
  names?: readonly string[],
): Promise<WrittenMessage> {
  for (let attempt = 1; ; attempt++) {
    // Somebody may have written in between: then all is said.
    const said = attempt === 1 ? names : undefined;
    try {
      const known = fresh && attempt === 1 ? undefined : marks;
      const html =
        mail.answers && (said?.includes('body') ?? true)
          ? await answerBody(mailbox, messageId, mail, known, signal)
          : mail.html;
      const whole = change(id, mail, html);
      return await mailbox.update(messageId, said ? only(whole, said) : whole, signal);
    } catch (error) {
      const raced = error instanceof GraphFailure && error.status === 412;
      if (!raced || attempt === mostPatches) throw error;
      await clock.sleep(attempt * 500, signal);
    }
  }
}
