import { isMap, isNode, isScalar, isSeq, type YAMLSeq } from 'yaml';
import { type TextChange } from './draft.js';
import { applyChange, meaning, notEditable, readEditable } from './editHeader.js';
import { type HeaderPair } from './headerNodes.js';
import { type HeaderYaml } from './headerYaml.js';

type Editable = ReturnType<typeof readEditable>;

/**
 * The change that adds a text to the list of `key`, which it makes where there is none; a single value becomes a list.
 * Touches no other byte. @throws Failure `header-not-editable`
 */
export function addHeaderItem(text: string, key: string, item: string): TextChange {
  const header = readEditable(text);
  const pair = header.yaml.pairs.find((candidate) => candidate.key === key);
  const change = pair ? extend(text, header, pair, item) : newList(text, header, key, item);
  verify(text, change, header, (pairs) => {
    const old = pair?.value;
    const before = old?.kind === 'list' ? old.items : old?.kind === 'scalar' && old.text ? [old] : [];
    const added = { kind: 'scalar', text: item } as HeaderPair['value'];
    const list = { key, offset: 0, value: { kind: 'list', items: [...before, added], offset: 0 } } as const;
    return pair ? pairs.map((one) => (one === pair ? list : one)) : [...pairs, list];
  });
  return change;
}

/** A text as YAML that is a string also between brackets. Double-quoted YAML takes what JSON writes. */
export function yamlText(text: string): string {
  const plain = /^[\p{L}\p{N}_./][\p{L}\p{N}_./@+ -]*$/u.test(text) && !text.endsWith(' ');
  const word = /^(?:true|false|null|yes|no|on|off|[\d.+-][\d.eE+-]*)$/iu.test(text);
  return plain && !word ? text : JSON.stringify(text);
}

function extend(text: string, header: Editable, pair: HeaderPair, item: string): TextChange {
  const { key, value } = pair;
  if (value.kind === 'map') throw notEditable();
  if (value.kind === 'list') return extendList(text, header, key, item);
  const { offset, end } = value;
  if (value.text !== '') {
    const written =
      value.plain && !/[,[\]{}]/u.test(value.text) ? text.slice(offset, end) : yamlText(value.text);
    return { offset, length: end - offset, text: `[${written}, ${yamlText(item)}]` };
  }
  if (offset !== end) return { offset, length: end - offset, text: `[${yamlText(item)}]` };
  const colon = text.indexOf(':', pair.offset + key.length);
  return { offset: colon + 1, length: 0, text: ` [${yamlText(item)}]` };
}

function extendList(text: string, { block, yaml }: Editable, key: string, item: string): TextChange {
  const list = valueNode(yaml, key);
  if (!isSeq(list) || !list.range) throw notEditable();
  const last = list.items.at(-1);
  const lastEnd = isNode(last) ? (last.range?.[1] ?? 0) : 0;
  if (list.flow) {
    const offset = block.start + (last ? lastEnd : list.range[0] + 1);
    return { offset, length: 0, text: `${last ? ', ' : ''}${yamlText(item)}` };
  }
  // The range of a map takes in the line break behind it.
  const behind = text.slice(0, block.start + lastEnd).trimEnd().length;
  return { offset: lineEnd(text, behind), length: 0, text: nextDash(text, block, list, item) };
}

function nextDash(text: string, block: Editable['block'], list: YAMLSeq, item: string): string {
  const first = block.start + (list.range?.[0] ?? 0);
  const start = lineStart(text, first);
  const indent = text.slice(start, first);
  if (indent.trim() !== '') throw notEditable();
  return `${block.endOfLine}${indent}- ${yamlText(item)}`;
}

/** Above `id:` and `sent:`, which stand at the end. */
function newList(text: string, { block, yaml }: Editable, key: string, item: string): TextChange {
  const root: unknown = yaml.document?.contents;
  if (isMap(root) && root.flow) throw notEditable();
  const own = yaml.pairs.find((pair) => pair.key === 'id' || pair.key === 'sent');
  const first = yaml.pairs[0];
  const indent = first ? text.slice(lineStart(text, first.offset), first.offset) : '';
  const offset = own ? lineStart(text, own.offset) : block.end;
  return { offset, length: 0, text: `${indent}${key}: [${yamlText(item)}]${block.endOfLine}` };
}

function verify(
  text: string,
  change: TextChange,
  { block, yaml }: Editable,
  expected: (pairs: readonly HeaderPair[]) => readonly HeaderPair[],
): void {
  const changed = applyChange(text, change);
  const after = readEditable(changed);
  const sorted = (pairs: readonly HeaderPair[]) =>
    meaning([...pairs].sort((one, other) => (one.key < other.key ? -1 : 1)));
  const same = sorted(after.yaml.pairs) === sorted(expected(yaml.pairs));
  if (!same || text.slice(block.bodyStart) !== changed.slice(after.block.bodyStart)) throw notEditable();
}

function valueNode(yaml: HeaderYaml, key: string): unknown {
  const root: unknown = yaml.document?.contents;
  if (!isMap(root)) return undefined;
  return root.items.find((pair) => isScalar(pair.key) && pair.key.source === key)?.value;
}

const lineStart = (text: string, offset: number) => text.lastIndexOf('\n', offset - 1) + 1;

/** Before the line break. */
const lineEnd = (text: string, offset: number) => {
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === '\r' ? end - 1 : end;
};
