import { readAttachment } from './attachmentWrites.js';
import { type Answer, type Call } from './call.js';
import { requireJson } from './envelope.js';
import { type StoredMessage } from './message.js';
import { mimeDraft, newDraft } from './messageOperations.js';
import { parseJson, readCreation } from './messageWrites.js';
import { isMime } from './mimeReader.js';
import { isObject, unreadable } from './readers.js';
import { sendMessage } from './sending.js';

/** Graph page "user: sendMail": one request, no id in the answer. The copy is left in Sent Items unless told otherwise. */
export async function sendMail(call: Call): Promise<Answer> {
  const draft = isMime(call.contentType) ? await mimeDraft(call, 'drafts') : writtenMail(call);
  call.transaction.put(draft);
  return sendMessage(call, draft);
}

function writtenMail(call: Call): StoredMessage {
  requireJson(call);
  const { message, saved } = readParameters(call);
  const { content, attachments } = readCreation(message);
  const draft = newDraft(call, 'drafts', content, attachments.map(readAttachment));
  return saved ? draft : { ...draft, unsaved: true };
}

function readParameters(call: Call): { message: Record<string, unknown>; saved: boolean } {
  const given = parseJson(call.body);
  const names = new Map(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of names.keys())
    if (name !== 'message' && name !== 'savetosentitems')
      throw unreadable(`The parameter '${name}' is not known.`);
  const message = names.get('message');
  if (!isObject(message)) throw unreadable("The parameter 'message' is missing.");
  return { message, saved: readFlag(names.get('savetosentitems') ?? true) };
}

/** The samples send both `false` and `"false"`. */
function readFlag(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw unreadable("The parameter 'saveToSentItems' is not a boolean.");
}
