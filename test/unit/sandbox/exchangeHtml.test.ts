import assert from 'node:assert/strict';
import fc from 'fast-check';
import { asExchangeKeepsHtml } from '../../../src/sandbox/exchangeHtml.js';
import { htmlTokens } from '../../../src/sandbox/htmlTokens.js';
import { plainTextOf, previewOf } from '../../../src/sandbox/plainText.js';

const meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';
const page = (body: string, head = '', bodyAttributes = '') =>
  `<html><head>\r\n${meta}${head}</head><body${bodyAttributes}>${body}</body></html>`;

describe('sandbox: HTML as Exchange keeps it', () => {
  const cases: [name: string, sent: string, kept: string][] = [
    ['wraps a fragment', '<p>x</p>', page('<p>x</p>')],
    ['keeps the head it finds', '<html><head><title>T</title><style>p{}</style></head><body dir=rtl>x</body></html>', page('x', '<title>T</title><style>p{}</style>', ' dir="rtl"')],
    ['replaces the character set', '<head><META charset="latin1"></head>x', page('x')],
    ['makes line ends CRLF', 'a\nb\r\nc\rd', page('a\r\nb\r\nc\r\nd')],
    ['drops scripts and what they hold', 'a<script>if (a < b) "</p>"</script>b<SCRIPT src=x></SCRIPT>', page('ab')],
    ['drops frames', 'a<iframe src="x"><p>y</p></iframe>b', page('ab')],
    ['drops event handlers', '<p onclick="x()" ONLOAD=y class="c">a</p>', page('<p class="c">a</p>')],
    ['drops script links', '<a href=" JavaScript:x()" id=i>a</a>', page('<a id="i">a</a>')],
    ['unwraps forms', '<form action="x">a<input type="checkbox" checked>b</form>', page('ab')],
    ['drops comments', 'a<!-- x --><!DOCTYPE html>b', page('ab')],
    ['leaves a lone < as it is', 'a < b', page('a < b')],
    ['quotes attributes', `<p title='a "b" > c' hidden>x</p>`, page('<p title="a &quot;b&quot; > c" hidden>x</p>')],
  ]; // prettier-ignore
  for (const [name, sent, kept] of cases) {
    it(name, () => assert.equal(asExchangeKeepsHtml(sent), kept));
  }

  it('loses no character while splitting', () => {
    const pieces = fc.constantFrom('<', '>', '"', "'", '=', '/', '<p ', '</p>', '<!--', '-->', '<script>', '</script>', 'a', ' ', '\n', '🎈', '<img src=x>', '<!', '&amp;'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const html = parts.join('');
        assert.equal([...htmlTokens(html)].map(({ source }) => source).join(''), html);
      }),
    );
  });

  it('never lets a script or a handler through', () => {
    const pieces = fc.constantFrom('<script>', '</script>', '<', '>', '"', "'", ' onload=x ', '<p', '<b onclick="x"', '<scr', 'ipt>', '/', '<!--', '-->', '<style>', '</style>', 'a'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const tokens = [...htmlTokens(asExchangeKeepsHtml(parts.join('')))];
        for (const token of tokens) {
          if (token.kind !== 'open') continue;
          assert.notEqual(token.name, 'script');
          assert.doesNotMatch(token.attributes.replace(/"[^"]*"/g, ''), /\son\w+/i);
        }
      }),
    );
  });

  it('is settled after one pass', () => {
    const once = asExchangeKeepsHtml('<p onclick=x>a</p><style>b{}</style>\n<img src="cid:a">');
    assert.equal(
      asExchangeKeepsHtml(once),
      once.replace('<head>\r\n', '<head>\r\n').replace(meta, `${meta}\r\n`),
    );
  });

  it('works through a megabyte of open tags in little time', () => {
    const began = Date.now();
    asExchangeKeepsHtml('<p '.repeat(350_000));
    plainTextOf('<a href="x">'.repeat(80_000));
    assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`);
  });
});

describe('sandbox: plain text of HTML', () => {
  const cases: [name: string, html: string, text: string][] = [
    ['paragraphs', '<p>a</p>\n<p>b<br>c</p>', 'a\n\nb\nc'],
    ['lists', '<ul><li>a</li><li>b</li></ul><ol start="3"><li>c</li><li>d</li></ol>', '  * a\n  * b\n\n  3. c\n  4. d'],
    ['links', '<a href="https://example.com">here</a> <a href="mailto:a@example.com">a@example.com</a>', 'here<https://example.com> a@example.com'],
    ['tables', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>', 'a\tb\nc\td'],
    ['code keeps its lines', '<pre>a\n  b</pre><p>c</p>', 'a\n  b\n\nc'],
    ['references', '<p>a&nbsp;&amp; &#x1F388; &#252; &lt;b&gt; &unknown;</p>', 'a\u00a0& 🎈 ü <b> &unknown;'],
    ['pictures by their text', '<p><img alt="a plan" src="x"> and <img src="y"></p>', '[a plan] and [image]'],
    ['nothing of head and styles', '<head><title>t</title></head><style>p{}</style><p>a</p>', 'a'],
  ]; // prettier-ignore
  for (const [name, html, text] of cases) {
    it(name, () => assert.equal(plainTextOf(html), text));
  }

  it('previews 255 characters, whole ones', () => {
    assert.equal([...previewOf('🎈'.repeat(300))].length, 255);
  });
});
