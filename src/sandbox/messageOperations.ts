import { keepAttachment, readAttachment, type WrittenAttachment } from './attachmentWrites.js';
import { type Answer, type Call } from './call.js';
import { changed, moved, newMessage, useNamedProperties } from './changes.js';
import { buildEml } from './eml.js';
import { context, requireJson } from './envelope.js';
import { type FolderName, type MessageContent, type StoredMessage } from './message.js';
import { messageJson, messageProperties, type MessageView } from './messageJson.js';
import { mergeExtendedProperties, parseJson, readCreation, readUpdate } from './messageWrites.js';
import { isMime, readMime } from './mimeReader.js';
import { ProtocolError } from './protocolError.js';
import { parseExpand, parseSelect, refuseUnknownOptions } from './query.js';

/** Graph page "Create message". Drafts go to Drafts unless the path names another folder. */
export async function createMessage(call: Call, folder: FolderName = 'drafts'): Promise<Answer> {
  const message = await writtenMessage(call, folder);
  call.transaction.put(message);
  return { ...(await entity(call, message, 201, { select: undefined, expand: {} })), created: message };
}

/** A draft as the body of the call writes it, in JSON or in MIME; it is not in the mailbox yet. */
async function writtenMessage(call: Call, folder: FolderName): Promise<StoredMessage> {
  if (isMime(call.contentType)) return mimeDraft(call, folder);
  requireJson(call);
  const { content, attachments } = readCreation(parseJson(call.body));
  return newDraft(call, folder, content, attachments.map(readAttachment));
}

/** A draft that came whole, as MIME. */
export async function mimeDraft(call: Call, folder: FolderName): Promise<StoredMessage> {
  const { content, attachments, references } = await readMime(call.body);
  const draft = newDraft(call, folder, content, attachments);
  if (references.length === 0) return draft;
  const answered = [...call.transaction.messages.values()].find(
    (each) => each.content.internetMessageId === references.at(-1),
  );
  return { ...draft, answers: { references }, conversationId: (answered ?? draft).conversationId };
}

export function newDraft(
  call: Call,
  folder: FolderName,
  content: Partial<MessageContent>,
  attachments: readonly WrittenAttachment[],
): StoredMessage {
  useNamedProperties(call, content);
  const author = { emailAddress: { name: call.owner.displayName, address: call.owner.userName } };
  const blank = newMessage(call.random, call.clock.now(), author, folder, content);
  return { ...blank, attachments: attachments.map((each) => keepAttachment(call, blank.key, each)) };
}

export async function getMessage(call: Call, message: StoredMessage): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$select', '$expand']);
  return entity(call, message, 200, viewOf(call));
}

/** Graph page "Update message": what is not named stays as it is. */
export async function updateMessage(call: Call, message: StoredMessage): Promise<Answer> {
  requireJson(call);
  checkIfMatch(call, message);
  const change = readUpdate(parseJson(call.body), message.isDraft);
  useNamedProperties(call, change);
  const after = changed(call, message, { content: merge(message.content, change) });
  call.transaction.put(after);
  return entity(call, after, 200, { select: undefined, expand: {} });
}

/** Soft: the message moves to Deleted Items, and from there out of sight. */
export async function deleteMessage(call: Call, message: StoredMessage): Promise<Answer> {
  checkIfMatch(call, message);
  if (message.folder === 'deleteditems') call.transaction.remove(message.key);
  else {
    // A deleted message that waited to be sent is not sent any more.
    const { departs, ...staying } = message;
    call.transaction.put(moved(call, departs === undefined ? message : staying, 'deleteditems'));
  }
  return { status: 204 };
}

/** Graph page "outlook-get-mime-message". */
export async function getMime(call: Call, message: StoredMessage): Promise<Answer> {
  const bytes = await buildEml(message, (name) => call.transaction.content(name));
  return { status: 200, bytes, contentType: 'text/plain' };
}

/** `$select` and `$expand` of the call. */
export function viewOf(call: Call): MessageView {
  return {
    select: parseSelect(call.query.get('$select'), messageProperties, 'message'),
    expand: parseExpand(call.query.get('$expand')),
  };
}

export async function entity(
  call: Call,
  message: StoredMessage,
  status: number,
  view: MessageView,
): Promise<Answer> {
  const selection = view.select ? `(${view.select.join(',')})` : '';
  const json = await messageJson(call, message, view);
  return { status, json: { '@odata.context': context(call, `messages${selection}/$entity`), ...json } };
}

function merge(content: MessageContent, change: Partial<MessageContent>): MessageContent {
  const written = change.singleValueExtendedProperties;
  if (!written) return { ...content, ...change };
  const singleValueExtendedProperties = mergeExtendedProperties(
    content.singleValueExtendedProperties,
    written,
  );
  return { ...content, ...change, singleValueExtendedProperties };
}

function checkIfMatch(call: Call, message: StoredMessage): void {
  if (call.switches.ifMatch === 'ignored' || call.ifMatch === undefined || call.ifMatch === '*') return;
  if (call.ifMatch === `W/"${message.changeKey}"`) return;
  throw irresolvableConflict();
}

function irresolvableConflict(): ProtocolError {
  return new ProtocolError(
    412,
    'ErrorIrresolvableConflict',
    'The send or update operation could not be performed because the change key passed in the request does not match the current change key for the item.',
  );
}
