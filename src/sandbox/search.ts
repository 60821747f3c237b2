import { type StoredMessage } from './message.js';
import { textOf } from './messageJson.js';
import { badRequest, notImplemented } from './protocolError.js';

/**
 * `$search="…"` (Graph page "Use the $search query parameter"): all words, as beginnings of words of sender, recipients,
 * subject or text; `from:`, `to:` and `subject:` narrow a word. The newest first. Not together with `$filter` or `$orderby`.
 */
export function searchOf(query: URLSearchParams): ((message: StoredMessage) => boolean) | undefined {
  const text = query.get('$search');
  if (text === null) return undefined;
  if (query.has('$filter') || query.has('$orderby'))
    throw badRequest('The query parameter $search is not supported with $filter or $orderby.');
  const quoted = /^"(.*)"$/s.exec(text.trim())?.[1];
  if (quoted === undefined) throw badRequest('Syntax error: the value of $search is not quoted.');
  if (/\b(?:AND|OR|NOT|NEAR)\b|[()]/.test(quoted)) throw notImplemented('operators in $search');
  const terms = quoted.replaceAll('\\"', '"').split(/\s+/).filter(Boolean).map(termOf);
  return (message) => terms.every((matches) => matches(message));
}

const places = ['from', 'to', 'subject'] as const;
type Place = (typeof places)[number] | 'anywhere';

function termOf(word: string): (message: StoredMessage) => boolean {
  const [, name = '', rest = ''] = /^(\w+):(.*)$/s.exec(word) ?? [];
  const place: Place = places.find((each) => each === name.toLowerCase()) ?? 'anywhere';
  const wanted = wordsIn(place === 'anywhere' ? word : rest);
  return (message) => {
    const words = wordsIn(textAt(message, place));
    return wanted.every((each) => words.some((other) => other.startsWith(each)));
  };
}

function textAt({ content, author }: StoredMessage, place: Place): string {
  const from = JSON.stringify((content.from ?? author).emailAddress);
  const to = JSON.stringify([content.toRecipients, content.ccRecipients]);
  if (place === 'from') return from;
  if (place === 'to') return to;
  return place === 'subject' ? content.subject : [from, to, content.subject, textOf(content.body)].join(' ');
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
