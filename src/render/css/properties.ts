import { type Part } from '../themes/theme.js';
import * as value from './values.js';

interface Rule {
  readonly read: value.Reading;
  /** Absent: every part. */
  readonly on?: ReadonlySet<Part>;
}

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'] as const;
const on = (...parts: readonly Part[]): ReadonlySet<Part> => new Set(parts);

/** Word knows margins of text, and none of tables, in which code and quotes stand. */
const spaced = on('p', 'quoteText', 'itemText', ...headings, 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'hr');
/** Word pads cells and headings; within a line the others do, and Word leaves the background tight. */
const padded = on(...headings, 'th', 'td', 'codeCell', 'quote', 'ul', 'ol', 'code', 'kbd', 'mark');
const bordered = on('p', ...headings, 'code', 'kbd', 'mark', 'codeCell', 'table', 'th', 'td', 'hr', 'img');
/** The bar of a quote is drawn at its side. */
const barred = on(...bordered, 'quote');
/** Code stands in one cell, its text in another element: each takes what is its own. */
const filled = on(
  ...(['body', 'p', ...headings, 'a', 'code', 'codeCell', 'quote', 'table', 'caption', 'th', 'td'] as const),
  ...(['mark', 'kbd', 'small', 'dt', 'dd', 'li'] as const),
);
/** Not lists: their items repeat what the body says. */
const lettered = on(
  ...([
    'body',
    'p',
    'quoteText',
    'itemText',
    ...headings,
    'li',
    'dl',
    'dt',
    'dd',
    'a',
    'code',
    'codeText',
  ] as const),
  ...(['quote', 'table', 'caption', 'th', 'td', 'mark', 'kbd', 'small', 'sup'] as const),
);
const aligned = on('p', 'quoteText', 'itemText', ...headings, 'th', 'td');
const corners = on('code', 'kbd', 'mark', 'codeCell', 'img');

const properties: Readonly<Record<string, Rule>> = {
  color: { read: value.colour, on: on(...lettered, 'codeCell') },
  'background-color': { read: value.background, on: filled },
  background: { read: value.background, on: filled },
  'font-family': { read: value.fontFamily, on: lettered },
  'font-size': { read: value.fontSize, on: lettered },
  'font-weight': { read: value.fontWeight, on: lettered },
  'font-style': { read: value.keyword('normal', 'italic', 'oblique'), on: lettered },
  'font-variant': { read: value.keyword('normal', 'small-caps'), on: lettered },
  'line-height': { read: value.lineHeight, on: lettered },
  'letter-spacing': { read: value.spacing, on: lettered },
  'text-align': { read: value.keyword('left', 'right', 'center', 'justify'), on: aligned },
  'text-decoration': { read: value.decoration, on: lettered },
  'text-transform': { read: value.keyword('none', 'uppercase', 'lowercase', 'capitalize'), on: lettered },
  'text-indent': { read: value.length, on: on('p', 'quoteText', 'itemText') },
  ...forSides('margin', spaced),
  ...forSides('padding', padded),
  border: { read: value.border, on: barred },
  'border-top': { read: value.border, on: bordered },
  'border-right': { read: value.border, on: bordered },
  'border-bottom': { read: value.border, on: bordered },
  'border-left': { read: value.border, on: barred },
  'border-color': { read: value.borderDetail, on: barred },
  'border-style': { read: value.borderDetail, on: bordered },
  'border-width': { read: value.borderDetail, on: barred },
  'border-collapse': { read: value.keyword('collapse', 'separate'), on: on('table') },
  'border-radius': { read: value.length, on: corners },
  'list-style-type': { read: value.keyword(...listStyles()), on: on('ul', 'ol') },
  width: { read: value.width, on: on('table', 'img') },
};

/** How a property is read for a part. `nowhere`: mail has no such property; `elsewhere`: this part does not take it. */
export function ruleFor(property: string, part: Part): value.Reading | 'nowhere' | 'elsewhere' {
  const rule = Object.hasOwn(properties, property) ? properties[property] : undefined;
  if (!rule) return 'nowhere';
  if (rule.on && !rule.on.has(part)) return 'elsewhere';
  return property === 'width' && part === 'img' ? value.pixels : rule.read;
}

function forSides(name: 'margin' | 'padding', parts: ReadonlySet<Part>): Record<string, Rule> {
  const all = ['', '-top', '-right', '-bottom', '-left'].map((side) => `${name}${side}`);
  return Object.fromEntries(all.map((property) => [property, { read: value.box, on: parts }]));
}

function listStyles(): readonly string[] {
  const letters = ['lower-alpha', 'upper-alpha', 'lower-roman', 'upper-roman', 'lower-latin', 'upper-latin'];
  return ['none', 'disc', 'circle', 'square', 'decimal', ...letters];
}
