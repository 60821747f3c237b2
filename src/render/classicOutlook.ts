import { Parser } from 'htmlparser2';
import { escapeHtml } from './markdown.js';
import { wordIgnoredAttributes, wordNothing, wordUnknown, wordValue } from './wordSupport.js';

/**
 * A mail as classic Outlook on Windows shows it, for a browser to show: its HTML without what Word cannot do (see
 * wordSupport.ts). Text stays to the byte; the same HTML gives the same result; the work grows with its length.
 * Not shown: that a background reaches into the margins, that the cells of a row share their largest vertical padding,
 * and that borders end at 8 px.
 */
export function classicOutlook(html: string): string {
  const out: string[] = [];
  const styles = new Map<string, string>();
  let copied = 0;
  let hidden = 0;
  /** Writes what stands before `from`, then `text` for the source up to `to`. */
  const replace = (from: number, to: number, text: string): void => {
    if (hidden === 0) out.push(html.slice(copied, from), text);
    copied = to;
  };
  const parser = new Parser({
    onopentag(name, attributes) {
      const { startIndex, endIndex } = parser;
      if (hidden > 0 || wordNothing.has(name)) {
        replace(startIndex, endIndex + 1, '');
        hidden++;
        return;
      }
      const written = startTag(name, attributes, styles);
      if (written !== undefined) replace(startIndex, endIndex + 1, written);
    },
    onclosetag(name, implied) {
      const { startIndex, endIndex } = parser;
      if (hidden > 0) {
        // An implied end stands before what ended it, which is then still to be copied.
        copied = implied ? Math.max(copied, startIndex) : endIndex + 1;
        hidden--;
        return;
      }
      const shown = wordUnknown[name];
      if (shown !== undefined && !implied) replace(startIndex, endIndex + 1, `</${shown}>`);
    },
    ontext() {
      if (hidden > 0) copied = parser.endIndex + 1;
    },
    oncomment() {
      replace(parser.startIndex, parser.endIndex + 1, '');
    },
  });
  parser.end(html);
  replace(html.length, html.length, '');
  return out.join('');
}

type Attributes = Readonly<Record<string, string>>;

/** A start tag without what Word ignores; undefined: Word ignores none of it. */
function startTag(name: string, attributes: Attributes, styles: Map<string, string>): string | undefined {
  const shown = wordUnknown[name];
  let changed = shown !== undefined;
  let written = `<${shown ?? name}`;
  for (const [attribute, value] of Object.entries(attributes)) {
    const kept = attribute === 'style' ? wordStyle(name, value, styles) : attributeOf(name, attribute, value);
    if (kept !== value) changed = true;
    if (kept !== undefined && !(attribute === 'style' && kept === ''))
      written += ` ${attribute}="${escapeHtml(kept)}"`;
  }
  const isList = name === 'ul' || name === 'ol';
  if (isList && attributes['style'] === undefined) return `${written} style="${listBox('')}">`;
  return changed ? `${written}>` : undefined;
}

function attributeOf(name: string, attribute: string, value: string): string | undefined {
  // html-dir: buggy on links.
  if (wordIgnoredAttributes.has(attribute) || (name === 'a' && attribute === 'dir')) return undefined;
  return value;
}

/** `known`: results so far, since a mail repeats the same few styles on all of its elements. */
function wordStyle(name: string, style: string, known: Map<string, string>): string {
  const key = `${name}\n${style}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const kept: string[] = [];
  for (const declaration of declarationsOf(style)) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim().toLowerCase();
    const value = wordValue(name, property, declaration.slice(colon + 1).trim());
    if (value !== undefined) kept.push(`${property}:${value}`);
  }
  const list = name === 'ul' || name === 'ol';
  const result = list ? listBox(kept.join(';')) : kept.join(';');
  known.set(key, result);
  return result;
}

/**
 * A browser indents lists by a padding of 40 px, Word by a margin of half an inch that `margin` replaces: bullets stand
 * outside the text where nothing leaves room for them (Ghost PR#24303).
 */
function listBox(style: string): string {
  const indent = /(?:^|;)margin(?:-left|-right)?:/.test(style) ? [] : ['margin-left:48px'];
  return [...(style === '' ? [] : [style]), ...indent, 'padding:0'].join(';');
}

/** Declarations of a style attribute; a `;` inside quotes or brackets belongs to its value. */
function declarationsOf(style: string): string[] {
  return (
    style.match(/(?:[^;"'(]|"[^"]*"?|'[^']*'?|\([^)]*\)?)+/g)?.filter((text) => text.includes(':')) ?? []
  );
}
