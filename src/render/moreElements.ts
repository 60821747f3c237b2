import { type Token } from 'markdown-it';
import { inlineStart, listStart, type Side, styleAttribute, textStart } from './elements.js';
import { type Look } from './look.js';
import { attribute, escapeHtml } from './markdown.js';
import { sidesText } from './style.js';
import { type Part } from './themes/theme.js';

/** Elements within a line that Markdown has no mark for, by their tokens, with the part of the look that dresses them. */
const dressed: Readonly<Record<string, readonly [tag: string, part: Part]>> = {
  code: ['code', 'code'],
  kbd: ['kbd', 'kbd'],
  small: ['small', 'small'],
  sup: ['sup', 'sup'],
  // As small as what is raised.
  sub: ['sub', 'sup'],
  // A span: Word does not know `mark`.
  mark: ['span', 'mark'],
};
const quotes: Readonly<Record<string, string>> = { q_open: '“', q_close: '”' };

/** The tag of such an element, or its quotation mark; absent: it is none of them. */
export function inlineElement(token: Token, look: Look): string | undefined {
  const quote = quotes[token.type];
  if (quote !== undefined) return quote;
  const [name = '', end = ''] = token.type.split(/_(?=open$|close$)/);
  const [tag = name, part] = dressed[name] ?? [];
  if (name !== 'u' && name !== 'span' && part === undefined) return undefined;
  if (end === 'close') return `</${tag}>`;
  if (end !== 'open') return undefined;
  return part === undefined ? `<${tag}${spanAttributes(token)}>` : inlineStart(look, tag, part);
}

function spanAttributes(token: Token): string {
  return ['lang', 'dir', 'title']
    .map((name) => [name, attribute(token, name)] as const)
    .map(([name, value]) => (value === '' ? '' : ` ${name}="${escapeHtml(value)}"`))
    .join('');
}

/** The number of a footnote in the text: no link, since links within a mail lead nowhere (caniemail html-anchor-links). */
export function footnoteNumber(look: Look, number: number): string {
  return `${inlineStart(look, 'sup', 'sup')}${number}</sup>`;
}

/** The list of notes; the rule above it is the writer's. */
export function footnotesStart(look: Look, side: Side): string {
  return listStart(look, 'ol', side, { top: '0' }, { start: '', boxes: false });
}

export function footnoteStart(look: Look, side: Side): string {
  return textStart(look, side, 'li', 'footnotes', { left: look.padding.ol?.left ?? '24px' });
}

/** Word shows `dl`, `dt` and `dd` with their margins (caniemail html-lists). */
export function termsStart(look: Look, side: Side, top: string): string {
  const margin = `margin:${sidesText({ ...look.margin.dl, top }, side.own)}`;
  return `<dl${styleAttribute(margin, look.style.dl)}>\n`;
}

/** `colspan`, `rowspan`, `valign` and `scope`, as raw HTML has them. */
export function cellAttributes(token: Token): string {
  return ['colspan', 'rowspan', 'valign', 'scope']
    .map((name) => [name, attribute(token, name)] as const)
    .map(([name, value]) => (value === '' ? '' : ` ${name}="${escapeHtml(value)}"`))
    .join('');
}
