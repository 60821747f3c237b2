import { type Token } from 'markdown-it';
import {
  type BlockFrame,
  dress,
  endsScope,
  type FormatFrame,
  type Frame,
  type Setting,
  withoutAlign,
} from './rawHtmlFrame.js';
import { type Kind } from './rawHtmlNames.js';
import { type MakeToken, PreRun, TextRun } from './rawHtmlText.js';

/**
 * Deeper raw HTML leaves no trace but its text: browsers stop at 512, and each open element within a line begins again
 * in every block.
 */
const mostBlocks = 40;
const mostFormats = 12;

/** What makes room for text or a block where only parts of a list or table may stand. */
const parts: Readonly<Partial<Record<Kind, readonly [name: string, kind: Kind, token: string]>>> = {
  list: ['li', 'item', 'list_item'],
  terms: ['dd', 'item', 'dd'],
  table: ['tbody', 'section', 'tbody'],
  section: ['tr', 'row', 'tr'],
  row: ['td', 'cell', 'td'],
};

/** Writes block tokens that are well nested whatever is opened and closed. */
export class Tree {
  readonly tokens: Token[] = [];
  /** Of what is read, from 0. */
  line = 0;
  private readonly frames: Frame[] = [];
  private readonly root: BlockFrame = {
    is: 'block',
    by: 'markdown',
    name: '',
    kind: 'flow',
    setting: {},
    filled: false,
  };
  private text: { readonly run: TextRun; readonly frame: BlockFrame; readonly first: boolean } | undefined;
  private pre: PreRun | undefined;
  private formatsMoved = true;

  constructor(private readonly make: MakeToken) {}

  /** The innermost block that is open. */
  block(): BlockFrame {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (frame?.is === 'block') return frame;
    }
    return this.root;
  }

  /** Whether all is as Markdown made it: no text, no element within a line is open. */
  isPlain(): boolean {
    return !this.text && !this.pre && !this.frames.some((frame) => frame.is === 'format');
  }

  isFull(is: Frame['is']): boolean {
    const open = this.frames.filter((frame) => frame.is === is && frame.by === 'html').length;
    return open >= (is === 'block' ? mostBlocks : mostFormats);
  }

  /** The place of the innermost frame that `wanted` names, before a frame that ends the search for `name`; else -1. */
  find(name: string, wanted: (frame: Frame) => boolean = (frame) => frame.name === name): number {
    for (let index = this.frames.length - 1; index >= 0; index--) {
      const frame = this.frames[index];
      if (!frame || (frame.by === 'html' && wanted(frame))) return index;
      if (endsScope(frame, name)) return -1;
    }
    return -1;
  }

  placeOf(frame: Frame): number {
    return this.frames.lastIndexOf(frame);
  }

  /** The place of the innermost frame of Markdown's own. */
  placeOfMarkdown(is: Frame['is']): number {
    return this.frames.findLastIndex((frame) => frame.by === 'markdown' && frame.is === is);
  }

  at(index: number): Frame | undefined {
    return this.frames[index];
  }

  openBlock(frame: BlockFrame, open?: Token): void {
    this.endText();
    const outer = this.block();
    outer.filled = true;
    if (outer.pending && frame.name !== 'caption') {
      this.write(outer.pending);
      outer.pending = undefined;
    }
    this.frames.push(frame);
    if (open) this.write(open);
  }

  openFormat(frame: FormatFrame): void {
    this.frames.push(frame);
    this.formatsMoved = true;
  }

  /**
   * Closes the frame at `index` and all inside it. `close`: the token of Markdown's own that does it. Below 0: it was
   * closed before, by a block of raw HTML around it.
   */
  close(index: number, close?: Token): void {
    if (index < 0) return;
    while (this.frames.length > index) {
      const frame = this.frames.pop();
      this.formatsMoved = true;
      if (frame?.is !== 'block') continue;
      this.endText();
      const end = this.frames.length === index ? (close ?? frame.close) : frame.close;
      if (end && !frame.pending) this.write(end);
    }
  }

  /** Ends an element within a line with those of raw HTML in it; blocks and Markdown's own elements in it stay open. */
  closeFormat(index: number): void {
    if (this.frames.slice(index).every(({ is, by }) => is === 'format' && by === 'html')) this.close(index);
    else this.frames.splice(index, 1);
    this.formatsMoved = true;
  }

  /** Ends the text before a block, and whatever can hold none. */
  beginBlock(): void {
    this.endText();
    for (
      let frame = this.block();
      frame.by === 'html' && (frame.name === 'p' || frame.kind === 'text');
      frame = this.block()
    ) {
      this.close(this.placeOf(frame));
    }
    this.makeRoom();
    this.block().filled = true;
  }

  /** Text or a block between the rows of a table goes into a cell of its own, as in a list into an item. */
  makeRoom(): void {
    for (let frame = this.block(); parts[frame.kind]; frame = this.block()) {
      const [name, kind, token] = parts[frame.kind] ?? ['', 'flow', ''];
      if (frame.implied === true) this.close(this.placeOf(frame));
      else this.openPart(name, kind, token, frame.setting);
    }
  }

  openPart(name: string, kind: Kind, token: string, outer: Setting): void {
    const close = this.make(`${token}_close`, name, -1);
    const setting = withoutAlign(outer);
    const open = this.make(`${token}_open`, name, 1);
    this.openBlock({ is: 'block', by: 'html', name, kind, setting, close, filled: false }, open);
  }

  openPre(language: string | undefined): void {
    this.beginBlock();
    this.pre = new PreRun(this.make, this.line, language);
  }

  /** The `pre` that is open. */
  openedPre(): PreRun | undefined {
    return this.pre;
  }

  /** Whether blanks show nothing here. */
  isBetweenTexts(): boolean {
    return !this.text && !this.pre;
  }

  /** Adds what stands within a line: text, a picture, a line break. */
  leaf(token: Token): void {
    if (this.pre) {
      this.pre.add(token);
      return;
    }
    if (!this.text && token.type === 'text') {
      token.content = token.content.replace(/^[ \t]+/, '');
      if (token.content === '') return;
    }
    if (!this.text && token.type === 'softbreak') return;
    this.syncFormats();
    this.text?.run.add(token);
  }

  /** Opens and closes elements within a line as they stand, so that those of Markdown that are empty are kept. */
  syncFormats(): void {
    if (this.pre) return;
    if (!this.text) {
      this.makeRoom();
      const frame = this.block();
      this.text = { run: new TextRun(this.make, this.line), frame, first: !frame.filled };
      frame.filled = true;
      this.formatsMoved = true;
    }
    if (this.formatsMoved) this.text.run.format(this.formats());
    this.formatsMoved = false;
  }

  /** Writes the text that was gathered as the block that it is. */
  endText(): void {
    const pre = this.pre?.finish(this.line);
    this.pre = undefined;
    if (pre) this.write(pre);
    if (!this.text) return;
    const { run, frame, first } = this.text;
    this.text = undefined;
    this.formatsMoved = true;
    const inline = run.finish();
    if (frame.kind === 'cell' && first) this.write(inline);
    else this.writeText(inline, frame, first);
  }

  write(token: Token): void {
    if (token.nesting === 1 || token.type === 'inline') token.map ??= [this.line, this.line + 1];
    this.tokens.push(token);
  }

  private writeText(inline: Token, frame: BlockFrame, first: boolean): void {
    const own = first || frame.kind === 'text' ? frame.textOpen : undefined;
    const open = own ?? this.make('paragraph_open', 'p', 1);
    const close = this.make(open.type.replace(/_open$/, '_close'), open.tag, -1);
    if (!own) open.hidden = frame.kind === 'item' && first;
    open.map = own?.map ?? inline.map;
    close.hidden = open.hidden;
    dress(open, frame.setting);
    if (frame.name === 'caption') open.meta = { ...open.meta, caption: true };
    this.tokens.push(open, inline, close);
  }

  /** The elements within a line that are open, each kind once: `b` in `b` is no bolder, and links hold no links. */
  private formats(): FormatFrame[] {
    const seen = new Set<string>();
    return this.frames.filter((frame): frame is FormatFrame => {
      if (frame.is !== 'format' || !frame.open) return false;
      const { type } = frame.open;
      const again = seen.has(type) && type !== 'span_open' && (frame.by === 'html' || type === 'link_open');
      seen.add(type);
      return !again;
    });
  }
}
