import { attachmentJson, attachmentProperties } from './attachmentJson.js';
import { keepAttachment, readAttachment } from './attachmentWrites.js';
import { type Answer, type Call } from './call.js';
import { changed } from './changes.js';
import { findAttachment } from './locate.js';
import { type StoredMessage } from './message.js';
import { context, requireJson } from './envelope.js';
import { parseJson } from './messageWrites.js';
import { readAttachmentItem } from './uploadItem.js';
import { parseSelect, refuseUnknownOptions } from './query.js';

/** Graph page "List attachments". */
export async function listAttachments(call: Call, message: StoredMessage): Promise<Answer> {
  // $filter is accepted and ignored, as in the field.
  refuseUnknownOptions(call.query, ['$select', '$filter']);
  const select = parseSelect(call.query.get('$select'), attachmentProperties, 'attachment');
  const value = await Promise.all(
    message.attachments.map((each) => attachmentJson(call, message, each, select)),
  );
  return {
    status: 200,
    json: { '@odata.context': context(call, `messages('${message.id}')/attachments`), value },
  };
}

/** Graph page "Add attachment": files under 3 MB. The message gets another change key. */
export async function addAttachment(call: Call, message: StoredMessage): Promise<Answer> {
  requireJson(call);
  const written = readAttachment(parseJson(call.body));
  const attachment = keepAttachment(call, message.key, written);
  const after = changed(call, message, { attachments: [...message.attachments, attachment] });
  call.transaction.put(after);
  const json = await attachmentJson(call, after, attachment, undefined);
  return {
    status: 201,
    json: { '@odata.context': context(call, `messages('${message.id}')/attachments/$entity`), ...json },
    created: after,
  };
}

/** Graph page "attachment: createUploadSession": files from 3 MB to 150 MB. */
export function createUploadSession(call: Call, message: StoredMessage): Promise<Answer> {
  return call.uploads.open(call, message, readAttachmentItem(call), call.uploadOrigin);
}

export async function getAttachment(call: Call, message: StoredMessage, id: string): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$select']);
  const select = parseSelect(call.query.get('$select'), attachmentProperties, 'attachment');
  const json = await attachmentJson(call, message, findAttachment(message, id), select);
  return {
    status: 200,
    json: { '@odata.context': context(call, `messages('${message.id}')/attachments/$entity`), ...json },
  };
}

/** The bytes of the file themselves. */
export async function getAttachmentValue(call: Call, message: StoredMessage, id: string): Promise<Answer> {
  const attachment = findAttachment(message, id);
  const bytes = await call.transaction.content(attachment.contentName);
  return { status: 200, bytes, contentType: attachment.contentType ?? 'application/octet-stream' };
}

export async function deleteAttachment(call: Call, message: StoredMessage, id: string): Promise<Answer> {
  const gone = findAttachment(message, id);
  const attachments = message.attachments.filter((each) => each !== gone);
  call.transaction.put(changed(call, message, { attachments }));
  return { status: 204 };
}
