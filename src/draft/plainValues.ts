import { closingQuote } from './addressTokens.js';

/** Keys whose single-line values are taken as plain text where YAML refuses them. */
const keyLine = /^([ \t]*)(to|cc|bcc|reply-to|from|mailbox|subject)[ \t]*:[ \t]+/u;
const itemLine = /^([ \t]*)-[ \t]+/u;

/**
 * Overwrites by as many letters x what people write plainly and YAML refuses: `"Babbage, Charles" <c@example.com>`
 * wherever it stands, and whole values such as `subject: Re: engine`. Every offset stays true, so what was overwritten
 * is read from the original. `parses` says whether a line alone is YAML.
 */
export function maskPlainValues(source: string, parses: (line: string) => boolean): string {
  const lines = source.split('\n').map(maskQuotedNames);
  let following = '';
  for (let index = lines.length - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    lines[index] = maskValue(line, following, parses);
    if (/\S/u.test(line) && !/^\s*#/u.test(line)) following = line;
  }
  return lines.join('\n');
}

/** `"name" <address>`: the quoted name ends a YAML value, and what follows is refused. */
function maskQuotedNames(line: string): string {
  let out = '';
  let done = 0;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at)) {
    const quote = closingQuote(line, at, line.length);
    if (quote < 0) break;
    let end = quote + 1;
    while (end < line.length && !',;"<>[]{}#:'.includes(line.charAt(end))) end++;
    const angle = line[end] === '<' ? line.indexOf('>', end) : -1;
    if (angle >= 0) {
      out += line.slice(done, at) + 'x'.repeat(angle + 1 - at);
      done = angle + 1;
      at = done;
    } else at = quote + 1;
  }
  return out + line.slice(done);
}

function maskValue(line: string, following: string, parses: (line: string) => boolean): string {
  const key = keyLine.exec(line);
  const found = key ?? itemLine.exec(line);
  if (!found) return line;
  const column = found[0].length;
  const value = withoutComment(line.slice(column));
  if (value === '' || (!key && !value.includes('@'))) return line;
  // A quote that was never closed is a slip, not a wish to send a quote.
  if (value.startsWith('"') && closingQuote(value, 0, value.length) < 0) return line;
  if (key?.[2] !== 'subject' && opensList(value)) return line;
  if (continues(following, (found[1] ?? '').length) || parses(line.trim())) return line;
  return line.slice(0, column) + 'x'.repeat(value.length) + line.slice(column + value.length);
}

/** A list whose end is missing on the line; `[EXT] Ada <ada@example.com>` is none. */
function opensList(value: string): boolean {
  return (value.startsWith('[') && !value.includes(']')) || (value.startsWith('{') && !value.includes('}'));
}

/** YAML's comment: a `#` after white space, to the end of the line. */
function withoutComment(value: string): string {
  let end = value.indexOf('#');
  while (end > 0 && !/[ \t]/u.test(value.charAt(end - 1))) end = value.indexOf('#', end + 1);
  return (end < 0 ? value : value.slice(0, end)).trimEnd();
}

/** Whether the next line with content belongs to a value begun at this indentation. */
function continues(following: string, indent: number): boolean {
  const next = /^[ \t]*/u.exec(following)?.[0].length ?? 0;
  return next > indent || /^[ \t]*[\]}]/u.test(following);
}
