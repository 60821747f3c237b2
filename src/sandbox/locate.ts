import { type Call } from './call.js';
import { attachmentId, folderId, isWellFormedId } from './ids.js';
import { folderNames, type FolderName, type StoredAttachment, type StoredMessage } from './message.js';
import { itemNotFound, malformedId } from './protocolError.js';

/** A folder by well-known name or id; 404 or 400 as for messages. */
export function findFolder(call: Call, name: string): FolderName | 'msgfolderroot' {
  const wellKnown = name.toLowerCase();
  const all = [...folderNames, 'msgfolderroot'] as const;
  const found = all.find((each) => each === wellKnown || folderId(call.owner.id, each) === name);
  if (found) return found;
  if (isWellFormedId(name)) throw itemNotFound();
  throw malformedId();
}

/** The message with this id, in either form; in `folder` only, when one is named in the path. */
export function findMessage(call: Call, id: string, folder?: FolderName): StoredMessage {
  if (!isWellFormedId(id)) throw malformedId();
  for (const message of call.transaction.messages.values()) {
    if (message.id !== id && message.immutableId !== id) continue;
    if (folder && message.folder !== folder) break;
    return message;
  }
  throw itemNotFound();
}

export function findAttachment(message: StoredMessage, id: string): StoredAttachment {
  if (!isWellFormedId(id)) throw malformedId();
  const found = message.attachments.find(
    (each) => attachmentId(message, each, false) === id || attachmentId(message, each, true) === id,
  );
  if (!found) throw itemNotFound();
  return found;
}
