import { type MarkdownIt, type Token } from 'markdown-it';
import { BlockFinder, type FoundBlock } from './blockFinder.js';
import { gatherNotes } from './footnotes.js';
import { type Group, topLevel } from './topLevelBlocks.js';

/** One block that stands in the mail itself, in no other, with all that was made of it. */
export interface ParsedBlock {
  readonly tokens: readonly Token[];
  /** 0-based line of the Markdown on which it begins. */
  readonly line: number;
  /** What searches found in it; see byBlock.ts. */
  readonly found: Map<unknown, readonly unknown[]>;
}

type Env = InstanceType<MarkdownIt['core']['State']>['env'];

/** What parsing leaves here that blocks may be kept with; anything else tells of what reaches beyond one. */
const harmless = new Set(['references', 'footnotes', 'labels', 'html']);

function reachesBeyond(env: Env): boolean {
  return Object.keys(env).some((key) => !harmless.has(key));
}

/**
 * The blocks of one draft as they were parsed last. A keystroke changes one of them; the others are neither looked for
 * nor read again. Holds what one draft needs, and no more.
 *
 * A block is read from its own lines alone, as long as the links and notes that are defined elsewhere stay the same.
 * Where something reaches beyond its block, as an HTML element without an end does, a draft is parsed as a whole.
 */
export class ParsedBlocks {
  private readonly finder = new BlockFinder();
  /** Links and notes, which any block may refer to. */
  private defined = '';
  private kept = new Map<FoundBlock, Kept>();
  /** The lines of a block that reaches beyond itself. */
  private spanning: string | undefined;
  private starts = new WeakMap<Token, ParsedBlock>();

  /** The block that begins with `token`. */
  at(token: Token): ParsedBlock | undefined {
    return this.starts.get(token);
  }

  /** Absent: the draft has to be parsed as a whole. */
  parse(source: string, parser: MarkdownIt): Token[] | undefined {
    const text = source.replaceAll('\0', '\ufffd');
    const { groups, env } = this.current(text, parser);
    if (!groups) return this.forget();
    const texts = this.spanning === undefined ? [] : groups.map((_, index) => this.text(groups, index));
    // Trying again would take as long as parsing the whole.
    if (this.spanning !== undefined && texts.includes(this.spanning)) return this.forget(this.spanning);
    const parsed: Token[] = [];
    const kept = new Map<FoundBlock, Kept>();
    for (const [index, { parts, line }] of groups.entries()) {
      const known = this.kept.get(parts[0]);
      const block = known ?? this.read(parser, parts, line, this.text(groups, index), env);
      if (reachesBeyond(env) || block.isMixed) return this.forget(this.text(groups, index));
      block.moveTo(line);
      for (const part of parts) kept.set(part, block);
      for (const token of block.tokens) parsed.push(token);
    }
    this.kept = kept;
    return run(parser, gathersNotes, source, parsed, env);
  }

  /** The blocks of the text. Tokens that were read cannot be read again, so that all are found anew where one has to be. */
  private current(
    text: string,
    parser: MarkdownIt,
  ): { readonly groups: Group[] | undefined; readonly env: Env } {
    let found = this.finder.find(text, parser);
    let env = definedIn(found);
    let groups = topLevel(found);
    const defined = JSON.stringify([env['references'], env['footnotes']]);
    const fits = ({ parts }: Group) =>
      this.kept.get(parts[0])?.isOf(parts) ?? !parts.some((part) => this.kept.has(part));
    if (this.kept.size > 0 && (defined !== this.defined || !groups?.every(fits))) {
      this.forget();
      found = this.finder.find(text, parser);
      env = definedIn(found);
      groups = topLevel(found);
    }
    this.defined = defined;
    return { groups, env };
  }

  private read(parser: MarkdownIt, parts: Group['parts'], line: number, text: string, env: Env): Kept {
    delete env['html'];
    const tokens = parts.flatMap((part) => part.tokens);
    const hasNote = tokens.some(({ type }) => type === 'footnote_reference_open');
    const read = run(parser, readsBlocks, text, tokens, env);
    const block = new Kept(parts, read, line, hasNote && 'html' in env);
    const [first] = block.tokens;
    if (first) this.starts.set(first, block);
    return block;
  }

  private text(groups: readonly Group[], index: number): string {
    return this.finder.text(groups[index]?.parts[0].line ?? 0, groups[index + 1]?.parts[0].line);
  }

  private forget(spanning?: string): undefined {
    this.spanning = spanning;
    this.kept = new Map();
    this.finder.reset();
    return undefined;
  }
}

type Named = Record<string, unknown>;

/** Of two definitions of a link the first counts. */
function definedIn(found: readonly FoundBlock[]): Env {
  const all: Env = {};
  for (const { env } of found) {
    const links = (env['references'] ?? {}) as Named;
    const notes = ((env['footnotes'] ?? {}) as { refs?: Named }).refs ?? {};
    for (const [name, target] of Object.entries(links)) {
      const known = (all['references'] ??= {}) as Named;
      known[name] ??= target;
    }
    for (const [name, place] of Object.entries(notes)) {
      const { refs } = (all['footnotes'] ??= { refs: {} }) as { refs: Named };
      refs[name] = place;
    }
  }
  return all;
}

class Kept implements ParsedBlock {
  readonly found = new Map<unknown, readonly unknown[]>();

  constructor(
    private readonly parts: readonly FoundBlock[],
    readonly tokens: readonly Token[],
    public line: number,
    /** HTML around a note or in it, which is read when the note is in its place. */
    readonly isMixed: boolean,
  ) {}

  isOf(parts: readonly FoundBlock[]): boolean {
    return parts.length === this.parts.length && parts.every((part, index) => part === this.parts[index]);
  }

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

type Rule = ReturnType<MarkdownIt['core']['ruler']['getRules']>[number];
type Rules = (rule: Rule, index: number) => boolean;

/** Behind the first two rules of markdown-it's core, `normalize` and `block`, whose part the finder takes. */
const readsBlocks: Rules = (rule, index) => index >= 2 && rule !== gatherNotes;
const gathersNotes: Rules = (rule) => rule === gatherNotes;

function run(parser: MarkdownIt, rules: Rules, source: string, tokens: Token[], env: Env): Token[] {
  const state = new parser.core.State(source, parser, env);
  state.tokens = tokens;
  for (const rule of parser.core.ruler.getRules('').filter(rules)) rule(state);
  return state.tokens;
}
