import { type Readable } from 'node:stream';
import MimeNode from 'nodemailer/lib/mime-node';
import { hash } from './ids.js';
import { type Recipient, type StoredAttachment, type StoredMessage } from './message.js';
import { textOf } from './messageJson.js';

type ReadContent = (name: string) => Promise<Uint8Array | Readable>;

/**
 * The message as RFC 5322 with MIME (RFC 2045 ff.): mixed > related > alternative, as far as it needs them. The HTML
 * part holds byte for byte what the client sent. Bcc is kept: this is the sender's own copy. The same message gives
 * the same bytes.
 */
export async function buildEml(message: StoredMessage, read: ReadContent): Promise<Uint8Array> {
  return (await mimeTree(message, read)).build();
}

/** The same bytes as they are made, for mails that would fill the memory. */
export async function emlStream(message: StoredMessage, read: ReadContent): Promise<Readable> {
  return (await mimeTree(message, read)).createReadStream();
}

async function mimeTree(message: StoredMessage, read: ReadContent): Promise<MimeNode> {
  const inline = message.attachments.filter((each) => each.isInline && each.contentId);
  const attached = message.attachments.filter((each) => !inline.includes(each));
  const types = [
    ...(attached.length > 0 ? ['multipart/mixed'] : []),
    ...(inline.length > 0 ? [`multipart/related; type="${bodyType(message)}"`] : []),
    bodyType(message),
  ];
  const root = new MimeNode(types[0], {
    baseBoundary: hash('boundary', message.key).toString('hex').slice(0, 16),
    boundaryPrefix: '--_Sandbox',
    keepBcc: true,
    newline: 'win',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const nodes = [root];
  for (const type of types.slice(1)) nodes.push((nodes.at(-1) ?? root).createChild(type));
  fillBody(nodes.at(-1) ?? root, message);
  const related = nodes[attached.length > 0 ? 1 : 0] ?? root;
  for (const each of inline) await addFile(related, each, read);
  for (const each of attached) await addFile(root, each, read);
  setHeaders(root, message);
  return root;
}

function bodyType({ content }: StoredMessage): string {
  return content.body.contentType === 'html' ? 'multipart/alternative' : 'text/plain; charset=utf-8';
}

function fillBody(node: MimeNode, message: StoredMessage): void {
  const { body } = message.content;
  const plain = body.contentType === 'html' ? node.createChild('text/plain; charset=utf-8') : node;
  plain.setContent(textOf(body));
  if (body.contentType === 'text') return;
  const html = node.createChild('text/html; charset=utf-8');
  // Quoted-printable may touch line ends; base64 keeps every byte.
  html.setHeader('Content-Transfer-Encoding', 'base64');
  html.setContent(Buffer.from(body.original, 'utf8'));
}

async function addFile(parent: MimeNode, attachment: StoredAttachment, read: ReadContent): Promise<void> {
  const type = /^[\w.+-]+\/[\w.+-]+/.exec(attachment.contentType ?? '')?.[0] ?? 'application/octet-stream';
  const node = parent.createChild(type, { filename: attachment.name });
  node.setHeader('Content-Transfer-Encoding', 'base64');
  node.setHeader('Content-Disposition', attachment.isInline ? 'inline' : 'attachment');
  if (attachment.contentId) node.setHeader('Content-Id', `<${attachment.contentId.replace(/[<>\s]/g, '')}>`);
  const content = await read(attachment.contentName);
  node.setContent(content instanceof Uint8Array ? Buffer.from(content) : content);
}

function setHeaders(root: MimeNode, message: StoredMessage): void {
  const { content } = message;
  const from = content.from ?? message.author;
  setAddresses(root, 'From', [from]);
  if (content.sender && content.sender.emailAddress.address !== from.emailAddress.address) {
    setAddresses(root, 'Sender', [content.sender]);
  }
  setAddresses(root, 'To', content.toRecipients);
  setAddresses(root, 'Cc', content.ccRecipients);
  setAddresses(root, 'Bcc', content.bccRecipients);
  setAddresses(root, 'Reply-To', content.replyTo);
  root.setHeader([{ key: 'Subject', value: subjectValue(content.subject) }]);
  root.setHeader('Message-ID', content.internetMessageId);
  const references = message.answers?.references ?? [];
  if (references.length > 0) {
    root.setHeader('In-Reply-To', references.at(-1) ?? '');
    root.setHeader('References', references.join(' '));
  }
  // RFC 5322 §3.6.1 wants a date; a draft has the one of its making.
  root.setHeader('Date', new Date(message.sent).toUTCString().replace('GMT', '+0000'));
  if (content.importance !== 'normal') root.setHeader('Importance', content.importance);
  const sensitivity = sensitivityOf(message);
  if (sensitivity) root.setHeader('Sensitivity', sensitivity);
  const reader = from.emailAddress.address;
  if (content.isReadReceiptRequested) root.setHeader('Disposition-Notification-To', reader);
  if (content.isDeliveryReceiptRequested) root.setHeader('Return-Receipt-To', reader);
  // Outlook opens such a file for writing.
  if (message.isDraft) root.setHeader('X-Unsent', '1');
  for (const { name, value } of content.internetMessageHeaders) root.addHeader(name, value);
}

function setAddresses(root: MimeNode, name: string, recipients: readonly Recipient[]): void {
  if (recipients.length === 0) return;
  const value = recipients.map(({ emailAddress }) => ({
    name: emailAddress.name === emailAddress.address ? '' : (emailAddress.name ?? ''),
    address: emailAddress.address,
  }));
  root.setHeader([{ key: name, value }]);
}

/** RFC 2047 §5: what could be taken for an encoded word, and blanks that folding would lose, are encoded as well. */
function subjectValue(subject: string): string | { prepared: true; foldLines: true; value: string } {
  if (!/=\?|^\s|\s$|\s\s/.test(subject)) return subject;
  const words: string[] = [''];
  for (const character of subject) {
    // An encoded word has at most 75 characters, and no character is split between two.
    if (Buffer.byteLength((words.at(-1) ?? '') + character) > 42) words.push('');
    words[words.length - 1] += character;
  }
  const value = words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ');
  return { prepared: true, foldLines: true, value };
}

/** PidTagSensitivity ([MS-OXCMSG] 2.2.1.13) in the words of RFC 4021 §2.1.56. */
function sensitivityOf({ content }: StoredMessage): string | undefined {
  const property = content.singleValueExtendedProperties.find(({ id }) => /^Integer 0x0*36$/i.test(id));
  return [undefined, 'Personal', 'Private', 'Company-Confidential'][Number(property?.value ?? 0)];
}
