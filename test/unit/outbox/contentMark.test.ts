import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { markOfMail, markOfMessage } from '../../../src/outbox/contentMark.js';
import { asExchangeKeepsHtml } from '../../../src/sandbox/exchangeHtml.js';
import { renderedSample, samples } from './renderedSample.js';
import { plainMail } from './steps.js';

const sent = { subject: 'Notes', html: '', to: ['ada@example.com'], cc: [], bcc: [] };
const markOfHtml = (html: string) => markOfMessage({ ...sent, html });

/** Words without white space, which the mark is blind to, and without what HTML gives a meaning to. */
const word = fc.stringMatching(/^[\p{L}\p{N}.,:!?'()*#%@\-–—“”€👋]{1,12}$/u);
const written = fc.oneof(
  { weight: 8, arbitrary: word },
  fc.constantFrom(
    '&lt;',
    '&gt;',
    '&amp;',
    '&quot;',
    '&#39;',
    '&#x1F44B;',
    '&nbsp;',
    '\u00a0',
    '&amp;lt;b&amp;gt;',
  ),
);
const text = fc.array(written, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(' '));
const attributes = fc.constantFrom(
  '',
  ' style="color:#333;font-family:Segoe UI,\'Helvetica\',sans-serif"',
  " class='x' align=left",
  ' title="1 &gt; 0 &quot;so&quot;" dir="rtl"',
  ' href="https://example.com/?a=1&amp;b=2"',
);
const element = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.constantFrom('<br>', '<hr/>', '<!-- note -->', '\n', '<img src="cid:logo" alt="a &gt; b">'),
    fc
      .tuple(
        fc.constantFrom('p', 'div', 'b', 'table', 'td', 'a', 'blockquote', 'pre', 'h1', 'ul', 'li', 'span'),
        attributes,
        fc.array(tie('node'), { maxLength: 4 }),
      )
      .map(([name, some, inner]) => `<${name}${some}>${inner.join('')}</${name}>`),
  ),
})).node;
const html = fc
  .array(element, { minLength: 1, maxLength: 4 })
  .map((parts) => `<div>${parts.join('\n')}</div>`);

/** Each word of the text between tags, with where it begins. Style and entities are left out. */
function wordsOf(page: string): { at: number; word: string }[] {
  const outside = page.replace(/<(style|title)\b.*?<\/\1>|<[^>]*>|&[^;\s]+;/gsu, (tag) =>
    ' '.repeat(tag.length),
  );
  return [...outside.matchAll(/[\p{L}\p{N}]+/gu)].map((match) => ({ at: match.index, word: match[0] }));
}

describe('the mark of a mail', function () {
  this.timeout(20_000);

  it('outlasts what Exchange makes of generated HTML, once and again', () => {
    fc.assert(
      fc.property(html, (page) => {
        const kept = asExchangeKeepsHtml(page);
        assert.equal(markOfHtml(kept), markOfHtml(page));
        assert.equal(markOfHtml(asExchangeKeepsHtml(kept)), markOfHtml(page));
      }),
      { numRuns: 500 },
    );
  });

  it('changes with a changed, a lost and an added word of generated HTML', () => {
    fc.assert(
      fc.property(html, fc.nat(), (page, choice) => {
        const words = wordsOf(page);
        const chosen = words[choice % Math.max(1, words.length)];
        fc.pre(chosen !== undefined);
        const { at, word: old } = chosen;
        for (const other of [`${old}x`, `x${old}`, '', 'entirely different']) {
          const changed = page.slice(0, at) + other + page.slice(at + old.length);
          assert.notEqual(markOfHtml(asExchangeKeepsHtml(changed)), markOfHtml(page));
        }
      }),
      { numRuns: 300 },
    );
  });

  for (const name of readdirSync(samples).filter((file) => file.endsWith('.mail.md')))
    it(`${name}: outlasts Exchange, and changes with each of its words`, async () => {
      const page = await renderedSample(name);
      const mark = markOfHtml(page);
      const kept = asExchangeKeepsHtml(page);
      assert.equal(markOfHtml(kept), mark);
      assert.equal(markOfHtml(`${kept}\r\n`), mark);
      const words = wordsOf(page);
      assert.ok(words.length > 20);
      for (const { at, word: old } of words.filter((_, n) => n % Math.ceil(words.length / 15) === 0)) {
        const changed = `${page.slice(0, at)}${old}x${page.slice(at + old.length)}`;
        assert.notEqual(markOfHtml(asExchangeKeepsHtml(changed)), mark, old);
      }
    });

  const equal: Record<string, readonly [string, string]> = {
    'line ends': ['<p>one\ntwo</p>', '<p>one\r\ntwo</p>'],
    'white space between blocks': ['<p>one</p><p>two</p>', '<p>one</p>\r\n\r\n<p>two</p>\n'],
    'a written space that does not break': ['a&nbsp;b', 'a\u00a0b'],
    'named and numbered references': ['&quot;a&apos;&amp;&lt;&gt;', '&#34;a&#x27;&#38;&#60;&#62;'],
    'a character and its reference': ['caf\u00e9 \u{1f44b}', 'caf&#233; &#x1F44B;'],
    'quotes around attributes': ["<p class='x'>a</p>", '<p class="x">a</p>'],
    'names of elements in capitals': ['<P>a</P>', '<p>a</p>'],
    'a page around it': [
      '<p>a</p>',
      '<html><head><title>t</title><style>p{}</style></head><body><p>a</p></body></html>',
    ],
  };
  for (const [name, [one, other]] of Object.entries(equal))
    it(`is blind to ${name}`, () => assert.equal(markOfHtml(one), markOfHtml(other)));

  const different: Record<string, readonly [string, string]> = {
    'a letter': ['<p>one</p>', '<p>onE</p>'],
    punctuation: ['<p>one.</p>', '<p>one!</p>'],
    'the order of words': ['<p>one</p><p>two</p>', '<p>two</p><p>one</p>'],
    'a reference that is text': ['&amp;lt;', '&lt;'],
    'text that looks like a tag': ['&lt;b&gt;x', '<b>x'],
    'an emoji': ['\u{1f44d}', '\u{1f44e}'],
    'nothing left': ['<p>a</p>', ''],
  };
  for (const [name, [one, other]] of Object.entries(different))
    it(`sees ${name}`, () => assert.notEqual(markOfHtml(one), markOfHtml(other)));

  it('sees the subject and each kind of recipient, not their order or their case', () => {
    const base = { ...sent, html: '<p>a</p>', to: ['a@x.example', 'B@x.example'], cc: ['c@x.example'] };
    const mark = markOfMessage(base);
    assert.equal(markOfMessage({ ...base, to: ['b@X.example', 'A@x.example'] }), mark);
    for (const other of [
      { ...base, subject: 'Other' },
      { ...base, to: ['a@x.example'] },
      { ...base, to: ['a@x.example', 'b@x.example', 'b@x.example'] },
      { ...base, to: ['a@x.example', 'b@x.example', 'c@x.example'], cc: [] },
      { ...base, cc: [], bcc: ['c@x.example'] },
      { ...base, cc: ['d@x.example'] },
    ])
      assert.notEqual(markOfMessage(other), mark);
  });

  it('of a mail is that of its copy in the mailbox', () => {
    const mail = {
      ...plainMail,
      cc: [{ name: 'C', address: 'C@x.example' }],
      bcc: [{ address: 'b@x.example' }],
    };
    const copy = { ...sent, html: asExchangeKeepsHtml(mail.html), cc: ['c@x.example'], bcc: ['b@x.example'] };
    assert.equal(markOfMail(mail), markOfMessage(copy));
  });

  it('comes to an end, whatever stands in the text', () => {
    for (const part of ['<', '<style>', '<!--', '&#', '<a title="', '<head ']) {
      assert.match(markOfHtml(part.repeat(100_000 / part.length)), /^[0-9a-f]{64}$/);
    }
  }).timeout(120_000);
});
