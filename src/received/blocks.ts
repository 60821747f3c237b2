import { definitions, listItems } from './lists.js';
import {
  attributeOf,
  element,
  holdsBlock,
  type HtmlElement,
  type HtmlNode,
  isBlank,
  isBlock,
  isElement,
  styleOf,
  text,
} from './htmlNodes.js';
import { inlineOf, type Mark, marksOfBlock, type PictureTarget, wrapped } from './inlineMarks.js';
import { tableBlocks } from './tables.js';
import { wordLists } from './wordLists.js';

export interface BlockContext {
  readonly picture: PictureTarget;
  /** Quotes and lists around. */
  readonly depth: number;
  /** What the text of a block is by an element around the block. */
  readonly marks: readonly Mark[];
}

/** Quotes and lists within each other that are kept; each list counts two in the parser of drafts, which takes 40. */
const mostNested = 12;

/** A line is joined to the one before by a line break; a paragraph stands for itself. */
type Piece =
  | { readonly kind: 'line'; readonly inline: readonly HtmlNode[] }
  | { readonly kind: 'paragraph'; readonly inline: readonly HtmlNode[] }
  | { readonly kind: 'block'; readonly block: HtmlElement }
  | { readonly kind: 'gap' };

/**
 * The blocks that a reader sees: paragraphs, headings, lists, quotes, code, rules and tables of data, one after another,
 * whatever boxes, layout tables and empty lines they stand in.
 */
export function blocksOf(nodes: readonly HtmlNode[], context: BlockContext): HtmlElement[] {
  return paragraphs(piecesOf(wordLists(nodes), context));
}

function piecesOf(nodes: readonly HtmlNode[], context: BlockContext): Piece[] {
  const pieces: Piece[] = [];
  let run: HtmlNode[] = [];
  const endRun = () => {
    const inline =
      run.every(isBlank) && !run.some((node) => isElement(node, 'br')) ? [] : linesOf(run, context);
    if (inline.length > 0) pieces.push({ kind: 'paragraph', inline });
    run = [];
  };
  for (const node of nodes) {
    if (isElement(node) && (isBlock(node) || holdsBlock(node))) {
      endRun();
      for (const piece of blockPieces(node, context)) pieces.push(piece);
    } else run.push(node);
  }
  endRun();
  return pieces;
}

function blockPieces(node: HtmlElement, context: BlockContext): Piece[] {
  const block = blockOf(node, context);
  if (block) return block.map((each) => ({ kind: 'block', block: each }));
  const marks = [...context.marks, ...marksOfBlock(node), ...markOfName(node)];
  const within = { ...context, marks };
  if (holdsBlock(node)) return piecesOf(wordLists(node.children), within);
  if (isBlank(node)) return [{ kind: 'gap' }];
  return [{ kind: isLine(node) ? 'line' : 'paragraph', inline: linesOf(node.children, within) }];
}

/** Absent: a box or a paragraph. */
function blockOf(node: HtmlElement, context: BlockContext): HtmlElement[] | undefined {
  const { tagName: name } = node;
  if (/^h[1-6]$/u.test(name) && !holdsBlock(node)) {
    const inline = headingText(linesOf(node.children, context));
    return inline.length > 0 ? [element(name, inline)] : [];
  }
  if (name === 'hr') return [element('hr', [])];
  if (name === 'pre') return isBlank(node) ? [] : [element('pre', [element('code', [text(codeOf(node))])])];
  if (name === 'table') return tableBlocks(node, context);
  const deeper = { ...context, depth: context.depth + 1 };
  if (context.depth >= mostNested) return undefined;
  if (name === 'blockquote' && !isIndent(node)) return quoted(blocksOf(node.children, deeper));
  if (name === 'ul' || name === 'ol') return listItems(node, deeper);
  if (name === 'dl') return definitions(node, deeper);
  return undefined;
}

export function quoted(blocks: readonly HtmlElement[]): HtmlElement[] {
  return blocks.length > 0 ? [element('blockquote', blocks)] : [];
}

/** Outlook on the web and Gmail indent by a quote without a line at its side. */
function isIndent(node: HtmlElement): boolean {
  const style = styleOf(node);
  return /^none/u.test(style.get('border') ?? '') && !style.has('border-left');
}

function markOfName({ tagName }: HtmlElement): Mark[] {
  const marks: Readonly<Partial<Record<string, Mark>>> = { b: 'strong', strong: 'strong', i: 'em', em: 'em' };
  const mark = marks[tagName];
  return mark ? [mark] : [];
}

/** Outlook writes a line of its own for each Enter: a `div` on the web, a paragraph without margins in Word. */
function isLine(node: HtmlElement): boolean {
  if (node.tagName !== 'p') return true;
  const style = styleOf(node);
  const below = style.get('margin-bottom') ?? bottomOf(style.get('margin'));
  if (below !== undefined) return /^0/u.test(below) && !/^0?\.[1-9]/u.test(below);
  return /\b(?:x_)*Mso(?:Normal|PlainText)\b/u.test(attributeOf(node, 'class'));
}

function bottomOf(margin: string | undefined): string | undefined {
  const parts = margin?.split(/\s+/u) ?? [];
  return parts.length === 0 || parts[0] === '' ? undefined : (parts[2] ?? parts[0]);
}

/** Inline content with the marks of its surroundings around it. */
export function linesOf(nodes: readonly HtmlNode[], { picture, marks }: BlockContext): HtmlNode[] {
  const active = new Set(marks);
  return [...active].reduceRight<HtmlNode[]>(
    (inner, mark) => wrapped(mark, inner),
    inlineOf(nodes, { picture, active }),
  );
}

/** A heading is one line. */
function headingText(nodes: readonly HtmlNode[]): HtmlNode[] {
  return trimBreaks(nodes).map((node) => (isElement(node, 'br') ? text(' ') : node));
}

/** Lines become paragraphs: those that follow each other without a gap are one, with line breaks between. */
function paragraphs(pieces: readonly Piece[]): HtmlElement[] {
  const blocks: HtmlElement[] = [];
  let lines: HtmlNode[][] = [];
  const endLines = () => {
    const joined = lines.flatMap((line, index) => (index === 0 ? line : [element('br', []), ...line]));
    for (const inline of apart(joined)) blocks.push(element('p', inline));
    lines = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'line') {
      lines.push([...piece.inline]);
      continue;
    }
    endLines();
    if (piece.kind === 'block') blocks.push(piece.block);
    else if (piece.kind === 'paragraph')
      for (const inline of apart(piece.inline)) blocks.push(element('p', inline));
  }
  endLines();
  return blocks;
}

/** Two line breaks or more are the end of a paragraph: Markdown has no empty line within one. */
function apart(nodes: readonly HtmlNode[]): HtmlNode[][] {
  const found: HtmlNode[][] = [];
  let current: HtmlNode[] = [];
  let breaks = 0;
  const end = () => {
    const inline = trimBreaks(current);
    if (inline.length > 0) found.push(inline);
    current = [];
  };
  for (const node of nodes) {
    if (isElement(node, 'br')) {
      if (++breaks === 2) end();
      if (breaks === 1) current.push(node);
      continue;
    }
    if (node.type === 'text' && node.value.trim() === '' && breaks > 0) continue;
    breaks = 0;
    current.push(node);
  }
  end();
  return found;
}

export function trimBreaks(nodes: readonly HtmlNode[]): HtmlNode[] {
  const seen = (node: HtmlNode) =>
    !isElement(node, 'br') && !(node.type === 'text' && node.value.trim() === '');
  const from = nodes.findIndex(seen);
  return from < 0 ? [] : nodes.slice(from, nodes.findLastIndex(seen) + 1);
}

/** The text of a block of code, its lines as they are. */
function codeOf(node: HtmlElement): string {
  const lines = (each: HtmlNode): string => {
    if (each.type === 'text') return each.value;
    return each.tagName === 'br' ? '\n' : each.children.map(lines).join('');
  };
  return lines(node)
    .replace(/\r\n?/gu, '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/^\n/u, '')
    .replace(/\n$/u, '');
}
