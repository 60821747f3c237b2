import assert from 'node:assert/strict';
import fc from 'fast-check';
import { textOf } from './rendering.js';

describe('the plain text of a mail', () => {
  const cases: Readonly<Record<string, readonly [markdown: string, text: string]>> = {
    'an empty body': ['', ''],
    paragraphs: ['One *two* **three**.\nFour.\n\nFive.', 'One two three. Four.\n\nFive.\n'],
    'a hard line break': ['Best,\\\nAnna', 'Best,\nAnna\n'],
    headings: ['# One\n\n## Two\n\n### Three', 'One\n===\n\nTwo\n---\n\nThree\n'],
    links: [
      '[a](https://e.org/x) <https://e.org> [e.org](http://e.org) [m@e.org](mailto:m@e.org) [b](c.md)',
      'a [1] https://e.org e.org m@e.org b\n\n[1] https://e.org/x\n',
    ],
    'links to one address under one number': [
      '[a](https://e.org) [b](https://e.org/b)\n\n- [c](https://e.org)',
      'a [1] b [2]\n\n- c [1]\n\n[1] https://e.org\n[2] https://e.org/b\n',
    ],
    'addresses of mail and telephone': [
      '[write](mailto:a@e.org?subject=Hi) [call](tel:+123) <a@e.org>',
      'write <a@e.org> call <+123> a@e.org\n',
    ],
    'a bare address as it was typed': ['https://e.org/grüße', 'https://e.org/grüße\n'],
    'a link without words': ['[](https://e.org)', 'https://e.org\n'],
    footnotes: [
      'One[^b], [two](https://e.org)[^a].\n\n[^a]: A *note*.\n[^b]: Of\n\n    two paragraphs.',
      'One[1], two [3][2].\n\n--------------------\n[1] Of\n\n    two paragraphs.\n\n[2] A note.\n[3] https://e.org\n',
    ],
    'definition lists': [
      'Ink\n: Black\n: Blue\n\nPaper\n\n: Thick\n\n  and thin',
      'Ink\n    Black\n    Blue\n\nPaper\n    Thick\n\n    and thin\n',
    ],
    'raised and lowered figures': [
      '10<sup>-6</sup> m<sup>2</sup>, H<sub>2</sub>O, x<sub>i</sub>, x<sup>a+b</sup>, 1<sup>st</sup>, <sub>small words</sub>',
      '10⁻⁶ m², H₂O, x_i, x^(a+b), 1st, small words\n',
    ],
    'keys, quotes and lines': [
      'Press <kbd>Ctrl</kbd>+<kbd>C</kbd>, <q>now</q>.<br>Done',
      'Press Ctrl+C, “now”.\nDone\n',
    ],
    'decoration as nothing': ['a <img src="x.png" alt=""> b', 'a b\n'],
    'cells of several lines': [
      '| a | b |\n| - | - |\n| c<br>d | <ul><li>e</li><li>f</li></ul> |',
      'a  b\n-  ---\nc  - e\nd  - f\n',
    ],
    'cells that go over others': [
      '<table><tr><td rowspan=2>a<td>b<td>c<tr><td colspan=2>wide words<tr><td>d<td>e<td>f</table>',
      'a  b  c\n   wide words\nd  e  f\n',
    ],
    'tables in tables': ['<table><tr><td><table><tr><td>a<td>b</table><td>c</table>', 'a  b  c\n'],
    pictures: ['![the plan](plan.png) ![](x.png)', '[the plan] []\n'],
    'struck text': ['~~not~~ this', '~not~ this\n'],
    lists: ['- a\n- b\n  - c\n\n3. d\n4. e', '- a\n- b\n  - c\n\n3. d\n4. e\n'],
    'loose lists': ['- a\n\n  b\n\n- c', '- a\n\n  b\n\n- c\n'],
    tasks: ['- [ ] a\n- [x] b', '☐ a\n☑ b\n'],
    quotes: ['> a\n>\n> > b\n> > c', '> a\n>\n>> b c\n'],
    code: ['```js\nif (a) {\n\n\tb();\n}\n```', '    if (a) {\n\n        b();\n    }\n'],
    'a rule': ['a\n\n---\n\nb', `a\n\n${'-'.repeat(40)}\n\nb\n`],
    'a table': [
      '| Name | Qty |\n| --- | --: |\n| Pens | 12 |\n| 日本 | 3 |',
      'Name  Qty\n----  ---\nPens   12\n日本    3\n',
    ],
    'a table without a head': ['| | |\n| - | - |\n| a | b |', 'a  b\n'],
    'a line that looks quoted': ['\\> not a quote', ' > not a quote\n'],
    'HTML that mail does not show': ['<b>x</b> &amp; <blink>y</blink>', 'x & <blink>y</blink>\n'],
  };
  for (const [name, [markdown, text]] of Object.entries(cases)) {
    it(`shows ${name}`, async () => assert.equal(await textOf(markdown), text));
  }

  it('shows a table that is too wide as a list', async () => {
    const long = 'x'.repeat(60);
    assert.equal(await textOf(`| a | b |\n| - | - |\n| ${long} | ${long} |`), `- a: ${long}\n  b: ${long}\n`);
  });

  it('marks lines that go on with a blank at their end (RFC 3676)', async () => {
    const words = 'word '.repeat(40).trim();
    const lines = (await textOf(words)).trimEnd().split('\n');
    assert.ok(lines.length > 1);
    for (const line of lines.slice(0, -1)) assert.match(line, /\S $/);
    assert.equal(lines.join(''), words);
  });

  it('keeps every word, in lines of at most 78 columns where there are blanks', async () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(word, { minLength: 1, maxLength: 80 }),
        fc.constantFrom('', '> ', '> > '),
        async (words, prefix) => {
          const text = await textOf(prefix + words.join(' '));
          assert.deepEqual(
            text
              .replaceAll(/^[> ]+/gm, '')
              .split(/\s+/)
              .filter(Boolean),
            words,
          );
          for (const line of text.split('\n')) assert.ok(line.length <= 78, line);
        },
      ),
      { numRuns: 300 },
    );
  });
});
