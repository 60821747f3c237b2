import { type Token } from 'markdown-it';
import { type FoundBlock } from './blockFinder.js';
import { type HtmlEvent, htmlEvents } from './rawHtmlEvents.js';

/** Blocks that are read together: one, or with raw HTML all that its elements hold. */
export interface Group {
  readonly parts: readonly [FoundBlock, ...FoundBlock[]];
  /** 0-based line of the Markdown on which it begins. */
  readonly line: number;
}

/** What is known of a block before its text is read. */
export interface BlockFacts {
  /** Lines from where it begins to where its first token with a line stands; undefined: none has one. */
  readonly below: number | undefined;
  /** A note within another block is taken out of it. */
  readonly hasInnerNote: boolean;
  readonly html: readonly HtmlEvent[];
}

export function factsOf(tokens: readonly Token[], line: number): BlockFacts {
  const first = tokens.find(({ map }) => map)?.map?.[0];
  return {
    below: first === undefined ? undefined : first - line,
    hasInnerNote: tokens.some(({ type }, index) => index > 0 && type === 'footnote_reference_open'),
    html: tokens.flatMap(({ type, content }) => (type === 'html_block' ? htmlEvents(content) : [])),
  };
}

/** Blocks from the one in which an HTML element begins to the one in which it ends are one. Absent: they cannot be told apart. */
export function topLevel(found: readonly FoundBlock[]): Group[] | undefined {
  const groups: { readonly parts: [FoundBlock, ...FoundBlock[]]; readonly line: number }[] = [];
  const open = new OpenElements();
  for (const block of found) {
    const { tokens, facts, line } = block;
    if (tokens.length === 0) continue;
    if (facts.below === undefined || facts.hasInnerNote) return undefined;
    const around = open.some ? groups.at(-1) : undefined;
    if (around) around.parts.push(block);
    else groups.push({ parts: [block], line: line + facts.below });
    for (const event of facts.html) open.follow(event);
  }
  return groups;
}

/** Elements without an end. */
const single = new Set(['br', 'hr', 'img', 'source', 'wbr']);

class OpenElements {
  private readonly names: string[] = [];
  /** How often each name is open, so that an end without a beginning is not searched for. */
  private readonly counts = new Map<string, number>();

  get some(): boolean {
    return this.names.length > 0;
  }

  follow(event: HtmlEvent): void {
    if (event.kind === 'open' && !single.has(event.name)) {
      this.names.push(event.name);
      this.count(event.name, 1);
    } else if (event.kind === 'close' && (this.counts.get(event.name) ?? 0) > 0) {
      let ended: string | undefined;
      do {
        ended = this.names.pop();
        if (ended !== undefined) this.count(ended, -1);
      } while (ended !== event.name);
    }
  }

  private count(name: string, by: number): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + by);
  }
}
