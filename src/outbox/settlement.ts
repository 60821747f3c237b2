import { type Clock, within } from '../clock.js';
import { Cancelled, Failure } from '../failure.js';
import { type Mailbox, type PlacedMessage } from '../graph/mailbox.js';
import { type Log } from '../log.js';

/** What the mailbox shows of a mail whose sending was begun. */
export type Evidence =
  | { readonly kind: 'sent'; readonly message: PlacedMessage }
  /** It still lies there as a draft: queued, or never accepted. */
  | { readonly kind: 'draft' }
  /** No copy is to be seen: under way, deleted, or not yet indexed. */
  | { readonly kind: 'absent' }
  /** The mailbox could not be asked. */
  | { readonly kind: 'unreachable' };

/** Waits before each look, in seconds: a Sent copy takes some (graph-docs "things to know about send mail"). */
const patience = [0, 1, 2, 4, 8, 12];

/** Looks once: by id first, since that reads the store; then by tag, since the id may change on sending. */
export async function lookForSent(
  mailbox: Mailbox,
  id: string,
  messageId: string,
  signal?: AbortSignal,
): Promise<Evidence> {
  const known = await mailbox.get(messageId, signal);
  if (known && !known.isDraft) return { kind: 'sent', message: known };
  if (known && known.folder !== 'deleteditems') return { kind: 'draft' };
  const tagged = await mailbox.findByTag(id, signal);
  const sent = tagged.find((message) => !message.isDraft);
  if (sent) return { kind: 'sent', message: sent };
  return tagged.some((message) => message.folder !== 'deleteditems') ? { kind: 'draft' } : { kind: 'absent' };
}

/** The answer of `send` is due 30 s after the request; milliseconds, with a little to spare. */
const answerDue = 29_000;
/** Longest wait for the answer to the one request that sends (milliseconds); the rest is for looking. */
const requestDue = 18_000;

/** The one request. A time limit that strikes shows as `Cancelled`, which proves nothing. */
export async function sendOnce(mailbox: Mailbox, messageId: string, clock: Clock): Promise<void> {
  await within(clock, requestDue, (signal) => mailbox.send(messageId, signal));
}

/**
 * Looks until the mail shows as sent, or until an answer is due; then says what was seen last. `since`: when the request
 * began. Never throws for a mailbox that fails or a sign-in that ended: it can't be asked.
 */
export async function waitForSent(
  mailbox: Mailbox,
  id: string,
  messageId: string,
  { clock, log, since }: { readonly clock: Clock; readonly log: Log; readonly since: number },
): Promise<Evidence> {
  let evidence: Evidence = { kind: 'unreachable' };
  const left = Math.max(1000, since + answerDue - clock.now());
  const look = async (due: AbortSignal) => {
    for (const seconds of patience) {
      await clock.sleep(seconds * 1000, due);
      evidence = await lookSafely(mailbox, id, messageId, due, log);
      if (evidence.kind === 'sent') return;
    }
  };
  try {
    await within(clock, left, look);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  return evidence;
}

async function lookSafely(
  mailbox: Mailbox,
  id: string,
  messageId: string,
  signal: AbortSignal,
  log: Log,
): Promise<Evidence> {
  try {
    return await lookForSent(mailbox, id, messageId, signal);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn(`outbox: could not look for ${id}: ${error.code}`);
    return { kind: 'unreachable' };
  }
}
