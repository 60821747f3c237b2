import { type BlockContext, blocksOf, linesOf, trimBreaks } from './blocks.js';
import {
  attributeOf,
  element,
  holdsBlock,
  type HtmlElement,
  type HtmlNode,
  isBlank,
  isElement,
  text,
} from './htmlNodes.js';

/** A list with what stands in it by mistake taken into its items, as Outlook writes lists within lists. */
export function listItems(node: HtmlElement, context: BlockContext): HtmlElement[] {
  const items: HtmlElement[] = [];
  for (const child of node.children) {
    if (isBlank(child)) continue;
    const last = items.at(-1);
    if (isElement(child, 'li')) items.push(itemOf(child, context));
    else if (isElement(child, 'ul', 'ol') && last)
      for (const list of listItems(child, context)) (last.children as HtmlNode[]).push(list);
    else items.push(itemOf(element('li', [child]), context));
  }
  if (items.length === 0) return [];
  const start = Number.parseInt(attributeOf(node, 'start'), 10);
  const counts = node.tagName === 'ol' && start >= 0 && start < 1_000_000_000 && start !== 1;
  return [element(node.tagName, items, counts ? { start } : {})];
}

function itemOf(item: HtmlElement, context: BlockContext): HtmlElement {
  if (!holdsBlock(item)) return element('li', boxed(trimBreaks(linesOf(item.children, context))));
  const blocks = blocksOf(item.children, context);
  const [first, ...rest] = blocks;
  // An item of one paragraph is a line of a list; so is one with nothing but a list below.
  if (first?.tagName === 'p' && rest.every(({ tagName }) => tagName === 'ul' || tagName === 'ol'))
    return element('li', [...boxed(first.children), ...rest]);
  return element('li', first?.tagName === 'p' ? [element('p', boxed(first.children)), ...rest] : blocks);
}

/** ☐ and ☑ before a text are how mails show the boxes of a task list. */
function boxed(nodes: readonly HtmlNode[]): HtmlNode[] {
  const [first, ...rest] = nodes;
  const box = first?.type === 'text' ? /^\s*([☐☑☒])[\s\u00a0]+/u.exec(first.value) : null;
  if (first?.type !== 'text' || !box || (box[0].length === first.value.length && rest.length === 0))
    return [...nodes];
  const checked = box[1] !== '☐';
  const input = element('input', [], { type: 'checkbox', ...(checked ? { checked: true } : {}) });
  return [input, text(first.value.slice(box[0].length)), ...rest];
}

/** A list of terms, in the shape that markdownOf.ts writes. */
export function definitions(node: HtmlElement, context: BlockContext): HtmlElement[] {
  const children = node.children.flatMap((child) => definitionParts(child, context));
  return children.length > 0 ? [element('dl', children)] : [];
}

function definitionParts(node: HtmlNode, context: BlockContext): HtmlElement[] {
  if (node.type === 'text') return [];
  if (node.tagName === 'div') return node.children.flatMap((child) => definitionParts(child, context));
  if (node.tagName === 'dd') return [element('dd', blocksOf(node.children, context))];
  if (node.tagName !== 'dt') return [];
  const inline = trimBreaks(linesOf(node.children, context));
  const term = inline.map((each) => (isElement(each, 'br') ? text(' ') : each));
  return term.length > 0 ? [element('dt', term)] : [];
}
