import { type Clock, steadyTime } from '../clock.js';
import { isLiveDraft, type Mailbox, type MessageProperties, postedProperty } from '../graph/mailbox.js';
import { type Log } from '../log.js';
import { type SealedMail } from './fingerprint.js';
import { creation, type RequestLimits } from './graphMessage.js';
import { knownCopies, type MailboxReference } from './ledger.js';
import { type Position } from './ledgerPosition.js';
import { needsMime } from './mimeNeed.js';
import { outboxFailures } from './outboxFailures.js';
import { isLate, keepTime, markOf } from './deferral.js';
import { codeOf, lookForPosted, provesNothingLeft, sendOnce, waitForSent } from './settlement.js';
import { notePosted } from './posted.js';
import { lookAt } from './twoClocks.js';
import { type Upload } from './upload.js';

/** What sending without a draft asks the person. */
export interface DirectScreen {
  /** Whether a copy comes to Sent Items; absent: nothing is to be sent. */
  confirm(): Promise<'saved' | 'unsaved' | undefined>;
  /** Waits out the time in which a send can be undone. False: undone. */
  hold(): Promise<boolean>;
  /** From here on nothing can be undone. */
  sending(): void;
}

export interface DirectParts {
  readonly id: string;
  readonly upload: Upload;
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  readonly log: Log;
}

/** @throws Failure with the reason why this mail can't go without a draft in the mailbox */
export async function directMessage(
  id: string,
  sealed: SealedMail,
  position: Position,
  limits?: RequestLimits,
): Promise<MessageProperties> {
  if (position.kind === 'sent') throw outboxFailures.alreadySent();
  if (position.kind === 'posting') throw unsettledPost(position);
  if (position.kind !== 'none') throw outboxFailures.directCopy();
  if (sealed.mail.answers) throw outboxFailures.directAnswer();
  if (sealed.mail.sendAt !== undefined) throw outboxFailures.directLater();
  if (needsMime(sealed.mail)) throw outboxFailures.directMime();
  const { message, rest } = await creation(id, sealed, limits);
  if (rest.length > 0) throw outboxFailures.directTooLarge();
  return message;
}

/** Why nothing is done with a mail whose one request was not settled. */
export function unsettledPost({ entry, acceptedAt }: Extract<Position, { kind: 'posting' }>) {
  return entry.saved || acceptedAt !== undefined ? outboxFailures.unsettled() : outboxFailures.untold();
}

/** Another machine may have put it there, or sent it. True: it was sent, or waits to leave, and that is noted. */
export async function sentElsewhere(
  { upload, mailbox, id }: DirectParts,
  reference: MailboxReference,
): Promise<boolean> {
  const tagged = await mailbox.findByTag(id);
  const sent = tagged.find((message) => !message.isDraft);
  if (sent) await upload.markSent(sent);
  if (sent) return true;
  const live = tagged.filter(isLiveDraft);
  if (await notePosted({ mailbox, reference, record: upload }, live)) return true;
  if (live.length > 0) throw outboxFailures.directCopy();
  return false;
}

/** The one request. It is never repeated; without an answer Sent Items are searched, where a copy was asked for. */
export async function postDirectly(
  parts: DirectParts,
  message: MessageProperties,
  note: { readonly hash: string; readonly mailbox: MailboxReference; readonly saved: boolean },
): Promise<void> {
  const { id, upload, mailbox, clock, log } = parts;
  await upload.announce({ step: 'posting', ...note }, { step: 'create-refused' });
  const since = steadyTime(clock);
  let accepted = false;
  try {
    await sendOnce(clock, (signal) => mailbox.sendMail(marked(message, note.saved), note.saved, signal));
    accepted = true;
  } catch (error) {
    if (provesNothingLeft(error)) {
      await upload.note({ step: 'create-refused' });
      throw error;
    }
    log.warn(`outbox: sending ${id} without a draft was not answered: ${codeOf(error)}`);
  }
  if (accepted) await upload.note({ step: 'accepted' });
  if (!note.saved) return settlePosted(parts);
  const known = knownCopies(upload.entries());
  const look = (signal: AbortSignal) => lookForPosted(mailbox, id, known, signal);
  const wait = () => waitForSent(look, { clock, log, since });
  const { value: evidence, moment } = await lookAt(mailbox, clock, wait);
  if (evidence.kind === 'sent') await upload.markSent(evidence.message);
  else await keepTime(upload, moment);
}

function marked(message: MessageProperties, saved: boolean): MessageProperties {
  const { singleValueExtendedProperties = [] } = message;
  const mark = { id: postedProperty, value: saved ? 'saved' : 'unsaved' };
  return { ...message, singleValueExtendedProperties: [...singleValueExtendedProperties, mark] };
}

/**
 * Settles what can be settled: by the copy in Sent Items, else by the mailbox's word that it accepted the mail, unless the
 * copy still lies there as a draft.
 */
export async function settlePosted({ id, upload, mailbox, clock }: DirectParts): Promise<void> {
  const position = upload.position();
  if (position.kind !== 'posting') return;
  const { entry, acceptedAt } = position;
  const mark = markOf(upload);
  const known = knownCopies(upload.entries());
  const look = () => lookForPosted(mailbox, id, known);
  const seen = entry.saved ? await lookAt(mailbox, clock, look) : undefined;
  if (seen?.value.kind === 'sent') return upload.markSent(seen.value.message);
  if (seen) await keepTime(upload, seen.moment);
  if (seen && seen.value.kind !== 'absent') return;
  if (acceptedAt !== undefined && (!seen || isLate(mark, seen.moment))) {
    await upload.note({ step: 'sent', sentAt: new Date(acceptedAt).toISOString() });
  }
}
