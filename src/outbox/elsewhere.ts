import { isLiveDraft, type Mailbox } from '../graph/mailbox.js';
import { withRecord } from './draftRecord.js';
import { type DraftState, stateOf } from './draftState.js';
import { seal } from './fingerprint.js';
import { type KnownCopy, type Position, positionOf } from './ledger.js';
import { type Job, type OutboxParts } from './outboxParts.js';
import { sentUntagged } from './seenCopy.js';
import { Upload } from './upload.js';

/** A draft, with the mail that its file makes now, which is only made where something happened. */
export interface Question extends Pick<Job, 'id' | 'mailbox'> {
  mail(): Promise<Job['mail']>;
}

/**
 * Asks what happened to a draft elsewhere (another computer, Outlook), and writes it down; nothing is changed in the
 * mailbox. One request, and no lock, where nothing happened. Absent: so it is, or somebody works on the draft now.
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
    else if (current.kind === 'uploaded') await noteCopy(mailbox, id, upload, current);
    return stateOf(upload.entries(), sealed.hash, false, parts.clock.now());
  });
}

/** A draft whose copy is not known is asked for by its tag, and the others by the id of the copy. */
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
  const remote = await mailbox.get(last.messageId, signal);
  if (!isLiveDraft(remote)) return true;
  return remote.changeKey !== last.changeKey && !position.conflict;
}

async function noteCopy(
  mailbox: Mailbox,
  id: string,
  upload: Upload,
  { copy, conflict }: { readonly copy: KnownCopy; readonly conflict: boolean },
): Promise<void> {
  const remote = await mailbox.get(copy.last.messageId);
  if (remote?.isDraft && remote.folder !== 'deleteditems') {
    if (!conflict && !(await upload.isOurs(remote, copy)))
      await upload.note({ step: 'conflict', changeKey: remote.changeKey });
    return;
  }
  // Sent from Outlook the copy may have another id, which only its tag leads to.
  const untagged = await sentUntagged(mailbox, copy);
  const tagged =
    remote && !remote.isDraft ? [remote] : ((untagged && [untagged]) ?? (await mailbox.findByTag(id)));
  const sent = tagged.find(({ isDraft }) => !isDraft);
  if (sent) await upload.markSent(sent);
  else await upload.note({ step: 'gone' });
}

/** Nothing is known of any copy, and none is known to have been deleted. */
function isNews(position: Position): boolean {
  return position.kind === 'none' && !position.gone;
}
