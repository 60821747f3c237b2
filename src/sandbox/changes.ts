import { type Random } from '../clock.js';
import { type Call } from './call.js';
import { hash, makeChangeKey, makeId, randomBytes } from './ids.js';
import { type FolderName, type MessageContent, type Recipient, type StoredMessage } from './message.js';
import { ProtocolError } from './protocolError.js';
import { canonicalPropertyId, isNamedProperty } from './readers.js';

/** What a message is before anything was written into it. */
const blank: MessageContent = {
  subject: '',
  body: { contentType: 'text', content: '', original: '' },
  toRecipients: [],
  ccRecipients: [],
  bccRecipients: [],
  replyTo: [],
  from: null,
  sender: null,
  importance: 'normal',
  inferenceClassification: 'focused',
  categories: [],
  flag: { flagStatus: 'notFlagged' },
  isRead: true,
  isDeliveryReceiptRequested: false,
  isReadReceiptRequested: false,
  internetMessageId: '',
  internetMessageHeaders: [],
  singleValueExtendedProperties: [],
};

/** A draft that nobody has seen yet. `now`: ms since 1970. */
export function newMessage(
  random: Random,
  now: number,
  author: Recipient,
  folder: FolderName,
  written: Partial<MessageContent>,
): StoredMessage {
  const item = randomBytes(random, 16);
  const internetMessageId = written.internetMessageId ?? newInternetMessageId(random);
  return {
    key: Buffer.from(item).toString('hex'),
    id: makeId('message', randomBytes(random, 16)),
    immutableId: makeId('immutable', randomBytes(random, 16)),
    changeKey: makeChangeKey(random, 1),
    revision: 1,
    folder,
    isDraft: true,
    created: now,
    modified: now,
    received: now,
    sent: now,
    placed: now,
    author,
    conversationId: makeId('conversation', hash('conversation', item)),
    conversationIndex: Buffer.concat([Buffer.from([1]), hash('index', item).subarray(0, 21)]).toString(
      'base64',
    ),
    content: { ...blank, ...written, internetMessageId },
    attachments: [],
  };
}

/** RFC 5322 §3.6.4. `.example` cannot be anybody's domain (RFC 2606). */
export function newInternetMessageId(random: Random): string {
  return `<${Buffer.from(randomBytes(random, 16)).toString('hex')}@sandbox.example>`;
}

type Moment = Pick<Call, 'clock' | 'random'>;

/** The message after a write: another change key and time, as after every write of Exchange. */
export function changed(call: Moment, message: StoredMessage, change: Partial<StoredMessage>): StoredMessage {
  const revision = message.revision + 1;
  return {
    ...message,
    modified: call.clock.now(),
    ...change,
    revision,
    changeKey: makeChangeKey(call.random, revision),
  };
}

/** The message in another folder: its default id changes, its immutable id does not. */
export function moved(
  call: Moment,
  message: StoredMessage,
  folder: FolderName,
  change: Partial<StoredMessage> = {},
): StoredMessage {
  const id = makeId('message', randomBytes(call.random, 16));
  return changed(call, message, { placed: call.clock.now(), ...change, folder, id });
}

/** Counts the named properties; a mailbox takes only so many, for ever. */
export function useNamedProperties(call: Call, content: Partial<MessageContent>): void {
  const { facts } = call.transaction;
  const used = new Set(facts.namedProperties);
  for (const { id } of content.singleValueExtendedProperties ?? []) {
    // The type is not part of the name that Exchange registers.
    if (isNamedProperty(id)) used.add(canonicalPropertyId(id).replace(/^\w+ /, ''));
  }
  if (used.size === facts.namedProperties.length) return;
  if (used.size > call.switches.namedPropertyQuota) {
    throw new ProtocolError(403, 'ErrorQuotaExceeded', 'Cannot get ID from name.');
  }
  call.transaction.setFacts({ ...facts, namedProperties: [...used] });
}
