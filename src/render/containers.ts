import { type Token } from 'markdown-it';
import { type Direction } from './direction.js';
import { type Side, spacer } from './elements.js';
import { type Look } from './look.js';
import { isLanguage } from './rawHtmlFrame.js';

/** The `index`-th child element of the mail's wrapper begins on `line` of the draft; both counted from 0. */
export interface Block {
  readonly line: number;
  readonly index: number;
}

/** An element that holds blocks. `previous` decides on gaps: Word knows no margin around tables. */
interface Container {
  readonly kind: 'mail' | 'list' | 'item' | 'quote' | 'table' | 'cell' | 'note';
  readonly direction: Direction;
  previous: 'nothing' | 'text' | 'table';
  children: number;
}

/** How far a mail is written, between two of its blocks. */
export interface Place {
  readonly previous: 'nothing' | 'text' | 'table';
  readonly children: number;
  readonly blocks: number;
}

/** What writing one block did. Lines and children count from where it began. */
export interface Step {
  readonly previous: Place['previous'];
  readonly children: number;
  readonly blocks: readonly Block[];
}

/** What is open while a mail is written, and the lines of its top-level blocks. */
export class Containers {
  readonly blocks: Block[] = [];
  private readonly outer: Container[] = [];
  private container: Container;

  constructor(
    private readonly look: Look,
    private readonly firstLine: number,
    direction: Direction,
  ) {
    this.container = { kind: 'mail', direction, previous: 'nothing', children: 0 };
  }

  get kind(): Container['kind'] {
    return this.container.kind;
  }

  get direction(): Direction {
    return this.container.direction;
  }

  get isEmpty(): boolean {
    return this.container.previous === 'nothing';
  }

  /** Word knows no margin around tables, and the first block of a container needs none. */
  spaceAbove(own: string): string {
    if (this.container.previous === 'table') return this.look.gap;
    return this.isEmpty ? '0' : own;
  }

  /** The direction of a block; raw HTML around it has the last word on that, on its alignment and its language. */
  side(own: Direction | undefined, { meta }: Pick<Token, 'meta'> = { meta: null }): Side {
    const { direction } = this.container;
    const dir: unknown = meta?.['dir'];
    const align: unknown = meta?.['align'];
    const lang: unknown = meta?.['lang'];
    return {
      own: dir === 'ltr' || dir === 'rtl' ? dir : (own ?? direction),
      outer: direction,
      ...(align === 'left' || align === 'center' || align === 'right' ? { align } : {}),
      ...(typeof lang === 'string' && isLanguage(lang) ? { lang } : {}),
    };
  }

  /** Counts a child of the container, and returns what must stand before it. */
  begin(token: Token, kind: 'text' | 'table'): string {
    const between = kind === 'table' && this.container.previous === 'table' ? spacer(this.look) : '';
    if (between !== '') this.container.children++;
    if (this.container.kind === 'mail' && token.map) {
      this.blocks.push({ line: this.firstLine + token.map[0], index: this.container.children });
    }
    this.container.children++;
    this.container.previous = kind;
    return between;
  }

  /** Counts a child that no line begins. */
  addChild(): void {
    this.container.children++;
  }

  /** Notes text that stands in the container without an element of its own. */
  addText(): void {
    this.container.previous = 'text';
  }

  get place(): Place {
    return {
      previous: this.container.previous,
      children: this.container.children,
      blocks: this.blocks.length,
    };
  }

  /** What was written since `from`, of a block that begins on `line` of the Markdown. */
  stepFrom(from: Place, line: number): Step {
    const { previous, children } = this.container;
    const blocks = this.blocks.slice(from.blocks).map((block) => ({
      line: block.line - this.firstLine - line,
      index: block.index - from.children,
    }));
    return { previous, children: children - from.children, blocks };
  }

  /** Counts a block on `line` of the Markdown as it was counted when it was written. */
  repeat({ previous, children, blocks }: Step, line: number): void {
    for (const block of blocks)
      this.blocks.push({
        line: this.firstLine + line + block.line,
        index: this.container.children + block.index,
      });
    this.container.children += children;
    this.container.previous = previous;
  }

  enter(kind: Container['kind'], direction: Direction): void {
    this.outer.push(this.container);
    this.container = { kind, direction, previous: 'nothing', children: 0 };
  }

  leave(html: string): string {
    this.container = this.outer.pop() ?? this.container;
    return html;
  }
}
