import { sentence } from '../../failure.js';
import { type TextChange } from '../draft.js';
import { findHeader, type HeaderBlock } from '../headerBlock.js';
import { readHeaderYaml } from '../headerYaml.js';
import { type Broken, changed, type Fix, lineAround } from './fix.js';

/** The key of the line in which a problem stands. */
export function keyOf({ text, place }: Broken): string | undefined {
  return /^\s*([^\s:#][^:]*?)[ \t]*:/u.exec(lineAround(text, place.offset).text)?.[1];
}

/** Takes a key out with its value, and nothing else. None where that can't be done. */
export function removal(text: string, key: string): readonly Fix[] {
  const change = removingKey(text, key);
  return change ? [{ title: sentence('Remove the line {0}', `${key}:`), changes: [change] }] : [];
}

function removingKey(text: string, key: string): TextChange | undefined {
  const found = findHeader(text);
  if (found.kind !== 'found') return undefined;
  const { block } = found;
  const keys = keysOf(text, block);
  const pair = readHeaderYaml(text, block).pairs.find((each) => each.key === key);
  if (!pair) return undefined;
  const { start, text: line } = lineAround(text, pair.offset);
  let end = nextLine(text, start);
  // What follows further in, or as items of a list, is the value.
  while (end < block.end && /^(?:[ \t]+\S|-(?:[ \t]|$)|[\]}])/u.test(lineAround(text, end).text))
    end = nextLine(text, end);
  if (start + line.indexOf(line.trimStart()) !== pair.offset || end > block.end) return undefined;
  const change = { offset: start, length: end - start, text: '' };
  const after = changed(text, [change]);
  const left = findHeader(after);
  const expected = keys.filter((each) => each !== key);
  const kept = left.kind === 'found' ? keysOf(after, left.block) : [];
  return kept.length === expected.length && kept.every((each, at) => each === expected[at])
    ? change
    : undefined;
}

function keysOf(text: string, block: HeaderBlock): string[] {
  return readHeaderYaml(text, block).pairs.map(({ key }) => key);
}

function nextLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline < 0 ? text.length : newline + 1;
}

/** The change that gives a key of the header another value; a key that is missing comes above `id:` and `sent:`. */
export function settingKey(text: string, key: string, value: string): TextChange | undefined {
  const found = findHeader(text);
  if (found.kind !== 'found') return undefined;
  const { start, end, endOfLine } = found.block;
  const header = text.slice(start, end);
  const line = new RegExp(`^(${key}[ \\t]*:)([^\\r\\n]*)`, 'mu').exec(header);
  if (line) {
    const [, before = '', rest = ''] = line;
    const comment = /[ \t]+#.*$/u.exec(rest)?.[0] ?? '';
    const kept = value === '' ? 0 : comment.length;
    return { offset: start + line.index + before.length, length: rest.length - kept, text: ` ${value}` };
  }
  const own = /^(?:id|sent)[ \t]*:/mu.exec(header);
  return { offset: own ? start + own.index : end, length: 0, text: `${key}: ${value}${endOfLine}` };
}
