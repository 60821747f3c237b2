import {
  addAttachment,
  createUploadSession,
  deleteAttachment,
  getAttachment,
  getAttachmentValue,
  listAttachments,
} from './attachmentOperations.js';
import { type Answer, type Call } from './call.js';
import { getFolder, getUser, listFolders } from './folderOperations.js';
import { findFolder, findMessage } from './locate.js';
import { type FolderName } from './message.js';
import { countMessages, listMessages } from './messageList.js';
import { createMessage, deleteMessage, getMessage, getMime, updateMessage } from './messageOperations.js';
import { badRequest, methodNotAllowed, notImplemented, ProtocolError } from './protocolError.js';
import { listCategories } from './categories.js';
import { listContacts, listPeople } from './people.js';
import { createReply } from './replies.js';
import { sendMail } from './sendMail.js';
import { sendMessage } from './sending.js';

/** A Graph path taken apart: `/v1.0/me/messages('x')/send` → v1.0, no user (me), [messages, x, send]. */
export interface GraphPath {
  readonly version: string;
  /** An object id or a user name; absent: `/me`. */
  readonly user?: string;
  readonly segments: readonly string[];
}

/** Both key forms of OData, `/messages/{id}` and `/messages('{id}')`, mean the same. */
export function parseGraphPath(pathname: string): GraphPath {
  if (/%2f/i.test(pathname)) {
    throw new ProtocolError(400, 'RequestBroker--ParseUri', 'Resource not found for the segment.');
  }
  const [version = '', root = '', ...rest] = pathname.split('/').slice(1).flatMap(splitKey);
  if (version !== 'v1.0' && version !== 'beta') throw badRequest('Invalid version.');
  if (root === 'me') return { version, segments: rest };
  const [user, ...segments] = rest;
  if (root === 'users' && user) return { version, user, segments };
  throw notImplemented('this resource');
}

function splitKey(part: string): string[] {
  let segment: string;
  try {
    segment = decodeURIComponent(part);
  } catch {
    throw badRequest('The URI is malformed.');
  }
  const keyed = /^(\w+)\('((?:[^']|'')*)'\)$/.exec(segment);
  return keyed ? [keyed[1] ?? '', (keyed[2] ?? '').replaceAll("''", "'")] : [segment];
}

/** Carries out the call that `segments`, the path below the user, asks for. */
export async function route(call: Call, segments: readonly string[]): Promise<Answer> {
  const [collection = '', key, ...rest] = segments;
  if (segments.length === 0) return only(call, { GET: () => getUser(call) });
  switch (collection.toLowerCase()) {
    case 'messages':
      return routeMessages(call, segments.slice(1), undefined);
    case 'mailfolders':
      if (key === undefined) return only(call, { GET: () => listFolders(call) });
      if (rest.length === 0) return only(call, { GET: () => getFolder(call, key) });
      if (rest[0]?.toLowerCase() === 'messages')
        return routeMessages(call, rest.slice(1), folderOf(call, key));
  }
  if (/^(microsoft\.graph\.)?sendmail$/i.test(collection) && key === undefined)
    return only(call, { POST: () => sendMail(call) });
  const list = key === undefined ? peopleLists[collection.toLowerCase()] : undefined;
  if (list) return only(call, { GET: () => list(call) });
  if (
    collection.toLowerCase() === 'outlook' &&
    key?.toLowerCase() === 'mastercategories' &&
    rest.length === 0
  )
    return only(call, { GET: () => listCategories(call) });
  throw notImplemented('this resource');
}

const peopleLists: Readonly<Record<string, (call: Call) => Promise<Answer>>> = {
  people: listPeople,
  contacts: listContacts,
};

const replyKinds: Readonly<Record<string, 'reply' | 'replyAll' | 'forward'>> = {
  createreply: 'reply',
  createreplyall: 'replyAll',
  createforward: 'forward',
};

function folderOf(call: Call, name: string): FolderName {
  const folder = findFolder(call, name);
  if (folder === 'msgfolderroot') throw notImplemented('messages of the root folder');
  return folder;
}

async function routeMessages(
  call: Call,
  segments: readonly string[],
  folder: FolderName | undefined,
): Promise<Answer> {
  const [id, part, ...rest] = segments;
  if (id === undefined) {
    return only(call, { GET: () => listMessages(call, folder), POST: () => createMessage(call, folder) });
  }
  if (id === '$count') return only(call, { GET: () => countMessages(call, folder) });
  const message = findMessage(call, id, folder);
  const action = part?.replace(/^microsoft\.graph\./, '').toLowerCase();
  if (action === undefined) {
    return only(call, {
      GET: () => getMessage(call, message),
      PATCH: () => updateMessage(call, message),
      DELETE: () => deleteMessage(call, message),
    });
  }
  if (action === '$value' && rest.length === 0) return only(call, { GET: () => getMime(call, message) });
  if (action === 'send' && rest.length === 0) return only(call, { POST: () => sendMessage(call, message) });
  const reply = rest.length === 0 ? replyKinds[action] : undefined;
  if (reply !== undefined) return only(call, { POST: () => createReply(call, message, reply) });
  if (action === 'attachments') return routeAttachments(call, message, rest);
  throw notImplemented('this action');
}

async function routeAttachments(
  call: Call,
  message: ReturnType<typeof findMessage>,
  [id, part, ...rest]: readonly string[],
): Promise<Answer> {
  if (id === undefined) {
    return only(call, {
      GET: () => listAttachments(call, message),
      POST: () => addAttachment(call, message),
    });
  }
  if (/^(microsoft\.graph\.)?createUploadSession$/i.test(id) && part === undefined)
    return only(call, { POST: () => createUploadSession(call, message) });
  if (part === undefined) {
    return only(call, {
      GET: () => getAttachment(call, message, id),
      DELETE: () => deleteAttachment(call, message, id),
    });
  }
  if (part === '$value' && rest.length === 0)
    return only(call, { GET: () => getAttachmentValue(call, message, id) });
  throw notImplemented('this part of an attachment');
}

function only(call: Call, methods: Readonly<Record<string, () => Promise<Answer>>>): Promise<Answer> {
  const operation = methods[call.method];
  if (!operation) throw methodNotAllowed();
  return operation();
}
