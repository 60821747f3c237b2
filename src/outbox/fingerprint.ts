import { type OutgoingMail } from '../render/outgoingMail.js';
import { markOfMail, sha256 } from './contentMark.js';
import { type ContentMark } from './ledger.js';

/** A file of the mail with its bytes. `key` is equal for equal content under an equal name in an equal use. */
export interface MailFile {
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Set for pictures inside the body. */
  readonly contentId?: string;
}

/** The mail with all its bytes in hand, and the hash that names exactly this mail. */
export interface SealedMail {
  readonly mail: OutgoingMail;
  readonly files: readonly MailFile[];
  readonly hash: string;
  readonly mark: ContentMark;
  /** Hash of what can't be changed once the mailbox copy exists. */
  readonly fixed: string;
}

/** Reads the attachments once; what is hashed here is what is uploaded, whatever happens to the files meanwhile. */
export async function seal(mail: OutgoingMail): Promise<SealedMail> {
  const attachments = await Promise.all(
    mail.attachments.map(async ({ name, contentType, read }) =>
      mailFile({ name, contentType, bytes: await read() }),
    ),
  );
  const files = [...mail.images.map(mailFile), ...attachments];
  return {
    mail,
    files,
    hash: hashOf(mail, files),
    mark: markOfMail(mail),
    // Graph's page "Update message" names no way to take a `from` away again.
    fixed: sha256(JSON.stringify([mail.headers, mail.from === undefined])),
  };
}

function mailFile(file: Omit<MailFile, 'key'>): MailFile {
  const { name, contentType, bytes, contentId } = file;
  const key = sha256(JSON.stringify([name, contentType, contentId ?? '', sha256(bytes)]));
  return { key, name, contentType, bytes, ...(contentId === undefined ? {} : { contentId }) };
}

/** SHA-256 over everything that decides what the reader gets. */
function hashOf(mail: OutgoingMail, files: readonly MailFile[]): string {
  const { to, cc, bcc, replyTo, from, subject, importance, sensitivity, categories, headers, html } = mail;
  const receipts = [mail.readReceipt, mail.deliveryReceipt];
  const parts = [
    to,
    cc,
    bcc,
    replyTo,
    from ?? null,
    subject,
    importance,
    sensitivity,
    categories,
    headers,
    receipts,
    html,
  ];
  return sha256(JSON.stringify([...parts, files.map(({ key }) => key)]));
}
