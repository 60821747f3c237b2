/** What caniemail has no feature for, and where it is known from. Letters as in the table, in the order of its families. */
export interface Fact {
  readonly support: string;
  readonly source: string;
}

const word =
  'Microsoft, "Word 2007 HTML and CSS Rendering Capabilities in Outlook 2007" (2006), which lists it as supported';
const gmailCss = 'and Google, "CSS Support" for Gmail; WebKit and Chromium show it';
const html2 = `${word}; part of HTML since version 4.01, which no webmail is known to strip`;

/** Elements and attributes of HTML 4.01. */
const oldHtml = [
  ...keys('element', 'a b big br caption cite col colgroup em font i ins kbd q s samp sub sup tt u var'),
  ...keys('element', 'tbody tfoot thead td th tr'),
  ...keys('attribute', 'alt bgcolor border color colspan rowspan scope size start title face'),
  'image:remote',
  'link:http',
  'link:https',
];

const plainCss = [
  'color', 'font-family', 'font-style', 'font-variant',
].map((name) => `property:${name}`); // prettier-ignore

export const facts: Readonly<Record<string, Fact>> = {
  ...each(oldHtml, { support: 'yyyyy', source: html2 }),
  ...each(plainCss, { support: 'yyyyy', source: `${word}; ${gmailCss}` }),
  ...each(keys('attribute', 'datetime cite summary headers abbr'), {
    support: 'yyyyy',
    source: 'Said to machines and readers aloud; a program that leaves it out shows the same',
  }),
  'property:mso-line-height-rule': {
    support: 'yyyyy',
    source: "Word's own (caniemail css-line-height); the others pass over it, as CSS 2.1 §4.2 demands",
  },
  'link:tel': { support: 'yyyyy', source: 'RFC 3966; OWA and Gmail keep it, and desktops ask which program to use' },
  'image:cid': {
    support: 'yyyyy',
    source: 'RFC 2392; caniemail#289 tells that cid pictures are the form that Gmail and OWA show',
  },
  'value:margin:auto': { support: 'nyyyy', source: 'caniemail css-margin, note 4: not in Word' },
  'value:margin:negative': { support: 'nnnny', source: 'caniemail css-margin, note 1 on each of them' },
  'function:rgb(blanks)': {
    support: 'nnnny',
    source: 'caniemail css-rgb, note 1; Gmail drops the whole attribute (email-bugs#160)',
  },
  'function:rgba(blanks)': { support: 'nnnny', source: 'caniemail css-rgba; Gmail as with rgb (email-bugs#160)' },
  'value:#rrggbbaa': {
    support: 'nnnny',
    source: 'CSS Color 4 §5.2; Word reads hexadecimal colours of HTML 4.01 alone; OWA rewrites colours (caniemail css-rgba)',
  },
  'attribute:li@value': { support: 'nyyyy', source: 'caniemail html-lists, note 2: Word ends the list there' },
  'attribute:reversed': { support: 'nnnny', source: 'caniemail html-lists, note 1' },
}; // prettier-ignore

function keys(kind: string, names: string): string[] {
  return names.split(' ').map((name) => `${kind}:${name}`);
}

function each(names: readonly string[], fact: Fact): Record<string, Fact> {
  return Object.fromEntries(names.map((name) => [name, fact]));
}
