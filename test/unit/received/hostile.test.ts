import assert from 'node:assert/strict';
import fc from 'fast-check';
import { converted, rendered, wordsOf } from './converted.js';

const million = 1_000_000;
const times = (piece: string, length = million) => piece.repeat(Math.ceil(length / piece.length));

/** Each a million characters. A parser or writer that is not linear takes hours for some of them. */
const hostile: Readonly<Record<string, string>> = {
  'elements without end': times('<b>'),
  'elements without end, and ends of others': times('<b>', million / 2) + times('</i>', million / 2),
  'formatting that is opened anew in each paragraph':
    Array.from({ length: 40_000 }, (_, n) => `<b a${n}>`).join('') + times('<p>', million / 2),
  'quotes within quotes': times('<blockquote>x'),
  'lists within lists': times('<ul><li>x'),
  'lists beside lists in one item': `<ul><li>a</li>${times('<ul><li>b</li></ul>')}`,
  'tables within tables': times('<table><tr><td>x'),
  'a table that spans all': `<table border=1>${times('<tr><td colspan=999999999 rowspan=999999999>x</td><td>y</td></tr>')}</table>`,
  'one long row': `<table border=1><tr>${times('<td>x')}</table>`,
  'runs of one kind': times('<b>a</b>'),
  'runs with line breaks': times('<b>a</b><br>'),
  'list items of Word': times(
    '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>x</p>',
  ),
  'levels of Word': times(
    '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>x</p><p style="mso-list:l0 level9 lfo1"><span style="mso-list:Ignore">o</span>x</p>',
  ),
  'spans that end nothing': times('</span>'),
  'angle brackets': times('<'),
  ampersands: times('&'),
  comments: times('<!--'),
  'text that is all escapes': `<p>${times('*_`[]\\')}</p>`,
  'grave accents': `<p><code>${times('`')}</code></p>`,
  'line breaks': times('<br>'),
  'empty lines': times('<div><br></div>'),
  'one long style': `<p style="${times('a:b;')}">x</p>`,
  attributes: `<p ${times('a=b ')}>x</p>`,
  'links in links': times('<a href="https://x.example/">x'),
  definitions: times('<dl><dt>a<dd>b'),
  dollars: `<p>${times('$a')}</p>`,
  colons: `<p>${times(':a')}</p>`,
};

describe('hostile pages', function () {
  this.timeout(60_000);
  for (const [title, html] of Object.entries(hostile))
    it(`are read to their end: ${title}`, () => {
      const markdown = converted(html);
      assert.ok(markdown.length < 20 * million, 'the text does not grow without bound');
      assert.doesNotMatch(markdown, /<(?!\/?(?:u|sub|sup|kbd|mark|br|https?:|mailto:)\b)[a-z]/iu);
    });

  it('are read to their end as plain text', () => {
    for (const piece of ['>', '- a\n', '1. ', 'https://', '\n', '> '.repeat(50) + '\n'])
      assert.ok(converted(times(piece), 'text').length < 20 * million);
  });

  const tags = [
    'p',
    'div',
    'b',
    'i',
    'span',
    'a',
    'ul',
    'ol',
    'li',
    'table',
    'tr',
    'td',
    'th',
    'pre',
    'code',
    'blockquote',
    'h1',
    'h2',
    'br',
    'hr',
    'img',
    'dl',
    'dt',
    'dd',
    'sub',
    'u',
    'script',
    'style',
    'svg',
    'o:p',
    'font',
  ];
  const attributes = [
    '',
    ' style="font-weight:bold"',
    ' class="MsoNormal"',
    ' style="mso-list:l0 level2 lfo1"',
    ' href="javascript:alert(1)"',
    ' href="https://x.example"',
    ' src="cid:a"',
    ' colspan=3',
    ' border=1',
    ' style="display:none"',
    ' role="presentation"',
  ];
  const piece = fc.oneof(
    fc
      .record({ tag: fc.constantFrom(...tags), attribute: fc.constantFrom(...attributes), end: fc.boolean() })
      .map(({ tag, attribute, end }) => (end ? `</${tag}>` : `<${tag}${attribute}>`)),
    fc.string({ maxLength: 12 }),
    fc.constantFrom(
      ' ',
      '\n',
      '&nbsp;',
      '☐ ',
      '* ',
      '1. ',
      '# ',
      '`',
      '~~',
      '|',
      '$',
      '\\',
      '<',
      '-- ',
      '[x]',
      '![',
      ':smile:',
    ),
  );
  const page = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

  it('never throw, and give nothing active', async () => {
    await fc.assert(
      fc.asyncProperty(page, async (html) => {
        const markdown = converted(html);
        assert.doesNotMatch(markdown, /\]\(\s*<?\s*(?:java|vb)script:/iu);
        const mail = await rendered(markdown);
        assert.doesNotMatch(mail, /<(?:script|style|iframe|svg|object|form)\b/iu);
        assert.doesNotMatch(mail, /<[^>]*\s(?:on\w+=|href="\s*javascript:)/iu);
      }),
      { numRuns: 500 },
    );
  });

  it('words come back as they were: a page of text, as Markdown, rendered', async () => {
    const letters = fc
      .array(fc.constantFrom(...'ab1 *_`~[]()<>#-+.!|$:\\&"\'=^{}@/é✓', '\n'), {
        minLength: 1,
        maxLength: 30,
      })
      .map((all) => all.join(''));
    await fc.assert(
      fc.asyncProperty(letters, async (text) => {
        const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
        const mail = await rendered(converted(`<p>x${escaped}x</p>`));
        assert.equal(wordsOf(mail), `x${text}x`.replace(/[\s\u00a0]+/gu, ''));
      }),
      { numRuns: 2000 },
    );
  });
});
