import { type Answer, type Call } from './call.js';
import { context } from './envelope.js';
import { parseFilter } from './filter.js';
import { nextLink, skipOf } from './listPages.js';
import { type FolderName, type StoredMessage } from './message.js';
import { messageJson } from './messageJson.js';
import { viewOf } from './messageOperations.js';
import { searchOf } from './search.js';
import { inOrder, parseListFilter, refuseUnknownOptions, wholeNumber } from './query.js';

/** Graph page "List messages": all folders, Deleted Items included, or the one of the path. */
export async function listMessages(call: Call, folder: FolderName | undefined): Promise<Answer> {
  refuseUnknownOptions(call.query);
  const view = viewOf(call);
  const { filter, order } = parseListFilter(call.query);
  const search = searchOf(call.query);
  const all = inFolder(call, folder).filter(
    (each) => (filter?.matches(each, circumstances(call)) ?? true) && (search?.(each) ?? true),
  );
  const size = call.query.has('$top')
    ? wholeNumber(call.query, '$top', 10, 1, 1000)
    : (call.preferences.maxPageSize ?? 10);
  const skip = skipOf(call.query);
  const page = inOrder(all, order).slice(skip, skip + size);
  const value: object[] = [];
  for (const message of page) value.push(await messageJson(call, message, view));
  const selection = view.select ? `(${view.select.join(',')})` : '';
  const place = folder ? `mailFolders('${folder}')/messages` : 'messages';
  return {
    status: 200,
    json: {
      '@odata.context': context(call, place + selection),
      ...(call.query.get('$count') === 'true' ? { '@odata.count': all.length } : {}),
      value,
      ...(skip + size < all.length ? { '@odata.nextLink': nextLink(call, skip + size) } : {}),
    },
  };
}

/** `…/messages/$count`: an integer as text. */
export async function countMessages(call: Call, folder: FolderName | undefined): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$filter']);
  const text = call.query.get('$filter');
  const filter = text === null ? undefined : parseFilter(text);
  const count = inFolder(call, folder).filter(
    (each) => filter?.matches(each, circumstances(call)) ?? true,
  ).length;
  return { status: 200, bytes: new TextEncoder().encode(String(count)), contentType: 'text/plain' };
}

export function inFolder(call: Call, folder: FolderName | undefined): StoredMessage[] {
  const all = [...call.transaction.messages.values()];
  return folder ? all.filter((message) => message.folder === folder) : all;
}

function circumstances(call: Call): { now: number; tagIndexLag: number } {
  return { now: call.clock.now(), tagIndexLag: call.switches.tagIndexLag };
}
