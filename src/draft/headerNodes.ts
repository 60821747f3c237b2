import { isAlias, isMap, isNode, isScalar, isSeq, type Alias, type Scalar, type YAMLMap } from 'yaml';
import { type HeaderFault } from './headerFaults.js';

/** A value of the header with the offset (in the file) at which it stands. */
export type HeaderNode =
  | HeaderScalar
  | { readonly kind: 'list'; readonly items: readonly HeaderNode[]; readonly offset: number }
  | { readonly kind: 'map'; readonly pairs: readonly HeaderPair[]; readonly offset: number };

export interface HeaderScalar {
  readonly kind: 'scalar';
  /** A plain scalar as written (`1.10`, `007`), any other decoded; empty for YAML's null. */
  readonly text: string;
  /** What YAML makes of it: a string, a number, a boolean, null. */
  readonly value: unknown;
  /** Neither in quotes nor a block. */
  readonly plain: boolean;
  readonly offset: number;
  /** Offset behind the value; comments lie beyond. */
  readonly end: number;
}

export interface HeaderPair {
  readonly key: string;
  readonly value: HeaderNode;
  readonly offset: number;
}

/** Aliases may copy this many values into a header; a hostile one would ask for billions. */
const mostCopies = 1000;

/** Turns yaml's nodes into the header's. Where the masked source differs, the text is taken from the original. */
export class HeaderNodes {
  readonly faults: HeaderFault[] = [];
  private readonly anchors = new Map<string, HeaderNode>();
  private copies = 0;

  constructor(
    private readonly source: string,
    private readonly masked: string,
    /** Offset of the header in the file. */
    private readonly base: number,
    private readonly scalarText: (source: string) => string | undefined,
  ) {}

  read(node: unknown): HeaderNode {
    if (isAlias(node)) return this.alias(node);
    const read = this.unaliased(node);
    if (isNode(node) && 'anchor' in node && node.anchor) this.anchors.set(node.anchor, read);
    return read;
  }

  private unaliased(node: unknown): HeaderNode {
    const offset = this.base + rangeOf(node).start;
    if (isMap(node)) return { kind: 'map', pairs: this.pairs(node), offset };
    if (isSeq(node)) return { kind: 'list', items: node.items.map((item) => this.read(item)), offset };
    return isScalar(node) ? this.scalar(node) : this.nothing(offset);
  }

  private alias(node: Alias): HeaderNode {
    const { start, end } = rangeOf(node);
    const target = this.anchors.get(node.source);
    if (target) this.copies += weight(target, mostCopies);
    if (!target || this.copies > mostCopies) {
      // One complaint tells it all: an alias that goes too far is often followed by thousands.
      if (!this.faults.some(({ kind }) => kind === 'alias'))
        this.faults.push({ kind: 'alias', offset: start });
      return this.nothing(this.base + start);
    }
    const offset = this.base + start;
    return target.kind === 'scalar' ? { ...target, offset, end: this.base + end } : { ...target, offset };
  }

  private pairs(map: YAMLMap): HeaderPair[] {
    const seen = new Set<string>();
    return map.items.flatMap(({ key: keyNode, value: valueNode }) => {
      const key = this.read(keyNode);
      const value = valueNode === null ? this.nothing(key.offset) : this.read(valueNode);
      const name = key.kind === 'scalar' ? key.text : '';
      if (name !== '' && seen.has(name)) {
        this.faults.push({ kind: 'repeated', offset: key.offset - this.base, name });
        return [];
      }
      seen.add(name);
      return [{ key: name, value, offset: key.offset }];
    });
  }

  private scalar(node: Scalar): HeaderNode {
    const { start, end } = rangeOf(node);
    const place = { offset: this.base + start, end: this.base + end, plain: node.type === 'PLAIN' };
    const original = this.source.slice(start, end);
    if (original !== this.masked.slice(start, end)) {
      const text = place.plain ? folded(original) : (this.scalarText(original) ?? original);
      return { kind: 'scalar', text, value: text, ...place };
    }
    const { value } = node;
    if (typeof value === 'string') return { kind: 'scalar', text: value, value, ...place };
    return { kind: 'scalar', text: value === null ? '' : (node.source ?? ''), value, ...place };
  }

  private nothing(offset: number): HeaderNode {
    return { kind: 'scalar', text: '', value: null, plain: true, offset, end: offset };
  }
}

/** YAML 1.2 §6.5: a line break inside a plain scalar is one space. */
function folded(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join(' ');
}

/** How many values a node holds, itself included; counting stops above `limit`. */
function weight(node: HeaderNode, limit: number): number {
  let count = 0;
  const open = [node];
  for (let next = open.pop(); next && count <= limit; next = open.pop()) {
    count++;
    if (next.kind === 'list') open.push(...next.items.slice(0, limit));
    if (next.kind === 'map') open.push(...next.pairs.slice(0, limit).map(({ value }) => value));
  }
  return count;
}

function rangeOf(node: unknown): { start: number; end: number } {
  const range = isNode(node) ? node.range : undefined;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
