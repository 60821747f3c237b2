import { type Address } from '../draft/draft.js';
import { draftTag, type FileAttachment, type MessageProperties, type Recipient } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { bytesOf, type MailFile, type SealedMail } from './fingerprint.js';

/** PidTagSensitivity (MS-OXPROPS 2.1016): not a property of Graph's message, so it goes as an extended property. */
const sensitivityProperty = 'Integer 0x0036';
const sensitivities = { normal: '0', personal: '1', private: '2', confidential: '3' } as const;

/** Bytes; smaller ones serve tests. */
export interface RequestLimits {
  /** Of a create request with its files. */
  readonly request: number;
  /** Of a file that goes in a request of its own; larger ones need an upload session. */
  readonly file: number;
}

/**
 * Graph refuses a request of more than 4 MB, Base64 included; the rest is room for the envelope. A file of 3 MB fills
 * one: the last few hundred bytes below would leave no room for its name.
 */
export const usualLimits: RequestLimits = { request: 4 * 1024 * 1024 - 64 * 1024, file: 3_145_000 };

export interface Creation {
  readonly message: MessageProperties;
  /** What is in `message`. */
  readonly fitting: readonly MailFile[];
  /** What must follow one by one. */
  readonly rest: readonly MailFile[];
}

/**
 * The body of the create request, with as many files as fit, and the files that must follow.
 * @throws Failure `attachment-changed`
 */
export async function creation(
  id: string,
  sealed: SealedMail,
  limits: RequestLimits = usualLimits,
): Promise<Creation> {
  const { mail } = sealed;
  const base = { ...properties(mail), singleValueExtendedProperties: [tag(id), ...unusualSensitivity(mail)] };
  const { fitting, rest } = fit(sealed.files, limits.request - Buffer.byteLength(JSON.stringify(base)));
  const message: MessageProperties = {
    ...base,
    ...(mail.headers.length > 0 ? { internetMessageHeaders: mail.headers } : {}),
    ...(fitting.length > 0 ? { attachments: await Promise.all(fitting.map(fileAttachment)) } : {}),
  };
  return { message, fitting, rest };
}

/** The body of an update: every property but those that Graph takes at creation only. */
export function change(id: string, mail: OutgoingMail): MessageProperties {
  // `normal` is said too: what an update leaves out stays as it was.
  return { ...properties(mail), singleValueExtendedProperties: [tag(id), sensitivity(mail)] };
}

/** @throws Failure `attachment-changed` */
export async function fileAttachment(file: MailFile): Promise<FileAttachment> {
  const { name, contentType, contentId } = file;
  const bytes = await bytesOf(file);
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    name,
    contentType,
    contentBytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
    ...(contentId === undefined ? {} : { isInline: true, contentId }),
  };
}

function properties(mail: OutgoingMail): MessageProperties {
  return {
    subject: mail.subject,
    body: { contentType: 'html', content: mail.html },
    toRecipients: mail.to.map(recipient),
    ccRecipients: mail.cc.map(recipient),
    bccRecipients: mail.bcc.map(recipient),
    replyTo: mail.replyTo.map(recipient),
    ...(mail.from === undefined ? {} : { from: recipient(mail.from) }),
    importance: mail.importance,
    categories: mail.categories,
    isReadReceiptRequested: mail.readReceipt,
    isDeliveryReceiptRequested: mail.deliveryReceipt,
  };
}

function tag(id: string): { readonly id: string; readonly value: string } {
  return { id: draftTag, value: id };
}

function sensitivity(mail: OutgoingMail): { readonly id: string; readonly value: string } {
  return { id: sensitivityProperty, value: sensitivities[mail.sensitivity] };
}

function unusualSensitivity(mail: OutgoingMail): ReturnType<typeof sensitivity>[] {
  return mail.sensitivity === 'normal' ? [] : [sensitivity(mail)];
}

function recipient({ name, address }: Address): Recipient {
  return { emailAddress: name === undefined ? { address } : { name, address } };
}

function fit(files: readonly MailFile[], room: number): { fitting: MailFile[]; rest: MailFile[] } {
  const fitting: MailFile[] = [];
  const rest: MailFile[] = [];
  for (const file of files) {
    const needed = Math.ceil(file.size / 3) * 4 + 400 + Buffer.byteLength(file.name);
    if (needed <= room) {
      room -= needed;
      fitting.push(file);
    } else rest.push(file);
  }
  return { fitting, rest };
}
