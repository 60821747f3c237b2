import { unusableId } from './errors.js';
import { draftTag } from './mailbox.js';

/** One segment: a fixed word, an opaque id, or a person's address (never logged). */
export type PathSegment = string | { readonly id: string } | { readonly user: string };

/** A path below the version, for the wire and for the log. */
export type GraphPath = readonly PathSegment[];

/** `/me/messages/AAMk…%3D`. @throws GraphFailure `message-id-invalid`, before anything is sent */
export function wirePath(path: GraphPath): string {
  return path.map((segment) => `/${typeof segment === 'string' ? segment : encoded(segment)}`).join('');
}

/** `/me/messages/…4fA3c=`: ids by their last six characters, addresses not at all. */
export function logPath(path: GraphPath): string {
  return path.map((segment) => `/${typeof segment === 'string' ? segment : shortened(segment)}`).join('');
}

/** `?$select=id%2CchangeKey`, or nothing. `$` stays as Graph's documentation writes it. */
export function queryOf(query: Readonly<Record<string, string>> | undefined): string {
  const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** A literal of OData 4.01 (URL Conventions §5.1.1.6.1): quotes inside are doubled. */
export function odataString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function encoded(segment: Exclude<PathSegment, string>): string {
  const text = 'id' in segment ? segment.id : segment.user;
  // An empty segment would address the whole collection, dots would be resolved away (RFC 3986 §5.2.4), and half a
  // surrogate pair has no percent-encoding.
  if (/^\.{0,2}$/.test(text) || /\p{Surrogate}/u.test(text)) throw unusableId();
  return encodeURIComponent(text);
}

function shortened(segment: Exclude<PathSegment, string>): string {
  if ('user' in segment) return '…';
  // Six characters out of a short id would be most of it.
  return segment.id.length < 12 ? '…' : `…${segment.id.slice(-6).replace(/[^\w=-]/g, '?')}`;
}

/** Graph page "Outlook extended properties overview": messages by the value of a single-value property. */
export function tagFilter(draftId: string): string {
  const property = `ep/id eq ${odataString(draftTag)} and ep/value eq ${odataString(draftId)}`;
  return `singleValueExtendedProperties/Any(ep: ${property})`;
}
