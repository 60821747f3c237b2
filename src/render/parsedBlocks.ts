import { type MarkdownIt, type Token } from 'markdown-it';
import { gatherNotes } from './footnotes.js';
import { type Group, topLevel } from './topLevelBlocks.js';

/** One block that stands in the mail itself, in no other, with all that was made of it. */
export interface ParsedBlock {
  readonly tokens: readonly Token[];
  /** 0-based line of the Markdown on which it begins. */
  readonly line: number;
}

type Env = InstanceType<MarkdownIt['core']['State']>['env'];

/** What parsing leaves here that blocks may be kept with; anything else tells of what reaches beyond one. */
const harmless = new Set(['references', 'footnotes', 'labels', 'html']);

function reachesBeyond(env: Env): boolean {
  return Object.keys(env).some((key) => !harmless.has(key));
}

/**
 * The blocks of one draft as they were parsed last. A keystroke changes one of them, and finding where blocks begin
 * takes a fraction of the time that reading the text in them takes. Holds what one draft needs, and no more.
 *
 * A block is read from its own lines alone, as long as the links and notes that are defined elsewhere stay the same.
 * Where something reaches beyond its block, as an HTML element without an end does, a draft is parsed as a whole.
 */
export class ParsedBlocks {
  /** Links and notes, which any block may refer to. */
  private defined = '';
  private kept = new Map<string, Kept[]>();
  /** The key of a block that reaches beyond itself. */
  private spanning: string | undefined;
  private starts = new WeakMap<Token, ParsedBlock>();

  /** The block that begins with `token`. */
  at(token: Token): ParsedBlock | undefined {
    return this.starts.get(token);
  }

  /** Absent: the draft has to be parsed as a whole. */
  parse(source: string, parser: MarkdownIt): Token[] | undefined {
    const env: Env = {};
    const groups = topLevel(run(parser, findsBlocks, source, [], env), source);
    this.setDefined(JSON.stringify([env['references'], env['footnotes']]));
    if (!groups || reachesBeyond(env)) return this.forget();
    // Trying again would take as long as parsing the whole.
    if (groups.some(({ key }) => key === this.spanning)) return undefined;
    const before = this.kept;
    const read = new Map<string, Kept[]>();
    const parsed: Token[] = [];
    for (const { key, tokens, line } of groups) {
      const twins = read.get(key) ?? [];
      read.set(key, twins);
      // Equal blocks have tokens of their own: pictures, for one, are told apart by them.
      const block = before.get(key)?.[twins.length] ?? this.read(parser, { key, tokens, line }, env);
      if (reachesBeyond(env) || block.isMixed) return this.forget(key);
      block.moveTo(line);
      twins.push(block);
      for (const token of block.tokens) parsed.push(token);
    }
    this.kept = read;
    return run(parser, gathersNotes, source, parsed, env);
  }

  private read(parser: MarkdownIt, { key, tokens, line }: Group, env: Env): Kept {
    delete env['html'];
    const hasNote = tokens.some(({ type }) => type === 'footnote_reference_open');
    const read = run(parser, readsBlocks, key, tokens, env);
    const block = new Kept(read, line, hasNote && 'html' in env);
    const [first] = block.tokens;
    if (first) this.starts.set(first, block);
    return block;
  }

  private setDefined(defined: string): void {
    if (defined !== this.defined) this.forget();
    this.defined = defined;
  }

  private forget(spanning?: string): undefined {
    this.spanning = spanning;
    this.kept = new Map();
    return undefined;
  }
}

class Kept implements ParsedBlock {
  constructor(
    readonly tokens: readonly Token[],
    public line: number,
    /** HTML around a note or in it, which is read when the note is in its place. */
    readonly isMixed: boolean,
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

type Rule = ReturnType<MarkdownIt['core']['ruler']['getRules']>[number];
type Rules = (rule: Rule, index: number) => boolean;

/** The first two rules of markdown-it's core, `normalize` and `block`, give tokens whose text is still to be read. */
const findsBlocks: Rules = (_, index) => index < 2;
const readsBlocks: Rules = (rule, index) => index >= 2 && rule !== gatherNotes;
const gathersNotes: Rules = (rule) => rule === gatherNotes;

function run(parser: MarkdownIt, rules: Rules, source: string, tokens: Token[], env: Env): Token[] {
  const state = new parser.core.State(source, parser, env);
  state.tokens = tokens;
  for (const rule of parser.core.ruler.getRules('').filter(rules)) rule(state);
  return state.tokens;
}
