import { type Token } from 'markdown-it';
import { codeText } from './codeText.js';
import { columnsOf } from './columns.js';
import { inlineText } from './inlineText.js';
import { attribute } from './markdown.js';
import { tableText, type TextCell } from './tableText.js';
import { type LinkStyle, TextLinks } from './textLinks.js';
import { stuffed, wrapFlowed, wrapHard } from './wrap.js';

/** Width of a line. RFC 3676 §4.2 advises at most 78; two levels of quoting still fit then. */
const lineWidth = 74;
/** Text nested so deeply that less is left is wrapped at this. */
const narrowest = 24;

/**
 * The mail as plain text: lists, quotes with `>`, tables in columns, images as `[alt]`, links as `text [3]` with their
 * addresses at the end (or `beside` them), footnotes as `[1]` with the notes at the end.
 * A line that goes on ends with a blank, as `format=flowed` (RFC 3676 §4.1) has it; all others end without one.
 */
export function mailText(tokens: readonly Token[], style: LinkStyle = 'below'): string {
  const notes = tokens.reduce((sum, { type }) => sum + (type === 'footnote_open' ? 1 : 0), 0);
  const links = new TextLinks(style, notes);
  const lines = new TextWriter(tokens, links).blocks(lineWidth, 'flowed');
  const addresses = links.list();
  if (addresses.length > 0 && notes === 0) lines.push('');
  for (const address of addresses) lines.push(address);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** `flowed`: soft breaks may end with a blank. `hard`: inside a list, where the next line is indented. */
type Wrapping = 'flowed' | 'hard';

class TextWriter {
  private index = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly links: TextLinks,
  ) {}

  /** The lines of the blocks up to the end of the container that is open. */
  blocks(width: number, wrapping: Wrapping, tight = false): string[] {
    const lines: string[] = [];
    for (
      let token = this.tokens[this.index];
      token && token.nesting !== -1;
      token = this.tokens[this.index]
    ) {
      this.index++;
      const block = this.block(token, Math.max(width, narrowest), wrapping);
      if (lines.length > 0 && !tight && block.length > 0) lines.push('');
      for (const line of block) lines.push(line);
    }
    this.index++;
    return lines;
  }

  private block(token: Token, width: number, wrapping: Wrapping): string[] {
    switch (token.type) {
      case 'paragraph_open':
      case 'heading_open':
        return this.textual(token, width, wrapping);
      case 'bullet_list_open':
      case 'ordered_list_open':
        return this.list(token, width);
      case 'blockquote_open':
        return this.blocks(width - 2, wrapping).map((line) =>
          line.startsWith('>') ? `>${line}` : `> ${line}`.trimEnd() + softEnd(line),
        );
      case 'fence':
      case 'code_block':
        return codeText(token.content)
          .split('\n')
          .map((line) => `    ${line}`.trimEnd());
      case 'table_open':
        return this.table().map(stuffed);
      case 'inline':
        return this.lines(token, width, wrapping);
      case 'dl_open':
        return this.terms(width);
      case 'footnotes_open':
        return this.notes(width);
      case 'hr':
        return ['-'.repeat(Math.min(width, 40))];
      default:
        return token.nesting === 1 ? this.blocks(width, wrapping) : [];
    }
  }

  private lines(inline: Token, width: number, wrapping: Wrapping): string[] {
    const text = inlineText(inline.children ?? [], this.links);
    if (text.trim() === '') return [];
    return text
      .split('\n')
      .flatMap((line) => (wrapping === 'flowed' ? wrapFlowed(line, width) : wrapHard(line, width)));
  }

  private textual(token: Token, width: number, wrapping: Wrapping): string[] {
    const inline = this.tokens[this.index];
    this.index += 2;
    const lines = inline ? this.lines(inline, width, wrapping) : [];
    const underline = token.tag === 'h1' ? '=' : token.tag === 'h2' ? '-' : '';
    if (underline === '' || lines.length === 0) return lines;
    const widest = lines.reduce((most, line) => Math.max(most, columnsOf(line.trimEnd())), 0);
    return [...lines, underline.repeat(Math.min(width, widest))];
  }

  private list(token: Token, width: number): string[] {
    const lines: string[] = [];
    let number = Number(attribute(token, 'start') || 1);
    for (
      let item = this.tokens[this.index];
      item?.type === 'list_item_open';
      item = this.tokens[this.index]
    ) {
      this.index++;
      const mark = item.meta?.['task'] === true ? '' : token.tag === 'ol' ? `${number++}. ` : '- ';
      const tight = this.tokens[this.index]?.hidden ?? false;
      const own = this.blocks(width - Math.max(mark.length, 2), 'hard', tight);
      const indent = ' '.repeat(Math.max(mark.length, 2));
      if (lines.length > 0 && !tight) lines.push('');
      lines.push((mark + (own[0] ?? '')).trimEnd());
      for (const line of own.slice(1)) lines.push(line === '' ? '' : indent + line);
    }
    this.index++;
    return lines;
  }

  /** A definition stands below its term, further in. */
  private terms(width: number): string[] {
    const lines: string[] = [];
    for (let term = this.tokens[this.index]; term && term.nesting === 1; term = this.tokens[this.index]) {
      this.index++;
      const defined = term.type === 'dd_open';
      const tight = this.tokens[this.index]?.hidden ?? false;
      if (!defined && lines.length > 0) lines.push('');
      const own = this.blocks(defined ? width - 4 : width, 'hard', tight);
      for (const line of own) lines.push(defined && line !== '' ? `    ${line}` : line);
    }
    this.index++;
    return lines;
  }

  /** The notes below a rule, each after its number. */
  private notes(width: number): string[] {
    const lines = ['-'.repeat(20)];
    let spaced = false;
    for (let note = this.tokens[this.index]; note?.type === 'footnote_open'; note = this.tokens[this.index]) {
      this.index++;
      const mark = `[${Number(note.meta?.['number'])}] `;
      const [first = '', ...rest] = this.blocks(width - mark.length, 'hard');
      // After a note of several blocks the next number would be hard to find.
      if (spaced) lines.push('');
      spaced = rest.includes('');
      lines.push((mark + first).trimEnd());
      for (const line of rest) lines.push(line === '' ? '' : ' '.repeat(mark.length) + line);
    }
    this.index++;
    return lines;
  }

  private table(): string[] {
    const rows: TextCell[][] = [];
    const headed = this.tokens[this.index]?.type === 'thead_open';
    for (
      let token = this.tokens[this.index];
      token && token.type !== 'table_close';
      token = this.tokens[this.index]
    ) {
      this.index++;
      if (token.type === 'tr_open') rows.push([]);
      if (token.type === 'th_open' || token.type === 'td_open') rows.at(-1)?.push(this.cell(token));
    }
    this.index++;
    return tableText(rows, headed);
  }

  /** Text stays on its line, since the table decides on its own width; blocks are wrapped as a narrow column. */
  private cell(token: Token): TextCell {
    const lines: string[] = [];
    for (
      let inner = this.tokens[this.index];
      inner && inner.nesting !== -1;
      inner = this.tokens[this.index]
    ) {
      this.index++;
      const textual = inner.type === 'inline' || inner.type === 'paragraph_open';
      for (const line of this.block(inner, textual ? Infinity : narrowest * 2, 'hard')) lines.push(line);
    }
    this.index++;
    return {
      lines: lines.filter((line) => line !== ''),
      align: /text-align:(\w+)/.exec(attribute(token, 'style'))?.[1] ?? 'left',
      across: Number(attribute(token, 'colspan') || 1),
      down: Number(attribute(token, 'rowspan') || 1),
    };
  }
}

/** A quoted line that goes on keeps the blank at its end. */
function softEnd(line: string): string {
  return line.endsWith(' ') && line.trim() !== '' ? ' ' : '';
}
