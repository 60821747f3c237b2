import { findHeader } from '../headerBlock.js';
import { type HeaderKey, isHeaderKey } from '../headerKeys.js';

/** What may be written at a place of a header, and what it would take the place of. Offsets are those of the text. */
export type CompletionPlace = KeyPlace | ValuePlace;

interface Span {
  readonly start: number;
  /** What goes when something is put in: up to the cursor, and signs that an editor closed by itself. */
  readonly end: number;
  /** The end of the whole word or value. */
  readonly wholeEnd: number;
  /** What stands between `start` and the cursor. */
  readonly typed: string;
}

export interface KeyPlace extends Span {
  readonly kind: 'key';
  /** A colon follows already. */
  readonly hasColon: boolean;
  readonly present: ReadonlySet<string>;
}

export interface ValuePlace extends Span {
  readonly kind: 'value';
  readonly key: HeaderKey;
  /** Between brackets or braces, where YAML takes some signs for its own. */
  readonly inBrackets: boolean;
  /** Directly behind the colon of its key, where YAML asks for a space. */
  readonly needsSpace: boolean;
}

const keyLine = /^([A-Za-z][\w-]*)[ \t]*:/u;
/** Lines that may stand in a header whose end is not written yet. */
const headerLine = /^(?:[A-Za-z][\w-]*[ \t]*(?::|$)|[ \t]|[-#\]}"']|$)/u;

/** Keys whose values are lists, and the signs that part the items of one line. */
const separators: Readonly<Partial<Record<HeaderKey, string>>> = {
  ...{ to: ',;', cc: ',;', bcc: ',;', 'reply-to': ',;', 'in-reply-to': ',', categories: ',' },
};

/**
 * Where a cursor stands in a header, by its lines alone: what is being typed is seldom YAML yet. `offset`: UTF-16.
 * Absent: outside the header, or where nothing can be said, as in a comment.
 */
export function completionPlace(text: string, offset: number): CompletionPlace | undefined {
  const bounds = headerBounds(text, offset);
  if (!bounds || text.startsWith('\r\n', offset - 1)) return undefined;
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  if (lineStart < bounds.start) return undefined;
  const line = text.slice(lineStart, lineEnd(text, lineStart));
  const column = offset - lineStart;
  const before = line.slice(0, column);
  const found = keyLine.exec(line);
  if (found?.[1] !== undefined && column >= found[0].length) {
    return valuePlace({ text, offset, lineStart, line }, found[1], lineStart + found[0].length);
  }
  const owner = ownerOf(text, bounds.start, lineStart);
  const open = owner !== undefined && isOpen(text.slice(owner.valueStart, offset));
  if (/^[\w-]*$/u.test(before) && !open && !/^-(?:\s|$)/u.test(line))
    return keyPlace(text, bounds, offset, line);
  if (!owner || (!open && !/^(?:[ \t]|-(?:[ \t]|$))/u.test(line))) return undefined;
  const indent = /^[ \t]*(?:-[ \t]+)?/u.exec(line)?.[0].length ?? 0;
  if (column < indent) return undefined;
  const from = open ? owner.valueStart : lineStart + indent;
  return valuePlace({ text, offset, lineStart, line, openFrom: from }, owner.key, lineStart + indent);
}

/** The key whose name is at an offset of a header, as a hover asks for it. */
export function keyAt(
  text: string,
  offset: number,
): (Omit<Span, 'typed' | 'wholeEnd'> & { key: HeaderKey }) | undefined {
  const bounds = headerBounds(text, offset);
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const key =
    bounds && start >= bounds.start ? keyLine.exec(text.slice(start, lineEnd(text, start)))?.[1] : undefined;
  if (key === undefined || !isHeaderKey(key) || offset > start + key.length) return undefined;
  return { key, start, end: start + key.length };
}

interface Bounds {
  readonly start: number;
  readonly end: number;
}

function headerBounds(text: string, offset: number): Bounds | undefined {
  const found = findHeader(text);
  if (found.kind === 'absent') return undefined;
  const { start, end } =
    found.kind === 'found' ? found.block : { start: text.indexOf('\n') + 1 || Infinity, end: text.length };
  // At the very start of the closing line of an empty header, too, nothing is a key.
  if (offset < start || offset > end || (found.kind === 'found' && offset === end)) return undefined;
  if (found.kind === 'found') return { start, end };
  const above = text.slice(start, offset).split('\n');
  return above.every((line) => headerLine.test(line.replace(/\r$/u, ''))) ? { start, end } : undefined;
}

function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function keyPlace(text: string, { start: from, end }: Bounds, offset: number, line: string): KeyPlace {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const wholeEnd = start + (/^[\w-]*/u.exec(line)?.[0].length ?? 0);
  const lines = text.slice(from, end).split('\n');
  const current = text.slice(from, start).split('\n').length - 1;
  const present = lines.flatMap((other, at) => (at === current ? [] : (keyLine.exec(other)?.[1] ?? [])));
  return {
    kind: 'key',
    start,
    end: wholeEnd,
    wholeEnd,
    typed: text.slice(start, offset),
    hasColon: /^[\w-]*[ \t]*:/u.test(line),
    present: new Set(present),
  };
}

/** The key above a line that has none of its own. */
function ownerOf(
  text: string,
  from: number,
  lineStart: number,
): { key: string; valueStart: number } | undefined {
  for (let start = lineStart; start > from;) {
    start = text.lastIndexOf('\n', start - 2) + 1;
    const found = keyLine.exec(text.slice(start, lineEnd(text, start)));
    if (found?.[1] !== undefined) return { key: found[1], valueStart: start + found[0].length };
  }
  return undefined;
}

/** Whether a bracket or brace of a value is open at its end. */
function isOpen(value: string): boolean {
  return /^\s*[[{]/u.test(value) && depthOf(value) > 0;
}

function depthOf(value: string): number {
  let depth = 0;
  for (const { sign } of signsOf(value)) {
    if (sign === '[' || sign === '{') depth++;
    else if (sign === ']' || sign === '}') depth--;
  }
  return depth;
}

/** Signs outside quotes. A quote counts where a value may begin, so that `O'Brien` opens none. */
function* signsOf(value: string): Generator<{ sign: string; at: number }> {
  let quote = '';
  let fresh = true;
  for (let at = 0; at < value.length; at++) {
    const sign = value.charAt(at);
    if (quote !== '') {
      if (sign === '\\' && quote === '"') at++;
      else if (sign === quote) quote = '';
      continue;
    }
    if (fresh && (sign === '"' || sign === "'")) quote = sign;
    else yield { sign, at };
    fresh = /[\s,;[{:]/u.test(sign);
  }
}

interface Cursor {
  readonly text: string;
  readonly offset: number;
  readonly lineStart: number;
  readonly line: string;
  /** Where brackets may have been opened, on a line above; absent: on this one. */
  readonly openFrom?: number;
}

function valuePlace(cursor: Cursor, key: string, from: number): ValuePlace | undefined {
  if (!isHeaderKey(key) || key === 'headers') return undefined;
  const { text, offset, lineStart, line } = cursor;
  const value = text.slice(from, offset);
  if (/(?:^|\s)#/u.test(value.replace(/"(?:[^"\\]|\\.)*"?/gu, 'x'))) return undefined;
  const inBrackets = isOpen(text.slice(cursor.openFrom ?? from, offset));
  const part = partStart(key, value, inBrackets);
  if (part === undefined) return undefined;
  const start = from + part;
  const rest = line.slice(offset - lineStart);
  const closers = /^[>"']*/u.exec(rest)?.[0].length ?? 0;
  const ends = `${separators[key] ?? ''}${inBrackets ? ',]}' : ''}`;
  let whole = 0;
  while (whole < rest.length && !ends.includes(rest.charAt(whole)) && !rest.startsWith(' #', whole)) whole++;
  const wholeEnd = offset + Math.max(closers, rest.slice(0, whole).trimEnd().length);
  const needsSpace = text[from - 1] === ':' && start === from;
  return {
    kind: 'value',
    key,
    start,
    end: offset + closers,
    wholeEnd,
    typed: text.slice(start, offset),
    inBrackets,
    needsSpace,
  };
}

/** Where the part of a value begins in which the cursor stands. Absent: nothing is to be offered there. */
function partStart(key: HeaderKey, value: string, inBrackets: boolean): number | undefined {
  const parting = `${separators[key] ?? ''}${inBrackets ? ',[' : ''}`;
  let start = 0;
  for (const { sign, at } of signsOf(value)) if (parting.includes(sign) || sign === '{') start = at + 1;
  if (key === 'attachments') {
    const named = /^\s*\{?\s*([a-z]+):(?=\s|$)/u.exec(value.slice(start));
    if (named && named[1] !== 'path') return undefined;
    start += named?.[0].length ?? 0;
  }
  return start + (/^\s*/u.exec(value.slice(start))?.[0].length ?? 0);
}
