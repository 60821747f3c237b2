import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { type HeaderBlock, lineOf } from './headerBlock.js';

/** A value of the header with the offset (in the file) at which it stands. */
export type HeaderNode =
  | { readonly kind: 'scalar'; readonly text: string; readonly value: unknown; readonly offset: number }
  | { readonly kind: 'list'; readonly items: readonly HeaderNode[]; readonly offset: number }
  | { readonly kind: 'map'; readonly pairs: readonly HeaderPair[]; readonly offset: number };

export interface HeaderPair {
  readonly key: string;
  readonly value: HeaderNode;
  readonly offset: number;
}

export interface YamlFault {
  /** yaml's own error code, such as `BAD_INDENT`, or `NOT_A_MAP`. */
  readonly code: string;
  /** 0-based line of the file. */
  readonly line: number;
}

export interface HeaderYaml {
  readonly pairs: readonly HeaderPair[];
  readonly faults: readonly YamlFault[];
  /** yaml's document over the (masked) header, for edits in place. Its offsets count from the header's start. */
  readonly document: Document.Parsed;
}

/**
 * Reads the header as YAML 1.2. People write lines that YAML refuses but whose meaning is plain, above all
 * `cc: "Babbage, Charles" <charles@example.com>` and `subject: Re: engine`. Only where YAML refuses the header, such
 * values are taken as plain text: they are masked by as many letters, so that every offset stays true.
 */
export function readHeaderYaml(file: string, block: HeaderBlock): HeaderYaml {
  const source = file.slice(block.start, block.end);
  const plain = parse(source);
  if (plain.errors.length === 0) return convert(file, block, plain, new Map());
  const { text, originals } = mask(source);
  const masked = originals.size > 0 ? parse(text) : plain;
  return masked.errors.length === 0
    ? convert(file, block, masked, originals)
    : convert(file, block, plain, new Map());
}

function parse(source: string): Document.Parsed {
  return parseDocument(source, { prettyErrors: false, lineCounter: new LineCounter(), logLevel: 'silent' });
}

const maskable = /^(to|cc|bcc|reply-to|from|subject)([ \t]*:[ \t]+)(\S.*?)[ \t]*\r?$/u;
const maskableItem = /^([ \t]*-[ \t]+)("(?:[^"\\]|\\.)*"[ \t]*<[^<>]*>)[ \t]*\r?$/u;

/** Masks the single-line values of the keys above; offsets in the result are those of `source`. */
function mask(source: string): { text: string; originals: Map<number, string> } {
  const originals = new Map<number, string>();
  let at = 0;
  const lines = source.split('\n').map((line) => {
    const start = at;
    at += line.length + 1;
    const found = maskedPart(line);
    if (!found || parse(found.alone).errors.length === 0) return line;
    originals.set(start + found.column, found.value);
    return (
      line.slice(0, found.column) +
      'x'.repeat(found.value.length) +
      line.slice(found.column + found.value.length)
    );
  });
  return { text: lines.join('\n'), originals };
}

function maskedPart(line: string): { column: number; value: string; alone: string } | undefined {
  const key = maskable.exec(line);
  if (key) return { column: (key[1] ?? '').length + (key[2] ?? '').length, value: key[3] ?? '', alone: line };
  const item = maskableItem.exec(line);
  return item ? { column: (item[1] ?? '').length, value: item[2] ?? '', alone: item[2] ?? '' } : undefined;
}

function convert(
  file: string,
  block: HeaderBlock,
  document: Document.Parsed,
  originals: Map<number, string>,
): HeaderYaml {
  const faults: YamlFault[] = document.errors.map((error) => ({
    code: error.code,
    line: lineOf(file, block.start + error.pos[0]),
  }));
  const root = document.contents as Node | null;
  if (root === null) return { pairs: [], faults, document };
  const node = convertNode(root, document, originals, block.start, 0);
  if (node.kind === 'map') return { pairs: node.pairs, faults, document };
  if (faults.length === 0) faults.push({ code: 'NOT_A_MAP', line: lineOf(file, node.offset) });
  return { pairs: [], faults, document };
}

function convertNode(
  node: unknown,
  document: Document.Parsed,
  originals: Map<number, string>,
  base: number,
  depth: number,
): HeaderNode {
  const start = rangeStart(node);
  const offset = base + start;
  const empty: HeaderNode = { kind: 'scalar', text: '', value: null, offset };
  // Aliases can nest without end in a hostile header; nothing that a mail needs is deeper than four.
  if (depth > 8) return empty;
  const inner = (child: unknown) => convertNode(child, document, originals, base, depth + 1);
  if (isAlias(node)) {
    const target = node.resolve(document);
    return isScalar(target) ? { ...inner(target), offset } : empty;
  }
  if (isMap(node)) return { kind: 'map', pairs: convertPairs(node, inner, base), offset };
  if (isSeq(node)) return { kind: 'list', items: node.items.map(inner), offset };
  if (!isScalar(node)) return empty;
  const masked = originals.get(start);
  if (masked !== undefined) return { kind: 'scalar', text: masked, value: masked, offset };
  const value: unknown = node.value;
  // The source of a plain scalar keeps `subject: 1.10` and `subject: 007` as written.
  const text =
    value === null ? (node.source ?? '') : typeof value === 'string' ? value : (node.source ?? String(value));
  return { kind: 'scalar', text: value === null && /^(~|null)?$/iu.test(text) ? '' : text, value, offset };
}

function convertPairs(map: YAMLMap, inner: (child: unknown) => HeaderNode, base: number): HeaderPair[] {
  return map.items.map((pair) => {
    const key = inner(pair.key);
    return {
      key: key.kind === 'scalar' ? key.text : '',
      value:
        pair.value === null
          ? { kind: 'scalar', text: '', value: null, offset: key.offset }
          : inner(pair.value),
      offset: base + rangeStart(pair.key),
    };
  });
}

function rangeStart(node: unknown): number {
  const range = (node as { range?: [number, number, number] | null } | null)?.range;
  return range?.[0] ?? 0;
}
