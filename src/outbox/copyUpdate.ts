import { changedMeanwhile } from '../graph/errors.js';
import { type PlacedMessage } from '../graph/mailbox.js';
import { requireOriginal } from './answer.js';
import { namesToSay, partsOf } from './changedParts.js';
import { everKnown, isFilledAsBefore, isOurs, marksOf, type Standing, standingOf } from './copyOwner.js';
import { finishCopy } from './copyReadBack.js';
import { type Said, sayWords } from './copyWords.js';
import { type CopyWork, draftFolderOf, factsOf, namesOf } from './copyWork.js';
import { mustBeMadeAnew, type SealedMail } from './fingerprint.js';
import { type KnownCopy, updatesOf } from './ledgerPosition.js';
import { needsMime } from './mimeNeed.js';
import { copyGone, sentUntagged } from './seenCopy.js';
import { deleteDraft } from './settlement.js';

/** `gone`: there is no copy any more, so that one is made unless one is found; `removed`: it was deleted to be made anew. */
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
  const { last } = copy;
  const standing = await standingOf(work, sealed, copy);
  if (standing.kind !== 'ours') return noteStanding(work, copy, standing);
  const { remote } = standing;
  if (last.hash === sealed.hash && !copy.pending) {
    const { parts, ...known } = last;
    const same = remote.changeKey === last.changeKey;
    if (clean && same) return { kind: 'done' };
    return done(work.record.note({ ...known, ...factsOf(remote), ...(same && parts ? { parts } : {}) }));
  }
  if (!needsNewCopy(sealed, copy)) return write(work, sealed, copy, remote);
  if (await isFilledAsBefore(work, remote, copy)) return remove(work, sealed, copy, remote);
  return noteStanding(work, copy, { kind: 'anothers', remote });
}

async function done(work: Promise<void>): Promise<UpdateOutcome> {
  await work;
  return { kind: 'done' };
}

/** Writes down what a look shows in place of a copy of ours. @throws Failure `copy-gone` */
export async function noteStanding(
  { mailbox, record }: CopyWork,
  copy: KnownCopy,
  standing: Exclude<Standing, { kind: 'ours' }>,
): Promise<UpdateOutcome> {
  if (standing.kind === 'sent') return done(record.markSent(standing.remote));
  if (standing.kind === 'anothers')
    return done(record.note({ step: 'conflict', changeKey: standing.remote.changeKey }));
  const sent = await sentUntagged(mailbox, copy);
  if (sent) return done(record.markSent(sent));
  await record.note({ step: 'gone' });
  // No tag leads to it: it may have been sent, and a new one beside it would be the same mail twice.
  if (copy.last.untagged) throw copyGone();
  return { kind: 'gone' };
}

/** Internet headers, and what came as MIME, can't be changed. */
function needsNewCopy(sealed: SealedMail, copy: KnownCopy): boolean {
  const { last } = copy;
  const { headers, answers, folder } = sealed.mail;
  // Of the files of another's copy nobody knows which were those of the message answered.
  const needsKnown = headers.length > 0 || answers !== undefined || folder !== undefined;
  const befores = [last, ...updatesOf(copy)].flatMap(({ fixed }) => fixed ?? []);
  const otherMime = needsMime(sealed.mail) && last.mime !== sealed.hash;
  return otherMime || befores.some((before) => mustBeMadeAnew(before, sealed.fixed, needsKnown));
}

/** Says what differs, then brings the files in step. */
async function write(
  work: CopyWork,
  sealed: SealedMail,
  copy: KnownCopy,
  remote: PlacedMessage,
): Promise<UpdateOutcome> {
  const { last, pending } = copy;
  const deferred = sealed.mail.sendAt === undefined ? {} : { fixed: sealed.fixed };
  const names = namesOf(sealed);
  await work.record.note({ step: 'updating', hash: sealed.hash, mark: sealed.mark, names, ...deferred });
  const before = pending || remote.changeKey !== last.changeKey ? undefined : last.parts;
  const toSay = namesToSay(before, partsOf(work.id, sealed.mail));
  const said: Said =
    toSay.length > 0
      ? await sayWords(work, sealed, { messageId: last.messageId, marks: marksOf(copy), names: toSay })
      : { kind: 'said', message: remote, seen: false };
  if (said.kind !== 'said') return noteStanding(work, copy, said);
  const ours = pending && [...updatesOf(copy).flatMap((update) => update.names ?? []), ...names];
  const known = pending ? everKnown(work.record.entries(), last.files) : last.files;
  const brought = await work.files.bring(last.messageId, sealed.files, known, ours, last.theirs);
  return done(finishCopy(work, said.message, sealed, brought || pending !== undefined || said.seen));
}

/** The copy, which is ours, is deleted, to be made anew. */
async function remove(
  work: CopyWork,
  sealed: SealedMail,
  copy: KnownCopy,
  remote: PlacedMessage,
): Promise<UpdateOutcome> {
  const { id, mailbox, record, signal } = work;
  await requireOriginal(mailbox, sealed.mail, signal);
  const folderId = await draftFolderOf(work, sealed);
  await record.note({ step: 'discarding' });
  const deletion = await deleteDraft(mailbox, id, remote, signal);
  if (deletion.kind === 'sent') return done(record.markSent(deletion.message));
  if (deletion.kind === 'left') return done(noteLeft(work, copy, deletion.message));
  await record.note({ step: 'discarded' });
  return { kind: 'removed', ...(folderId === undefined ? {} : { folderId }) };
}

/** A copy that could not be deleted, because somebody changed it at that moment. @throws GraphFailure where nobody did */
export async function noteLeft(work: CopyWork, copy: KnownCopy, left: PlacedMessage): Promise<void> {
  if (await isOurs(work, left, copy)) throw changedMeanwhile();
  await work.record.note({ step: 'conflict', changeKey: left.changeKey });
}
