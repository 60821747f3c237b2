import { type Mailbox } from '../graph/mailbox.js';
import { departureTime } from './draftState.js';
import { type Position } from './ledger.js';
import { deleteAsSeen, type Evidence, lookForSent } from './settlement.js';
import { type Upload } from './upload.js';

type Of<K extends Position['kind']> = Extract<Position, { kind: K }>;
type Held = Of<'scheduled'> | Of<'cancelling'> | Of<'sending'>;

/** A mail that the mailbox holds, or may hold, until its time. `now`: milliseconds since 1970. */
export interface HeldMail<P extends Held = Held> {
  readonly upload: Upload;
  readonly mailbox: Mailbox;
  readonly id: string;
  readonly position: P;
  readonly now: number;
}

/**
 * Closer than this (milliseconds) to its time a mail that is not to be seen may have left, also where this computer's
 * clock is wrong.
 */
const margin = 10 * 60_000;

/** Whether the mailbox would still hold it, or be about to send it, if it took it. */
export function mayWait({ entry }: Held, now: number): boolean {
  return entry.due !== undefined && now < entry.due + departureTime;
}

/** Looks at a mail that was accepted for later, and writes down what is not as it was. */
export async function settleScheduled(held: HeldMail<Of<'scheduled'>>): Promise<Evidence> {
  const { upload, position, now } = held;
  const evidence = await look(held);
  if (evidence.kind === 'sent') await upload.markSent(evidence.message);
  // What is deleted while it waits does not go.
  else if (evidence.kind === 'deleted') await upload.note({ step: 'gone' });
  else if (evidence.kind === 'absent') await doubt(held, now < position.until - margin);
  else if (now >= position.until + departureTime) await doubt(held);
  return evidence;
}

/**
 * Deletes the copy that waits, or goes on with that. The mail may leave at that very moment: it counts as cancelled only
 * when it is seen as a deleted draft, or when its time is far. Where it is not sure that the request to send it came
 * before, it is destroyed: one that comes to a deleted draft might still send it.
 */
export async function cancelHeld(held: HeldMail<Of<'cancelling'>>): Promise<void> {
  const { upload, mailbox, position } = held;
  const before = await look(held);
  if (before.kind === 'sent') return upload.markSent(before.message);
  const seen = before.kind === 'deleted' ? undefined : await mailbox.get(position.entry.messageId);
  if (seen?.isDraft) await deleteAsSeen(mailbox, seen);
  const after = before.kind === 'deleted' ? before : await look(held);
  const sure = position.taken === 'seen' || (position.taken === 'accepted' && before.kind === 'draft');
  if (after.kind !== 'deleted') return concludeCancel(held, after);
  if (sure) return upload.note({ step: 'discarded' });
  await concludeCancel(held, await destroy(held));
}

/** Only what nobody changed: a person's words stay in Deleted Items. */
async function destroy(held: HeldMail<Of<'cancelling'>>): Promise<Evidence> {
  const { upload, mailbox, position } = held;
  const { messageId } = position.entry;
  const remote = await mailbox.get(messageId);
  const ours =
    remote?.folder === 'deleteditems' && remote.isDraft && (await upload.isOurs(remote, position.copy));
  if (ours) await deleteAsSeen(mailbox, remote);
  return look(held);
}

async function concludeCancel(held: HeldMail<Of<'cancelling'>>, evidence: Evidence): Promise<void> {
  const { upload, position, now } = held;
  const { due = 0 } = position.entry;
  if (evidence.kind === 'sent') return upload.markSent(evidence.message);
  if (evidence.kind !== 'absent') return doubt(held);
  // Close to its time it may have left, and not be found yet: then a later look tells.
  const tells = now < due - margin || now >= due + departureTime;
  if (tells) await upload.note({ step: 'discarded' });
}

function look({ mailbox, id, position }: HeldMail): Promise<Evidence> {
  return lookForSent(mailbox, id, position.entry.messageId);
}

/** The outcome is open again, as after a request that was not answered. */
async function doubt({ upload, position }: HeldMail, missing = false): Promise<void> {
  const { hash, messageId, due } = position.entry;
  const known = { ...(due === undefined ? {} : { due }), ...(missing ? { missing } : {}) };
  await upload.note({ step: 'sending', hash, messageId, ...known });
}
