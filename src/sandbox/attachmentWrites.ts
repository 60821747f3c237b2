import { type Call } from './call.js';
import { randomBytes } from './ids.js';
import { type StoredAttachment, type StoredMessage } from './message.js';
import { notImplemented, ProtocolError } from './protocolError.js';
import { isObject, readBoolean, readObject, readString, unreadable } from './readers.js';

/** Files of 3 MB and more need an upload session (Graph page "outlook-large-attachments"). */
const postLimit = 3 * 1024 * 1024;

/** An attachment as it comes in a request, checked, its bytes decoded. */
export interface WrittenAttachment {
  readonly name: string;
  readonly contentType: string | null;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly contentLocation: string | null;
  readonly bytes: Uint8Array;
}

const properties = ['name', 'contentType', 'isInline', 'contentId', 'contentLocation', 'contentBytes'];

/** `fileAttachment` of Graph: `@odata.type`, `name` and padded base64 in `contentBytes` are required. */
export function readAttachment(value: unknown): WrittenAttachment {
  const type = isObject(value) ? value['@odata.type'] : undefined;
  if (type === '#microsoft.graph.itemAttachment' || type === '#microsoft.graph.referenceAttachment') {
    throw notImplemented('attachments that are not files');
  }
  if (type !== '#microsoft.graph.fileAttachment') {
    throw unreadable(
      "A type named '@odata.type' is needed: an attachment is of the abstract type 'attachment'.",
    );
  }
  const attachment = readObject(value, 'microsoft.graph.fileAttachment', properties);
  const orNull = (name: string) =>
    attachment[name] === undefined || attachment[name] === null ? null : readString(attachment[name], name);
  const name = readString(attachment.name, 'name');
  if (name === '') throw unreadable("The required property 'name' is empty.");
  const bytes = decode(readString(attachment.contentBytes, 'contentBytes'));
  if (bytes.length >= postLimit) {
    throw new ProtocolError(413, 'RequestEntityTooLarge', 'The attachment is too large for one request.');
  }
  return {
    name,
    contentType: orNull('contentType'),
    isInline: attachment.isInline === undefined ? false : readBoolean(attachment.isInline, 'isInline'),
    contentId: orNull('contentId'),
    contentLocation: orNull('contentLocation'),
    bytes,
  };
}

/** Keeps the bytes and returns the record to put into the message `key`. */
export function keepAttachment(
  call: Call,
  key: StoredMessage['key'],
  written: WrittenAttachment,
): StoredAttachment {
  const { bytes, ...facts } = written;
  const attachmentKey = Buffer.from(randomBytes(call.random, 8)).toString('hex');
  const contentName = `${key}.${attachmentKey}`;
  call.transaction.putContent(contentName, bytes);
  return { ...facts, key: attachmentKey, contentName, length: bytes.length, modified: call.clock.now() };
}

/** The same file in another message. */
export async function copyAttachment(
  call: Call,
  key: StoredMessage['key'],
  attachment: StoredAttachment,
): Promise<StoredAttachment> {
  const attachmentKey = Buffer.from(randomBytes(call.random, 8)).toString('hex');
  const contentName = `${key}.${attachmentKey}`;
  call.transaction.putContent(contentName, await call.transaction.content(attachment.contentName));
  return { ...attachment, key: attachmentKey, contentName };
}

function decode(base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) {
    throw unreadable("Cannot convert the value of 'contentBytes' to the type 'Edm.Binary'.");
  }
  return bytes;
}
