import { GraphFailure } from '../graph/errors.js';
import { type Mailbox, type MessageContent } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { markOfMessage } from './contentMark.js';
import { holdsBorder, splitHistory, withOwn } from './history.js';
import { type ContentMark } from './ledger.js';
import { type KnownCopy } from './ledgerPosition.js';
import { outboxFailures } from './outboxFailures.js';

/**
 * The whole body of an answer, with the text of `mail` above the history that the mailbox holds. `known`: the marks that
 * the copy may have, so that nothing but what was put there before is replaced. @throws Failure `history-unclear`
 */
export async function answerBody(
  mailbox: Mailbox,
  messageId: string,
  mail: OutgoingMail,
  known: readonly ContentMark[],
  signal?: AbortSignal,
): Promise<string> {
  const content = await mailbox.content(messageId, signal);
  const body = splitHistory(content.html);
  if (!body || !known.some((mark) => markOfMessage(content, mark) === mark))
    throw outboxFailures.historyUnclear();
  return withOwn(body, mail.html);
}

/** Who gets an answer, and under which subject, as its mailbox copy says. */
export interface Addressed extends Pick<MessageContent, 'subject' | 'to' | 'cc' | 'bcc' | 'names'> {
  /** Names of the files that came along with the message answered, pictures within it left out. */
  readonly files: readonly string[];
}

/** Absent: the mail answers nothing, so that its draft says it all. */
export async function addressedBy(
  mailbox: Mailbox,
  { answers }: OutgoingMail,
  { messageId, theirs = [] }: KnownCopy['last'],
): Promise<Addressed | undefined> {
  if (!answers) return undefined;
  const { subject, to, cc, bcc, names } = await mailbox.content(messageId);
  const listed = theirs.length > 0 ? await mailbox.attachments(messageId) : [];
  const came = listed.filter(({ id, isInline }) => theirs.includes(id) && !isInline);
  const files = came.map(({ name }) => name);
  return { subject, to, cc, bcc, ...(names ? { names } : {}), files };
}

export function sameAddressed(a: Addressed | undefined, b: Addressed | undefined): boolean {
  const plain = (one: Addressed | undefined) =>
    one && JSON.stringify([one.subject, one.to, one.cc, one.bcc, one.files]);
  return plain(a) === plain(b);
}

/** @throws Failure `history-in-text`: a later update could not tell where the text ends. */
export function refuseBorder({ answers, html }: OutgoingMail): void {
  if (answers && holdsBorder(html)) throw outboxFailures.historyInText();
}

interface Named {
  readonly name: string;
}

/**
 * The files of an answer that did not come along with the message answered, told by their names: somebody's, or ours.
 * Where that message is not there any more nobody can tell, and none counts as its.
 */
export async function notOfOriginal<T extends Named>(
  mailbox: Mailbox,
  listed: readonly T[],
  original: string | undefined,
  signal?: AbortSignal,
): Promise<readonly T[]> {
  if (listed.length === 0 || original === undefined) return listed;
  const ask = () => mailbox.attachments(original, signal);
  const theirs = await ask().catch(async (error: unknown) => {
    if (!originalIsGone(error)) throw error;
    // Not found for a moment, or gone.
    return (await mailbox.get(original, signal)) ? ask() : [];
  });
  return leftOver(listed, theirs);
}

/** Without those that have a name of `others`, each of which stands for one. */
export function leftOver<T extends Named>(listed: readonly T[], others: readonly Named[]): readonly T[] {
  const names = others.map(({ name }) => name);
  return listed.filter(({ name }) => {
    const at = names.indexOf(name);
    if (at >= 0) names.splice(at, 1);
    return at < 0;
  });
}

/** The mailbox says that it does not hold the message that is answered. */
export function originalIsGone(error: unknown): boolean {
  return error instanceof GraphFailure && ['message-not-found', 'message-id-invalid'].includes(error.code);
}

/** @throws Failure `original-missing` */
export async function requireOriginal(
  mailbox: Mailbox,
  { answers }: OutgoingMail,
  signal?: AbortSignal,
): Promise<void> {
  if (!answers) return;
  try {
    if (await mailbox.get(answers.messageId, signal)) return;
  } catch (error) {
    if (!originalIsGone(error)) throw error;
  }
  throw outboxFailures.originalMissing();
}
