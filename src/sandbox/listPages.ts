import { type Call } from './call.js';
import { badRequest } from './protocolError.js';
import { wholeNumber } from './query.js';

/** How many items of a list were in the pages before, by `$skip` or by the link to a further page. */
export function skipOf(query: URLSearchParams): number {
  const token = query.get('$skiptoken');
  if (token === null) return wholeNumber(query, '$skip', 0, 0, 1_000_000);
  const skip = /^s(\d{1,7})$/.exec(Buffer.from(token, 'base64url').toString('latin1'))?.[1];
  if (skip === undefined) throw badRequest('The skip token is not valid.');
  return Number(skip);
}

/** Opaque: clients follow it as it is. */
export function nextLink(call: Call, skip: number): string {
  const url = new URL(call.url);
  url.searchParams.delete('$skip');
  url.searchParams.set('$skiptoken', Buffer.from(`s${skip}`).toString('base64url'));
  return url.href;
}
