import { type Address } from '../draft/draft.js';
import {
  type AnswerProperties,
  deferredSendTime,
  draftTag,
  type FileAttachment,
  type MessageProperties,
  type Recipient,
} from '../graph/mailbox.js';
import { type OutgoingMail } from '../render/outgoingMail.js';
import { bytesOf, type MailFile, type SealedMail } from './fingerprint.js';
import { needsMime } from './mimeNeed.js';

/** PidTagSensitivity (MS-OXPROPS 2.1016): not a property of Graph's message, so it goes as an extended property. */
const sensitivityProperty = 'Integer 0x0036';
const sensitivities = { normal: '0', personal: '1', private: '2', confidential: '3' } as const;

/**
 * PidTagDeferredSendTime and PidTagDeferredDeliveryTime ([MS-OXPROPS]): on a draft the mailbox holds the
 * mail until then. Through sendMail it would leave at once, and be left there a second time.
 */
const deferralProperties = [deferredSendTime, 'SystemTime 0x000F'];

/** Bytes; smaller ones serve tests. */
export interface RequestLimits {
  /** Of a create request with its files. */
  readonly request: number;
  /** Of a file that goes in a request of its own; larger ones need an upload session. */
  readonly file: number;
  /** Of a part of those. Absent: what the mailbox's client takes by itself. */
  readonly part?: number;
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
  const base = {
    ...properties(mail),
    body: { contentType: 'html' as const, content: mail.html },
    singleValueExtendedProperties: [tag(id), ...unusualSensitivity(mail), ...deferral(mail)],
  };
  const { fitting, rest } = fit(sealed.files, limits.request - Buffer.byteLength(JSON.stringify(base)));
  const message: MessageProperties = {
    ...base,
    ...(mail.headers.length > 0 ? { internetMessageHeaders: mail.headers } : {}),
    ...(fitting.length > 0 ? { attachments: await Promise.all(fitting.map(fileAttachment)) } : {}),
  };
  return { message, fitting, rest };
}

/**
 * What an answer is created with: the tag and what the draft names. A body would replace the history (graph-facts §2.7),
 * and its files follow, so that they are told from those of the message answered.
 */
export function answerCreation(
  id: string,
  { mail, files }: SealedMail,
): Creation & { readonly message: AnswerProperties } {
  const message = {
    ...properties(mail),
    ...(mail.headers.length > 0 ? { internetMessageHeaders: mail.headers } : {}),
    singleValueExtendedProperties: [tag(id), ...unusualSensitivity(mail)],
  };
  return { message, fitting: [], rest: files };
}

/**
 * The body of an update: every property but those that Graph takes at creation only. `html`: the body, whole. That of a
 * copy made from MIME is left as it is: writing it would take its text part away.
 */
export function change(id: string, mail: OutgoingMail, html = mail.html): MessageProperties {
  // `normal` is said too: what an update leaves out stays as it was.
  return {
    ...properties(mail),
    ...(needsMime(mail) ? {} : { body: { contentType: 'html', content: html } }),
    singleValueExtendedProperties: [tag(id), sensitivity(mail), ...deferral(mail)],
  };
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

function properties(mail: OutgoingMail): AnswerProperties {
  // What an answer does not name stays as the mailbox made it.
  const given = (name: 'subject' | 'to' | 'cc') => !mail.answers || mail[name].length > 0;
  return {
    ...(given('subject') ? { subject: mail.subject } : {}),
    ...(given('to') ? { toRecipients: mail.to.map(recipient) } : {}),
    ...(given('cc') ? { ccRecipients: mail.cc.map(recipient) } : {}),
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

function deferral({ sendAt }: OutgoingMail): ReturnType<typeof sensitivity>[] {
  if (sendAt === undefined) return [];
  const value = new Date(sendAt).toISOString().replace('.000Z', 'Z');
  return deferralProperties.map((property) => ({ id: property, value }));
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
