import { domainToASCII } from 'node:url';
import { type Clock } from '../clock.js';
import { emlOf, unknownDomain } from '../render/eml.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { bytesOf, type MailFile, type SealedMail } from './fingerprint.js';
import { type RequestLimits } from './graphMessage.js';

/** A mail as one MIME message, with as many files as fit, and the files that must follow. */
export interface MimeCreation {
  readonly mime: Uint8Array;
  /** What is in `mime`. */
  readonly fitting: readonly MailFile[];
  readonly rest: readonly MailFile[];
}

/**
 * The Message-ID of a draft that is made from MIME: the same on every machine, since an answer that was lost is settled
 * by it. One copy at a time has it, and one mail is sent by it. `sender`: the address of the mailbox.
 */
export function messageIdOf(draftId: string, sender: string | undefined): string {
  return `<${draftId}@${domainOf(sender)}>`;
}

function domainOf(address = ''): string {
  const domain = address.includes('@') ? domainToASCII(address.slice(address.lastIndexOf('@') + 1)) : '';
  return /^[a-z0-9.-]+$/.test(domain) ? domain : unknownDomain;
}

/**
 * What Graph keeps of it, and what it drops, is not written anywhere, so that the update that brings the tag says all
 * other properties once more. @throws Failure `attachment-changed`
 */
export async function mimeCreation(
  { mail, files }: SealedMail,
  { messageId, limits, clock }: { messageId: string; limits: RequestLimits; clock: Clock },
): Promise<MimeCreation> {
  const [unique = '', domain = unknownDomain] = messageId.slice(1, -1).split('@');
  const date = new Date(clock.now());
  const written = (held: readonly MailFile[]) =>
    withFiles(mail, held).then((whole) => emlOf(whole, { date, unique, domain, forMailbox: true }));
  // As Base64 the request is a third longer than the mail.
  const room = Math.floor(limits.request / 4) * 3 - (await written([])).byteLength;
  const { fitting, rest } = fit(files, room);
  return { mime: await written(fitting), fitting, rest };
}

async function withFiles(mail: OutgoingMail, files: readonly MailFile[]): Promise<OutgoingMail> {
  const images: OutgoingMail['images'][number][] = [];
  const attachments: OutgoingMail['attachments'][number][] = [];
  for (const file of files) {
    const { name, contentType, size, contentId } = file;
    const bytes = await bytesOf(file);
    if (contentId !== undefined) images.push({ name, contentType, contentId, bytes });
    else attachments.push({ name, contentType, size, read: () => Promise.resolve(bytes) });
  }
  return { ...mail, images, attachments };
}

/** Base64 in lines of 76 characters (RFC 2045 §6.8), with room for the head of the part. */
function fit(files: readonly MailFile[], room: number): Pick<MimeCreation, 'fitting' | 'rest'> {
  const fitting: MailFile[] = [];
  const rest: MailFile[] = [];
  let left = room;
  for (const file of files) {
    const needed = Math.ceil(file.size / 57) * 78 + 800 + 9 * Buffer.byteLength(file.name);
    if (needed <= left) {
      left -= needed;
      fitting.push(file);
    } else rest.push(file);
  }
  return { fitting, rest };
}
