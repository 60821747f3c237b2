import { keepAttachment, readAttachment } from './attachmentWrites.js';
import { type Answer, type Call } from './call.js';
import { newMessage, useNamedProperties } from './changes.js';
import { requireJson } from './envelope.js';
import { type StoredMessage } from './message.js';
import { parseJson, readCreation } from './messageWrites.js';
import { notImplemented } from './protocolError.js';
import { isObject, unreadable } from './readers.js';
import { sendMessage } from './sending.js';

/** Graph page "user: sendMail": one request, no id in the answer. The copy is left in Sent Items unless told otherwise. */
export async function sendMail(call: Call): Promise<Answer> {
  if (/^text\/plain\b/i.test(call.contentType)) throw notImplemented('mails in MIME');
  requireJson(call);
  const { message, saved } = readParameters(call);
  const { content, attachments } = readCreation(message);
  const written = attachments.map(readAttachment);
  useNamedProperties(call, content);
  const author = { emailAddress: { name: call.owner.displayName, address: call.owner.userName } };
  const blank = newMessage(call.random, call.clock.now(), author, 'drafts', content);
  const draft: StoredMessage = {
    ...blank,
    attachments: written.map((each) => keepAttachment(call, blank.key, each)),
    ...(saved ? {} : { unsaved: true }),
  };
  call.transaction.put(draft);
  return sendMessage(call, draft);
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
