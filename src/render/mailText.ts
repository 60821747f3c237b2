import { type Token } from 'markdown-it';
import { codeText } from './codeText.js';
import { columnsOf } from './columns.js';
import { inlineText } from './inlineText.js';
import { tableText } from './tableText.js';
import { attribute } from './markdown.js';
import { stuffed, wrapFlowed, wrapHard } from './wrap.js';

/** Width of a line. RFC 3676 §4.2 advises at most 78; two levels of quoting still fit then. */
const lineWidth = 74;
/** Text nested so deeply that less is left is wrapped at this. */
const narrowest = 24;

/**
 * The mail as plain text: lists, quotes with `>`, tables in columns, links as `text <url>`, images as `[alt]`.
 * A line that goes on ends with a blank, as `format=flowed` (RFC 3676 §4.1) has it; all others end without one.
 */
export function mailText(tokens: readonly Token[]): string {
  const lines = new TextWriter(tokens).blocks(lineWidth, 'flowed');
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** `flowed`: soft breaks may end with a blank. `hard`: inside a list, where the next line is indented. */
type Wrapping = 'flowed' | 'hard';

class TextWriter {
  private index = 0;

  constructor(private readonly tokens: readonly Token[]) {}

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
      case 'hr':
        return ['-'.repeat(Math.min(width, 40))];
      default:
        return [];
    }
  }

  private textual(token: Token, width: number, wrapping: Wrapping): string[] {
    const text = inlineText(this.tokens[this.index]?.children ?? []);
    this.index += 2;
    if (text === '') return [];
    const lines = text
      .split('\n')
      .flatMap((line) => (wrapping === 'flowed' ? wrapFlowed(line, width) : wrapHard(line, width)));
    const underline = token.tag === 'h1' ? '=' : token.tag === 'h2' ? '-' : '';
    if (underline === '') return lines;
    return [
      ...lines,
      underline.repeat(Math.min(width, Math.max(...lines.map((line) => columnsOf(line.trimEnd()))))),
    ];
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

  private table(): string[] {
    const rows: string[][] = [];
    let aligns: string[] = [];
    const headed = this.tokens[this.index]?.type === 'thead_open';
    for (
      let token = this.tokens[this.index];
      token && token.type !== 'table_close';
      token = this.tokens[this.index]
    ) {
      this.index++;
      if (token.type === 'tr_open') {
        rows.push([]);
        aligns = [];
      }
      if (token.type === 'th_open' || token.type === 'td_open')
        aligns.push(/text-align:(\w+)/.exec(attribute(token, 'style'))?.[1] ?? 'left');
      if (token.type === 'inline') rows.at(-1)?.push(inlineText(token.children ?? []).replaceAll('\n', ' '));
    }
    this.index++;
    return tableText(rows, aligns, headed);
  }
}

/** A quoted line that goes on keeps the blank at its end. */
function softEnd(line: string): string {
  return line.endsWith(' ') && line.trim() !== '' ? ' ' : '';
}
