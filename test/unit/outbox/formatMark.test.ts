import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { formatOfMessage } from '../../../src/outbox/formatMark.js';
import { asExchangeKeepsHtml } from '../../../src/sandbox/exchangeHtml.js';
import { renderedSample, samples } from './renderedSample.js';

const formatOf = (html: string, like = '') =>
  formatOfMessage({ subject: 'Notes', html, to: [], cc: [], bcc: [] }, like);

const same = (a: string, b: string) => assert.equal(formatOf(a), formatOf(b), `${a} and ${b}`);
const differ = (a: string, b: string) => assert.notEqual(formatOf(a), formatOf(b), `${a} and ${b}`);

describe('the mark of how words are set', () => {
  it('sees each look that a person gives to words', () => {
    const looks = ['b', 'i', 'u', 's', 'sup', 'sub', 'h2', 'h3'].map(
      (tag) => `<p>one <${tag}>two</${tag}></p>`,
    );
    const links = ['https://example.com/a', 'https://example.com/b'].map(
      (target) => `<p>one <a href="${target}">two</a></p>`,
    );
    const all = ['<p>one two</p>', ...looks, ...links, '<p><b>one</b> two</p>', '<p><b>one two</b></p>'];
    assert.equal(new Set(all.map((html) => formatOf(html))).size, all.length);
  });

  it('is the same for the same look in the tags of another program', () => {
    same('<p>a <strong>b c</strong></p>', '<p>a <b>b</b> <span style="x"><b>c</b></span></p>');
    same('<em><b>a</b></em>', '<strong><i>a</i></strong>');
    same('<del>a</del><ins>b</ins>', '<strike>a</strike><u>b</u>');
    same('<p>a</p>', '<div class="x_MsoNormal"><span>a</span><o:p>&nbsp;</o:p></div>');
    same('<B>a</B>', '<b\nclass="x">a</b >');
  });

  it('does not count what Outlook for Windows writes out', () => {
    same('<h1>a</h1><p>b</p>', '<h1><b>a</b></h1><p>b</p>');
    same(
      '<table><tr><th>a</th><td>b</td></tr></table>',
      '<table><tr><th><b>a</b></th><td>b</td></tr></table>',
    );
    same('<a href="https://example.com">a</a>', '<a href="https://example.com/"><u>a</u></a>');
    same('<a href="https://example.com/?a=1&amp;b=2">a</a>', "<a href='https://example.com/?a=1&b=2'>a</a>");
    differ('<td>a</td>', '<td><b>a</b></td>');
  });

  it('forgives tags that were never opened or closed', () => {
    same('a<b>b</b>', '</b></a></h1>a<b>b</b>');
    differ('a<b>b', 'ab');
    same('<br>a<body>b</body>', 'ab');
  });

  it('leaves out the history of an answer', () => {
    const answer = (history: string) =>
      `<body><div>Mine</div><hr><div id="divRplyFwdMsg">From: Ada</div>${history}</body>`;
    assert.equal(formatOf(answer('<b>x</b>'), 'answer-:1'), formatOf(answer('x'), 'answer-:1'));
    differ(answer('<b>x</b>'), answer('x'));
  });

  for (const name of readdirSync(samples).filter((file) => file.endsWith('.mail.md')))
    it(`survives how Exchange rewrites HTML: ${name}`, async () => {
      const html = await renderedSample(name);
      same(html, asExchangeKeepsHtml(html));
      same(html, asExchangeKeepsHtml(asExchangeKeepsHtml(html)));
    });

  it('takes a page of open brackets in one pass', () => {
    same('<'.repeat(200_000), `&lt;${'<'.repeat(199_999)}`);
  });
});
