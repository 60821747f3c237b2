/** Text of a page, references decoded. */
export interface HtmlText {
  readonly type: 'text';
  readonly value: string;
}

/** An element of a page, in the shape of hast (https://github.com/syntax-tree/hast), so that others' tools read it. */
export interface HtmlElement {
  readonly type: 'element';
  readonly tagName: string;
  readonly properties: Readonly<Record<string, string | number | boolean>>;
  readonly children: readonly HtmlNode[];
}

export type HtmlNode = HtmlText | HtmlElement;

/** The attributes that say what the text is; none of them is ever written as HTML again. */
const kept = new Set([
  'align', 'alt', 'bgcolor', 'border', 'checked', 'class', 'colspan', 'face', 'height', 'href', 'id', 'lang', 'role', 'rowspan',
  'src', 'start', 'style', 'title', 'type', 'width',
]); // prettier-ignore

/** Characters of an attribute that are read. */
const longest = 8000;

export function element(
  tagName: string,
  children: readonly HtmlNode[],
  properties: HtmlElement['properties'] = {},
): HtmlElement {
  return { type: 'element', tagName, properties, children };
}

/** Of the attributes of a page those that are read. */
export function propertiesOf(attributes: ReadonlyMap<string, string>): HtmlElement['properties'] {
  const entries = [...attributes].filter(([name]) => kept.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, value.slice(0, longest)]));
}

export function text(value: string): HtmlText {
  return { type: 'text', value };
}

export function isElement(node: HtmlNode | undefined, ...names: readonly string[]): node is HtmlElement {
  return node?.type === 'element' && (names.length === 0 || names.includes(node.tagName));
}

/** An attribute as written; empty where there is none. */
export function attributeOf({ properties }: HtmlElement, name: string): string {
  const value = properties[name];
  return typeof value === 'string' ? value : '';
}

/** All text below, without any markup. */
export function textOf(node: HtmlNode): string {
  return node.type === 'text' ? node.value : node.children.map(textOf).join('');
}

/** Nothing that a reader sees: blanks, line breaks, empty elements. */
export function isBlank(node: HtmlNode): boolean {
  if (node.type === 'text') return /^[\s\u00a0\u200b\ufeff]*$/u.test(node.value);
  return !['img', 'hr', 'input'].includes(node.tagName) && node.children.every(isBlank);
}

/** The declarations of its `style`, names and values in lower case; the last of several counts. */
export function styleOf(node: HtmlElement): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const declaration of attributeOf(node, 'style').split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    found.set(
      declaration.slice(0, colon).trim().toLowerCase(),
      declaration
        .slice(colon + 1)
        .trim()
        .toLowerCase(),
    );
  }
  return found;
}

const flow = new Set([
  'address', 'article', 'aside', 'blockquote', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figcaption', 'figure',
  'footer', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section',
  'table', 'ul', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th', 'caption', 'colgroup', 'col',
]); // prettier-ignore

/** Whether it stands on lines of its own. */
export function isBlock(node: HtmlNode): boolean {
  return node.type === 'element' && flow.has(node.tagName);
}

export function holdsBlock(node: HtmlNode): boolean {
  return node.type === 'element' && node.children.some((child) => isBlock(child) || holdsBlock(child));
}
