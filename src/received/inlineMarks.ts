import {
  attributeOf,
  element,
  type HtmlElement,
  type HtmlNode,
  isElement,
  styleOf,
  text,
  textOf,
} from './htmlNodes.js';

/** What inline text can be in Markdown, or in the few HTML elements that this product's own mails know. */
export type Mark = 'strong' | 'em' | 'del' | 'u' | 'sub' | 'sup' | 'mark' | 'kbd' | 'code';

const marksOfName: Readonly<Partial<Record<string, Mark>>> = {
  b: 'strong', strong: 'strong', i: 'em', em: 'em', var: 'em', dfn: 'em', s: 'del', strike: 'del', del: 'del',
  u: 'u', ins: 'u', sub: 'sub', sup: 'sup', mark: 'mark', kbd: 'kbd', code: 'code', tt: 'code', samp: 'code',
}; // prettier-ignore

/** The path or address to write for the `src` of a picture. Absent: it can't be shown, so its words stand for it. */
export type PictureTarget = (source: string) => string | undefined;

export interface InlineContext {
  readonly picture: PictureTarget;
  /** What the text is already, by an element around it. */
  readonly active: ReadonlySet<Mark>;
  /** Within a link there is no other. */
  readonly linked?: true;
}

/** Text, marks, links, pictures and line breaks alone, whatever spans and fonts they were written in. */
export function inlineOf(nodes: readonly HtmlNode[], context: InlineContext): HtmlNode[] {
  return merged(nodes.flatMap((node) => inline(node, context)));
}

function inline(node: HtmlNode, context: InlineContext): HtmlNode[] {
  if (node.type === 'text') return plain(node.value);
  switch (node.tagName) {
    case 'br':
      return [element('br', [])];
    case 'img':
      return picture(node, context);
    case 'input':
      return checkbox(node);
    case 'a':
      return link(node, context);
  }
  const marks = marksOf(node).filter((mark) => !context.active.has(mark));
  if (marks.includes('code') && textOf(node).trim() !== '')
    return padded([element('code', [text(spaced(textOf(node)))])]);
  const active = new Set([...context.active, ...marks]);
  const children = inlineOf(node.children, { ...context, active });
  return marks.reduceRight((inner, mark) => wrapped(mark, inner), children);
}

/** A mark around what is not blank: `** a**` is no emphasis (CommonMark §6.2). */
export function wrapped(mark: string, nodes: readonly HtmlNode[], attributes = {}): HtmlNode[] {
  const isEdge = (node: HtmlNode) =>
    isElement(node, 'br') || (node.type === 'text' && node.value.trim() === '');
  const from = nodes.findIndex((node) => !isEdge(node));
  if (from < 0) return [...nodes];
  const to = nodes.findLastIndex((node) => !isEdge(node));
  const { lead, inner, trail } = trimmed(nodes.slice(from, to + 1));
  return [
    ...nodes.slice(0, from),
    ...lead,
    element(mark, inner, attributes),
    ...trail,
    ...nodes.slice(to + 1),
  ];
}

/** With the blanks at both ends outside. */
function padded(nodes: readonly HtmlElement[]): HtmlNode[] {
  return nodes.flatMap((node) => {
    const { lead, inner, trail } = trimmed(node.children);
    return [...lead, { ...node, children: inner }, ...trail];
  });
}

function trimmed(nodes: readonly HtmlNode[]): { lead: HtmlNode[]; inner: HtmlNode[]; trail: HtmlNode[] } {
  const inner = [...nodes];
  const take = (index: number, trim: (value: string) => string): HtmlNode[] => {
    const node = inner[index];
    if (node?.type !== 'text' || trim(node.value) === node.value) return [];
    inner[index] = text(trim(node.value));
    return [text(' ')];
  };
  const lead = take(0, (value) => value.trimStart());
  const trail = take(inner.length - 1, (value) => value.trimEnd());
  return { lead, inner, trail };
}

/** Blanks as Markdown has them; a hard one stays where it keeps two words together. */
function plain(value: string): HtmlNode[] {
  const words = spaced(value.replace(/[\u200b\ufeff\u00ad]/gu, '').replace(/[ \t\r\n\f]+/gu, ' '));
  return words === '' ? [] : [text(words)];
}

function spaced(value: string): string {
  return value.replace(/[ \u00a0]{2,}|^\u00a0|\u00a0$/gu, ' ');
}

function picture(node: HtmlElement, { picture: target }: InlineContext): HtmlNode[] {
  const alt = attributeOf(node, 'alt').replace(/\s+/gu, ' ').trim();
  const found = target(attributeOf(node, 'src').trim());
  if (found === undefined) return alt === '' ? [] : [text(alt)];
  const title = attributeOf(node, 'title').replace(/\s+/gu, ' ').trim();
  return [element('img', [], { src: found, alt, ...(title === '' ? {} : { title }) })];
}

function checkbox(node: HtmlElement): HtmlNode[] {
  if (attributeOf(node, 'type').toLowerCase() !== 'checkbox') return [];
  return [text('checked' in node.properties ? '☑ ' : '☐ ')];
}

/** Addresses that may be followed from a mail; anything else is left as its words. */
const followed = /^(?:https?:\/\/|mailto:|tel:)[^\s]+$/iu;

function link(node: HtmlElement, context: InlineContext): HtmlNode[] {
  const href = attributeOf(node, 'href').trim();
  const goes = followed.test(href) && context.linked === undefined;
  const active = new Set<Mark>([...context.active, 'u']);
  const children = inlineOf(node.children, {
    ...context,
    active,
    ...(goes ? { linked: true as const } : {}),
  });
  return goes ? wrapped('a', children, { href }) : children;
}

function marksOf(node: HtmlElement): Mark[] {
  const named = marksOfName[node.tagName];
  const style = styleOf(node);
  const found: (Mark | false | undefined)[] = [
    named,
    isBold(style) && 'strong',
    isItalic(style) && 'em',
    /line-through/u.test(decoration(style)) && 'del',
    /underline/u.test(decoration(style)) && 'u',
    style.get('vertical-align') === 'super' && 'sup',
    style.get('vertical-align') === 'sub' && 'sub',
    isHighlight(style) && named === undefined && 'mark',
    named === undefined &&
      isMonospaced(node, style) &&
      !node.children.some((child) => child.type === 'element') &&
      'code',
  ];
  return [...new Set(found.filter((mark): mark is Mark => mark !== false && mark !== undefined))];
}

/** Marks that a paragraph gives its text by its own style. */
export function marksOfBlock(node: HtmlElement): Mark[] {
  const style = styleOf(node);
  const heads = /^(?:h[1-6]|th|dt)$/u.test(node.tagName);
  const found: (Mark | false)[] = [isBold(style) && !heads && 'strong', isItalic(style) && 'em'];
  return found.filter((mark): mark is Mark => mark !== false);
}

type Style = ReadonlyMap<string, string>;

function isBold(style: Style): boolean {
  const weight =
    style.get('font-weight') ?? /\b(?:bold|bolder|[6-9]00)\b/u.exec(beforeSize(style))?.[0] ?? '';
  return /^(?:bold|bolder|[6-9]00)\b/u.test(weight);
}

function isItalic(style: Style): boolean {
  return /\b(?:italic|oblique)\b/u.test(style.get('font-style') ?? beforeSize(style));
}

/** Of the shorthand `font`, what stands before the size: names of fonts may hold any word. */
function beforeSize(style: Style): string {
  return /^[^,]*?(?=\d+(?:\.\d+)?(?:pt|px|em|%))/u.exec(style.get('font')?.slice(0, 200) ?? '')?.[0] ?? '';
}

function decoration(style: Style): string {
  return `${style.get('text-decoration') ?? ''} ${style.get('text-decoration-line') ?? ''}`;
}

function isHighlight(style: Style): boolean {
  const colour = style.get('background-color') ?? style.get('background') ?? style.get('mso-highlight') ?? '';
  return (
    colour !== '' &&
    !/^(?:white|transparent|inherit|initial|none|window|rgba?\(255, ?255, ?255|#fff(?:fff)?\b|#f[0-9a-f]f[0-9a-f]f[0-9a-f]\b)/u.test(
      colour,
    )
  );
}

function isMonospaced(node: HtmlElement, style: Style): boolean {
  const family = style.get('font-family') ?? attributeOf(node, 'face').toLowerCase();
  return /^["']?(?:consolas|courier|menlo|monaco|cascadia|lucida console|aptos mono|monospace)/u.test(family);
}

const mergeable = new Set(['strong', 'em', 'del', 'u', 'mark', 'sub', 'sup', 'a']);

/** Neighbours of one kind as one: Word ends a run at every change of anything. In one pass, however many there are. */
function merged(nodes: readonly HtmlNode[]): HtmlNode[] {
  const out: HtmlNode[] = [];
  for (let at = 0; at < nodes.length;) {
    const first = nodes[at];
    if (!first) break;
    let end = at + 1;
    for (;;) {
      if (end < nodes.length && sameKind(first, nodes[end])) end += 1;
      else if (first.type === 'element' && isSpace(nodes[end]) && sameKind(first, nodes[end + 1])) end += 2;
      else break;
    }
    const run = nodes.slice(at, end);
    if (first.type === 'text') {
      const value = run.map((node) => (node.type === 'text' ? node.value : '')).join('');
      out.push(text(value.replace(/ {2,}/gu, ' ')));
    } else if (run.length === 1) out.push(first);
    else {
      const children = run.flatMap((node) => (isElement(node, first.tagName) ? node.children : [node]));
      out.push({ ...first, children: merged(children) });
    }
    at = end;
  }
  return out;
}

function isSpace(node: HtmlNode | undefined): boolean {
  return node?.type === 'text' && node.value.trim() === '';
}

function sameKind(a: HtmlNode, b: HtmlNode | undefined): boolean {
  if (a.type === 'text' || b?.type !== 'element') return a.type === b?.type;
  return mergeable.has(a.tagName) && a.tagName === b.tagName && a.properties['href'] === b.properties['href'];
}
