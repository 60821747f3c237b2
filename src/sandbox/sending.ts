import { sharesWith } from './access.js';
import { type Answer, type Call } from './call.js';
import { changed, moved, newInternetMessageId } from './changes.js';
import { makeId, randomBytes } from './ids.js';
import { type Recipient, type StoredAttachment, type StoredMessage } from './message.js';
import { itemNotFound, ProtocolError } from './protocolError.js';

/** PidTagDeferredSendTime ([MS-OXOMSG] 2.2.3.6): not before this time. */
const deferredSend = 'systemtime 0x3fef';

/** Graph page "message: send": accepted now, in Sent Items when it leaves. A second send finds nothing to send. */
export async function sendMessage(call: Call, message: StoredMessage): Promise<Answer> {
  if (!message.isDraft) throw itemNotFound();
  if (message.departs !== undefined) {
    if (call.switches.repeatedSend === 'notFound') throw itemNotFound();
    await deliverCopy(call, message);
    return { status: 202 };
  }
  checkSize(call, message);
  checkRecipients(message);
  checkSender(call, message);
  const departs = Math.max(call.clock.now() + call.switches.sendDelay, deferredUntil(message));
  const queued = { ...message, departs };
  if (departs <= call.clock.now()) leave(call, queued);
  else call.transaction.put(changed(call, message, { departs }));
  return { status: 202 };
}

type Departing = Pick<Call, 'clock' | 'random' | 'switches'>;

/** Moves what is due to Sent Items; whether anything was. Every request begins with it, so no timer is needed and none can be lost. */
export function departDue(call: Departing & Pick<Call, 'transaction'>): boolean {
  let any = false;
  for (const message of [...call.transaction.messages.values()]) {
    if (message.departs !== undefined && message.departs <= call.clock.now()) {
      leave(call, message);
      any = true;
    }
  }
  return any;
}

/** To Sent Items, or out of the mailbox where no copy was wanted. */
function leave(call: Departing & Pick<Call, 'transaction'>, message: StoredMessage): void {
  if (message.unsaved) call.transaction.remove(message.key);
  else call.transaction.put(departed(call, message));
}

function departed(call: Departing, message: StoredMessage): StoredMessage {
  const { departs, ...draft } = message;
  const { switches, random } = call;
  const sender = message.author;
  const internetMessageId =
    switches.internetMessageIdOnSend === 'changed'
      ? newInternetMessageId(random)
      : draft.content.internetMessageId;
  const sent = departs ?? call.clock.now();
  return moved(call, draft, 'sentitems', {
    isDraft: false,
    sent,
    received: sent,
    // It left at its time, however late a request comes to see it.
    placed: sent,
    ...(switches.immutableIdOnSend === 'changed'
      ? { immutableId: makeId('immutable', randomBytes(random, 16)) }
      : {}),
    content: { ...draft.content, internetMessageId, sender, from: draft.content.from ?? sender },
  });
}

/** The second delivery that a repeated send may cause while the first waits. */
async function deliverCopy(call: Call, message: StoredMessage): Promise<void> {
  const item = randomBytes(call.random, 16);
  const key = Buffer.from(item).toString('hex');
  const attachments: StoredAttachment[] = [];
  for (const attachment of message.attachments) {
    const contentName = `${key}.${attachment.key}`;
    call.transaction.putContent(contentName, await call.transaction.content(attachment.contentName));
    attachments.push({ ...attachment, contentName });
  }
  const copy = departed(call, { ...message, departs: call.clock.now() });
  call.transaction.put({
    ...copy,
    key,
    attachments,
    immutableId: makeId('immutable', randomBytes(call.random, 16)),
  });
}

function checkSize({ switches }: Call, { content, attachments }: StoredMessage): void {
  const files = attachments.reduce((sum, { length }) => sum + length, 0);
  if (files + Buffer.byteLength(content.body.original) > switches.messageSizeLimit) throw messageTooLarge();
}

export function messageTooLarge(): ProtocolError {
  return new ProtocolError(
    400,
    'ErrorMessageSizeExceeded',
    'The message exceeds the maximum supported size.',
  );
}

function checkRecipients({ content }: StoredMessage): void {
  const all = [...content.toRecipients, ...content.ccRecipients, ...content.bccRecipients];
  if (all.length === 0 || all.some((recipient) => !isAddress(recipient))) {
    throw new ProtocolError(400, 'ErrorInvalidRecipients', "At least one recipient isn't valid.");
  }
  if (all.length > 500) {
    throw new ProtocolError(400, 'ErrorExceededMaxRecipientLimit', 'The message has too many recipients.');
  }
}

/** addr-spec of RFC 5322 §3.4.1 without comments and quoted local parts; UTF-8 is allowed (RFC 6531). */
function isAddress({ emailAddress }: Recipient): boolean {
  return /^[^\s@;,<>()[\]\\":]{1,64}@[^\s@;,<>()[\]\\":.]+(\.[^\s@;,<>()[\]\\":.]+)*$/.test(
    emailAddress.address,
  );
}

/** At send, not at create (Graph page "outlook-send-mail-from-other-user"). */
function checkSender(call: Call, { content }: StoredMessage): void {
  if (!content.from || call.switches.sendAs === 'anyone') return;
  const from = content.from.emailAddress.address.toLowerCase();
  const allowed = call.users.filter(
    (user) => user.id === call.owner.id || user.id === call.caller.id || sharesWith(user, call.caller),
  );
  if (
    allowed.some(({ userName, aliases }) =>
      [userName, ...(aliases ?? [])].some((each) => each.toLowerCase() === from),
    )
  )
    return;
  throw sendAsDenied();
}

function sendAsDenied(): ProtocolError {
  return new ProtocolError(
    403,
    'ErrorSendAsDenied',
    'The user account which was used to submit this request does not have the right to send mail on behalf of the specified sending account.',
  );
}

function deferredUntil({ content }: StoredMessage): number {
  const property = content.singleValueExtendedProperties.find(({ id }) => id.toLowerCase() === deferredSend);
  const time = property ? Date.parse(property.value) : NaN;
  return Number.isNaN(time) ? 0 : time;
}
