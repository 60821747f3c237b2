import { type MessageContent } from './message.js';
import { notImplemented, ProtocolError } from './protocolError.js';
import {
  canonicalPropertyId,
  isObject,
  readArray,
  readBody,
  readBoolean,
  readEnum,
  readExtendedProperties,
  readFlag,
  readInternetMessageHeaders,
  readRecipient,
  readRecipients,
  readString,
  unreadable,
  type JsonObject,
} from './readers.js';

export type MessageChange = Partial<MessageContent>;

type ContentReaders = { readonly [Name in keyof MessageContent]: (value: unknown) => MessageContent[Name] };

const orNull =
  <T>(read: (value: unknown) => T) =>
  (value: unknown): T | null =>
    value === null ? null : read(value);

const readers: ContentReaders = {
  subject: readSubject,
  body: readBody,
  toRecipients: (value) => readRecipients(value, 'toRecipients'),
  ccRecipients: (value) => readRecipients(value, 'ccRecipients'),
  bccRecipients: (value) => readRecipients(value, 'bccRecipients'),
  replyTo: (value) => readRecipients(value, 'replyTo'),
  from: orNull(readRecipient),
  sender: orNull(readRecipient),
  importance: (value) => readEnum(value, 'importance', ['low', 'normal', 'high'] as const),
  inferenceClassification: (value) =>
    readEnum(value, 'inferenceClassification', ['focused', 'other'] as const),
  categories: (value) => readArray(value, 'categories', (each) => readString(each, 'categories')),
  flag: readFlag,
  isRead: (value) => readBoolean(value, 'isRead'),
  isDeliveryReceiptRequested: (value) => readBoolean(value, 'isDeliveryReceiptRequested'),
  isReadReceiptRequested: (value) => readBoolean(value, 'isReadReceiptRequested'),
  internetMessageId: (value) => readString(value, 'internetMessageId'),
  internetMessageHeaders: readInternetMessageHeaders,
  singleValueExtendedProperties: readExtendedProperties,
};

/** Written by the service alone; sending them back is refused (Graph page "Update message"). */
const readOnly = [
  'id', 'changeKey', 'bodyPreview', 'uniqueBody', 'conversationId', 'conversationIndex', 'createdDateTime',
  'lastModifiedDateTime', 'receivedDateTime', 'sentDateTime', 'hasAttachments', 'isDraft', 'parentFolderId', 'webLink',
]; // prettier-ignore

/** Writable only while the message is a draft (Graph page "Update message"). */
const draftOnly: readonly (keyof MessageContent)[] = [
  'subject', 'body', 'toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo', 'sender', 'internetMessageId',
]; // prettier-ignore

/** The body of POST …/messages: what to write, and the attachments as they came. */
export function readCreation(body: JsonObject): { content: MessageChange; attachments: readonly unknown[] } {
  const { attachments, internetMessageId, ...rest } = body;
  // Exchange mints its own Message-ID for JSON drafts, whatever the client asks for.
  if (internetMessageId !== undefined) readString(internetMessageId, 'internetMessageId');
  return {
    content: readChange(rest),
    attachments: attachments === undefined ? [] : readArray(attachments, 'attachments', (each) => each),
  };
}

/** The body of PATCH …/messages/{id}. `attachments` and `internetMessageHeaders` cannot be changed that way. */
export function readUpdate(body: JsonObject, isDraft: boolean): MessageChange {
  if (Object.keys(body).length === 0) throw unreadable('The request names no property to change.');
  for (const name of ['attachments', 'internetMessageHeaders']) {
    if (name in body) throw invalidSet(`The property '${name}' cannot be updated.`);
  }
  const change = readChange(body);
  if (isDraft) return change;
  if (change.from !== undefined) throw invalidSet('Message is not draft.');
  if (draftOnly.some((name) => change[name] !== undefined)) {
    throw new ProtocolError(
      400,
      'ErrorInvalidPropertyUpdateSentMessage',
      'Update operation is invalid for property of a message that was already sent.',
    );
  }
  return change;
}

/** Extended properties are set one by one; those not named stay. */
export function mergeExtendedProperties(
  present: MessageContent['singleValueExtendedProperties'],
  written: MessageContent['singleValueExtendedProperties'],
): MessageContent['singleValueExtendedProperties'] {
  const merged = new Map([...present, ...written].map((each) => [canonicalPropertyId(each.id), each]));
  return [...merged.values()];
}

function readChange(body: JsonObject): MessageChange {
  const change: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    if (name === '@odata.type') {
      if (value !== '#microsoft.graph.message') throw unreadable('The type of the message is not known.');
    } else if (readOnly.includes(name)) throw invalidSet(`Set action is invalid for property '${name}'.`);
    else if (isContentName(name)) change[name] = readers[name](value);
    else if (name === 'extensions' || name === 'multiValueExtendedProperties')
      throw notImplemented(`'${name}'`);
    else throw unknownProperty(name);
  }
  return change;
}

function isContentName(name: string): name is keyof MessageContent {
  return Object.hasOwn(readers, name);
}

function unknownProperty(name: string): ProtocolError {
  return unreadable(
    `The property '${name}' does not exist on type 'microsoft.graph.message'. Make sure to only use property names that are defined by the type.`,
  );
}

function invalidSet(text: string): ProtocolError {
  return new ProtocolError(400, 'ErrorInvalidPropertySet', text);
}

/** Exchange caps a subject at 255 characters. */
function readSubject(value: unknown): string {
  const subject = value === null ? '' : readString(value, 'subject');
  if (subject.length <= 255) return subject;
  throw new ProtocolError(400, 'ErrorItemSavePropertyError', 'The subject is longer than 255 characters.');
}

/** The JSON object of a request body. */
export function parseJson(bytes: Uint8Array | undefined): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes ?? new Uint8Array()));
  } catch {
    throw new ProtocolError(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    );
  }
  if (!isObject(value))
    throw new ProtocolError(400, 'BadRequest', 'The request payload is not a JSON object.');
  return value;
}
