import { sides, type Style } from '../style.js';
import { type AlertLook, type Theme } from './theme.js';

const dark = '#1f2328';
const line = '#cfd9e6';
const shade = '#f4f6f9';
const tint = '#e9f0f9';
/** Readable in large type on white and on a dark page, since headings have no background of their own. */
const accent = '#1f75cb';
const mono = { 'font-family': 'Consolas,Menlo,monospace' };
const body = {
  'font-family': "'Segoe UI',Helvetica,Arial,sans-serif",
  'font-size': '11pt',
  'line-height': '1.6',
};
const block = sides('margin', '0', '0', '12pt', '0');

function heading(size: string, top: string, more: Style = {}): Style {
  const type = { 'font-size': size, 'line-height': '1.25', 'font-weight': 'bold' };
  return { ...sides('margin', top, '0', '8pt', '0'), ...type, ...more };
}

const list = { ...block, 'padding-left': '26px' };
const cell = { 'border-bottom': `1px solid ${line}` };

function alert(colour: string): AlertLook {
  const label = { 'background-color': colour, color: '#ffffff', ...sides('padding', '0', '6px', '0', '6px') };
  return { bar: colour, label };
}

/** More air, larger headings in an accent colour, tables of lines without boxes. */
export const modern: Theme = {
  styles: {
    body,
    p: block,
    quoteText: block,
    itemText: block,
    h1: heading('24pt', '22pt', { color: accent }),
    h2: heading('18pt', '22pt', { color: accent }),
    h3: heading('14pt', '18pt', { color: accent }),
    h4: heading('12pt', '16pt'),
    h5: heading('11pt', '14pt'),
    h6: heading('11pt', '14pt'),
    ul: list,
    ol: list,
    li: { 'margin-bottom': '5pt' },
    dl: block,
    dt: { 'font-weight': 'bold' },
    dd: sides('margin', '0', '0', '8pt', '26px'),
    a: {},
    code: {
      ...mono,
      'font-size': '10pt',
      'background-color': tint,
      color: dark,
      ...sides('padding', '0', '4px', '0', '4px'),
    },
    codeCell: {
      'background-color': shade,
      color: dark,
      'border-left': `4px solid ${accent}`,
      ...sides('padding', '14px', '14px', '14px', '14px'),
    },
    codeText: { ...mono, 'font-size': '10pt', 'line-height': '1.45' },
    quote: {
      'border-left-color': accent,
      'border-left-width': '4px',
      ...sides('padding', '4px', '0', '4px', '16px'),
    },
    table: { 'border-collapse': 'collapse' },
    caption: { 'font-style': 'italic' },
    th: {
      'background-color': tint,
      color: dark,
      'font-weight': 'bold',
      'border-bottom': `2px solid ${accent}`,
    },
    td: cell,
    hr: { border: '0', 'border-top': `2px solid ${line}`, ...sides('margin', '20pt', '0', '20pt', '0') },
    img: {},
    mark: { 'background-color': '#ffe9a8', color: dark },
    kbd: {
      ...mono,
      'font-size': '10pt',
      'background-color': shade,
      color: dark,
      border: '1px solid #9fb2c8',
      ...sides('padding', '0', '4px', '0', '4px'),
    },
    small: { 'font-size': '9pt' },
    sup: { 'font-size': '8pt' },
    footnotes: { 'font-size': '9.5pt', ...sides('margin', '0', '0', '4pt', '0') },
  },
  alerts: {
    note: alert('#1f5fa8'),
    tip: alert('#17692e'),
    important: alert('#6b2176'),
    warning: alert('#855600'),
    caution: alert('#a8121c'),
  },
  cellPadding: 9,
  code: {
    comment: '#59636e',
    keyword: '#6b2176',
    name: '#953800',
    title: '#0550ae',
    value: '#0550ae',
    string: '#116329',
    tag: '#a40e26',
    addition: '#116329',
    deletion: '#82071e',
  },
};
