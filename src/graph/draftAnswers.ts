import {
  booleanIn,
  type JsonObject,
  listIn,
  naturalNumberIn,
  objectOf,
  optionalTextIn,
  textIn,
} from './json.js';
import { deferredSendTime, draftTag } from './mailbox.js';
import { peopleIn, type Person, personIn } from './received.js';
import { odataString } from './requestPath.js';

/** PidTagSensitivity (MS-OXPROPS 2.1016). */
const sensitivityProperty = 'Integer 0x0036';
const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const;

/** A draft in a list. `modified`: ISO 8601 in UTC, or empty. */
export interface DraftSummary {
  readonly id: string;
  readonly subject: string;
  readonly to: readonly Person[];
  readonly modified: string;
  readonly hasAttachments: boolean;
  /** The id of the draft file that it was made from, here or on another machine. */
  readonly tag?: string;
}

/** A draft with all that its file would say. Times are ISO 8601 in UTC. */
export interface MailboxDraft {
  readonly id: string;
  readonly changeKey: string;
  readonly isDraft: boolean;
  readonly webLink?: string;
  readonly modified: string;
  readonly subject: string;
  readonly body: { readonly contentType: 'html' | 'text'; readonly content: string };
  readonly from?: Person;
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly bcc: readonly Person[];
  readonly replyTo: readonly Person[];
  readonly importance: 'low' | 'normal' | 'high';
  readonly sensitivity: (typeof sensitivities)[number];
  readonly categories: readonly string[];
  readonly readReceipt: boolean;
  readonly deliveryReceipt: boolean;
  readonly sendAt?: string;
  readonly tag?: string;
}

/** `kind` `message`: an attached mail; `link`: a file that lies elsewhere. `size` in bytes, Exchange's overhead included. */
export interface MailboxFile {
  readonly id: string;
  readonly kind: 'file' | 'message' | 'link';
  readonly name: string;
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId?: string;
}

/** What {@link parseDraftSummary} reads, as a `$select` and an `$expand`. */
export const rowProperties =
  'id,subject,toRecipients,ccRecipients,bccRecipients,lastModifiedDateTime,hasAttachments';
export const rowExpansion = expansion([draftTag]);

/** What {@link parseMailboxDraft} reads. */
export const draftProperties =
  'id,changeKey,isDraft,webLink,lastModifiedDateTime,subject,body,from,toRecipients,ccRecipients,bccRecipients,replyTo,' +
  'importance,categories,isReadReceiptRequested,isDeliveryReceiptRequested';
export const draftExpansion = expansion([draftTag, deferredSendTime, sensitivityProperty]);

export const attachmentFacts = 'id,name,size,isInline,contentType';

/** Each property is named (Graph page "Outlook extended properties overview"). */
function expansion(ids: readonly string[]): string {
  return `singleValueExtendedProperties($filter=${ids.map((id) => `id eq ${odataString(id)}`).join(' or ')})`;
}

/** Graph resource "message". @throws JsonMismatch */
export function parseDraftSummary(json: unknown): DraftSummary {
  const message = objectOf(json, 'message');
  const tag = propertyIn(message, draftTag);
  const people = ['toRecipients', 'ccRecipients', 'bccRecipients'].flatMap((name) => peopleIn(message, name));
  return {
    id: textIn(message, 'id'),
    subject: optionalTextIn(message, 'subject') ?? '',
    to: people,
    modified: optionalTextIn(message, 'lastModifiedDateTime') ?? '',
    hasAttachments: booleanIn(message, 'hasAttachments'),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** Graph resource "message". @throws JsonMismatch */
export function parseMailboxDraft(json: unknown): MailboxDraft {
  const message = objectOf(json, 'message');
  const body = objectOf(message['body'], 'body');
  const webLink = optionalTextIn(message, 'webLink');
  const sendAt = propertyIn(message, deferredSendTime);
  const tag = propertyIn(message, draftTag);
  const from = personIn(message['from']);
  return {
    id: textIn(message, 'id'),
    changeKey: textIn(message, 'changeKey'),
    isDraft: booleanIn(message, 'isDraft'),
    ...(webLink === undefined || !/^https?:\/\//iu.test(webLink) ? {} : { webLink }),
    modified: optionalTextIn(message, 'lastModifiedDateTime') ?? '',
    subject: optionalTextIn(message, 'subject') ?? '',
    body: {
      contentType: textIn(body, 'contentType').toLowerCase() === 'text' ? 'text' : 'html',
      content: optionalTextIn(body, 'content') ?? '',
    },
    ...(from ? { from } : {}),
    to: peopleIn(message, 'toRecipients'),
    cc: peopleIn(message, 'ccRecipients'),
    bcc: peopleIn(message, 'bccRecipients'),
    replyTo: peopleIn(message, 'replyTo'),
    importance: importanceOf(optionalTextIn(message, 'importance')),
    sensitivity: sensitivities[Number(propertyIn(message, sensitivityProperty) ?? 0)] ?? 'normal',
    categories: textsIn(message, 'categories'),
    readReceipt: message['isReadReceiptRequested'] === true,
    deliveryReceipt: message['isDeliveryReceiptRequested'] === true,
    ...(sendAt === undefined || Number.isNaN(Date.parse(sendAt)) ? {} : { sendAt }),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** Graph resource "attachment", of whatever type. @throws JsonMismatch */
export function parseMailboxFile(json: unknown): MailboxFile {
  const attachment = objectOf(json, 'attachment');
  const type = optionalTextIn(attachment, '@odata.type') ?? '';
  return {
    id: textIn(attachment, 'id'),
    kind: /itemAttachment$/u.test(type) ? 'message' : /referenceAttachment$/u.test(type) ? 'link' : 'file',
    name: optionalTextIn(attachment, 'name') ?? '',
    size: naturalNumberIn(attachment, 'size'),
    isInline: booleanIn(attachment, 'isInline'),
  };
}

/** Graph resource "fileAttachment". @throws JsonMismatch */
export function parseInlineId(json: unknown): string | undefined {
  return optionalTextIn(objectOf(json, 'fileAttachment'), 'contentId');
}

/** Graph leaves the list out where there is none; names of properties come back in any case (MS-OXCPRPT 2.2.1). */
function propertyIn({ singleValueExtendedProperties: list }: JsonObject, id: string): string | undefined {
  if (!Array.isArray(list)) return undefined;
  for (const item of list as unknown[]) {
    const property = objectOf(item, 'property');
    if (optionalTextIn(property, 'id')?.toLowerCase() === id.toLowerCase())
      return optionalTextIn(property, 'value');
  }
  return undefined;
}

function textsIn(message: JsonObject, property: string): readonly string[] {
  if (message[property] === undefined || message[property] === null) return [];
  return listIn(message, property).filter((value): value is string => typeof value === 'string');
}

function importanceOf(value: string | undefined): MailboxDraft['importance'] {
  const plain = value?.toLowerCase();
  return plain === 'low' || plain === 'high' ? plain : 'normal';
}
