import { type Token } from 'markdown-it';
import { type HtmlEvent, htmlEvents } from './rawHtmlEvents.js';

/** A block that stands in no other; with raw HTML, all that its elements hold. */
export interface Group {
  /** Equal for blocks whose tokens are equal but for their lines. */
  readonly key: string;
  readonly tokens: Token[];
  /** 0-based line of the Markdown on which it begins. */
  readonly line: number;
}

type Found = Omit<Group, 'key'>;

/** The blocks of a text whose inline content is still to be read. Absent: they cannot be told apart. */
export function topLevel(tokens: readonly Token[], source: string): Group[] | undefined {
  const groups = apart(tokens);
  return groups && keyed(joined(groups), source);
}

function apart(tokens: readonly Token[]): Found[] | undefined {
  const groups: Token[][] = [];
  let depth = 0;
  for (const token of tokens) {
    if (depth === 0) groups.push([]);
    // A note within another block is taken out of it.
    else if (token.type === 'footnote_reference_open') return undefined;
    groups.at(-1)?.push(token);
    depth += token.nesting;
  }
  const found = groups.map((group) => ({
    tokens: group,
    line: group.find(({ map }) => map)?.map?.[0] ?? -1,
  }));
  return found.every(({ line }, index) => line >= 0 && line >= (found[index - 1]?.line ?? 0))
    ? found
    : undefined;
}

/** Blocks from the one in which an HTML element begins to the one in which it ends, as one. */
function joined(groups: readonly Found[]): Found[] {
  const result: Found[] = [];
  const open = new OpenElements();
  for (const group of groups) {
    const around = open.some ? result.at(-1) : undefined;
    if (!around) result.push(group);
    else for (const token of group.tokens) around.tokens.push(token);
    for (const { type, content } of group.tokens)
      if (type === 'html_block') for (const event of htmlEvents(content)) open.follow(event);
  }
  return result;
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

/** With the lines up to the next block, which hold all that a block was made of, and the label of a note above them. */
function keyed(groups: readonly Found[], source: string): Group[] {
  const starts = [0];
  for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return groups.map((group, index) => {
    const next = groups[index + 1];
    const lines = source.slice(starts[group.line], next && starts[next.line]);
    const label: unknown = group.tokens[0]?.meta?.['label'];
    return { ...group, key: typeof label === 'string' ? `${lines}\n[^${label}]` : lines };
  });
}
