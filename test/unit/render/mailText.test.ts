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
      'a <https://e.org/x> https://e.org e.org m@e.org b\n',
    ],
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
    'raw HTML': ['<b>x</b> &amp; y', '<b>x</b> & y\n'],
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
