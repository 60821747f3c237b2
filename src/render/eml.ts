import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import MimeNode from 'nodemailer/lib/mime-node';
import { type Address } from '../draft/draft.js';
import { addressField, type HeaderField, idsField, inMail, phrasesField, textField } from './headerFields.js';
import { type OutgoingMail } from './outgoingMail.js';

export interface EmlOptions {
  /** A draft has the date of its making (RFC 5322 §3.6.1 wants one). */
  readonly date: Date;
  /** The part of Message-ID before the @, of characters that need no quoting; never used twice. */
  readonly unique: string;
  /** Whoever writes, where the mail names no `from`. Absent in both: the file has no From, and no receipts. */
  readonly sender?: Address;
  /** Of Message-ID; absent: that of whoever writes. */
  readonly domain?: string;
  /** It goes into a mailbox: it has no sign for programs that open a file. */
  readonly forMailbox?: true;
}

/**
 * The mail as a file of RFC 5322 and MIME (RFC 2045 ff.): mixed > related > alternative, as far as it needs them. It
 * is the writer's own draft: Bcc stands in it, and `X-Unsent` lets Outlook open it for writing. The text part is
 * `format=flowed` (RFC 3676). The same mail with the same options gives the same bytes.
 * @throws what reading an attachment throws
 */
export async function emlOf(mail: OutgoingMail, options: EmlOptions): Promise<Uint8Array> {
  const from = mail.from ?? options.sender;
  const domain =
    options.domain ?? (from === undefined ? unknownDomain : inMail(from.address).split('@').at(-1));
  const id = `${options.unique}@${domain}`;
  const root = bodyOf(mail, id);
  for (const { name, contentType, read } of mail.attachments)
    addFile(root, { name, contentType, bytes: await read() });
  root.setHeader('Message-ID', `<${id}>`);
  root.setHeader('Date', options.date.toUTCString().replace('GMT', '+0000'));
  // The library would break names that look encoded, and lines without a blank, so these are written here.
  const sign = options.forMailbox ? [] : ['X-Unsent: 1'];
  const head = headOf(mail, from, sign).map((field) => `${field}\r\n`);
  return Buffer.concat([Buffer.from(head.join('')), await root.build()]);
}

/** Of a Message-ID whose writer is not known (RFC 6761 §6.4). */
export const unknownDomain = 'markdown-mail.invalid';

/** The root of the parts, with all of them but the attachments. */
function bodyOf(mail: OutgoingMail, id: string): MimeNode {
  const types = [
    ...(mail.attachments.length > 0 ? ['multipart/mixed'] : []),
    ...(mail.images.length > 0 ? ['multipart/related; type="multipart/alternative"'] : []),
    'multipart/alternative',
  ];
  const root = new MimeNode(types[0], {
    // `=_` stands in no quoted-printable and no Base64, so in no part (RFC 2045 §6.7).
    boundaryPrefix: '=_mail',
    baseBoundary: createHash('sha256').update(id).digest('hex').slice(0, 24),
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const nodes = [root];
  for (const type of types.slice(1)) nodes.push((nodes.at(-1) ?? root).createChild(type));
  const alternative = nodes.at(-1) ?? root;
  addText(alternative, 'text/plain; charset=utf-8; format=flowed', stuffed(mail.text));
  addText(alternative, 'text/html; charset=utf-8', mail.html);
  const related = nodes.at(-2) ?? root;
  for (const image of mail.images) addFile(related, image);
  return root;
}

/** As bytes, so that the library encodes it: as 7bit, blanks at the ends of lines would be lost on their way. */
function addText(parent: MimeNode, type: string, text: string): void {
  // RFC 2046 §4.1.1: lines of a text end with CRLF, whatever is encoded around them.
  parent.createChild(type).setContent(Buffer.from(text.replaceAll(/\r\n?|\n/g, '\r\n')));
}

interface FilePart {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly contentId?: string;
}

function addFile(parent: MimeNode, { name, contentType, bytes, contentId }: FilePart): void {
  const known = /^[\w.+-]+\/[\w.+-]+$/.test(contentType);
  // RFC 2046 §5.2.1 forbids Base64 for a message, and mail servers would change the lines of anything else.
  const type =
    known && !/^(?:message|multipart)\//i.test(contentType) ? contentType : 'application/octet-stream';
  const node = parent.createChild(type, { filename: name.replace(/\p{Cc}+/gu, ' ') });
  node.setHeader('Content-Transfer-Encoding', 'base64');
  node.setHeader('Content-Disposition', contentId === undefined ? 'attachment' : 'inline');
  if (contentId !== undefined) node.setHeader('Content-ID', `<${contentId}>`);
  node.setContent(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

/** RFC 2156 §5.3.6 and RFC 4021 §2.1.56; `X-Priority` is what Outlook and Thunderbird write beside it. */
const importances = {
  low: ['Importance: low', 'X-Priority: 5 (Lowest)'],
  normal: [],
  high: ['Importance: high', 'X-Priority: 1 (Highest)'],
} as const;
const sensitivities = {
  normal: '',
  personal: 'Personal',
  private: 'Private',
  confidential: 'Company-Confidential',
} as const;

/** Fields that the draft names under `headers:` stand in place of ours of the same name. */
function headOf(mail: OutgoingMail, from: Address | undefined, sign: readonly HeaderField[]): HeaderField[] {
  const own = mail.headers.flatMap(({ name, value }) => textField(name.replace(/[^!-9;-~]/g, ''), value));
  const nameOf = (field: HeaderField) => field.slice(0, field.indexOf(':')).toLowerCase();
  const taken = new Set(own.map(nameOf));
  const ours = [...standardFields(mail, from), ...sign];
  return [...ours.filter((field) => !taken.has(nameOf(field))), ...own];
}

function standardFields(mail: OutgoingMail, from: Address | undefined): HeaderField[] {
  const receiver = from === undefined ? [] : [{ address: from.address }];
  return [
    ...addressField('From', from === undefined ? [] : [from]),
    ...addressField('To', mail.to),
    ...addressField('Cc', mail.cc),
    ...addressField('Bcc', mail.bcc),
    ...addressField('Reply-To', mail.replyTo),
    ...textField('Subject', mail.subject),
    ...importances[mail.importance],
    ...textField('Sensitivity', sensitivities[mail.sensitivity]),
    ...phrasesField('Keywords', mail.categories),
    ...(mail.readReceipt ? addressField('Disposition-Notification-To', receiver) : []),
    ...(mail.deliveryReceipt ? addressField('Return-Receipt-To', receiver) : []),
    ...idsField('In-Reply-To', mail.thread?.slice(-1) ?? []),
    ...idsField('References', mail.thread ?? []),
  ];
}

/**
 * RFC 3676 §4.4: a program that reads the text takes one blank off a line that begins with one. Lines that would look
 * like a quote have theirs already.
 */
function stuffed(text: string): string {
  return text.replaceAll(/^ (?!>|From )/gm, '  ');
}
