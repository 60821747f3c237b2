import assert from 'node:assert/strict';
import { htmlOf } from '../rendering.js';
import { mailTree, referenceTree } from './tree.js';

const p = (html: string): string => `<p>${html}</p>`;
const link = (href: string, text = href): string => `<a href="${href}">${text}</a>`;
const www = (rest: string): string => link(`http://www.${rest}`, `www.${rest}`);
const row = (cell: 'td' | 'th', ...cells: string[]): string =>
  `<tr>${cells.map((text) => `<${cell}>${text}</${cell}>`).join('')}</tr>`;

/** The examples of GitHub Flavored Markdown 0.29 by their numbers. */
const examples: Readonly<Record<string, readonly [markdown: string, html: string]>> = {
  '198, a table': [
    '| foo | bar |\n| --- | --- |\n| baz | bim |',
    `<table><thead>${row('th', 'foo', 'bar')}</thead><tbody>${row('td', 'baz', 'bim')}</tbody></table>`,
  ],
  '199, alignment': [
    '| abc | defghi |\n:-: | -----------:\nbar | baz',
    '<table><thead><tr><th align="center">abc</th><th align="right">defghi</th></tr></thead><tbody><tr><td align="center">bar</td><td align="right">baz</td></tr></tbody></table>',
  ],
  '200, escaped pipes': [
    '| f\\|oo  |\n| ------ |\n| b `\\|` az |\n| b **\\|** im |',
    `<table><thead>${row('th', 'f|oo')}</thead><tbody>${row('td', 'b <code>|</code> az')}${row('td', 'b <strong>|</strong> im')}</tbody></table>`,
  ],
  '201, a table ends with a quote': [
    '| abc | def |\n| --- | --- |\n| bar | baz |\n> bar',
    `<table><thead>${row('th', 'abc', 'def')}</thead><tbody>${row('td', 'bar', 'baz')}</tbody></table><blockquote>${p('bar')}</blockquote>`,
  ],
  '202, a row without pipes': [
    '| abc | def |\n| --- | --- |\n| bar | baz |\nbar\n\nbar',
    `<table><thead>${row('th', 'abc', 'def')}</thead><tbody>${row('td', 'bar', 'baz')}${row('td', 'bar', '')}</tbody></table>${p('bar')}`,
  ],
  '203, a head that does not match': ['| abc | def |\n| --- |\n| bar |', p('| abc | def | | --- | | bar |')],
  '204, short and long rows': [
    '| abc | def |\n| --- | --- |\n| bar |\n| bar | baz | boo |',
    `<table><thead>${row('th', 'abc', 'def')}</thead><tbody>${row('td', 'bar', '')}${row('td', 'bar', 'baz')}</tbody></table>`,
  ],
  '205, a head alone': [
    '| abc | def |\n| --- | --- |',
    `<table><thead>${row('th', 'abc', 'def')}</thead></table>`,
  ],
  '279, tasks': ['- [ ] foo\n- [x] bar', '<ul><li>☐ foo</li><li>☑ bar</li></ul>'],
  '280, tasks in tasks': [
    '- [x] foo\n  - [ ] bar\n  - [x] baz\n- [ ] bim',
    '<ul><li>☑ foo<ul><li>☐ bar</li><li>☑ baz</li></ul></li><li>☐ bim</li></ul>',
  ],
  '491, strikethrough': ['~~Hi~~ Hello, ~there~ world!', p('<del>Hi</del> Hello, <del>there</del> world!')],
  '492, not over paragraphs': ['This ~~has a\n\nnew paragraph~~.', p('This ~~has a') + p('new paragraph~~.')],
  '493, not with three': ['This will ~~~not~~~ strike.', p('This will ~~~not~~~ strike.')],
  '622, www': ['www.commonmark.org', p(www('commonmark.org'))],
  '623, a path': [
    'Visit www.commonmark.org/help for more.',
    p(`Visit ${www('commonmark.org/help')} for more.`),
  ],
  '624, a full stop': [
    'Visit www.commonmark.org.\n\nwww.commonmark.org/a.b.',
    p(`Visit ${www('commonmark.org')}.`) + p(`${www('commonmark.org/a.b')}.`),
  ],
  '625, brackets': [
    'www.google.com/search?q=Markup+(business)\n\n(www.google.com/search?q=Markup+(business))',
    p(www('google.com/search?q=Markup+(business)')) + p(`(${www('google.com/search?q=Markup+(business)')})`),
  ],
  '628, an angle bracket': ['www.commonmark.org/he<lp', p(`${www('commonmark.org/he')}&lt;lp`)],
  '629, with a scheme': [
    'http://commonmark.org\n\n(Visit https://encrypted.google.com/search?q=Markup+(business))',
    p(link('http://commonmark.org')) +
      p(`(Visit ${link('https://encrypted.google.com/search?q=Markup+(business)')})`),
  ],
  '630, mail': ['foo@bar.baz', p(link('mailto:foo@bar.baz', 'foo@bar.baz'))],
  '631, mail with a plus': [
    'hello+xyz@mail.example is.',
    p(`${link('mailto:hello+xyz@mail.example', 'hello+xyz@mail.example')} is.`),
  ],
};

describe("GitHub's Markdown", () => {
  for (const [name, [markdown, html]] of Object.entries(examples)) {
    it(`has example ${name}`, async () => {
      assert.deepEqual(mailTree(await htmlOf(markdown)), referenceTree(html));
    });
  }

  it('strikes no part of a word, nor what two figures frame', async () => {
    for (const text of ['C:\\PROGRA~1\\FOO~1', '~5 to ~10 minutes', 'a~b~c', '~ a ~', '~~~', '~'])
      assert.match(await htmlOf(`x ${text} y`), new RegExp(`x ${text.replace(/\\/g, '\\\\')} y`));
    assert.match(await htmlOf('~~a ~b~ c~~ *~d~*'), /<del>a <del>b<\/del> c<\/del> <em><del>d<\/del><\/em>/);
  });
});
