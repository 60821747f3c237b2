import { type Direction } from './direction.js';
import { type Bar, type Look } from './look.js';
import { escapeHtml } from './markdown.js';
import { type Sides, sidesText, times } from './style.js';
import { type AlertKind, alertKinds, type Part } from './themes/theme.js';

/** Direction of an element and of what holds it. Right-to-left is stated on every block: Word does not inherit it. */
export interface Side {
  readonly own: Direction;
  readonly outer: Direction;
  /** As raw HTML asks for. */
  readonly align?: 'left' | 'center' | 'right';
  /** BCP 47, of raw HTML. */
  readonly lang?: string;
}

const stated = ({ own, outer }: Side): boolean => own === 'rtl' || own !== outer;
const edge = (direction: Direction): string => (direction === 'rtl' ? 'right' : 'left');

/** `dir` and `lang`, where they must be said. */
const dirAttribute = (side: Side): string =>
  (stated(side) ? ` dir="${side.own}"` : '') +
  (side.lang === undefined ? '' : ` lang="${escapeHtml(side.lang)}"`);
const alignAttribute = (where: string | undefined): string =>
  where === undefined ? '' : ` align="${where}"`;
const alignStyle = (where: string | undefined): string => (where === undefined ? '' : `text-align:${where}`);

/** Where the text of a block stands: as raw HTML says, or the style sheet, else where its direction begins. Absent: not said. */
function alignOf(side: Side, wanted?: string): string | undefined {
  if (side.align !== undefined) return side.align;
  if (wanted === undefined) return stated(side) ? edge(side.own) : undefined;
  if (side.own === 'ltr' || (wanted !== 'left' && wanted !== 'right')) return wanted;
  return wanted === 'left' ? 'right' : 'left';
}

/** A `style` attribute, or nothing. */
export function styleAttribute(...declarations: readonly string[]): string {
  const style = declarations.filter((some) => some !== '').join(';');
  return style === '' ? '' : ` style="${style}"`;
}

/** Space above and below a block: that of its part, unless it stands first, last, or beside a table. */
export interface Around {
  readonly top: string;
  readonly bottom: string;
}

function marginOf(look: Look, part: Part, around: Partial<Sides>, direction: Direction): string {
  return `margin:${sidesText({ ...look.margin[part], ...around }, direction)}`;
}

function paddingOf(look: Look, part: Part, direction: Direction): string {
  const padding = look.padding[part];
  return padding ? `padding:${sidesText(padding, direction)}` : '';
}

function backgroundOf(look: Look, part: Part): string {
  const colour = look.background[part];
  return colour === undefined ? '' : ` bgcolor="${colour}"`;
}

export function wrapperStart(look: Look, lang: string | undefined, side: Side): string {
  const language = lang === undefined ? '' : ` lang="${escapeHtml(lang)}"`;
  const where = alignOf(side);
  return `<div${language}${dirAttribute(side)}${alignAttribute(where)}${styleAttribute(look.style.body, alignStyle(where))}>`;
}

/** A block of text: `p`, `h1` to `h6`, `dt`, `dd`, with margin, padding and direction. No `id`: anchors do not work in most clients. */
export function textStart(look: Look, side: Side, tag: string, part: Part, around: Partial<Sides>): string {
  const where = alignOf(side, look.align[part]);
  const style = styleAttribute(
    marginOf(look, part, around, side.own),
    paddingOf(look, part, side.own),
    look.style[part],
    alignStyle(where),
  );
  return `<${tag}${dirAttribute(side)}${alignAttribute(where)}${style}>`;
}

/** An element within a line, such as `code`, `mark` or `kbd`. */
export function inlineStart(look: Look, tag: string, part: Part, attributes = ''): string {
  return `<${tag}${attributes}${styleAttribute(look.style[part], paddingOf(look, part, 'ltr'))}>`;
}

/** Code in a line, as short as it can be where it stands upright: no other element is as frequent. */
export function codeStart(look: Look, upright: boolean): string {
  const style = upright ? look.uprightCode : look.style.code;
  return `<code${styleAttribute(style, paddingOf(look, 'code', 'ltr'))}>`;
}

/**
 * `start` on the list, never `value` on an item: that splits the list in Word. The indent is a margin of the items,
 * the one place where each program makes room for bullets (Ghost PR#24303): Word passes over the padding of a list.
 */
export function listStart(
  look: Look,
  tag: 'ul' | 'ol',
  side: Side,
  around: Partial<Around>,
  options: { start: string; boxes: boolean },
): string {
  const start = options.start === '' ? '' : ` start="${options.start}"`;
  const style = styleAttribute(
    marginOf(look, tag, around, side.own),
    'padding:0',
    look.style[tag],
    withoutBullet(options.boxes),
  );
  return `<${tag}${start}${dirAttribute(side)}${style}>\n`;
}

/** An item of paragraphs (`loose`) needs twice the space of one of words. */
export function itemStart(
  look: Look,
  tag: 'ul' | 'ol',
  side: Side,
  options: { loose: boolean; box: boolean },
): string {
  const bottom = times(look.margin.li.bottom, options.loose ? 2 : 1);
  const left = look.padding[tag]?.left ?? '24px';
  const style = styleAttribute(
    marginOf(look, 'li', { bottom, left }, side.own),
    look.style.li,
    withoutBullet(options.box),
    alignStyle(alignOf(side)),
  );
  return `<li${dirAttribute(side)}${style}>`;
}

const withoutBullet = (boxes: boolean): string => (boxes ? 'list-style-type:none' : '');

/** Two cells, one the bar: Word draws no border on a blockquote, and Yandex hides the element (email-bugs#42). */
export function quoteStart(look: Look, side: Side, alert: string | undefined): string {
  const kind = alertKind(alert);
  const { colour, width }: Bar = kind ? look.alerts[kind].bar : look.quoteBar;
  const bar = width === 0 ? '' : `<td width="${width}" bgcolor="${colour}" style="font-size:1px">\u00a0</td>`;
  const style = styleAttribute(
    paddingOf(look, 'quote', side.own),
    look.style.quote,
    alignStyle(alignOf(side)),
  );
  return (
    `<table role="presentation" cellpadding="0" cellspacing="0"${dirAttribute(side)}><tr>` +
    bar +
    `<td${backgroundOf(look, 'quote')}${style}>\n`
  );
}

export const quoteEnd = '</td></tr></table>\n';

/** The word at the head of an alert. */
export function alertLabelStart(look: Look, alert: string): string {
  const kind = alertKind(alert);
  return `<strong${styleAttribute(kind ? look.alerts[kind].label : '')}>`;
}

function alertKind(name: string | undefined): AlertKind | undefined {
  return alertKinds.find((kind) => kind === name);
}

/** `html` in a shaded cell. Code runs from left to right wherever it stands. */
export function codeElement(look: Look, html: string, outer: Direction): string {
  const side: Side = { own: 'ltr', outer };
  const where = alignOf(side);
  // HTML parsers drop a line break right after `<pre>`.
  const text = html.startsWith('\n') ? `\n${html}` : html;
  const cell = styleAttribute(look.style.codeCell, paddingOf(look, 'codeCell', 'ltr'), alignStyle(where));
  // `white-space` wraps long lines in browsers; in Word the element itself keeps the blanks.
  const pre = styleAttribute('margin:0', look.style.codeText, 'white-space:pre-wrap');
  return (
    `<table role="presentation" width="100%" cellspacing="0"><tr>` +
    `<td${dirAttribute(side)}${alignAttribute(where)}${backgroundOf(look, 'codeCell')}${cell}>` +
    `<pre${dirAttribute(side)}${pre}>${text}</pre></td></tr></table>\n`
  );
}

/** As wide as its content: a stretched table of two words looks empty. */
export function tableStart(look: Look, side: Side): string {
  const { border, cellPadding } = look.table;
  const width = /(?:^|;)width:(\d+(?:px|%))/.exec(look.style.table)?.[1]?.replace('px', '');
  const wide = width === undefined ? '' : ` width="${width}"`;
  // Only in the middle: a table that says left or right has the text after it flow around.
  const where = side.align === 'center' ? ' align="center"' : '';
  const style = styleAttribute(look.style.table);
  return `<table border="${border}" cellpadding="${cellPadding}" cellspacing="0"${wide}${where}${dirAttribute(side)}${style}>\n`;
}

/** Cells of a row begin at the same height, unless raw HTML says otherwise of one. */
export const rowStart = '<tr valign="top">';

/**
 * `align`: as the column states it. Borders and font on every cell: Word inherits none of them. Alignment where it is
 * another than a cell has by itself, which is left for `td` and centred for `th`.
 */
export function cellStart(
  look: Look,
  side: Side,
  tag: 'th' | 'td',
  align: string | undefined,
  attributes = '',
): string {
  const scope = tag === 'th' && !attributes.includes(' scope=') ? ' scope="col"' : '';
  const where = align ?? alignOf(side, look.align[tag]) ?? (tag === 'th' ? edge(side.own) : undefined);
  const style = styleAttribute(look.style[tag], paddingOf(look, tag, side.own), alignStyle(where));
  return `<${tag}${scope}${attributes}${backgroundOf(look, tag)}${dirAttribute(side)}${alignAttribute(where)}${style}>`;
}

export function ruleElement(look: Look): string {
  const style = styleAttribute(look.style.hr, marginOf(look, 'hr', {}, 'ltr'));
  return `<hr size="1" color="${look.rule}"${style}>\n`;
}

/** Two tables in a row become one in Word unless something stands between them. */
export function spacer(look: Look): string {
  return `<div style="font-size:6pt;line-height:${look.gap};mso-line-height-rule:exactly">\u00a0</div>\n`;
}
