import { type Token } from 'markdown-it';
import { type Direction, directionOfInline, directionOfMail } from './direction.js';
import * as element from './elements.js';
import { inlineHtml } from './inlineHtml.js';
import { type Look } from './look.js';
import { attribute } from './markdown.js';
import { type Picture } from './pictures.js';
import { times } from './style.js';

/** The `index`-th child element of the mail's wrapper begins on `line` of the draft; both counted from 0. */
export interface Block {
  readonly line: number;
  readonly index: number;
}

export interface MailParts {
  readonly tokens: readonly Token[];
  readonly look: Look;
  readonly firstLine: number;
  readonly lang?: string;
  readonly pictures: ReadonlyMap<Token, Picture>;
  /** The content of a code block as HTML. */
  readonly code: (token: Token, coloured: boolean) => string;
}

/** A mail's HTML, written once: with and without the colours of code it differs in its code blocks alone. */
export interface Written {
  readonly html: (coloured: boolean) => string;
  readonly blocks: readonly Block[];
}

/** Where a code block stands in what was written. */
interface CodePlace {
  readonly token: Token;
  readonly direction: Direction;
}

/** An element that holds blocks. `previous` decides on gaps: Word knows no margin around tables. */
interface Container {
  readonly kind: 'mail' | 'list' | 'item' | 'quote' | 'table';
  readonly direction: Direction;
  previous: 'nothing' | 'text' | 'table';
  children: number;
}

/** The mail as HTML: one walk over the parser's tokens, each written with its final styles. */
export function mailHtml(parts: MailParts): Written {
  return new MailWriter(parts).write();
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

/** How far a list or quote looks for the text that decides its direction. */
const lookAhead = 12;

class MailWriter {
  private readonly out: (string | CodePlace)[] = [];
  private readonly blocks: Block[] = [];
  private readonly outer: Container[] = [];
  private container: Container;
  private readonly look: Look;
  private index = 0;

  constructor(private readonly parts: MailParts) {
    this.look = parts.look;
    const direction = directionOfMail(parts.tokens);
    this.container = { kind: 'mail', direction, previous: 'nothing', children: 0 };
  }

  write(): Written {
    const start = element.wrapperStart(this.look, this.parts.lang, {
      own: this.container.direction,
      outer: 'ltr',
    });
    this.parts.tokens.forEach((token, index) => {
      this.index = index;
      this.out.push(this.block(token));
    });
    const html = (coloured: boolean) => {
      const body = this.out.map((piece) => this.text(piece, coloured)).join('');
      return `${start}${body === '' ? '' : `\n${body}`}</div>\n`;
    };
    return { html, blocks: this.blocks };
  }

  private text(piece: string | CodePlace, coloured: boolean): string {
    if (typeof piece === 'string') return piece;
    return element.codeElement(this.look, this.parts.code(piece.token, coloured), piece.direction);
  }

  /** One case for each kind of block token; all inline tokens stand inside the `inline` of a block. */
  private block(token: Token): string | CodePlace {
    switch (token.type) {
      case 'paragraph_open':
        return this.paragraph(token);
      case 'paragraph_close':
        return token.hidden ? '' : '</p>\n';
      case 'heading_open':
        return this.heading(token);
      case 'inline':
        return inlineHtml(token.children ?? [], this.parts.pictures, this.look);
      case 'bullet_list_open':
      case 'ordered_list_open':
        return this.list(token);
      case 'list_item_open':
        return this.item(token);
      case 'blockquote_open':
        return this.quote(token);
      case 'blockquote_close':
        return this.leave(element.quoteEnd);
      case 'fence':
      case 'code_block':
        this.out.push(this.begin(token, 'table'));
        return { token, direction: this.container.direction };
      case 'hr':
        return this.begin(token, 'text') + element.ruleElement(this.look);
      case 'table_open':
        return this.table(token);
      case 'th_open':
      case 'td_open':
        return this.cell(token);
      default:
        return this.plainTag(token);
    }
  }

  private plainTag({ type, tag, nesting }: Token): string {
    // thead, tbody and tr: cells carry all styles.
    if (nesting === 1) return `<${tag}>`;
    if (type === 'th_close' || type === 'td_close') return `</${tag}>`;
    const ends = tag === 'ul' || tag === 'ol' || tag === 'li' || tag === 'table';
    return ends ? this.leave(`</${tag}>\n`) : `</${tag}>\n`;
  }

  private paragraph(token: Token): string {
    if (token.hidden) {
      this.container.previous = 'text';
      return '';
    }
    const part = this.container.kind === 'quote' ? 'quoteText' : 'p';
    const { top, bottom } = this.look.margin[part];
    const last = this.parts.tokens[this.index + 3]?.nesting === -1;
    const between = this.container.kind === 'item' ? times(bottom, 0.6) : bottom;
    const around = { top: this.spaceAbove(top), bottom: last ? '0' : between };
    const side = this.side(directionOfInline(this.parts.tokens[this.index + 1]));
    return this.begin(token, 'text') + element.textStart(this.look, side, 'p', part, around);
  }

  private heading(token: Token): string {
    const tag = headings.find((known) => known === token.tag) ?? 'h6';
    const { top } = this.look.margin[tag];
    const around = { top: this.container.previous === 'nothing' ? '0' : top };
    const side = this.side(directionOfInline(this.parts.tokens[this.index + 1]));
    return this.begin(token, 'text') + element.textStart(this.look, side, tag, tag, around);
  }

  private list(token: Token): string {
    const tag = token.tag === 'ol' ? 'ol' : 'ul';
    const { top, bottom } = this.look.margin[tag];
    const around = {
      top: this.spaceAbove(top),
      bottom: this.container.kind === 'item' ? '0' : bottom,
    };
    const side = this.side(this.directionAhead());
    const options = { start: attribute(token, 'start'), boxes: token.meta?.['tasks'] === true };
    const html = this.begin(token, 'text') + element.listStart(this.look, tag, side, around, options);
    this.enter('list', side.own);
    return html;
  }

  private item(token: Token): string {
    const side = this.side(this.directionAhead());
    const first = this.parts.tokens[this.index + 1];
    const loose = first?.type === 'paragraph_open' && !first.hidden;
    this.enter('item', side.own);
    const list = /[.)]/.test(token.markup) ? 'ol' : 'ul';
    return element.itemStart(this.look, list, side, { loose, box: token.meta?.['task'] === true });
  }

  private quote(token: Token): string {
    const side = this.side(this.directionAhead());
    const alert = token.meta?.['alert'];
    const html =
      this.begin(token, 'table') +
      element.quoteStart(this.look, side, typeof alert === 'string' ? alert : undefined);
    this.enter('quote', side.own);
    return html;
  }

  private table(token: Token): string {
    const side = this.side(this.directionAhead());
    const html = this.begin(token, 'table') + element.tableStart(this.look, side);
    this.enter('table', side.own);
    return html;
  }

  private cell(token: Token): string {
    const align = /text-align:(\w+)/.exec(attribute(token, 'style'))?.[1];
    return element.cellStart(
      this.look,
      this.side(directionOfInline(this.parts.tokens[this.index + 1])),
      token.tag === 'th' ? 'th' : 'td',
      align,
    );
  }

  /** Word knows no margin around tables, and the first block of a container needs none. */
  private spaceAbove(own: string): string {
    if (this.container.previous === 'table') return this.look.gap;
    return this.container.previous === 'nothing' ? '0' : own;
  }

  private side(own: Direction | undefined): element.Side {
    return { own: own ?? this.container.direction, outer: this.container.direction };
  }

  /** The direction of the first text inside the list, item, quote or table that opens here. */
  private directionAhead(): Direction | undefined {
    const end = Math.min(this.index + lookAhead, this.parts.tokens.length);
    for (let ahead = this.index + 1; ahead < end; ahead++) {
      const direction = directionOfInline(this.parts.tokens[ahead]);
      if (direction) return direction;
    }
    return undefined;
  }

  /** Counts a child of the container, and returns what must stand before it. */
  private begin(token: Token, kind: 'text' | 'table'): string {
    const between = kind === 'table' && this.container.previous === 'table' ? element.spacer(this.look) : '';
    if (between !== '') this.container.children++;
    if (this.container.kind === 'mail' && token.map) {
      this.blocks.push({ line: this.parts.firstLine + token.map[0], index: this.container.children });
    }
    this.container.children++;
    this.container.previous = kind;
    return between;
  }

  private enter(kind: Container['kind'], direction: Direction): void {
    this.outer.push(this.container);
    this.container = { kind, direction, previous: 'nothing', children: 0 };
  }

  private leave(html: string): string {
    this.container = this.outer.pop() ?? this.container;
    return html;
  }
}
