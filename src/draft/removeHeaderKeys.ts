import { isMap, isNode, isScalar } from 'yaml';
import { type TextChange } from './draft.js';
import { applyChange, meaning, notEditable, readEditable, type WrittenKey } from './editHeader.js';
import { type HeaderBlock } from './headerBlock.js';
import { type HeaderPair } from './headerNodes.js';
import { type HeaderYaml } from './headerYaml.js';

/**
 * The changes that take keys of the extension's own out of a draft file, each with its whole line, and touch no other
 * byte. They do not overlap. Throws `header-not-editable` where that can't be done without harm.
 */
export function removeHeaderKeys(text: string, keys: readonly WrittenKey[]): readonly TextChange[] {
  const { block, yaml } = readEditable(text);
  const pairs = yaml.pairs.filter(({ key }) => keys.some((wanted) => wanted === key));
  if (pairs.length === 0) return [];
  const flow = flowChange(text, block, yaml, keys);
  const changes = flow ? [flow] : pairs.map((pair) => lineOf(text, block, pair));
  const changed = [...changes].reverse().reduce(applyChange, text);
  const after = readEditable(changed);
  const kept = yaml.pairs.filter((pair) => !pairs.includes(pair));
  const sameBody = text.slice(block.bodyStart) === changed.slice(after.block.bodyStart);
  if (!sameBody || meaning(kept) !== meaning(after.yaml.pairs)) throw notEditable();
  return changes;
}

/** The line of a key, with its line break; a comment on it stays. @throws Failure where the value goes on below it */
function lineOf(text: string, block: HeaderBlock, { value, offset }: HeaderPair): TextChange {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const newline = text.indexOf('\n', offset);
  const end = newline < 0 ? text.length : newline + 1;
  const alone = value.kind === 'scalar' && value.end <= end && start >= block.start && end <= block.end;
  if (!alone) throw notEditable();
  const comment = /#.*\r?\n$/u.exec(text.slice(value.end, end));
  const stop = comment ? value.end + comment.index : end;
  return { offset: start, length: stop - start, text: '' };
}

/** Of a header in braces, what stays is written side by side again. Absent: it has none. */
function flowChange(
  text: string,
  { start }: HeaderBlock,
  { document }: HeaderYaml,
  keys: readonly string[],
): TextChange | undefined {
  const root: unknown = document?.contents;
  if (!isMap(root) || root.flow !== true || !root.range) return undefined;
  const places = root.items.map(({ key, value }) => {
    const nodes = [key, value].filter((node) => isNode(node));
    return {
      goes: isScalar(key) && keys.includes(String(key.value)),
      from: start + Math.min(...nodes.map((node) => node.range?.[0] ?? 0)),
      to: start + Math.max(...nodes.map((node) => node.range?.[1] ?? 0)),
    };
  });
  const kept = places.filter(({ goes }) => !goes).map(({ from, to }) => text.slice(from, to));
  const [first, last] = [places[0], places.at(-1)];
  if (!first || !last) return undefined;
  return { offset: first.from, length: last.to - first.from, text: kept.join(', ') };
}
