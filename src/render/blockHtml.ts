import { type Token } from 'markdown-it';
import { type Containers } from './containers.js';
import { type Direction, directionAhead, directionOfInline } from './direction.js';
import { diagramHtml } from './drawnHtml.js';
import * as element from './elements.js';
import { inlineHtml } from './inlineHtml.js';
import { type Look } from './look.js';
import { type MailParts } from './mailHtml.js';
import { attribute } from './markdown.js';
import * as more from './moreElements.js';
import { times } from './style.js';
import { type Piece } from './writtenBlocks.js';

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;

/** Elements that the writer enters and leaves; other ends are plain. */
const holders = new Set(['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table']);
/** Blocks whose text is not upright. */
const slanting = new Set(['heading', 'th', 'dt'].flatMap((name) => [`${name}_open`, `${name}_close`]));

/** Block tokens as HTML with their final styles. */
export class BlockWriter {
  private readonly look: Look;
  private index = 0;
  /** How many blocks are open whose text is bold or italic. */
  private slants = 0;

  constructor(
    private readonly parts: MailParts,
    private readonly container: Containers,
  ) {
    this.look = parts.look;
  }

  /** Adds to `out` what `token`, the `index`-th of all, is in HTML. */
  write(token: Token, index: number, out: Piece[]): void {
    this.index = index;
    if (slanting.has(token.type)) this.slants += token.nesting;
    out.push(this.block(token, out));
  }

  /** One case for each kind of block token; all inline tokens stand inside the `inline` of a block. */
  private block(token: Token, out: Piece[]): Piece {
    switch (token.type) {
      case 'paragraph_open':
        return this.paragraph(token);
      case 'paragraph_close':
        return token.hidden ? '' : '</p>\n';
      case 'heading_open':
        return this.heading(token);
      case 'inline':
        return this.inline(token);
      case 'bullet_list_open':
      case 'ordered_list_open':
        return this.list(token);
      case 'list_item_open':
        return this.item(token);
      case 'blockquote_open':
        return this.quote(token);
      case 'blockquote_close':
        return this.container.leave(element.quoteEnd);
      case 'fence':
      case 'code_block':
        out.push(this.container.begin(token, 'table'));
        return this.drawn(token) ?? { token, direction: this.container.direction };
      case 'hr':
        return this.container.begin(token, 'text') + element.ruleElement(this.look);
      case 'table_open':
        return this.table(token);
      case 'th_open':
      case 'td_open':
        return this.cell(token);
      case 'dl_open':
        return this.terms(token);
      case 'dt_open':
      case 'dd_open':
        return this.term(token);
      case 'footnotes_open':
        return this.notes(token);
      case 'footnote_open':
        return this.note(token);
      case 'footnote_unused':
        return '';
      default:
        return this.plainTag(token);
    }
  }

  private inline({ children }: Token): string {
    this.container.addText();
    const caption = this.parts.tokens[this.index - 1]?.meta?.['caption'] === true;
    const upright = this.slants === 0 && !caption;
    return inlineHtml(children ?? [], this.parts.pictures, this.look, this.parts.drawn, upright);
  }

  private drawn(token: Token): string | undefined {
    const drawn = this.parts.drawn?.get(token);
    return drawn && diagramHtml(drawn);
  }

  private plainTag({ type, tag, nesting }: Token): string {
    // thead, tbody and tr: cells carry all styles.
    if (nesting === 1) return tag === 'tr' ? element.rowStart : `<${tag}>`;
    if (type === 'th_close' || type === 'td_close') return this.container.leave(`</${tag}>`);
    return holders.has(tag) ? this.container.leave(`</${tag}>\n`) : `</${tag}>\n`;
  }

  private paragraph(token: Token): string {
    if (token.hidden) {
      this.container.addText();
      return '';
    }
    const part = this.textPart(token);
    const { top, bottom } = this.look.margin[part];
    const last = this.parts.tokens[this.index + 3]?.nesting === -1;
    const between = this.container.kind === 'item' ? times(bottom, 0.6) : bottom;
    const around = { top: this.container.spaceAbove(top), bottom: last ? '0' : between };
    const side = this.container.side(this.next(), token);
    return this.container.begin(token, 'text') + element.textStart(this.look, side, 'p', part, around);
  }

  private textPart(token: Token): 'p' | 'quoteText' | 'itemText' | 'caption' | 'footnotes' {
    if (token.meta?.['caption'] === true) return 'caption';
    if (this.container.kind === 'note') return 'footnotes';
    if (this.container.kind === 'item') return 'itemText';
    return this.container.kind === 'quote' ? 'quoteText' : 'p';
  }

  private heading(token: Token): string {
    const tag = headings.find((known) => known === token.tag) ?? 'h6';
    const { top } = this.look.margin[tag];
    const around = { top: this.container.isEmpty ? '0' : top };
    const side = this.container.side(this.next(), token);
    return this.container.begin(token, 'text') + element.textStart(this.look, side, tag, tag, around);
  }

  private list(token: Token): string {
    const tag = token.tag === 'ol' ? 'ol' : 'ul';
    const { top, bottom } = this.look.margin[tag];
    const around = {
      top: this.container.spaceAbove(top),
      bottom: this.container.kind === 'item' || this.container.kind === 'cell' ? '0' : bottom,
    };
    const side = this.container.side(this.ahead(), token);
    const options = { start: attribute(token, 'start'), boxes: token.meta?.['tasks'] === true };
    const html =
      this.container.begin(token, 'text') + element.listStart(this.look, tag, side, around, options);
    this.container.enter('list', side.own);
    return html;
  }

  private item(token: Token): string {
    const side = this.container.side(this.ahead(), token);
    const first = this.parts.tokens[this.index + 1];
    const loose = first?.type === 'paragraph_open' && !first.hidden;
    this.container.enter('item', side.own);
    const list = /[.)]/.test(token.markup) ? 'ol' : 'ul';
    return element.itemStart(this.look, list, side, { loose, box: token.meta?.['task'] === true });
  }

  private quote(token: Token): string {
    const side = this.container.side(this.ahead(), token);
    const alert = token.meta?.['alert'];
    const html =
      this.container.begin(token, 'table') +
      element.quoteStart(this.look, side, typeof alert === 'string' ? alert : undefined);
    this.container.enter('quote', side.own);
    return html;
  }

  private table(token: Token): string {
    const side = this.container.side(this.ahead(), token);
    const html = this.container.begin(token, 'table') + element.tableStart(this.look, side);
    this.container.enter('table', side.own);
    return html;
  }

  private cell(token: Token): string {
    const align = /text-align:(\w+)/.exec(attribute(token, 'style'))?.[1];
    const own = this.parts.tokens[this.index + 1]?.type === 'inline' ? this.next() : this.ahead();
    const side = this.container.side(own, token);
    this.container.enter('cell', side.own);
    const tag = token.tag === 'th' ? 'th' : 'td';
    return element.cellStart(this.look, side, tag, align, more.cellAttributes(token));
  }

  private terms(token: Token): string {
    const side = this.container.side(this.ahead(), token);
    const top = this.container.spaceAbove(this.look.margin.dl.top);
    const html = this.container.begin(token, 'text') + more.termsStart(this.look, side, top);
    this.container.enter('list', side.own);
    return html;
  }

  private term(token: Token): string {
    const side = this.container.side(this.ahead(), token);
    const tag = token.tag === 'dt' ? 'dt' : 'dd';
    this.container.enter('item', side.own);
    return element.textStart(this.look, side, tag, tag, {});
  }

  /** A rule and a list: two children of the mail, the second of which begins on the line of the first note. */
  private notes(token: Token): string {
    const side = this.container.side(this.ahead());
    this.container.addChild();
    const list = this.container.begin(token, 'text') + more.footnotesStart(this.look, side);
    this.container.enter('list', side.own);
    return element.ruleElement(this.look) + list;
  }

  private note(token: Token): string {
    const side = this.container.side(this.ahead(), token);
    this.container.enter('note', side.own);
    return more.footnoteStart(this.look, side);
  }

  /** The direction of the text that begins with the next token. */
  private next(): Direction | undefined {
    return directionOfInline(this.parts.tokens[this.index + 1]);
  }

  /** The direction of the first text inside the list, item, quote or table that opens here. */
  private ahead(): Direction | undefined {
    return directionAhead(this.parts.tokens, this.index);
  }
}
