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

interface FakeItem {
  readonly level: number;
  readonly ordered: boolean;
  readonly number: number;
  readonly content: readonly HtmlNode[];
}

/**
 * Word writes the items of a list as paragraphs whose style names a list and a level, with the bullet or the number as
 * text in front ([MS-OE376] `mso-list`). They become lists within each other again.
 */
export function wordLists(nodes: readonly HtmlNode[]): HtmlNode[] {
  const out: HtmlNode[] = [];
  let items: FakeItem[] = [];
  const endList = () => {
    for (const list of nested(items, 0, items.length)) out.push(list);
    items = [];
  };
  for (const node of nodes) {
    const item = isElement(node, 'p', 'div') ? fakeItem(node) : undefined;
    if (item) items.push(item);
    else if (items.length === 0 || node.type === 'element' || node.value.trim() !== '') {
      endList();
      out.push(node);
    }
  }
  endList();
  return out;
}

const marker =
  /^[\s\u00a0]*(?:([·•§▪◦‣o\u{f0a7}\u{f0b7}\u{f0d8}\u{f0fc}–-])|\(?(\d{1,9}|[a-z]{1,5})[.)])[\s\u00a0]*$/iu;
const leading = /^[\s\u00a0]*(?:[·•§▪\u{f0a7}\u{f0b7}]|\(?(?:\d{1,4}|[a-z])[.)])[\s\u00a0]{2,}/iu;

function fakeItem(node: HtmlElement): FakeItem | undefined {
  const list = /\bl\d+\s+level(\d)\b/u.exec(styleOf(node).get('mso-list') ?? '');
  const classed = /\b(?:x_)*MsoListParagraph/u.test(attributeOf(node, 'class'));
  if (!list && !classed) return undefined;
  const ignored = firstIgnored(node);
  const shown = ignored ? textOf(ignored) : leading.exec(textOf(node).slice(0, 60))?.[0];
  if (shown === undefined) return undefined;
  const found = marker.exec(shown);
  const content = ignored ? without(node, ignored) : cut(node.children, shown.length).nodes;
  const number = Number.parseInt(found?.[2] ?? '1', 10);
  return {
    level: Number(list?.[1] ?? 1),
    ordered: found?.[2] !== undefined,
    number: Number.isNaN(number) ? 1 : number,
    content,
  };
}

function firstIgnored(node: HtmlElement): HtmlElement | undefined {
  for (const child of node.children) {
    if (!isElement(child)) continue;
    if (styleOf(child).get('mso-list') === 'ignore') return child;
    const deeper = firstIgnored(child);
    if (deeper) return deeper;
  }
  return undefined;
}

function without(node: HtmlElement, gone: HtmlElement): HtmlNode[] {
  return node.children.flatMap((child) => {
    if (child === gone) return [];
    return [isElement(child) ? { ...child, children: without(child, gone) } : child];
  });
}

/** The nodes without the first `length` characters of their text. */
function cut(nodes: readonly HtmlNode[], length: number): { nodes: HtmlNode[]; left: number } {
  let left = length;
  const kept = nodes.map((node): HtmlNode => {
    if (left === 0) return node;
    if (node.type === 'text') {
      const taken = Math.min(left, node.value.length);
      left -= taken;
      return text(node.value.slice(taken));
    }
    const inner = cut(node.children, left);
    left = inner.left;
    return { ...node, children: inner.nodes };
  });
  return { nodes: kept, left };
}

/** The items from `from` to before `to` as lists: a deeper level is a list within the item before it. */
function nested(items: readonly FakeItem[], from: number, to: number): HtmlElement[] {
  const lists: HtmlElement[] = [];
  let level = 9;
  for (let at = from; at < to; at++) level = Math.min(level, items[at]?.level ?? level);
  let children: HtmlNode[] = [];
  for (let at = from; at < to;) {
    const item = items[at];
    if (!item) break;
    let end = at + 1;
    while (end < to && (items[end]?.level ?? level) > level) end++;
    const deeper = item.level > level ? nested(items, at, end) : nested(items, at + 1, end);
    const name = item.ordered ? 'ol' : 'ul';
    if (lists.at(-1)?.tagName !== name) {
      children = [];
      lists.push(element(name, children, item.ordered ? { start: String(item.number) } : {}));
    }
    children.push(element('li', item.level > level ? deeper : [...item.content, ...deeper]));
    at = end;
  }
  return lists;
}
