import { type MarkdownIt, type StateBlock, type Token } from 'markdown-it';
import { type BlockFacts, factsOf } from './topLevelBlocks.js';

type Env = StateBlock['env'];

/** What the block rules made of some lines in one go. Without tokens: the definition of a link. */
export interface FoundBlock {
  /** 0-based line on which it begins; it changes when lines above come or go, that of the tokens does not. */
  line: number;
  /** Their text is still to be read. */
  readonly tokens: Token[];
  /** Links and notes that it defines, as markdown-it keeps them. */
  readonly env: Env;
  readonly facts: BlockFacts;
}

/** How much is the same at both ends of two texts, in UTF-16 units. */
interface Same {
  readonly before: number;
  readonly after: number;
}

/**
 * Finds the blocks of a text that differs little from the last one: those around the change are found anew, up to where
 * a block begins as one did before, with the same text from there on. At the top level nothing else decides what comes.
 */
export class BlockFinder {
  private source = '';
  /** Where each line begins. */
  private starts: readonly number[] = [];
  private blocks: readonly FoundBlock[] = [];

  /** The same objects for blocks that were found before. `source`: with line feeds alone at the ends of its lines. */
  find(source: string, parser: MarkdownIt): readonly FoundBlock[] {
    const state = new parser.block.State(source, parser, {}, []);
    const same = sameIn(this.source, source);
    const untouched = this.untouched(state, same.before);
    const around: FoundBlock[] = [];
    let [line, next] = [untouched === 0 ? 0 : (this.blocks[untouched]?.line ?? 0), untouched];
    const rules = parser.block.ruler.getRules('');
    for (; ; line = state.line) {
      line = state.skipEmptyLines(line);
      while (line < state.lineMax && this.isBefore(state, line, next)) next++;
      if (line >= state.lineMax || this.isKnown(state, line, next, same.after)) break;
      around.push(nextBlock(state, rules, line));
    }
    const rest = this.blocks.slice(line < state.lineMax ? next : this.blocks.length);
    const changed = this.blocks.slice(untouched, this.blocks.length - rest.length);
    const before = changed.map(
      (block, index) => [this.text(block.line, (changed[index + 1] ?? rest[0])?.line), block] as const,
    );
    [this.source, this.starts] = [source, state.bMarks];
    const by = line - (rest[0]?.line ?? line);
    if (by !== 0) for (const block of rest) block.line += by;
    const text = (index: number) => this.text(around[index]?.line ?? 0, (around[index + 1] ?? rest[0])?.line);
    this.blocks = [...this.blocks.slice(0, untouched), ...asBefore(around, text, before), ...rest];
    return this.blocks;
  }

  /** The lines from `from` up to `to`, or to the end. */
  text(from: number, to: number | undefined): string {
    return this.source.slice(this.starts[from], to === undefined ? undefined : this.starts[to]);
  }

  reset(): void {
    [this.source, this.starts, this.blocks] = ['', [], []];
  }

  /**
   * How many blocks cannot feel a change after `same` units. A rule looks at most at the lines up to the first blank one
   * behind its block, and one more (of a definition list); what lies three times behind blank lines is out of its sight.
   */
  private untouched(state: StateBlock, same: number): number {
    let line = lastNotAfter(this.starts, same);
    for (let gaps = 0; gaps < 3 && line > 0;) {
      line--;
      if (!state.isEmpty(line)) continue;
      gaps++;
      while (line > 0 && state.isEmpty(line - 1)) line--;
    }
    const place = lastNotAfter(
      this.blocks.map((block) => block.line),
      line,
    );
    return Math.max(0, place);
  }

  /** Counted from the end, since that is where the texts are the same. */
  private fromEnd(block: FoundBlock): number {
    return this.source.length - (this.starts[block.line] ?? 0);
  }

  private isBefore(state: StateBlock, line: number, old: number): boolean {
    const block = this.blocks[old];
    return block !== undefined && this.fromEnd(block) > state.src.length - (state.bMarks[line] ?? 0);
  }

  private isKnown(state: StateBlock, line: number, old: number, same: number): boolean {
    const block = this.blocks[old];
    const left = state.src.length - (state.bMarks[line] ?? 0);
    return block !== undefined && left <= same && this.fromEnd(block) === left;
  }
}

/** As in `ParserBlock.tokenize` of markdown-it, for one block at the top level. */
function nextBlock(
  state: StateBlock,
  rules: ReturnType<MarkdownIt['block']['ruler']['getRules']>,
  line: number,
): FoundBlock {
  state.line = line;
  state.tokens = [];
  if (!rules.some((rule) => rule(state, line, state.lineMax, false)) || state.line <= line)
    throw new Error('No rule reads this block.');
  const { tokens } = state;
  const { references, footnotes, ...searches } = state.env;
  // What a rule has looked for in vain it shall not look for again.
  state.env = searches;
  const env = { ...(references ? { references } : {}), ...(footnotes ? { footnotes } : {}) };
  return { line, tokens, env, facts: factsOf(tokens, line) };
}

/** Whole pieces are compared faster than units. */
const chunk = 4096;

/** `found` with those from `before` in place of equal ones. Equal lines, up to the next block, give equal tokens. */
function asBefore(
  found: readonly FoundBlock[],
  text: (index: number) => string,
  before: readonly (readonly [text: string, block: FoundBlock])[],
): FoundBlock[] {
  const left = new Map<string, FoundBlock[]>();
  for (const [own, block] of [...before].reverse()) {
    const twins = left.get(own);
    if (twins) twins.push(block);
    else left.set(own, [block]);
  }
  return found.map((block, index) => {
    const known = left.get(text(index))?.pop();
    if (known) known.line = block.line;
    return known ?? block;
  });
}

function sameIn(one: string, other: string): Same {
  const most = Math.min(one.length, other.length);
  let before = 0;
  while (before < most && one.startsWith(other.slice(before, before + chunk), before)) before += chunk;
  before = Math.min(before, most);
  while (before < most && one.charCodeAt(before) === other.charCodeAt(before)) before++;
  let after = 0;
  const [end, otherEnd] = [one.length - 1, other.length - 1];
  const left = most - before;
  while (
    after + chunk <= left &&
    one.endsWith(other.slice(otherEnd + 1 - after - chunk, otherEnd + 1 - after), end + 1 - after)
  )
    after += chunk;
  while (after < left && one.charCodeAt(end - after) === other.charCodeAt(otherEnd - after)) after++;
  return { before, after };
}

/** The place of the last of the ascending `numbers` that is not above `most`; -1: there is none. */
function lastNotAfter(numbers: readonly number[], most: number): number {
  let [low, high] = [-1, numbers.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? Infinity) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}
