import { isMap, type Node } from 'yaml';
import { Failure, sentence } from '../failure.js';
import { type TextChange } from './draft.js';
import { findHeader, type HeaderBlock } from './headerBlock.js';
import { type HeaderYaml, readHeaderYaml } from './headerYaml.js';
import { parseDraft } from './parseDraft.js';

/** The keys that the extension writes, each on a line of its own at the end of the header. */
export type WrittenKey = 'id' | 'sent';

/**
 * The change that sets `key` in a draft file to a plain YAML word, and touches no other byte. Absent: it stands there
 * already. Throws `header-not-editable` where the header can't be changed without harm; the file is then as it was.
 */
export function setHeaderKey(text: string, key: WrittenKey, value: string): TextChange | undefined {
  const found = findHeader(text);
  if (found.kind !== 'found') throw notEditable();
  const yaml = readHeaderYaml(text, found.block);
  if (yaml.faults.length > 0) throw notEditable();
  if (parseDraft(text).header[key] === value) return undefined;
  const change = replaceValue(text, yaml, key, value) ?? insertKey(text, found.block, yaml, key, value);
  verify(text, change, key, value);
  return change;
}

export function applyChange(text: string, { offset, length, text: inserted }: TextChange): string {
  return text.slice(0, offset) + inserted + text.slice(offset + length);
}

function notEditable(): Failure {
  return new Failure(
    'header-not-editable',
    sentence('The header can’t be changed safely, so the file stays as it is.'),
    sentence('Write the header as plain lines such as "subject: Hello" and try again.'),
  );
}

function replaceValue(
  text: string,
  yaml: HeaderYaml,
  key: WrittenKey,
  value: string,
): TextChange | undefined {
  const pair = yaml.pairs.find((candidate) => candidate.key === key);
  if (!pair) return undefined;
  if (pair.value.kind !== 'scalar') throw notEditable();
  if (pair.value.value === null && pair.value.text === '') {
    const colon = text.indexOf(':', pair.offset + key.length);
    return { offset: colon + 1, length: 0, text: ` ${value}` };
  }
  const range = scalarRange(yaml, key);
  if (!range) throw notEditable();
  return { offset: pair.value.offset, length: range.end - range.start, text: value };
}

function scalarRange(yaml: HeaderYaml, key: string): { start: number; end: number } | undefined {
  const root = yaml.document.contents as Node | null;
  if (!isMap(root)) return undefined;
  const range = (root.get(key, true) as { range?: [number, number, number] } | undefined)?.range;
  return range ? { start: range[0], end: range[1] } : undefined;
}

function insertKey(
  text: string,
  block: HeaderBlock,
  yaml: HeaderYaml,
  key: WrittenKey,
  value: string,
): TextChange {
  const root = yaml.document.contents as Node | null;
  if (isMap(root) && root.flow) {
    const last = block.start + (root.range?.[1] ?? 0) - 1;
    const empty = root.items.length === 0;
    return { offset: last, length: 0, text: `${empty ? '' : ', '}${key}: ${value}` };
  }
  const first = yaml.pairs[0];
  const lineStart = first ? text.lastIndexOf('\n', first.offset - 1) + 1 : block.end;
  const indent = first ? text.slice(lineStart, first.offset) : '';
  return { offset: block.end, length: 0, text: `${indent}${key}: ${value}${block.endOfLine}` };
}

/** The changed file must read the same but for this key; otherwise nothing is changed. */
function verify(text: string, change: TextChange, key: WrittenKey, value: string): void {
  const before = parseDraft(text);
  const after = parseDraft(applyChange(text, change));
  const rest = (header: object) => JSON.stringify({ ...header, [key]: '' });
  const same = rest(before.header) === rest({ ...after.header, attachments: before.header.attachments });
  const paths = (draft: typeof before) =>
    JSON.stringify(draft.header.attachments.map(({ path, name }) => [path, name]));
  if (after.header[key] !== value || !same || paths(before) !== paths(after) || before.body !== after.body) {
    throw notEditable();
  }
}
