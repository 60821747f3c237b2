import { isLiveDraft, type Mailbox, type PlacedMessage } from '../graph/mailbox.js';
import { withRecord } from './draftRecord.js';
import { type DraftState, stateOf } from './draftState.js';
import { seal, type SealedMail } from './fingerprint.js';
import { type KnownCopy, type Position, positionOf } from './ledgerPosition.js';
import { type Job, type OutboxParts } from './outboxParts.js';
import { sentUntagged } from './seenCopy.js';
import { Upload } from './upload.js';

/** A draft, with the mail that its file makes now, which is only made where something happened. */
export interface Question extends Pick<Job, 'id' | 'mailbox'> {
  mail(): Promise<Job['mail']>;
}

/**
 * Asks what happened to a draft elsewhere (another computer, Outlook), and writes it down. In the mailbox nothing is changed,
 * but for second drafts of this mail that this computer made, and that nobody changed. One request, and no lock, where
 * nothing happened. Absent: so it is, or somebody works on the draft now.
 */
export async function lookElsewhere(
  parts: OutboxParts,
  job: Question,
  signal?: AbortSignal,
): Promise<DraftState | undefined> {
  const { id } = job;
  const position = positionOf(await parts.ledger.read(id));
  const reference = 'copy' in position ? position.copy.last.mailbox : job.mailbox;
  const mailbox = await parts.mailbox(reference);
  if (!(await differs(mailbox, id, position, signal))) return undefined;
  const held = parts.lock.tryAcquire(id);
  if (!held) return undefined;
  return withRecord(parts, id, held, async (record) => {
    const upload = new Upload(parts, record, reference, mailbox, signal ? { signal } : {});
    const sealed = await seal(await job.mail());
    const current = upload.position();
    if (isNews(current)) await upload.meet(sealed);
    else if (current.kind === 'uploaded') await noteCopy(mailbox, upload, current, sealed);
    return stateOf(upload.entries(), sealed.hash, false, parts.clock.now());
  });
}

/** Asked by the tag, which shows other drafts of this mail too; by the id of the copy where that tells no more. */
async function differs(
  mailbox: Mailbox,
  id: string,
  position: Position,
  signal?: AbortSignal,
): Promise<boolean> {
  if (isNews(position)) {
    const tagged = await mailbox.findByTag(id, signal);
    return tagged.some(({ folder }) => folder !== 'deleteditems');
  }
  if (position.kind !== 'uploaded') return false;
  const { last } = position.copy;
  const tagged = last.untagged ? [] : await mailbox.findByTag(id, signal);
  if (tagged.some((message) => message.id !== last.messageId && isOfUse(message))) return true;
  const remote =
    tagged.find((message) => message.id === last.messageId) ?? (await mailbox.get(last.messageId, signal));
  if (!isLiveDraft(remote)) return true;
  return remote.changeKey !== last.changeKey && !position.conflict;
}

async function noteCopy(
  mailbox: Mailbox,
  upload: Upload,
  { copy, conflict }: { readonly copy: KnownCopy; readonly conflict: boolean },
  sealed: SealedMail,
): Promise<void> {
  const { messageId, untagged } = copy.last;
  const tagged = untagged ? [] : await mailbox.findByTag(upload.id);
  const others = await upload.clearStrays(tagged);
  const remote = (await mailbox.get(messageId)) ?? tagged.find(({ id }) => id === messageId);
  const sent =
    remote?.isDraft === false
      ? remote
      : // Sent from Outlook the copy may have another id, which only its tag leads to.
        ((await sentUntagged(mailbox, copy)) ?? tagged.find(({ isDraft }) => !isDraft));
  if (sent) return upload.endAsSent(sent);
  if (!isLiveDraft(remote)) return upload.note({ step: 'gone' });
  if (conflict) return;
  if (!(await upload.isOurs(remote, copy)))
    return upload.note({ step: 'conflict', changeKey: remote.changeKey });
  if (await upload.giveWay(copy, remote, others)) await upload.meet(sealed);
}

/** Sent, or a draft that may be. */
function isOfUse(message: PlacedMessage): boolean {
  return !message.isDraft || isLiveDraft(message);
}

/** No copy is known; one that was seen to be gone may only not have been found for a moment. */
function isNews(position: Position): boolean {
  return position.kind === 'none';
}
