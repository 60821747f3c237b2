import { copyAttachment, keepAttachment, readAttachment } from './attachmentWrites.js';
import { type Answer, type Call } from './call.js';
import { newMessage, useNamedProperties } from './changes.js';
import { requireJson } from './envelope.js';
import { asExchangeKeepsHtml } from './exchangeHtml.js';
import { hash } from './ids.js';
import { type MessageContent, type Recipient, type StoredMessage } from './message.js';
import { entity } from './messageOperations.js';
import { parseJson, readCreation } from './messageWrites.js';
import { badRequest, notImplemented } from './protocolError.js';
import { quotedOriginal, withComment } from './quotedOriginal.js';
import { isObject, readRecipients, readString, type JsonObject, unreadable } from './readers.js';

export type ReplyKind = 'reply' | 'replyAll' | 'forward';

/** What the body of the action asks for. Parameters are camelCase in the samples and PascalCase in the schema; both work. */
interface Wish {
  readonly comment?: string;
  readonly content: Partial<MessageContent>;
  readonly attachments: readonly unknown[];
}

/** Graph pages "message: createReply", "createReplyAll" and "createForward": a draft with recipients, subject and history. */
export async function createReply(call: Call, original: StoredMessage, kind: ReplyKind): Promise<Answer> {
  const { comment, content, attachments } = readWish(call, kind);
  useNamedProperties(call, content);
  const written = attachments.map(readAttachment);
  const author = { emailAddress: { name: call.owner.displayName, address: call.owner.userName } };
  const history = quotedOriginal(original, call.preferences.timeZone);
  const body = content.body ?? htmlBody(withComment(history, comment));
  const draft = newMessage(call.random, call.clock.now(), author, 'drafts', {
    subject: prefixed(original.content.subject, kind === 'forward' ? 'FW' : 'RE'),
    ...recipientsOf(original, kind, call.owner.userName),
    ...content,
    body,
  });
  const message: StoredMessage = {
    ...draft,
    ...thread(original),
    attachments: [
      ...(await Promise.all(
        original.attachments
          .filter(({ isInline }) => kind === 'forward' || isInline)
          .map((each) => copyAttachment(call, draft.key, each)),
      )),
      ...written.map((each) => keepAttachment(call, draft.key, each)),
    ],
  };
  call.transaction.put(message);
  return { ...(await entity(call, message, 201, { select: undefined, expand: {} })), created: message };
}

function readWish(call: Call, kind: ReplyKind): Wish {
  if (call.body === undefined || call.body.byteLength === 0) return { content: {}, attachments: [] };
  if (/^text\/plain\b/i.test(call.contentType)) throw notImplemented('replies in MIME');
  requireJson(call);
  const body = lowered(parseJson(call.body));
  const known = kind === 'forward' ? ['comment', 'message', 'toRecipients'] : ['comment', 'message'];
  for (const name of Object.keys(body))
    if (!known.includes(name)) throw unreadable(`The parameter '${name}' is not known.`);
  const { comment, message, toRecipients } = body;
  if (message !== undefined && !isObject(message))
    throw unreadable("The parameter 'message' is not an object.");
  if (comment !== undefined && comment !== null && message !== undefined && 'body' in message)
    throw badRequest('Specify either the comment or the body of the message, not both.');
  if (toRecipients !== undefined && message !== undefined && 'toRecipients' in message)
    throw badRequest('Specify toRecipients once.');
  const creation = readCreation(message ?? {});
  return {
    ...(typeof comment === 'string' ? { comment: readString(comment, 'comment') } : {}),
    content: {
      ...creation.content,
      ...(toRecipients === undefined ? {} : { toRecipients: readRecipients(toRecipients, 'toRecipients') }),
    },
    attachments: creation.attachments,
  };
}

function lowered(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value]),
  );
}

/** To whom an answer goes: `Reply-To` before `From` (RFC 5322 §3.6.2), and to nobody twice or to oneself. */
function recipientsOf(
  { content, author }: StoredMessage,
  kind: ReplyKind,
  self: string,
): Pick<MessageContent, 'toRecipients' | 'ccRecipients'> {
  if (kind === 'forward') return { toRecipients: [], ccRecipients: [] };
  const answered = content.replyTo.length > 0 ? content.replyTo : [content.from ?? content.sender ?? author];
  if (kind === 'reply') return { toRecipients: answered, ccRecipients: [] };
  const seen = new Set(answered.map(keyOf)).add(self.toLowerCase());
  const others = (list: readonly Recipient[]) =>
    list.filter((each) => !seen.has(keyOf(each)) && seen.add(keyOf(each)));
  return {
    toRecipients: [...answered, ...others(content.toRecipients)],
    ccRecipients: others(content.ccRecipients),
  };
}

function keyOf({ emailAddress }: Recipient): string {
  return emailAddress.address.toLowerCase();
}

function prefixed(subject: string, prefix: 'RE' | 'FW'): string {
  return new RegExp(`^${prefix}:`, 'i').test(subject) ? subject : `${prefix}: ${subject}`.slice(0, 255);
}

function htmlBody(html: string): MessageContent['body'] {
  return { contentType: 'html', content: asExchangeKeepsHtml(html), original: html };
}

/** In the same conversation; `In-Reply-To` and `References` as RFC 5322 §3.6.4 has them. */
function thread(original: StoredMessage): Partial<StoredMessage> {
  const { internetMessageId } = original.content;
  const index = Buffer.from(original.conversationIndex, 'base64');
  const child = hash('child', Buffer.from(original.key)).subarray(0, 5);
  return {
    conversationId: original.conversationId,
    conversationIndex: Buffer.concat([index, child]).toString('base64'),
    answers: { references: [...(original.answers?.references ?? []), internetMessageId] },
  };
}
