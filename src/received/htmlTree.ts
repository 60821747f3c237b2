import { type HtmlEvent, htmlEvents } from '../render/rawHtmlEvents.js';
import { type HtmlElement, type HtmlNode, element, propertiesOf } from './htmlNodes.js';

/** Elements deeper than this are left out and what they hold is kept: whatever walks the tree afterwards is recursive. */
const mostDepth = 48;
/** More than any mail holds; the rest of the text is kept without its markup. */
const mostElements = 20_000;

/** Left out with all they hold: no text that a reader sees, or something active. */
const dropped = new Set([
  'applet', 'audio', 'canvas', 'datalist', 'embed', 'iframe', 'math', 'meta', 'noembed', 'noframes', 'object', 'script',
  'select', 'style', 'svg', 'template', 'textarea', 'title', 'video', 'xml',
]); // prettier-ignore
const unwrapped = new Set(['html', 'head', 'body', 'form', 'label', 'button', 'fieldset', 'legend']);
const empty = new Set(['area', 'base', 'br', 'col', 'hr', 'img', 'input', 'link', 'meta', 'wbr']);
const blocks = new Set([
  'address', 'article', 'aside', 'blockquote', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figure', 'footer',
  'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'li', 'main', 'nav', 'ol', 'p', 'pre', 'section',
  'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'ul',
]); // prettier-ignore

/** What a beginning tag ends, up to the element that holds such as it (HTML standard §13.1.2.4). */
const ends: Readonly<
  Record<string, { readonly ended: readonly string[]; readonly within: readonly string[] }>
> = {
  li: { ended: ['li'], within: ['ul', 'ol', 'table'] },
  dt: { ended: ['dt', 'dd'], within: ['dl', 'table'] },
  dd: { ended: ['dt', 'dd'], within: ['dl', 'table'] },
  tr: { ended: ['tr'], within: ['table'] },
  td: { ended: ['td', 'th'], within: ['tr', 'table'] },
  th: { ended: ['td', 'th'], within: ['tr', 'table'] },
  tbody: { ended: ['tbody', 'thead', 'tfoot'], within: ['table'] },
  thead: { ended: ['tbody', 'thead', 'tfoot'], within: ['table'] },
  tfoot: { ended: ['tbody', 'thead', 'tfoot'], within: ['table'] },
};

/**
 * The elements of an HTML text, as far as a reader sees them. It never throws and takes time in proportion to the text,
 * whatever the text is: there is no parser behind it that repairs nesting by copying (HTML standard §13.2.6.4.7).
 */
export function htmlTree(html: string): HtmlElement {
  const builder = new TreeBuilder();
  for (const event of htmlEvents(html)) builder.take(event);
  return builder.root;
}

class TreeBuilder {
  readonly root = element('body', []);
  private readonly open: HtmlElement[] = [this.root];
  /** The element that is left out, and how often its name is open in it. */
  private hidden: { readonly name: string; depth: number } | undefined;
  private made = 0;

  take(event: HtmlEvent): void {
    if (event.kind === 'text') this.text(event.text);
    else if (event.kind === 'open') this.begin(event);
    else if (event.kind === 'close') this.end(event.name);
  }

  private get top(): HtmlElement {
    return this.open.at(-1) ?? this.root;
  }

  private text(value: string): void {
    if (this.hidden) return;
    const children = this.top.children as HtmlNode[];
    const last = children.at(-1);
    if (last?.type === 'text') children[children.length - 1] = { type: 'text', value: last.value + value };
    else children.push({ type: 'text', value });
  }

  private begin({ name, attributes, source }: Extract<HtmlEvent, { kind: 'open' }>): void {
    const alone = empty.has(name) || (source.endsWith('/>') && /:|^(?:svg|math)$/u.test(name));
    if (this.hidden) {
      if (this.hidden.name === name && !alone) this.hidden.depth++;
      return;
    }
    if (dropped.has(name) || isUnseen(name, attributes)) {
      if (!alone) this.hidden = { name, depth: 1 };
      return;
    }
    // Word's own elements, and the page's: what they hold is text like any other.
    if (name.includes(':') || unwrapped.has(name)) return;
    this.endImplied(name);
    if (++this.made > mostElements || this.open.length >= mostDepth) return;
    const made = element(name, [], propertiesOf(attributes));
    (this.top.children as HtmlNode[]).push(made);
    if (!empty.has(name)) this.open.push(made);
  }

  private end(name: string): void {
    if (this.hidden) {
      if (this.hidden.name === name && --this.hidden.depth === 0) this.hidden = undefined;
      return;
    }
    const at = this.open.findLastIndex(({ tagName }) => tagName === name);
    // A table is not ended by the end of something that it stands in by mistake.
    const table = this.open.findLastIndex(({ tagName }) => tagName === 'table');
    if (at > 0 && (at >= table || blocks.has(name))) this.open.length = at;
  }

  private endImplied(name: string): void {
    const { ended, within } = ends[name] ?? { ended: [], within: [] };
    if (blocks.has(name)) {
      const paragraph = this.open.findLastIndex(({ tagName }) => tagName === 'p');
      const around = this.open.findLastIndex(({ tagName }) => holders.has(tagName));
      if (paragraph > Math.max(around, 0)) this.open.length = paragraph;
    }
    const limit = this.open.findLastIndex(({ tagName }) => within.includes(tagName));
    const at = this.open.findIndex(({ tagName }, index) => index > limit && ended.includes(tagName));
    if (at > 0) this.open.length = at;
  }
}

/** Within these a paragraph outside goes on. */
const holders = new Set(['table', 'td', 'th', 'li', 'blockquote', 'div']);

/** What no reader sees: the text that some programs show in lists of mails, and what only Word reads. */
function isUnseen(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (/^[vow]:/u.test(name) && !['o:p', 'w:sdt'].includes(name)) return true;
  const style = attributes.get('style') ?? '';
  return /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/iu.test(
    style.slice(0, 4000),
  );
}
