import { sides, type Style } from '../style.js';
import { type AlertLook, type Theme } from './theme.js';

const dark = '#1f2328';
const line = '#d0d7de';
const shade = '#f6f8fa';
const mono = { 'font-family': 'Consolas,monospace' };
const body = { 'font-family': 'Aptos,Calibri,Arial,sans-serif', 'font-size': '11pt', 'line-height': '1.5' };
const shaded = { 'background-color': shade, color: dark };
const block = sides('margin', '0', '0', '10pt', '0');

function heading(size: string): Style {
  return {
    ...sides('margin', '16pt', '0', '6pt', '0'),
    'font-size': size,
    'line-height': '1.3',
    'font-weight': 'bold',
  };
}

const list = { ...block, 'padding-left': '24px' };
const cell = { border: `1px solid ${line}` };
const alert = (bar: string): AlertLook => ({ bar, label: {} });

/** As Outlook writes: its fonts and size, and nothing that asks for attention. */
export const plain: Theme = {
  styles: {
    body,
    p: block,
    quoteText: block,
    itemText: block,
    h1: heading('18pt'),
    h2: heading('15pt'),
    h3: heading('13pt'),
    h4: heading('11pt'),
    h5: heading('11pt'),
    h6: heading('11pt'),
    ul: list,
    ol: list,
    li: { 'margin-bottom': '4pt' },
    dl: block,
    dt: { 'font-weight': 'bold' },
    dd: sides('margin', '0', '0', '6pt', '24px'),
    a: {},
    // No vertical padding: it overlaps the neighbouring lines in Word.
    code: { ...mono, 'font-size': '10pt', 'background-color': '#eff1f3', color: dark, ...inlinePadding() },
    codeCell: { ...shaded, ...sides('padding', '10px', '10px', '10px', '10px') },
    codeText: { ...mono, 'font-size': '10pt', 'line-height': '1.4' },
    quote: {
      'border-left-color': '#c3cbd4',
      'border-left-width': '3px',
      ...sides('padding', '2px', '0', '2px', '12px'),
    },
    table: { 'border-collapse': 'collapse', border: `1px solid ${line}` },
    caption: { 'font-style': 'italic' },
    th: { ...cell, ...shaded, 'font-weight': 'bold' },
    td: cell,
    hr: { border: '0', 'border-top': `1px solid ${line}`, ...sides('margin', '14pt', '0', '14pt', '0') },
    img: {},
    mark: { 'background-color': '#fff3b0', color: dark },
    kbd: { ...mono, 'font-size': '10pt', ...shaded, border: '1px solid #b4bcc5', ...inlinePadding() },
    small: { 'font-size': '9pt' },
    sup: { 'font-size': '8pt' },
    footnotes: { 'font-size': '9.5pt', ...sides('margin', '0', '0', '4pt', '0') },
  },
  alerts: {
    note: alert('#0969da'),
    tip: alert('#1a7f37'),
    important: alert('#8250df'),
    warning: alert('#9a6700'),
    caution: alert('#cf222e'),
  },
  cellPadding: 6,
  code: {
    comment: '#57606a',
    keyword: '#a40e26',
    name: '#953800',
    title: '#53298f',
    value: '#0550ae',
    string: '#0a3069',
    tag: '#116329',
    addition: '#116329',
    deletion: '#82071e',
  },
};

function inlinePadding(): Style {
  return sides('padding', '0', '3px', '0', '3px');
}
