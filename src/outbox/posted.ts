import { type Mailbox, type MessageContent, type PlacedMessage } from '../graph/mailbox.js';
import { adoptedHash, type LedgerStep, type MailboxReference } from './ledger.js';

interface PostedParts {
  readonly mailbox: Mailbox;
  readonly reference: MailboxReference;
  readonly record: { note(step: LedgerStep): Promise<void> };
}

/**
 * What another computer handed over without a draft may lie among the drafts until it leaves. Whether one of `live` is such
 * a mail; then it is noted as if this computer had sent it, and had got no answer.
 */
export async function notePosted(
  { mailbox, ...parts }: PostedParts,
  live: readonly PlacedMessage[],
): Promise<boolean> {
  const posted = await postedAmong(mailbox, live);
  if (posted === undefined) return false;
  await noteAsPosted(parts, posted);
  return true;
}

export async function noteAsPosted(
  { record, reference: mailbox }: Omit<PostedParts, 'mailbox'>,
  posted: NonNullable<MessageContent['posted']>,
): Promise<void> {
  await record.note({ step: 'posting', hash: adoptedHash, mailbox, saved: posted === 'saved' });
}

export async function postedAmong(
  mailbox: Mailbox,
  live: readonly PlacedMessage[],
): Promise<MessageContent['posted']> {
  for (const { id } of live) {
    const { posted } = await mailbox.content(id);
    if (posted !== undefined) return posted;
  }
  return undefined;
}
