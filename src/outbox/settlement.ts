import { type Clock, steadyTime, within } from '../clock.js';
import { Cancelled, Failure } from '../failure.js';
import { GraphFailure } from '../graph/errors.js';
import { type Mailbox, type PlacedMessage } from '../graph/mailbox.js';
import { type Log } from '../log.js';

/** What the mailbox shows of a mail whose sending was begun. */
export type Evidence =
  | { readonly kind: 'sent'; readonly message: PlacedMessage }
  /** It still lies there as a draft: queued, or never accepted. */
  | { readonly kind: 'draft' }
  /** It lies in Deleted Items, and was a draft until then. */
  | { readonly kind: 'deleted' }
  /** No copy is to be seen: under way, destroyed, or not yet indexed. */
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
  // One that is not found by its id for a moment. Another is an earlier copy or another computer's, and says nothing.
  if (tagged.some((message) => message.id === messageId && message.folder !== 'deleteditems'))
    return { kind: 'draft' };
  return { kind: known ? 'deleted' : 'absent' };
}

/** What became of a draft that was to be deleted. `left`: it is still there, or again. */
export type Deletion =
  | Extract<Evidence, { kind: 'sent' | 'deleted' | 'absent' }>
  | { readonly kind: 'left'; readonly message: PlacedMessage };

/**
 * Deletes a draft as it was `seen`, and says what the mailbox shows then: sent in Outlook at this very moment it is there
 * no less; and a message that was just made may not be found for a moment, which counts as deleted until one looks
 * (olkcli#118).
 */
export async function deleteDraft(
  mailbox: Mailbox,
  id: string,
  seen: PlacedMessage,
  signal?: AbortSignal,
): Promise<Deletion> {
  for (let last = false; ; last = true) {
    await deleteAsSeen(mailbox, seen, signal);
    const left = await mailbox.get(seen.id, signal);
    if (left?.isDraft && left.folder === 'deleteditems') return { kind: 'deleted' };
    if (left?.isDraft) {
      if (last || left.changeKey !== seen.changeKey) return { kind: 'left', message: left };
      continue;
    }
    const evidence = await lookForSent(mailbox, id, seen.id, signal);
    if (evidence.kind === 'sent' || evidence.kind === 'deleted') return evidence;
    if (last || evidence.kind === 'absent') return { kind: 'absent' };
  }
}

/** False: somebody changed it at this moment, so that it may be there still. */
export async function deleteAsSeen(
  mailbox: Mailbox,
  seen: PlacedMessage,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await mailbox.delete(seen.id, signal, seen.changeKey);
    return true;
  } catch (error) {
    if (error instanceof GraphFailure && error.code === 'message-changed-meanwhile') return false;
    throw error;
  }
}

/**
 * Looks once for the copy in Sent Items of a mail that never was a draft. Until it leaves it lies there as one; `known`:
 * ids of earlier drafts of this mail, which say nothing.
 */
export async function lookForPosted(
  mailbox: Mailbox,
  id: string,
  known: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Evidence> {
  const tagged = await mailbox.findByTag(id, signal);
  const sent = tagged.find((message) => !message.isDraft);
  if (sent) return { kind: 'sent', message: sent };
  const drafts = tagged.filter((message) => !known.has(message.id));
  if (drafts.some(({ folder }) => folder !== 'deleteditems')) return { kind: 'draft' };
  return { kind: drafts.length > 0 ? 'deleted' : 'absent' };
}

/** The answer of `send` is due 30 s after the request; milliseconds, with a little to spare. */
const answerDue = 29_000;
/** Longest wait for the answer to the one request that sends (milliseconds); the rest is for looking. */
const requestDue = 18_000;

/** The one request. A time limit that strikes shows as `Cancelled`, which proves nothing. */
export async function sendOnce(clock: Clock, request: (signal: AbortSignal) => Promise<void>): Promise<void> {
  await within(clock, requestDue, request);
}

/** One look at the mailbox. */
export type Look = (signal: AbortSignal) => Promise<Evidence>;

/**
 * Looks until the mail shows as sent, or until an answer is due; then says what was seen last. `since`: when the request
 * began (steadyTime). Never throws for a mailbox that fails or a sign-in that ended: it can't be asked.
 */
export async function waitForSent(
  look: Look,
  { clock, log, since }: { readonly clock: Clock; readonly log: Log; readonly since: number },
): Promise<Evidence> {
  let evidence: Evidence = { kind: 'unreachable' };
  const left = Math.max(1000, since + answerDue - steadyTime(clock));
  const looks = async (due: AbortSignal) => {
    for (const seconds of patience) {
      await clock.sleep(seconds * 1000, due);
      evidence = await lookSafely(look, due, log);
      if (evidence.kind === 'sent') return;
    }
  };
  try {
    await within(clock, left, looks);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
  }
  return evidence;
}

async function lookSafely(look: Look, signal: AbortSignal, log: Log): Promise<Evidence> {
  try {
    return await look(signal);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn(`outbox: could not look for a mail that was sent: ${error.code}`);
    return { kind: 'unreachable' };
  }
}

/**
 * A refusal by the mailbox, a connection that was never made, or a token that could not be had: the request was not
 * carried out. Everything else may have been.
 */
export function provesNothingLeft(error: unknown): error is Failure {
  if (error instanceof GraphFailure) return error.refused;
  return error instanceof Failure;
}

/** For the log. */
export function codeOf(error: unknown): string {
  if (error instanceof Failure) return error.code;
  return error instanceof Cancelled ? 'cancelled' : error instanceof Error ? error.name : 'unknown';
}
