import { type Token } from 'markdown-it';
import { Elements, type Target } from './rawHtmlElements.js';
import { type BlockFrame, dress, withoutAlign } from './rawHtmlFrame.js';
import { type Kind } from './rawHtmlNames.js';
import { type MakeToken } from './rawHtmlText.js';
import { Tree } from './rawHtmlTree.js';

/**
 * Raw HTML as Markdown's own tokens, so that one writer styles all and nothing raw is ever copied into a mail. What is
 * no element that mail shows is text as it was typed; comments vanish. The result is well nested whatever comes in:
 * an element without an end ends with what holds it, an end without an element is left out. `leftOpen` is told of one
 * that nothing holds but the mail itself.
 */
export function withoutRawHtml(
  tokens: Token[],
  make: MakeToken,
  target: Target,
  leftOpen: () => void = () => undefined,
): Token[] {
  if (!tokens.some(hasHtml)) return tokens;
  return new Reader(make, target, leftOpen).read(tokens);
}

function hasHtml(token: Token): boolean {
  if (token.type === 'html_block') return true;
  return token.type === 'inline' && (token.children?.some(({ type }) => type === 'html_inline') ?? false);
}

const kinds: Readonly<Record<string, Kind>> = {
  bullet_list_open: 'list',
  ordered_list_open: 'list',
  list_item_open: 'item',
  footnotes_open: 'list',
  footnote_open: 'item',
  table_open: 'table',
  thead_open: 'section',
  tbody_open: 'section',
  tr_open: 'row',
  th_open: 'cell',
  td_open: 'cell',
  dl_open: 'terms',
  dt_open: 'cell',
  dd_open: 'item',
};
/** Parts of a list or table stand where the parser put them; only what else opens needs room. */
const partKinds: ReadonlySet<Kind> = new Set<Kind>(['item', 'section', 'row', 'cell']);

class Reader {
  private readonly tree: Tree;
  private readonly elements: Elements;

  constructor(
    make: MakeToken,
    target: Target,
    private readonly leftOpen: () => void,
  ) {
    this.tree = new Tree(make);
    this.elements = new Elements(this.tree, make, target);
  }

  read(tokens: readonly Token[]): Token[] {
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index];
      if (!token) continue;
      this.tree.line = token.map?.[0] ?? this.tree.line;
      const plain = this.plainFrom(tokens, index);
      if (plain > 0) {
        this.tree.block().filled = true;
        for (const own of tokens.slice(index, index + plain)) this.tree.tokens.push(own);
        index += plain - 1;
        continue;
      }
      const inline = tokens[index + 1];
      const close = tokens[index + 2];
      if ((token.type === 'paragraph_open' || token.type === 'heading_open') && inline && close) {
        this.textBlock(token, inline, close);
        index += 2;
      } else this.other(token);
    }
    if (!this.isOutside()) this.leftOpen();
    this.tree.close(0);
    this.tree.endText();
    return this.tree.tokens;
  }

  private isOutside(): boolean {
    return !this.tree.at(0) && !this.tree.openedPre();
  }

  /** How many tokens the block has that begins here, if no HTML holds it and it holds none: it stays as it is. */
  private plainFrom(tokens: readonly Token[], index: number): number {
    if (tokens[index]?.level !== 0 || !this.isOutside()) return 0;
    let depth = 0;
    for (let at = index; at < tokens.length; at++) {
      const token = tokens[at];
      if (!token || hasHtml(token)) return 0;
      depth += token.nesting;
      if (depth <= 0) return depth < 0 ? 0 : at - index + 1;
    }
    return 0;
  }

  private other(token: Token): void {
    const { tree } = this;
    if (token.type === 'html_block') {
      this.elements.read(token.content, tree.line);
      tree.endText();
    } else if (token.type === 'inline') {
      this.inline(token);
      tree.endText();
    } else if (token.nesting === 1) this.openBlock(token);
    else if (token.nesting === -1) tree.close(tree.placeOfMarkdown('block'), token);
    else {
      tree.beginBlock();
      tree.write(token);
    }
  }

  private openBlock(token: Token): void {
    const { tree } = this;
    const kind = kinds[token.type] ?? 'flow';
    if (!partKinds.has(kind)) tree.beginBlock();
    const outer = tree.block().setting;
    if (!partKinds.has(kind)) dress(token, kind === 'table' ? outer : withoutAlign(outer));
    const frame = { is: 'block', by: 'markdown', name: token.type, kind, filled: false } as const;
    tree.openBlock({ ...frame, setting: withoutAlign(outer) }, token);
  }

  private textBlock(open: Token, inline: Token, close: Token): void {
    const { tree } = this;
    tree.beginBlock();
    const { setting } = tree.block();
    if (tree.isPlain() && !hasHtml(inline)) {
      dress(open, setting);
      for (const token of [open, inline, close]) tree.write(token);
      return;
    }
    const kind: Kind = open.type === 'heading_open' ? 'text' : 'paragraph';
    const common = { is: 'block', by: 'markdown', name: open.type, kind, setting, filled: false } as const;
    const frame: BlockFrame = { ...common, textOpen: open };
    tree.openBlock(frame);
    this.inline(inline);
    const place = tree.placeOf(frame);
    if (place >= 0) tree.close(place);
    else tree.endText();
  }

  /** The children of an `inline`. They count lines, since raw HTML may go over some. */
  private inline(inline: Token): void {
    const { tree } = this;
    let line = inline.map?.[0] ?? tree.line;
    if (tree.isPlain() && !hasHtml(inline)) {
      tree.block().filled = true;
      tree.write(inline);
      return;
    }
    for (const child of inline.children ?? []) {
      tree.line = line;
      if (child.type === 'html_inline') {
        this.elements.read(child.content, line);
        line += child.content.split('\n').length - 1;
      } else {
        this.child(child);
        if (child.type === 'softbreak' || child.type === 'hardbreak') line++;
      }
    }
  }

  private child(child: Token): void {
    const { tree } = this;
    if (child.type !== 'text' && child.type !== 'softbreak') child.map = [tree.line, tree.line + 1];
    if (child.nesting === 0) {
      if (child.type !== 'text' || child.content !== '') tree.leaf(child);
    } else if (child.nesting === 1) {
      tree.openFormat({ is: 'format', by: 'markdown', name: child.type, open: child });
      tree.syncFormats();
    } else {
      this.closeFormat(child.type.replace(/_close$/, '_open'));
      if (!tree.isBetweenTexts()) tree.syncFormats();
    }
  }

  /** It may have ended before, with the block of raw HTML around it. */
  private closeFormat(name: string): void {
    const place = this.tree.placeOfMarkdown('format');
    if (this.tree.at(place)?.name === name) this.tree.close(place);
  }
}
