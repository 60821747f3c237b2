import type PostalMime from 'postal-mime';
import { type Address, type Attachment, type Email } from 'postal-mime';
import { type WrittenAttachment } from './attachmentWrites.js';
import { asExchangeKeepsHtml, withCrlf } from './exchangeHtml.js';
import { type MessageContent, type Recipient, type StoredBody } from './message.js';
import { notImplemented, ProtocolError } from './protocolError.js';

/** A message that came as MIME: what it writes, its files, and the ids of the thread that it names, the oldest first. */
export interface MimeMessage {
  readonly content: Partial<MessageContent>;
  readonly attachments: readonly WrittenAttachment[];
  readonly references: readonly string[];
}

/** Whether a request's body is MIME (Graph page "outlook-send-mime-message"). */
export function isMime(contentType: string): boolean {
  return /^text\/plain\b/i.test(contentType);
}

/**
 * The body of a MIME request: a whole message of RFC 5322, as Base64. Message-ID, thread and a text part of its own stay
 * as they are; what Graph has no property for, such as Date, is dropped.
 */
export async function readMime(body: Uint8Array | undefined): Promise<MimeMessage> {
  const bytes = decoded(body);
  // Loaded by itself, since hardly anybody needs it.
  const { default: parser, decodeWords } = await import('postal-mime');
  const email = await parse(parser, bytes);
  const { headers } = email;
  const value = (name: string) => headers.find(({ key }) => key === name)?.value.trim() ?? '';
  return {
    content: {
      subject: email.subject ?? '',
      body: bodyOf(email),
      toRecipients: recipients(email.to),
      ccRecipients: recipients(email.cc),
      bccRecipients: recipients(email.bcc),
      replyTo: recipients(email.replyTo),
      from: recipients(email.from && [email.from])[0] ?? null,
      importance: importanceOf(value('importance')),
      categories: decodeWords(value('keywords'))
        .split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
      isReadReceiptRequested: value('disposition-notification-to') !== '',
      // Graph may return null for a message made from MIME.
      isDeliveryReceiptRequested: null,
      internetMessageHeaders: headers
        .filter(({ key }) => key.startsWith('x-') && !ofPrograms.has(key))
        .map(({ originalKey, value: text }) => ({ name: originalKey, value: decodeWords(text.trim()) })),
      singleValueExtendedProperties: sensitivityOf(value('sensitivity')),
      ...(/^<[^<>\s]+>$/.test(value('message-id')) ? { internetMessageId: value('message-id') } : {}),
    },
    attachments: email.attachments.map(fileOf),
    references: referencesOf(value('references'), value('in-reply-to')),
  };
}

/** What mail programs tell each other, and what another property says. */
const ofPrograms = new Set(['x-unsent', 'x-priority', 'x-msmail-priority']);

/** Line breaks are allowed in Base64 of a mail (RFC 2045 §6.8). */
function decoded(body: Uint8Array | undefined): Uint8Array {
  const text = Buffer.from(body ?? new Uint8Array())
    .toString('latin1')
    .replace(/\s+/g, '');
  const bytes = Buffer.from(text, 'base64');
  if (text !== '' && bytes.toString('base64') === text) return bytes;
  throw new ProtocolError(
    400,
    'ErrorMimeContentInvalidBase64String',
    'Invalid base64 string for MIME content.',
  );
}

async function parse(parser: Pick<typeof PostalMime, 'parse'>, bytes: Uint8Array): Promise<Email> {
  try {
    return await parser.parse(bytes, { maxRfc822NestingDepth: 0, maxNestingDepth: 50 });
  } catch {
    throw new ProtocolError(400, 'ErrorMimeContentInvalid', 'The MIME content is not valid.');
  }
}

function bodyOf({ html, text }: Email): StoredBody {
  if (html === undefined) {
    const original = text ?? '';
    return { contentType: 'text', content: withCrlf(original), original };
  }
  const whole: StoredBody = { contentType: 'html', content: asExchangeKeepsHtml(html), original: html };
  return text === undefined ? whole : { ...whole, text };
}

function recipients(addresses: readonly Address[] | undefined): Recipient[] {
  return (addresses ?? []).flatMap((each) => {
    const members = each.group ?? [each];
    return members.map(({ name, address }) => ({ emailAddress: { name: name || address, address } }));
  });
}

function importanceOf(value: string): MessageContent['importance'] {
  const word = value.toLowerCase();
  return word === 'low' || word === 'high' ? word : 'normal';
}

/** RFC 4021 §2.1.56 as PidTagSensitivity ([MS-OXCMSG] 2.2.1.13). */
function sensitivityOf(value: string): MessageContent['singleValueExtendedProperties'] {
  const level = ['personal', 'private', 'company-confidential'].indexOf(value.toLowerCase()) + 1;
  return level === 0 ? [] : [{ id: 'Integer 0x0036', value: String(level) }];
}

/** RFC 5322 §3.6.4: the message answered comes last. */
function referencesOf(references: string, inReplyTo: string): string[] {
  const ids = (text: string): readonly string[] => text.match(/<[^<>\s]+>/g) ?? [];
  const [answered, thread] = [ids(inReplyTo), ids(references)];
  return [...thread.filter((id) => !answered.includes(id)), ...answered];
}

function fileOf({
  filename,
  mimeType,
  disposition,
  related,
  contentId,
  content,
}: Attachment): WrittenAttachment {
  if (mimeType === 'message/rfc822') throw notImplemented('attachments that are not files');
  if (typeof content === 'string') throw new TypeError('The content of an attachment is bytes.');
  return {
    name: filename ?? 'attachment',
    contentType: mimeType,
    isInline: contentId !== undefined && (disposition === 'inline' || related === true),
    contentId: contentId?.replace(/[<>]/g, '') ?? null,
    contentLocation: null,
    bytes: new Uint8Array(content),
  };
}
