import { attachmentJson } from './attachmentJson.js';
import { type Call } from './call.js';
import { asExchangeKeepsHtml, withCrlf } from './exchangeHtml.js';
import { folderId } from './ids.js';
import { type MessageContent, type StoredBody, type StoredMessage } from './message.js';
import { plainTextOf, previewOf } from './plainText.js';
import { type Expansion } from './query.js';
import { canonicalPropertyId } from './readers.js';

/** Returned unless `$select` says otherwise, in the order of the Graph page "Get message". */
const usualProperties = [
  'createdDateTime', 'lastModifiedDateTime', 'changeKey', 'categories', 'receivedDateTime', 'sentDateTime',
  'hasAttachments', 'internetMessageId', 'subject', 'bodyPreview', 'importance', 'parentFolderId', 'conversationId',
  'conversationIndex', 'isDeliveryReceiptRequested', 'isReadReceiptRequested', 'isRead', 'isDraft', 'webLink',
  'inferenceClassification', 'body', 'sender', 'from', 'toRecipients', 'ccRecipients', 'bccRecipients', 'replyTo', 'flag',
] as const; // prettier-ignore

/** All that `$select` may name. */
export const messageProperties: readonly string[] = [
  'id',
  ...usualProperties,
  'uniqueBody',
  'internetMessageHeaders',
];

export interface MessageView {
  readonly select: readonly string[] | undefined;
  readonly expand: Expansion;
}

/** `yyyy-MM-ddTHH:mm:ssZ`: messages carry whole seconds. */
function graphTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

function messageId(call: Call, message: StoredMessage): string {
  return call.preferences.immutableIds ? message.immutableId : message.id;
}

/** A message as Graph returns it, without `@odata.context`. The id and the etag are there whatever is selected. */
export async function messageJson(call: Call, message: StoredMessage, view: MessageView): Promise<object> {
  const names = view.select ?? usualProperties;
  const json: Record<string, unknown> = {
    '@odata.etag': `W/"${message.changeKey}"`,
    id: messageId(call, message),
  };
  for (const name of messageProperties) {
    if (name === 'id' || !names.includes(name)) continue;
    const value = propertyOf(call, message, name);
    if (value !== undefined) json[name] = value;
  }
  const { attachments, extendedProperties } = view.expand;
  if (extendedProperties) {
    const found = message.content.singleValueExtendedProperties.filter(({ id }) =>
      extendedProperties.includes(canonicalPropertyId(id)),
    );
    if (found.length > 0) json.singleValueExtendedProperties = found;
  }
  if (attachments) {
    json.attachments = await Promise.all(
      message.attachments.map((each) => attachmentJson(call, message, each, attachments.select)),
    );
  }
  return json;
}

function propertyOf(call: Call, message: StoredMessage, name: string): unknown {
  const { content } = message;
  switch (name) {
    case 'createdDateTime':
      return graphTime(message.created);
    case 'lastModifiedDateTime':
      return graphTime(message.modified);
    case 'receivedDateTime':
      return graphTime(message.received);
    case 'sentDateTime':
      return graphTime(message.sent);
    case 'changeKey':
    case 'conversationId':
    case 'conversationIndex':
    case 'isDraft':
      return message[name];
    case 'hasAttachments':
      return message.attachments.some(({ isInline }) => !isInline);
    case 'bodyPreview':
      return previewOf(textOf(content.body));
    case 'parentFolderId':
      return folderId(call.owner.id, message.folder);
    case 'webLink':
      return call.webLink(message);
    case 'body':
    case 'uniqueBody':
      return shownBody(content.body, call.preferences.bodyContentType);
    case 'sender':
    case 'from':
      return content[name] ?? undefined;
    case 'internetMessageHeaders':
      return content.internetMessageHeaders.length > 0 ? content.internetMessageHeaders : undefined;
    default:
      return content[name as keyof MessageContent];
  }
}

/** The text of a body, for the preview and for the plain alternative of a mail. LF line ends. */
export function textOf(body: StoredBody): string {
  const text = body.contentType === 'text' ? body.original : body.text;
  return text === undefined ? plainTextOf(body.original) : text.replace(/\r\n?/g, '\n');
}

function shownBody(body: StoredBody, wanted: 'html' | 'text' | undefined): object {
  const { contentType, content } = body;
  if (wanted === undefined || wanted === contentType) return { contentType, content };
  if (wanted === 'text') return { contentType: 'text', content: withCrlf(textOf(body)) };
  return { contentType: 'html', content: asExchangeKeepsHtml(htmlOf(content)) };
}

function htmlOf(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<div>${escaped.replaceAll('\r\n', '<br>\n')}</div>`;
}
