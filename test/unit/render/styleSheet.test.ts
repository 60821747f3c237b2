import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readStyleSheet } from '../../../src/render/css/styleSheet.js';
import { lookOf } from '../../../src/render/look.js';
import { type Part, parts } from '../../../src/render/themes/theme.js';
import { themes } from '../../../src/render/themes/themes.js';
import { contrast } from './contrast.js';
import { htmlOf } from './rendering.js';
import { faultOf } from './wellFormed.js';

const overridesOf = (css: string) => readStyleSheet(css).overrides;
const leftOut = (css: string) =>
  readStyleSheet(css).leftOut.map(({ kind, name, line }) => `${kind} ${name} ${line}`);
const styled = (markdown: string, css: string) => htmlOf(markdown, { css: overridesOf(css) });

describe('a style sheet', () => {
  const read: [css: string, part: Part, style: Record<string, string>][] = [
    ['p { color: Red }', 'p', { color: '#ff0000' }],
    ['p { color: #ABC }', 'p', { color: '#aabbcc' }],
    ['p { color: #aabbccff }', 'p', { color: '#aabbcc' }],
    ['p { color: rgb(10, 20, 300) }', 'p', { color: '#0a14ff' }],
    ['p { color: rgb(100% 0% 50% / 1) }', 'p', { color: '#ff0080' }],
    ['p { color: rgba(1,2,3,1) }', 'p', { color: '#010203' }],
    ['h1, h2 { font-size: 20px }', 'h2', { 'font-size': '20px' }],
    ['h2 { font: x; FONT-WEIGHT: 600 !important }', 'h2', { 'font-weight': '600' }],
    ['pre > code { font-size: 9pt }', 'codeText', { 'font-size': '9pt' }],
    ['pre code { color: #123456 }', 'codeCell', { color: '#123456' }],
    ['blockquote p { font-style: italic }', 'quoteText', { 'font-style': 'italic' }],
    [
      'body blockquote { border-left: .25em solid #888 }',
      'quote',
      { 'border-left-width': '0.25em', 'border-left-color': '#888888' },
    ],
    ['table th { text-align: center }', 'th', { 'text-align': 'center' }],
    ['td { border-bottom: 2px red dashed; border: thin solid blue }', 'td', { border: '1px solid #0000ff' }],
    ['td { border: 0 } td { border-top: 1px solid }', 'td', { border: '0', 'border-top': '1px solid' }],
    [
      'p { margin: 1em 2px }',
      'p',
      { 'margin-top': '1em', 'margin-right': '2px', 'margin-bottom': '1em', 'margin-left': '2px' },
    ],
    [
      'p { margin: 4px; margin-bottom: 0 }',
      'p',
      { 'margin-top': '4px', 'margin-right': '4px', 'margin-left': '4px', 'margin-bottom': '0' },
    ],
    ['p { font-family: "Segoe UI", Georgia, serif }', 'p', { 'font-family': "'Segoe UI',Georgia,serif" }],
    ['p { line-height: 140% }', 'p', { 'line-height': '1.4' }],
    ['a { text-decoration: underline }', 'a', { 'text-decoration': 'underline' }],
    ['code { background: transparent }', 'code', { 'background-color': '' }],
    ['img { width: 300pt }', 'img', { width: '400px' }],
    ['\ufeffp { color: red }', 'p', { color: '#ff0000' }],
    ['p { color: red } p { color: blue }', 'p', { color: '#0000ff' }],
  ];
  for (const [css, part, style] of read)
    it(`gives ${part} of ${JSON.stringify(css)}`, () => {
      assert.deepEqual(overridesOf(css)[part], style);
    });

  const refused: [css: string, found: string][] = [
    ['p.note { color: red }', 'selector p.note 1'],
    ['#x, p { color: red }', 'selector #x 1'],
    ['a:hover { color: red }', 'selector a:hover 1'],
    ['div p { color: red }', 'selector div p 1'],
    ['h1 + p { color: red }', 'selector h1 + p 1'],
    ['* { color: red }', 'selector * 1'],
    ['constructor { color: red }', 'selector constructor 1'],
    ['p { position: fixed }', 'property position 1'],
    ['p { constructor: red }', 'property constructor 1'],
    ['\n\np {\n  display: none;\n}', 'property display 4'],
    ['p { --x: red }', 'property --x 1'],
    ['table { margin: 4px }', 'property margin 1'],
    ['ul { font-size: 9pt }', 'property font-size 1'],
    [
      'p { background: url(https://example.com/x.png) }',
      'value background: url(https://example.com/x.png) 1',
    ],
    ['p { color: var(--x) }', 'value color: var(--x) 1'],
    ['p { color: rgb(1 2 3 / 50%) }', 'value color: rgb(1 2 3 / 50%) 1'],
    ['p { color: #11223344 }', 'value color: #11223344 1'],
    ['p { color: expression(alert(1)) }', 'value color: expression(alert(1)) 1'],
    ['p { margin: -4px }', 'value margin: -4px 1'],
    ['p { margin: auto }', 'value margin: auto 1'],
    ['p { margin: 1rem }', 'value margin: 1rem 1'],
    ['p { font-family: "a\\";}x" }', 'value font-family: "a\\";}x" 1'],
    ['img { width: 50% }', 'value width: 50% 1'],
    ['@import "x.css";', 'rule @import 1'],
    ['@media print { p { color: red } }', 'rule @media 1'],
    ['@font-face { src: url(x) }', 'rule @font-face 1'],
  ];
  for (const [css, found] of refused)
    it(`leaves out ${JSON.stringify(css)}`, () => {
      assert.deepEqual(leftOut(css), [found]);
    });

  it('names lines that are no CSS, and keeps the rest', () => {
    const sheet = readStyleSheet(
      'p { color red; }\nh1 { color: blue; }\n} h2 { color: red }\nh3 { color: lime }',
    );
    assert.deepEqual(sheet.unreadable, [1, 3]);
    assert.deepEqual(Object.keys(sheet.overrides), ['h1', 'h3']);
  });

  it('takes whatever comes: no throw, nothing but plain declarations', () => {
    const hostile = fc.array(
      fc.constantFrom(
        'p',
        'h1',
        'pre code',
        '{',
        '}',
        ':',
        ';',
        ',',
        '"',
        "'",
        '\\',
        '</style>',
        '<!--',
        'url(',
        ')',
        '@import',
        'color',
        'font-family',
        'red',
        '#12345',
        '1e9px',
        '-1px',
        '/*',
        '*/',
        '\u0000',
        '&',
        'border',
        '\n',
        '!important',
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(hostile, (pieces) => {
        const look = lookOf(themes.plain, '', overridesOf(pieces.join(' ')));
        for (const part of parts) assert.doesNotMatch(look.style[part], /["<>&\\{}\u0000]|url|NaN|undefined/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a mail with a style sheet', () => {
  it('has each declaration once, the user’s last', async () => {
    const html = await styled(
      'text',
      'p { font-size: 12pt; color: #123456; line-height: 2; margin: 0 0 3pt }',
    );
    assert.match(html, /<p style="margin:0 0 3pt;font-size:12pt;color:#123456;line-height:2">text<\/p>/);
  });

  it('states the font of the body around all text and in cells, and not in code', async () => {
    const html = await styled(
      'a\n\n- b\n\n|c|\n|-|\n|d|\n\n```\ne\n```',
      'body { font-family: Georgia, serif; font-size: 14px }',
    );
    assert.equal(html.match(/font:(?:bold )?14px\/1.5 Georgia,serif/g)?.length, 3);
    assert.match(html, /<pre style="margin:0;font:10pt\/1.4 Consolas/);
    assert.doesNotMatch(html, /Aptos/);
  });

  it('lets paragraphs of items be as the items are', async () => {
    const html = await styled('- a\n\n- b', 'li { font-size: 9pt; font-style: italic }');
    assert.equal(
      html.match(/<li style="[^"]*font-size:9pt;font-style:italic"><p style="margin:0">/g)?.length,
      2,
    );
    assert.match(await styled('- a\n\n- b', 'li p { color: #123456 }'), /<p style="[^"]*color:#123456">a/);
  });

  it('hands fonts of a table down to its cells', async () => {
    const html = await styled('|a|\n|-|\n|b|', 'table { font-size: 9pt; color: #333333 }');
    assert.match(html, /<th [^>]*font:bold 9pt\//);
    assert.match(html, /<td [^>]*font:9pt\/1.5 [^>]*color:#333333/);
  });

  it('turns em into points of the text that it is about', async () => {
    const html = await styled('# a', 'h1 { font-size: 2em; margin: 0 0 .5em; padding-bottom: 10% }');
    assert.match(html, /<h1 style="margin:0 0 11pt;font:bold 22pt/);
  });

  it('draws the bar of a quote', async () => {
    const html = await styled('> a', 'blockquote { border-left: 5px solid teal; font-style: italic }');
    assert.match(html, /<td width="5" bgcolor="#008080" style="font-size:1px">/);
    assert.match(html, /<td style="[^"]*font:italic [^"]*">\n<p style="margin:0">a<\/p>/);
    assert.doesNotMatch(await styled('> a', 'blockquote { border: none }'), /width="\d/);
  });

  it('mirrors left and right in a mail that runs from right to left', async () => {
    const html = await styled('שלום', 'p { margin-left: 20px; text-align: left }');
    assert.match(html, /<p dir="rtl" align="right" style="margin:0 20px 10pt 0;[^"]*text-align:right"/);
    assert.match(await styled('שלום', 'p { text-align: center }'), /<p dir="rtl" align="center"/);
  });

  it('gives a background a text colour, and code on it only colours that can be read', async () => {
    const html = await styled(
      '`a`\n\n```js\nconst a = 1\n```',
      'code { background: #222 } pre { background: #111 }',
    );
    assert.match(html, /<code style="[^"]*color:#ffffff[^"]*background:#222222/);
    assert.match(html, /bgcolor="#111111"/);
    for (const [, colour = ''] of html.matchAll(/<font color="(#\w+)"/g))
      assert.ok(contrast(colour, '#111111') >= 4.5, colour);
    const bare = await styled('`a`', 'code { background: none }');
    assert.doesNotMatch(bare, /<code style="[^"]*color:/);
  });

  it('lets a column’s own alignment win over the style sheet’s', async () => {
    const html = await styled(
      '|a|b|\n|-|-:|\n|c|d|',
      'td { text-align: center; padding: 2px 8px; border: 0 }',
    );
    assert.match(html, /<td align="center" [^>]*border:0;padding:2px 8px;text-align:center">c</);
    assert.match(html, /<td align="right" [^>]*text-align:right">d</);
    assert.match(html, /<table border="0"/);
  });

  it('stays well-formed in every theme', async () => {
    const css = overridesOf(
      'body{font-family:"A B",serif} table{width:100%} hr{border-top:3px solid red} ul{padding-left:40px}',
    );
    for (const theme of ['plain', 'modern', 'technical'] as const) {
      const html = await htmlOf('# a\n\n- b\n\n|c|\n|-|\n|d|\n\n---\n\n> e', { css, theme });
      assert.equal(faultOf(html), undefined);
      assert.match(html, /<hr size="1" color="#ff0000"/);
      assert.match(html, /<table border="\d" cellpadding="\d" cellspacing="0" width="100%"/);
      assert.match(html, /<li style="margin:0 0 \d+pt 40px/);
    }
  });
});
