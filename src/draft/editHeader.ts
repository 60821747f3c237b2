import { isMap, isNode, type YAMLMap } from 'yaml';
import { Failure, sentence } from '../failure.js';
import { type TextChange } from './draft.js';
import { findHeader, type HeaderBlock } from './headerBlock.js';
import { type HeaderNode, type HeaderPair } from './headerNodes.js';
import { type HeaderYaml, readHeaderYaml } from './headerYaml.js';

/** The keys that the extension writes, each on a line of its own at the end of the header. */
export type WrittenKey = 'id' | 'sent' | 'send-at';

/**
 * The change that sets `key` in a draft file to a plain YAML word, and touches no other byte. Absent: it stands there
 * already. Throws `header-not-editable` where the header can't be changed without harm; the file is then as it was.
 */
export function setHeaderKey(text: string, key: WrittenKey, value: string): TextChange | undefined {
  if (value === '') throw notEditable();
  const { block, yaml } = readEditable(text);
  const pair = yaml.pairs.find((candidate) => candidate.key === key);
  if (pair?.value.kind === 'scalar' && pair.value.text.trim() === value) return undefined;
  const change = pair
    ? replaceValue(text, pair, key, value)
    : (insertIntoFlow(block, yaml, key, value) ?? insertLine(text, block, yaml, key, value));
  verify(text, change, key, value);
  return change;
}

export function applyChange(text: string, { offset, length, text: inserted }: TextChange): string {
  return text.slice(0, offset) + inserted + text.slice(offset + length);
}

export function notEditable(): Failure {
  return new Failure(
    'header-not-editable',
    sentence('The header can’t be changed safely, so the file stays as it is.'),
    sentence('Write the header as plain lines such as "subject: Hello" and try again.'),
  );
}

export /** @throws Failure `header-not-editable` */
function readEditable(text: string): { block: HeaderBlock; yaml: HeaderYaml } {
  const found = findHeader(text);
  if (found.kind !== 'found') throw notEditable();
  const yaml = readHeaderYaml(text, found.block);
  if (yaml.faults.length > 0) throw notEditable();
  return { block: found.block, yaml };
}

function replaceValue(text: string, pair: HeaderPair, key: WrittenKey, value: string): TextChange {
  if (pair.value.kind !== 'scalar') throw notEditable();
  const { offset, end } = pair.value;
  if (offset === end) {
    const colon = text.indexOf(':', pair.offset + key.length);
    return { offset: colon + 1, length: 0, text: ` ${value}` };
  }
  // A block scalar's range takes in the line break before the next key.
  const lineBreak = /\r?\n$/u.exec(text.slice(offset, end))?.[0] ?? '';
  return { offset, length: end - offset, text: value + lineBreak };
}

function insertIntoFlow(
  block: HeaderBlock,
  yaml: HeaderYaml,
  key: WrittenKey,
  value: string,
): TextChange | undefined {
  const root = flowRoot(yaml);
  if (!root?.range) return undefined;
  const last = root.items.at(-1);
  if (!last) return { offset: block.start + root.range[1] - 1, length: 0, text: `${key}: ${value}` };
  const nodes = [last.key, last.value].filter((node) => isNode(node));
  const end = Math.max(...nodes.map((node) => node.range?.[1] ?? 0));
  return { offset: block.start + end, length: 0, text: `, ${key}: ${value}` };
}

function flowRoot({ document }: HeaderYaml): YAMLMap | undefined {
  const root: unknown = document?.contents;
  return isMap(root) && root.flow ? root : undefined;
}

function insertLine(
  text: string,
  block: HeaderBlock,
  yaml: HeaderYaml,
  key: WrittenKey,
  value: string,
): TextChange {
  const first = yaml.pairs[0];
  const lineStart = first ? text.lastIndexOf('\n', first.offset - 1) + 1 : block.end;
  const indent = first ? text.slice(lineStart, first.offset) : '';
  return { offset: block.end, length: 0, text: `${indent}${key}: ${value}${block.endOfLine}` };
}

/** The changed file must read the same but for this key; otherwise nothing is changed. */
function verify(text: string, change: TextChange, key: WrittenKey, value: string): void {
  const before = readEditable(text);
  const changed = applyChange(text, change);
  const after = readEditable(changed);
  const others = ({ yaml }: typeof before) => meaning(yaml.pairs.filter((pair) => pair.key !== key));
  const written = after.yaml.pairs.find((pair) => pair.key === key)?.value;
  const body = (file: string, { block }: typeof before) => file.slice(block.bodyStart);
  if (
    written?.kind !== 'scalar' ||
    written.text !== value ||
    others(before) !== others(after) ||
    body(text, before) !== body(changed, after)
  ) {
    throw notEditable();
  }
}

/** What pairs say, without where they stand. */
export function meaning(pairs: readonly HeaderPair[]): string {
  const plain = (node: HeaderNode): unknown => {
    if (node.kind === 'scalar') return node.text;
    if (node.kind === 'list') return { list: node.items.map(plain) };
    return { map: node.pairs.map(({ key, value }) => [key, plain(value)]) };
  };
  return JSON.stringify(pairs.map(({ key, value }) => [key, plain(value)]));
}
