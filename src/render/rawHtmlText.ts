import { type Token } from 'markdown-it';
import { type FormatFrame } from './rawHtmlFrame.js';

export type MakeToken = (type: string, tag: string, nesting: 1 | 0 | -1) => Token;

/** The text of one block while it is gathered. Its elements are closed in their order whatever comes. */
export class TextRun {
  private readonly children: Token[] = [];
  private active: readonly FormatFrame[] = [];

  /** `line`: where it begins, from 0. */
  constructor(
    private readonly make: MakeToken,
    readonly line: number,
  ) {}

  /** Closes and opens elements so that exactly those of `wanted` are open, the outermost first. */
  format(wanted: readonly FormatFrame[]): void {
    let same = 0;
    while (same < this.active.length && this.active[same] === wanted[same]) same++;
    for (const { open } of this.active.slice(same).reverse()) {
      if (open) this.children.push(this.make(open.type.replace(/_open$/, '_close'), open.tag, -1));
    }
    for (const { open } of wanted.slice(same)) {
      if (open) this.children.push(open);
    }
    this.active = wanted;
  }

  /** Blanks and line breaks after a line break show nothing. */
  add(token: Token): void {
    const afterBreak = this.children.at(-1)?.type.endsWith('break') === true;
    if (afterBreak && token.type === 'softbreak') return;
    if (afterBreak && token.type === 'text') {
      token.content = token.content.replace(/^[ \t]+/, '');
      if (token.content === '') return;
    }
    this.children.push(token);
  }

  /** All of it as an `inline` token. */
  finish(): Token {
    this.format([]);
    const { children } = this;
    const shown = children.some(({ type }) => type !== 'hardbreak' && type !== 'softbreak');
    if (shown) this.trimEnd();
    else children.splice(0, children.length, this.text('\u00a0'));
    const inline = this.make('inline', '', 0);
    inline.children = children;
    inline.map = [this.line, this.line + 1];
    inline.content = children.map(({ content, type }) => (type === 'softbreak' ? '\n' : content)).join('');
    return inline;
  }

  private text(content: string): Token {
    const token = this.make('text', '', 0);
    token.content = content;
    return token;
  }

  /** A line break at the end of a block shows nothing in browsers, and an empty line in Word. */
  private trimEnd(): void {
    const kept: Token[] = [];
    for (let last = this.children.pop(); last; last = this.children.pop()) {
      if (last.type === 'text') last.content = last.content.replace(/[ \t]+$/, '');
      const blank =
        last.type === 'softbreak' ||
        last.type === 'hardbreak' ||
        (last.type === 'text' && last.content === '');
      if (!blank) kept.push(last);
      if (!blank && last.nesting !== -1) break;
    }
    for (const token of kept.reverse()) this.children.push(token);
  }
}

/** The text of a `pre` while it is gathered: blanks and line breaks as they are, elements without trace. */
export class PreRun {
  private content = '';
  private pieces: string[] = [];

  constructor(
    private readonly make: MakeToken,
    readonly line: number,
    private language: string | undefined,
  ) {}

  speak(language: string | undefined): void {
    this.language ??= language;
  }

  add(token: Token): void {
    if (token.type === 'softbreak' || token.type === 'hardbreak') this.pieces.push('\n');
    else if (token.type === 'image') this.pieces.push(`[${token.content}]`);
    else this.pieces.push(token.content);
  }

  /** As a block of code; absent when it is empty. `end`: the line on which it ends. */
  finish(end: number): Token | undefined {
    this.content = this.pieces.join('');
    // The line break right after the tag is not part of the text (HTML standard §13.2.6.4.7).
    const broken = /^\r?\n/.exec(this.content)?.[0] ?? '';
    const text = this.content.slice(broken.length).replace(/\s+$/, '');
    if (text === '') return undefined;
    const token = this.make(this.language === undefined ? 'code_block' : 'fence', 'code', 0);
    token.info = this.language ?? '';
    token.content = `${text}\n`;
    token.map = [Math.min(this.line + (broken === '' ? 0 : 1), end), end + 1];
    return token;
  }
}
