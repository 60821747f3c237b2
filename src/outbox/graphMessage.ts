import { type Address } from '../draft/draft.js';
import { draftTag, type FileAttachment, type MessageProperties, type Recipient } from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { type MailFile, type SealedMail } from './fingerprint.js';

/** PidTagSensitivity (MS-OXPROPS 2.1016): not a property of Graph's message, so it goes as an extended property. */
const sensitivityProperty = 'Integer 0x0036';
const sensitivities = { normal: '0', personal: '1', private: '2', confidential: '3' } as const;

/** Graph refuses a request of more than 4 MB, Base64 included; the rest is room for the envelope. */
const largestRequest = 4 * 1024 * 1024 - 64 * 1024;

/** The body of the create request, with as many files as fit, and the files that must follow one by one. */
export function creation(
  id: string,
  sealed: SealedMail,
): { message: MessageProperties; rest: readonly MailFile[] } {
  const { mail } = sealed;
  const base = { ...properties(mail), singleValueExtendedProperties: [tag(id), ...unusualSensitivity(mail)] };
  const { fitting, rest } = fit(sealed.files, largestRequest - Buffer.byteLength(JSON.stringify(base)));
  const message: MessageProperties = {
    ...base,
    ...(mail.headers.length > 0 ? { internetMessageHeaders: mail.headers } : {}),
    ...(fitting.length > 0 ? { attachments: fitting.map(fileAttachment) } : {}),
  };
  return { message, rest };
}

/** The body of an update: every property but those that Graph takes at creation only. */
export function change(id: string, mail: OutgoingMail): MessageProperties {
  // `normal` is said too: what an update leaves out stays as it was.
  return { ...properties(mail), singleValueExtendedProperties: [tag(id), sensitivity(mail)] };
}

export function fileAttachment({ name, contentType, bytes, contentId }: MailFile): FileAttachment {
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
    const needed = Math.ceil(file.bytes.byteLength / 3) * 4 + 400 + Buffer.byteLength(file.name);
    if (needed <= room) {
      room -= needed;
      fitting.push(file);
    } else rest.push(file);
  }
  return { fitting, rest };
}
