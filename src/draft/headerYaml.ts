import { Composer, CST, isMap, isNode, isScalar, Parser, type Document, type Node } from 'yaml';
import { type HeaderBlock } from './headerBlock.js';
import { type HeaderFault, syntaxFault } from './headerFaults.js';
import { HeaderNodes, type HeaderPair } from './headerNodes.js';
import { plainPairs } from './plainHeader.js';
import { maskPlainValues } from './plainValues.js';

export interface HeaderYaml {
  readonly pairs: readonly HeaderPair[];
  /** In the order of the header; offsets count from the header's start. */
  readonly faults: readonly HeaderFault[];
  /** yaml's document over the (masked) header, for edits in place. Its offsets count from the header's start. */
  readonly document: Document.Parsed | undefined;
}

/** UTF-16 units. 500 recipients, Graph's most, need a twentieth of it; yaml takes seconds for more. */
const longestHeader = 2 ** 20;
/** The header's own keys nest to four; other tools' keys may go further. */
const deepest = 32;

/**
 * Reads the header as YAML 1.2. People write lines that YAML refuses but whose meaning is plain, above all
 * `cc: "Babbage, Charles" <charles@example.com>` and `subject: Re: engine`. Only where YAML refuses the header are
 * such values taken as plain text. Never throws; time grows with the header's length only.
 */
export function readHeaderYaml(file: string, block: HeaderBlock): HeaderYaml {
  const source = file.slice(block.start, block.end);
  if (source.length > longestHeader) return unread({ kind: 'size', offset: 0 });
  const pairs = plainPairs(source, block.start);
  if (!pairs) return readWholeYaml(source, block);
  return {
    pairs,
    faults: [],
    get document() {
      return readWholeYaml(source, block).document;
    },
  };
}

/** {@link readHeaderYaml}, by YAML's whole grammar. */
export function readWholeYaml(source: string, block: Pick<HeaderBlock, 'start'>): HeaderYaml {
  const plain = compose(source);
  if ('kind' in plain) return unread(plain);
  if (plain.errors.length === 0) return convert(source, source, block.start, plain);
  const text = maskPlainValues(source, isYaml);
  const masked = text === source ? plain : compose(text);
  return 'kind' in masked || masked.errors.length > 0
    ? convert(source, source, block.start, plain)
    : convert(source, text, block.start, masked);
}

/** The value of a text that is YAML for one string, as a quoted scalar is; absent: it is anything else. */
function scalarText(source: string): string | undefined {
  const document = compose(source);
  if ('kind' in document || document.errors.length > 0) return undefined;
  const root: unknown = document.contents;
  return isScalar(root) && typeof root.value === 'string' ? root.value : undefined;
}

function unread(fault: HeaderFault): HeaderYaml {
  return { pairs: [], faults: [fault], document: undefined };
}

function isYaml(line: string): boolean {
  const document = compose(line);
  return !('kind' in document) && document.errors.length === 0;
}

/**
 * In two steps, since yaml's composer recurses: V8 ends the whole process when the stack runs out while it compiles a
 * regular expression, and nothing can catch that. Keys are compared in `HeaderNodes`, as yaml's own comparison takes
 * quadratic time.
 */
function compose(source: string): Document.Parsed | HeaderFault {
  const tokens = [...new Parser().parse(source)];
  const offset = tooDeep(tokens);
  if (offset !== undefined) return { kind: 'nesting', offset };
  const composer = new Composer({ uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
  const [document, second] = [...composer.compose(tokens, true, source.length)];
  if (!document) return { kind: 'other', offset: 0 };
  if (second) return { kind: 'document-end', offset: documentEnd(source) };
  return document;
}

function documentEnd(source: string): number {
  return Math.max(0, source.search(/^(?:\.\.\.|---)(?:\s|$)/mu));
}

/** The offset of a token nested deeper than a header may be. */
function tooDeep(roots: readonly CST.Token[]): number | undefined {
  const open: { token: CST.Token; depth: number }[] = roots.map((token) => ({ token, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    if (depth > deepest) return token.offset;
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 });
  }
  return undefined;
}

function childrenOf(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value ? [token.value] : [];
  if (!CST.isCollection(token)) return [];
  return token.items.flatMap(({ key, value }) => [key, value].filter((child) => !!child));
}

function convert(source: string, masked: string, base: number, document: Document.Parsed): HeaderYaml {
  const [error] = [...document.errors].sort((a, b) => a.pos[0] - b.pos[0]);
  const syntax = error ? [syntaxFault(source, error, valuesOf(document))] : [];
  const root = document.contents as Node | null;
  if (root === null) return { pairs: [], faults: syntax, document };
  const nodes = new HeaderNodes(source, masked, base, scalarText);
  const node = nodes.read(root);
  if (node.kind === 'map') {
    // What is read past a syntax error may be an echo of it.
    return { pairs: node.pairs, faults: error ? syntax : nodes.faults, document };
  }
  const offset = node.offset - base;
  const spaceless = /^[ \t]*[a-z][\w-]*:\S/iu.test(source.slice(offset, offset + 100));
  const faults = error ? syntax : [{ kind: spaceless ? 'space' : 'no-map', offset } as const];
  return { pairs: [], faults, document };
}

function valuesOf(document: Document.Parsed): { start: number; end: number }[] {
  const root: unknown = document.contents;
  if (!isMap(root)) return [];
  return root.items.map(({ value }) => {
    const range = isNode(value) ? value.range : undefined;
    return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
  });
}
