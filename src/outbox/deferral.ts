import { type Clock } from '../clock.js';
import { type Mailbox } from '../graph/mailbox.js';
import { departureTime } from './draftState.js';
import { type Position } from './ledgerPosition.js';
import { deleteAsSeen, type Evidence, lookForSent } from './settlement.js';
import { isPast, isYetToCome, lookAt, markSince, type Moment, newMark, type TimeMark } from './twoClocks.js';
import { type Upload } from './upload.js';

type Of<K extends Position['kind']> = Extract<Position, { kind: K }>;
type Held = Of<'scheduled'> | Of<'cancelling'> | Of<'sending'>;

/** A mail that the mailbox holds, or may hold, until its time. */
export interface HeldMail<P extends Held = Held> {
  readonly upload: Upload;
  readonly mailbox: Mailbox;
  readonly id: string;
  readonly clock: Clock;
  readonly position: P;
}

/**
 * Closer than this (milliseconds) to its time a mail that is not to be seen may have left, also where this computer's
 * clock is wrong.
 */
const margin = 10 * 60_000;

/** Whether no request comes any more that was under way at `mark`, nor anything leaves that was `due`. */
export function isLate(mark: TimeMark | undefined, moment: Moment, due = 0): boolean {
  return mark !== undefined && isPast(mark, Math.max(mark.date, due) + departureTime, moment);
}

/** Writes down, as long as something is open, from when on its time is counted. */
export async function keepTime(upload: Upload, moment: Moment): Promise<void> {
  const position = upload.position();
  if (!['sending', 'scheduled', 'cancelling', 'posting'].includes(position.kind)) return;
  const begun = newMark(markOf(upload), moment);
  if (begun) await upload.note(begun);
}

/** Of what is open now. */
export function markOf(upload: Upload): TimeMark | undefined {
  const position = upload.position();
  return markSince(upload.entries(), 'entry' in position ? position.entry : undefined);
}

/** Looks at a mail that was accepted for later, and writes down what is not as it was. */
export async function settleScheduled(held: HeldMail<Of<'scheduled'>>): Promise<Evidence> {
  const { upload, position } = held;
  const { value: evidence, moment } = await look(held);
  const mark = markOf(upload);
  if (evidence.kind === 'sent') await upload.markSent(evidence.message);
  // What is deleted while it waits does not go.
  else if (evidence.kind === 'deleted') await upload.note({ step: 'gone' });
  else if (evidence.kind === 'absent')
    await doubt(held, moment, isYetToCome(mark, position.until - margin, moment));
  else if (isPast(mark, position.until + departureTime, moment)) await doubt(held, moment);
  else await keepTime(upload, moment);
  return evidence;
}

/**
 * Deletes the copy that waits, or goes on with that. The mail may leave at that very moment: it counts as cancelled only
 * when it is seen as a deleted draft, or when its time is far. Where it is not sure that the request to send it came
 * before, it is destroyed: one that comes to a deleted draft might still send it.
 */
export async function cancelHeld(held: HeldMail<Of<'cancelling'>>): Promise<void> {
  const { upload, mailbox, position } = held;
  const { value: before, moment } = await look(held);
  await keepTime(upload, moment);
  if (before.kind === 'sent') return upload.markSent(before.message);
  const seen = before.kind === 'deleted' ? undefined : await mailbox.get(position.entry.messageId);
  if (seen?.isDraft) await deleteAsSeen(mailbox, seen);
  const after = before.kind === 'deleted' ? { value: before, moment } : await look(held);
  const sure = position.taken === 'seen' || (position.taken === 'accepted' && before.kind === 'draft');
  if (after.value.kind !== 'deleted') return concludeCancel(held, after);
  if (sure) return upload.note({ step: 'discarded' });
  await concludeCancel(held, await destroy(held));
}

/** Only what nobody changed: a person's words stay in Deleted Items. */
async function destroy(held: HeldMail<Of<'cancelling'>>): Promise<Look> {
  const { upload, mailbox, position } = held;
  const { messageId } = position.entry;
  const remote = await mailbox.get(messageId);
  const ours =
    remote?.folder === 'deleteditems' &&
    remote.isDraft &&
    (await upload.isOursToDelete(remote, position.copy));
  if (ours) await deleteAsSeen(mailbox, remote);
  return look(held);
}

async function concludeCancel(
  held: HeldMail<Of<'cancelling'>>,
  { value: evidence, moment }: Look,
): Promise<void> {
  const { upload, position } = held;
  const mark = markOf(upload);
  const { due = 0 } = position.entry;
  if (evidence.kind === 'sent') return upload.markSent(evidence.message);
  if (evidence.kind !== 'absent') return doubt(held, moment);
  // Close to its time it may have left, and not be found yet: then a later look tells.
  const tells = isYetToCome(mark, due - margin, moment) || isLate(mark, moment, due);
  if (tells) await upload.note({ step: 'discarded' });
}

interface Look {
  readonly value: Evidence;
  readonly moment: Moment;
}

function look({ mailbox, clock, id, position }: HeldMail): Promise<Look> {
  return lookAt(mailbox, clock, () => lookForSent(mailbox, id, position.entry.messageId));
}

/** The outcome is open again, as after a request that was not answered. */
async function doubt({ upload, position }: HeldMail, moment: Moment, missing = false): Promise<void> {
  const { hash, messageId, due } = position.entry;
  const known = { ...(due === undefined ? {} : { due }), ...(missing ? { missing } : {}) };
  await upload.note({ step: 'sending', hash, messageId, ...known });
  await keepTime(upload, moment);
}
