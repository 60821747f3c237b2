import { type Answer, type Call } from './call.js';
import { context } from './envelope.js';
import { englishFolderNames } from './folderDisplayNames.js';
import { folderId } from './ids.js';
import { findFolder } from './locate.js';
import { folderNames, type FolderName } from './message.js';
import { inFolder } from './messageList.js';
import { notImplemented } from './protocolError.js';
import { parseSelect, refuseUnknownOptions, wholeNumber } from './query.js';

const properties = [
  'id',
  'displayName',
  'parentFolderId',
  'childFolderCount',
  'unreadItemCount',
  'totalItemCount',
  'isHidden',
];

/** Graph page "List mailFolders". */
export async function listFolders(call: Call): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$select', '$filter', '$top', '$skip', '$count']);
  const select = parseSelect(call.query.get('$select'), properties, 'mailFolder');
  const wanted = wantedName(call.query.get('$filter'));
  const found = folderNames.filter(
    (name) => wanted === undefined || displayName(call, name).toLowerCase() === wanted,
  );
  const skip = wholeNumber(call.query, '$skip', 0, 0, 1000);
  const size = wholeNumber(call.query, '$top', 10, 1, 1000);
  const next = new URL(call.url);
  next.searchParams.set('$skip', String(skip + size));
  return {
    status: 200,
    json: {
      '@odata.context': context(call, 'mailFolders'),
      ...(call.query.get('$count') === 'true' ? { '@odata.count': found.length } : {}),
      value: found.slice(skip, skip + size).map((name) => folderJson(call, name, select)),
      ...(skip + size < found.length ? { '@odata.nextLink': next.href } : {}),
    },
  };
}

/** `$filter=displayName eq '…'`, in lower case: Exchange compares names without regard to case. */
function wantedName(filter: string | null): string | undefined {
  if (filter === null) return undefined;
  const name = /^displayName eq '((?:[^']|'')*)'$/.exec(filter.trim())?.[1];
  if (name === undefined) throw notImplemented('this form of $filter');
  return name.replaceAll("''", "'").toLowerCase();
}

function displayName(call: Call, name: FolderName): string {
  return call.folderDisplayNames[name] ?? englishFolderNames[name];
}

/** Graph page "Get mailFolder": by id or by well-known name. */
export async function getFolder(call: Call, name: string): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$select']);
  const select = parseSelect(call.query.get('$select'), properties, 'mailFolder');
  const json = folderJson(call, findFolder(call, name), select);
  return { status: 200, json: { '@odata.context': context(call, 'mailFolders/$entity'), ...json } };
}

function folderJson(
  call: Call,
  name: FolderName | 'msgfolderroot',
  select: readonly string[] | undefined,
): Record<string, unknown> {
  const root = name === 'msgfolderroot';
  const messages = root ? [] : inFolder(call, name);
  const json: Record<string, unknown> = {
    id: folderId(call.owner.id, name),
    displayName: root ? 'Top of Information Store' : displayName(call, name),
    parentFolderId: folderId(call.owner.id, 'msgfolderroot'),
    childFolderCount: root ? folderNames.length : 0,
    unreadItemCount: messages.filter(({ content }) => !content.isRead).length,
    totalItemCount: messages.length,
    isHidden: false,
  };
  if (!select) return json;
  return Object.fromEntries(Object.entries(json).filter(([each]) => each === 'id' || select.includes(each)));
}

/** `GET /me` and `/users/{id}`: what a mail client asks of a person. */
export async function getUser(call: Call): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$select']);
  const { id, userName, displayName, aliases } = call.owner;
  const json: Record<string, unknown> = {
    businessPhones: [],
    displayName,
    givenName: null,
    jobTitle: null,
    mail: userName,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: null,
    userPrincipalName: userName,
    id,
  };
  const all = {
    ...json,
    otherMails: [],
    proxyAddresses: [`SMTP:${userName}`, ...(aliases ?? []).map((alias) => `smtp:${alias}`)],
  };
  const select = parseSelect(call.query.get('$select'), Object.keys(all), 'user');
  const shown = select
    ? Object.fromEntries(Object.entries(all).filter(([name]) => select.includes(name)))
    : json;
  return {
    status: 200,
    json: { '@odata.context': `${call.url.origin}/${call.version}/$metadata#users/$entity`, ...shown },
  };
}
