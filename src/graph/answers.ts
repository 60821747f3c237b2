import {
  booleanIn,
  JsonMismatch,
  type JsonObject,
  listIn,
  naturalNumberIn,
  objectOf,
  optionalTextIn,
  textIn,
} from './json.js';
import {
  type AttachmentFacts,
  type Category,
  creationProperty,
  deferredSendTime,
  draftTag,
  type MadeMessage,
  type MessageContent,
  type MessageFacts,
  postedProperty,
  type WrittenMessage,
} from './mailbox.js';
import { peopleIn } from './received.js';
import { odataString } from './requestPath.js';

/** What {@link parseMessage} reads, as a `$select`. */
export const messageProperties = 'id,changeKey,isDraft,parentFolderId,webLink,internetMessageId,sentDateTime';

/** What {@link parseContent} reads, as a `$select`. */
export const contentProperties =
  'subject,body,toRecipients,ccRecipients,bccRecipients,importance,internetMessageHeaders,createdDateTime,changeKey';

/** What {@link parseContent} reads beside it, as an `$expand`: each property is named. */
export const contentExpansion = `singleValueExtendedProperties($filter=${[
  deferredSendTime,
  draftTag,
  creationProperty,
  postedProperty,
]
  .map((id) => `id eq ${odataString(id)}`)
  .join(' or ')})`;

/** What {@link parseAttachment} reads of the base type; naming `contentId` of the derived type is a 400. */
export const attachmentProperties = 'id,name,size,isInline';

/** Graph resource "message". @throws JsonMismatch */
export function parseMessage(json: unknown): MessageFacts {
  const message = objectOf(json, 'message');
  const webLink = webAddress(optionalTextIn(message, 'webLink'));
  const internetMessageId = optionalTextIn(message, 'internetMessageId');
  const sentDateTime = instant(optionalTextIn(message, 'sentDateTime'));
  return {
    id: textIn(message, 'id'),
    changeKey: textIn(message, 'changeKey'),
    isDraft: booleanIn(message, 'isDraft'),
    parentFolderId: textIn(message, 'parentFolderId'),
    ...(webLink === undefined ? {} : { webLink }),
    ...(internetMessageId === undefined ? {} : { internetMessageId }),
    ...(sentDateTime === undefined ? {} : { sentDateTime }),
  };
}

/** Graph resource "attachment", with the content id of "fileAttachment" where it is given. @throws JsonMismatch */
export function parseAttachment(json: unknown): AttachmentFacts {
  const attachment = objectOf(json, 'attachment');
  const contentId = optionalTextIn(attachment, 'contentId');
  return {
    id: textIn(attachment, 'id'),
    // A forwarded item or a picture pasted elsewhere may have none.
    name: optionalTextIn(attachment, 'name') ?? '',
    size: naturalNumberIn(attachment, 'size'),
    isInline: booleanIn(attachment, 'isInline'),
    ...(contentId === undefined ? {} : { contentId }),
  };
}

/** Graph resource "mailFolder". @throws JsonMismatch */
export function parseFolderId(json: unknown): string {
  return textIn(objectOf(json, 'mailFolder'), 'id');
}

/** Graph resource "mailFolder". @throws JsonMismatch */
export function parseFolder(json: unknown): { id: string; name: string } {
  const folder = objectOf(json, 'mailFolder');
  return { id: textIn(folder, 'id'), name: textIn(folder, 'displayName') };
}

/** Graph resource "outlookCategory". @throws JsonMismatch */
export function parseCategory(json: unknown): Category {
  const category = objectOf(json, 'outlookCategory');
  return { name: textIn(category, 'displayName'), color: optionalTextIn(category, 'color') ?? 'none' };
}

/** The words of a message; a plain body is given as the HTML that shows the same. @throws JsonMismatch */
export function parseContent(json: unknown): MessageContent {
  const message = objectOf(json, 'message');
  const created = optionalTextIn(message, 'createdDateTime');
  const importance = optionalTextIn(message, 'importance');
  const changeKey = optionalTextIn(message, 'changeKey');
  const body = objectOf(message['body'], 'body');
  const content = optionalTextIn(body, 'content') ?? '';
  const plain = textIn(body, 'contentType').toLowerCase() === 'text';
  return {
    subject: optionalTextIn(message, 'subject') ?? '',
    html: plain ? preformatted(content) : content,
    to: addressesIn(message, 'toRecipients'),
    cc: addressesIn(message, 'ccRecipients'),
    bcc: addressesIn(message, 'bccRecipients'),
    ...namesIn(message),
    ...extendedProperties(message),
    ...(hasHeaders(message) ? { headers: true } : {}),
    ...(created === undefined ? {} : { created }),
    ...(importance === undefined ? {} : { importance }),
    ...(changeKey === undefined ? {} : { changeKey }),
  };
}

/** The answer of a POST that creates holds the whole message; one that does not says less. */
export function parseMade(json: unknown): MadeMessage {
  const { written, ...facts } = parseWritten(json);
  return written ? { ...facts, made: written.content } : facts;
}

/** The answer of a PATCH holds the whole message; one that does not says less, and no more. */
export function parseWritten(json: unknown): WrittenMessage {
  const facts = parseMessage(json);
  const message = objectOf(json, 'message');
  const whole = ['body', 'toRecipients', 'ccRecipients', 'bccRecipients'].every((name) => name in message);
  if (!whole) return facts;
  const written = { content: parseContent(json), hasAttachments: message['hasAttachments'] === true };
  return { ...facts, written };
}

/** Of the extended properties that were asked for; Graph leaves the list out where there is none. */
function extendedProperties(
  message: JsonObject,
): Pick<MessageContent, 'deferred' | 'tagged' | 'creation' | 'posted'> {
  const { singleValueExtendedProperties: list } = message;
  const found = new Map<string, string>();
  for (const item of Array.isArray(list) ? (list as unknown[]) : []) {
    const property = objectOf(item, 'property');
    found.set(optionalTextIn(property, 'id')?.toLowerCase() ?? '', optionalTextIn(property, 'value') ?? '');
  }
  const deferred = found.get(deferredSendTime.toLowerCase());
  const creation = found.get(creationProperty.toLowerCase());
  const posted = found.get(postedProperty.toLowerCase());
  return {
    ...(deferred === undefined ? {} : { deferred }),
    ...(found.has(draftTag.toLowerCase()) ? { tagged: true } : {}),
    ...(creation === undefined ? {} : { creation }),
    ...(posted === undefined ? {} : { posted: posted === 'unsaved' ? posted : 'saved' }),
  };
}

/** Exchange's own begin with X-MS- or are of the mail's envelope; a client can write those that begin with x- only. */
function hasHeaders({ internetMessageHeaders: list }: JsonObject): boolean {
  return (Array.isArray(list) ? (list as unknown[]) : []).some((item) => {
    const name = optionalTextIn(objectOf(item, 'header'), 'name') ?? '';
    return /^x-(?!ms-)/iu.test(name);
  });
}

function addressesIn(message: JsonObject, property: string): readonly string[] {
  return listIn(message, property).map((recipient) => {
    const { emailAddress } = objectOf(recipient, property);
    // Exchange gives a recipient that it could not resolve with a name alone.
    return optionalTextIn(objectOf(emailAddress, property), 'address') ?? '';
  });
}

function namesIn(message: JsonObject): Pick<MessageContent, 'names'> {
  const people = ['toRecipients', 'ccRecipients', 'bccRecipients'].flatMap((key) => peopleIn(message, key));
  const named = people.flatMap(({ address, name }) =>
    address === '' || name === undefined ? [] : [[address, name] as const],
  );
  return named.length > 0 ? { names: new Map(named) } : {};
}

function preformatted(text: string): string {
  return `<pre>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</pre>`;
}

/** It is opened in a browser later on, so nothing but a web address may pass. */
function webAddress(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) throw new JsonMismatch('webLink');
  return value;
}

/** Graph writes `Z`; an offset means the same instant and is written as UTC. */
function instant(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const shape = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.exec(value);
  if (shape === null || Number.isNaN(Date.parse(value))) throw new JsonMismatch('sentDateTime');
  return shape[1] === 'Z' ? value : new Date(value).toISOString();
}
