import { type MarkdownIt, type Token } from 'markdown-it';

/** One block that stands in the mail itself, in no other, with all that was made of it. */
export interface ParsedBlock {
  readonly tokens: readonly Token[];
  /** 0-based line of the Markdown on which it begins. */
  readonly line: number;
}

/** Whatever stands in it but link definitions tells of something that reaches beyond its block. */
type Env = InstanceType<MarkdownIt['core']['State']>['env'];

function reachesBeyond(env: Env): boolean {
  return Object.keys(env).some((key) => key !== 'references');
}

/**
 * The blocks of one draft as they were parsed last. A keystroke changes one of them, and finding where blocks begin
 * takes a fraction of the time that reading the text in them takes. Holds what one draft needs, and no more.
 *
 * A block is read from its own lines alone, as long as links that are defined elsewhere stay the same. What reaches
 * beyond a block, which footnotes and open HTML elements do, is not kept: such a draft is parsed as a whole.
 */
export class ParsedBlocks {
  private references = '';
  private kept = new Map<string, Kept[]>();
  private starts = new WeakMap<Token, ParsedBlock>();

  /** The block that begins with `token`. */
  at(token: Token): ParsedBlock | undefined {
    return this.starts.get(token);
  }

  /** Absent: the draft has to be parsed as a whole. */
  parse(source: string, parser: MarkdownIt): Token[] | undefined {
    const env: Env = {};
    const groups = topLevel(run(parser, findsBlocks, source, [], env));
    this.setReferences(JSON.stringify(env['references'] ?? {}));
    if (!groups || reachesBeyond(env)) return this.forget();
    const before = this.kept;
    const read = new Map<string, Kept[]>();
    const parsed: Token[] = [];
    for (const { key, tokens, line } of keyed(groups, source)) {
      const twins = read.get(key) ?? [];
      read.set(key, twins);
      // Equal blocks have tokens of their own: pictures, for one, are told apart by them.
      const known = before.get(key)?.[twins.length];
      const block = known ?? this.keep(line, run(parser, readsBlocks, key, tokens, env));
      if (reachesBeyond(env)) return this.forget();
      block.moveTo(line);
      twins.push(block);
      for (const token of block.tokens) parsed.push(token);
    }
    this.kept = read;
    return parsed;
  }

  private keep(line: number, tokens: readonly Token[]): Kept {
    const block = new Kept(tokens, line);
    const [first] = tokens;
    if (first) this.starts.set(first, block);
    return block;
  }

  private setReferences(references: string): void {
    if (references !== this.references) this.forget();
    this.references = references;
  }

  private forget(): undefined {
    this.kept = new Map();
    return undefined;
  }
}

class Kept implements ParsedBlock {
  constructor(
    readonly tokens: readonly Token[],
    public line: number,
  ) {}

  /** Lines above it came or went. */
  moveTo(line: number): void {
    const by = line - this.line;
    if (by === 0) return;
    this.line = line;
    const moved = new Set<[number, number]>();
    const move = ({ map, children }: Token): void => {
      if (map && !moved.has(map)) {
        moved.add(map);
        map[0] += by;
        map[1] += by;
      }
      children?.forEach(move);
    };
    this.tokens.forEach(move);
  }
}

/** The first two rules of markdown-it's core, `normalize` and `block`, give tokens whose text is still to be read. */
const findsBlocks = [0, 2] as const;
const readsBlocks = [2] as const;

function run(
  parser: MarkdownIt,
  rules: readonly [from: number, to?: number],
  source: string,
  tokens: Token[],
  env: Env,
): Token[] {
  const state = new parser.core.State(source, parser, env);
  state.tokens = tokens;
  for (const rule of parser.core.ruler.getRules('').slice(...rules)) rule(state);
  return state.tokens;
}

interface Group {
  readonly tokens: Token[];
  readonly line: number;
}

/** The tokens of each block that stands in no other; absent: one of them does not say where it stands. */
function topLevel(tokens: readonly Token[]): Group[] | undefined {
  const groups: Group[] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) {
      if (!token.map) return undefined;
      groups.push({ tokens: [], line: token.map[0] });
    }
    groups.at(-1)?.tokens.push(token);
    depth += token.nesting;
  }
  return groups;
}

/** With the lines up to the next block, which hold all that a block was made of. */
function keyed(groups: readonly Group[], source: string): (Group & { readonly key: string })[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return groups.map((group, index) => {
    const next = groups[index + 1];
    return { ...group, key: source.slice(starts[group.line], next && starts[next.line]) };
  });
}
