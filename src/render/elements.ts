import { type Direction } from './direction.js';
import { border, codeBlock, headingSizes, type Look, quoteBars, shaded } from './look.js';
import { escapeHtml } from './markdown.js';

/** Direction of an element and of what holds it. Right-to-left is stated on every block: Word does not inherit it. */
export interface Side {
  readonly own: Direction;
  readonly outer: Direction;
}

const stated = ({ own, outer }: Side): boolean => own === 'rtl' || own !== outer;
const edge = (direction: Direction): string => (direction === 'rtl' ? 'right' : 'left');
const dirAttribute = (side: Side): string => (stated(side) ? ` dir="${side.own}"` : '');
const alignAttribute = (side: Side): string => (stated(side) ? ` align="${edge(side.own)}"` : '');
const alignStyle = (side: Side): string => (stated(side) ? `;text-align:${edge(side.own)}` : '');

export function wrapperStart(look: Look, lang: string | undefined, side: Side): string {
  const language = lang === undefined ? '' : ` lang="${escapeHtml(lang)}"`;
  return `<div${language}${dirAttribute(side)}${alignAttribute(side)} style="${look.text}${alignStyle(side)}">`;
}

export function paragraphStart(look: Look, side: Side, top: string, bottom: string): string {
  return `<p${dirAttribute(side)}${alignAttribute(side)} style="margin:${margins(top, bottom)};${look.text}${alignStyle(side)}">`;
}

const margins = (top: string, bottom: string): string =>
  top === '0' && bottom === '0' ? '0' : `${top} 0 ${bottom}`;

/** No `id`: anchors within a mail do not work in most clients. */
export function headingStart(look: Look, side: Side, tag: string, top: string): string {
  const size = headingSizes[Number(tag.slice(1)) - 1] ?? '11pt';
  const style = `margin:${top} 0 6pt;${look.font};font-size:${size};line-height:1.3;font-weight:bold`;
  return `<${tag}${dirAttribute(side)}${alignAttribute(side)} style="${style}${alignStyle(side)}">`;
}

/** `start` on the list, never `value` on an item: that splits the list in Word. */
export function listStart(
  tag: string,
  side: Side,
  margin: readonly [top: string, bottom: string],
  options: { start: string; boxes: boolean },
): string {
  const start = options.start === '' ? '' : ` start="${options.start}"`;
  const indent = side.own === 'rtl' ? 'padding-left:0;padding-right:24px' : 'padding-left:24px';
  return `<${tag}${start}${dirAttribute(side)} style="margin:${margins(...margin)};${indent}${withoutBullet(options.boxes)}">\n`;
}

export function itemStart(look: Look, side: Side, options: { loose: boolean; box: boolean }): string {
  const margin = `margin:0 0 ${options.loose ? '8pt' : '4pt'}`;
  return `<li${dirAttribute(side)} style="${margin};${look.text}${withoutBullet(options.box)}${alignStyle(side)}">`;
}

const withoutBullet = (boxes: boolean): string => (boxes ? ';list-style-type:none' : '');

/** Two cells, one the bar: Word draws no border on a blockquote, and Yandex hides the element (email-bugs#42). */
export function quoteStart(look: Look, side: Side, alert: string | undefined): string {
  const bar = quoteBars[alert ?? 'quote'] ?? border;
  const padding = side.own === 'rtl' ? 'padding:2px 12px 2px 0' : 'padding:2px 0 2px 12px';
  return (
    `<table role="presentation" cellpadding="0" cellspacing="0" border="0"${dirAttribute(side)}><tr>` +
    `<td width="3" bgcolor="${bar}" style="width:3px;background-color:${bar};font-size:1px">\u00a0</td>` +
    `<td style="${padding};${look.text}${alignStyle(side)}">\n`
  );
}

export const quoteEnd = '</td></tr></table>\n';

/** `html` in a shaded cell. Code runs from left to right wherever it stands. */
export function codeElement(html: string, outer: Direction): string {
  const side: Side = { own: 'ltr', outer };
  // HTML parsers drop a line break right after `<pre>`.
  const text = html.startsWith('\n') ? `\n${html}` : html;
  return (
    `<table role="presentation" width="100%" cellpadding="10" cellspacing="0" border="0"><tr>` +
    `<td${dirAttribute(side)}${alignAttribute(side)} ${shaded.attribute} style="${shaded.style};padding:10px${alignStyle(side)}">` +
    `<pre${dirAttribute(side)} style="${codeBlock}">${text}</pre></td></tr></table>\n`
  );
}

/** As wide as its content: a stretched table of two words looks empty. */
export function tableStart(side: Side): string {
  const style = `border-collapse:collapse;border:1px solid ${border}`;
  return `<table border="1" cellpadding="6" cellspacing="0"${dirAttribute(side)} style="${style}">\n`;
}

/** `align`: as the column states it. Borders, font and alignment on every cell: Word inherits none of them. */
export function cellStart(look: Look, side: Side, tag: string, align: string | undefined): string {
  const head = tag === 'th';
  const where = align ?? edge(side.own);
  const kind = head ? ` scope="col" ${shaded.attribute}` : '';
  const headStyle = head ? `${shaded.style};font-weight:bold;` : '';
  const style = `border:1px solid ${border};${look.text};${headStyle}text-align:${where}`;
  return `<${tag}${kind}${dirAttribute(side)} align="${where}" valign="top" style="${style}">`;
}

export const ruleElement = `<hr size="1" color="${border}" style="border:0;border-top:1px solid ${border};margin:14pt 0">\n`;

/** The space between blocks. */
export const gap = '10pt';

/** Two tables in a row become one in Word unless something stands between them. */
export const spacer = `<div style="font-size:6pt;line-height:${gap};mso-line-height-rule:exactly">\u00a0</div>\n`;
