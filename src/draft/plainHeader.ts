import { type HeaderNode, type HeaderPair, type HeaderScalar } from './headerNodes.js';

const keyLine = /^([A-Za-z][\w-]*):(?: +(?=\S)|(?= *$))/u;
const itemLine = /^( *)- +(?=\S)/u;
/** Neither one of YAML's indicators nor a sign or point with which a number may begin. */
const plainStart = /^[\p{L}\p{N}/_(]/u;
/** What YAML 1.2 §10.3.2 takes for something else than a string. */
const notText = /^(?:true|false|null|0[ox][\da-f]+|\d[\d.]*(?:e[-+]?\d+)?)$/iu;
/** `"Babbage, Charles" <charles@example.com>`, as a whole value. */
const quotedName = /^"[^"\\]+" <[^"<>\s]+>$/u;
/** Keys whose values may hold `: ` (plainValues.ts). */
const freeKeys = new Set(['to', 'cc', 'bcc', 'reply-to', 'from', 'mailbox', 'subject']);

/**
 * The pairs of a header that is plain: each line a key with a simple value, or an item of a simple list. Such headers,
 * nearly all there are, are read some ten times faster than by YAML's whole grammar, and thousands of them at once
 * when the drafts are listed. Absent: YAML has to tell. What is read here is what YAML reads, to the last offset.
 * `base`: offset of the header in the file.
 */
export function plainPairs(source: string, base: number): HeaderPair[] | undefined {
  if (/[^\P{Cc}\r\n]|\r(?!\n)|[^\S \r\n]/u.test(source)) return undefined;
  const pairs: HeaderPair[] = [];
  const seen = new Set<string>();
  const lines = linesOf(source, base);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (!line || empty(line)) continue;
    const found = keyLine.exec(line.text);
    const key = found?.[1];
    if (!found || key === undefined || seen.has(key)) return undefined;
    seen.add(key);
    const list = found[0].length < line.text.length ? undefined : listBelow(lines, index);
    const value = list?.node ?? valueAt(line, found[0].length, key);
    if (!value) return undefined;
    pairs.push({ key, value, offset: line.offset });
    index += list?.lines ?? 0;
  }
  return pairs;
}

interface Line {
  /** Without white space at its end. */
  readonly text: string;
  /** In the file, as `end` is, which counts that white space in. */
  readonly offset: number;
  readonly end: number;
}

function linesOf(source: string, base: number): Line[] {
  const lines: Line[] = [];
  let offset = base;
  for (const line of source.split('\n')) {
    const whole = line.endsWith('\r') ? line.slice(0, -1) : line;
    lines.push({ text: trimmed(whole), offset, end: offset + whole.length });
    offset += line.length + 1;
  }
  return lines;
}

/** YAML's white space is narrower than that of `trimEnd`. */
function trimmed(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end--;
  return line.slice(0, end);
}

function empty({ text }: Line): boolean {
  return /^ *(?:#|$)/u.test(text);
}

function valueAt(line: Line, column: number, key: string): HeaderNode | undefined {
  const text = line.text.slice(column);
  const offset = line.offset + column;
  if (text === '') return scalar('', null, line.end, true, 0);
  if (text.startsWith('[')) return flowList(text, offset);
  if (quotedName.test(text) && freeKeys.has(key)) return scalar(text, text, offset);
  return quoted(text, offset) ?? (sound(text, freeKeys.has(key)) ? scalar(text, text, offset) : undefined);
}

function scalar(
  text: string,
  value: unknown,
  offset: number,
  plain = true,
  length = text.length,
): HeaderScalar {
  return { kind: 'scalar', text, value, offset, end: offset + length, plain };
}

/** A plain scalar of YAML 1.2 §7.3.3 that is a string. */
function sound(text: string, free = false): boolean {
  if (!plainStart.test(text) || notText.test(text) || / #/u.test(text)) return false;
  return free || !/:(?: |$)/u.test(text);
}

function quoted(text: string, offset: number): HeaderScalar | undefined {
  const inner = /^(?:"([^"\\]*)"|'([^']*)')$/u.exec(text);
  if (!inner) return undefined;
  const value = inner[1] ?? inner[2] ?? '';
  return scalar(value, value, offset, false, text.length);
}

/** `[a, b]` on one line, of plain values that hold none of the signs that mean something there. */
function flowList(text: string, offset: number): HeaderNode | undefined {
  const inner = /^\[([^[\]{}"'#:]*)\]$/u.exec(text)?.[1];
  if (inner === undefined) return undefined;
  const items: HeaderNode[] = [];
  let at = offset + 1;
  for (const piece of trimmed(inner) === '' ? [] : inner.split(',')) {
    const item = trimmed(piece).replace(/^ +/u, '');
    if (!sound(item)) return undefined;
    items.push(scalar(item, item, at + piece.indexOf(item)));
    at += piece.length + 1;
  }
  return { kind: 'list', items, offset };
}

/** The list that follows a key without a value, an item on each line. */
function listBelow(lines: readonly Line[], key: number): { node: HeaderNode; lines: number } | undefined {
  const items: HeaderNode[] = [];
  let indent: string | undefined;
  let first = 0;
  let at = key + 1;
  for (; at < lines.length; at++) {
    const line = lines[at];
    const found = line && itemLine.exec(line.text);
    if (!found || (indent !== undefined && found[1] !== indent)) break;
    const item = line.text.slice(found[0].length);
    if (!sound(item)) return undefined;
    if (indent === undefined) first = line.offset + (found[1]?.length ?? 0);
    indent = found[1];
    items.push(scalar(item, item, line.offset + found[0].length));
  }
  return items.length === 0
    ? undefined
    : { node: { kind: 'list', items, offset: first }, lines: at - key - 1 };
}
