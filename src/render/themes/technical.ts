import { sides, type Style } from '../style.js';
import { type AlertLook, type Theme } from './theme.js';

const dark = '#1f2328';
const line = '#b8bec6';
const shade = '#f5f5f2';
const mono = { 'font-family': 'Consolas,monospace' };
const body = { 'font-family': 'Calibri,Arial,sans-serif', 'font-size': '10.5pt', 'line-height': '1.4' };
const block = sides('margin', '0', '0', '7pt', '0');

function heading(size: string, top: string, more: Style = {}): Style {
  const type = { ...mono, 'font-size': size, 'line-height': '1.3', 'font-weight': 'bold' };
  return { ...sides('margin', top, '0', '4pt', '0'), ...type, ...more };
}

const list = { ...block, 'padding-left': '22px' };
const cell = { border: `1px solid ${line}`, 'font-size': '9.5pt', 'line-height': '1.3' };
const inline = sides('padding', '0', '2px', '0', '2px');

function alert(colour: string): AlertLook {
  const label = { ...mono, 'background-color': colour, color: '#ffffff' };
  return { bar: colour, label: { ...label, ...sides('padding', '0', '4px', '0', '4px') } };
}

/** Much in little room: small type, headings as in a terminal, dense tables. */
export const technical: Theme = {
  styles: {
    body,
    p: block,
    quoteText: block,
    itemText: block,
    h1: heading('14pt', '14pt', {
      'border-bottom': `2px solid ${line}`,
      ...sides('padding', '0', '0', '3px', '0'),
    }),
    h2: heading('12pt', '13pt', {
      'border-bottom': `1px solid ${line}`,
      ...sides('padding', '0', '0', '2px', '0'),
    }),
    h3: heading('11pt', '11pt'),
    h4: heading('10.5pt', '10pt'),
    h5: heading('10pt', '10pt'),
    h6: heading('10pt', '10pt'),
    ul: list,
    ol: list,
    li: { 'margin-bottom': '2pt' },
    dl: block,
    dt: { ...mono, 'font-size': '9.5pt', 'font-weight': 'bold' },
    dd: sides('margin', '0', '0', '4pt', '22px'),
    a: {},
    code: { ...mono, 'font-size': '9.5pt', 'background-color': '#ecece8', color: dark, ...inline },
    codeCell: {
      'background-color': shade,
      color: dark,
      border: `1px solid ${line}`,
      ...sides('padding', '7px', '7px', '7px', '7px'),
    },
    codeText: { ...mono, 'font-size': '9pt', 'line-height': '1.35' },
    quote: {
      'border-left-color': '#8a929c',
      'border-left-width': '3px',
      ...sides('padding', '0', '0', '0', '9px'),
    },
    table: { 'border-collapse': 'collapse', border: `1px solid ${line}` },
    caption: { 'font-size': '9.5pt', 'font-style': 'italic' },
    th: { ...cell, 'background-color': '#e6e9ed', color: dark, 'font-weight': 'bold' },
    td: cell,
    hr: { border: '0', 'border-top': `1px solid ${line}`, ...sides('margin', '10pt', '0', '10pt', '0') },
    img: {},
    mark: { 'background-color': '#fff3b0', color: dark },
    kbd: {
      ...mono,
      'font-size': '9.5pt',
      'background-color': shade,
      color: dark,
      border: `1px solid ${line}`,
      ...inline,
    },
    small: { 'font-size': '9pt' },
    sup: { 'font-size': '7.5pt' },
    footnotes: { 'font-size': '9.5pt', ...sides('margin', '0', '0', '4pt', '0') },
  },
  alerts: {
    note: alert('#1f5fa8'),
    tip: alert('#17692e'),
    important: alert('#53298f'),
    warning: alert('#855600'),
    caution: alert('#a8121c'),
  },
  cellPadding: 4,
  code: {
    comment: '#59636e',
    keyword: '#0550ae',
    name: '#53298f',
    title: '#53298f',
    value: '#953800',
    string: '#82071e',
    tag: '#116329',
    addition: '#116329',
    deletion: '#82071e',
  },
};
