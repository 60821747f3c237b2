import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlOf, problemsOf, rendered } from './rendering.js';
import { folderOf, png } from './pictureFiles.js';
import { faultOf } from './wellFormed.js';

/** The HTML without looks, which tell nothing of its structure. */
async function bare(markdown: string): Promise<string> {
  const html = await htmlOf(markdown);
  const plain = html.replace(
    / (?:style|bgcolor|valign|cellpadding|cellspacing|border|role|scope)="[^"]*"/g,
    '',
  );
  // Cells stand at the left unless they say otherwise; a mail may say even that.
  return plain
    .replace(/(<t[hd][^>]*) align="left"/g, '$1')
    .replace(/^<div>\n?/, '')
    .replace(/<\/div>\n$/, '')
    .replaceAll('\n', '');
}

const structures: Readonly<Record<string, readonly [markdown: string, html: string]>> = {
  'elements within a line as Markdown has them': [
    '<b>b</b> <i>i</i> <cite>c</cite> <s>s</s> <code>d</code> **<em>e</em>**',
    '<p><strong>b</strong> <em>i</em> <em>c</em> <del>s</del> <code>d</code> <strong><em>e</em></strong></p>',
  ],
  'elements that Markdown has no mark for': [
    'x<sup>2</sup> H<sub>2</sub>O <u>u</u> <ins>i</ins> <kbd>k</kbd> <mark>m</mark> <small>s</small> <q>q</q>',
    '<p>x<sup>2</sup> H<sub>2</sub>O <u>u</u> <u>i</u> <kbd>k</kbd> <span>m</span> <small>s</small> “q”</p>',
  ],
  'language and direction of words': [
    '<span lang="fr" dir="ltr" class="x" onclick="y()">mot</span> <abbr title="a b">ab</abbr> <span id=z>w</span>',
    '<p><span lang="fr" dir="ltr">mot</span> <span title="a b">ab</span> w</p>',
  ],
  'Markdown between the tags of a centred block': [
    '<div align="center">\n\n# T\n\n**x** y\n\n- z\n\n</div>\n\nafter',
    '<h1 align="center">T</h1><p align="center"><strong>x</strong> y</p><ul><li>z</li></ul><p>after</p>',
  ],
  'the middle of center and right of p': [
    '<center>a</center><p align=RIGHT>b</p>',
    '<p align="center">a</p><p align="right">b</p>',
  ],
  'direction and language of blocks': [
    '<div dir="rtl" lang="he">\n\n12\n\n</div>',
    '<p dir="rtl" lang="he" align="right">12</p>',
  ],
  'details with a bold summary': [
    '<details>\n<summary>More</summary>\n\ntext\n\n</details>',
    '<p><strong>More</strong></p><p>text</p>',
  ],
  'lists without their end tags': [
    '<ol start=3><li>a<li>b<ul><li>c</ul></ol>',
    '<ol start="3"><li>a</li><li>b<ul><li>c</li></ul></li></ol>',
  ],
  'a list for an item without one': ['<li>a</li><li>b</li>c', '<ul><li>a</li><li>b</li></ul><p>c</p>'],
  'definition lists': ['<dl><dt>t<dd>d<dd>e</dl>', '<dl><dt>t</dt><dd>d</dd><dd>e</dd></dl>'],
  'tables with what only HTML can say': [
    '<table align=center><caption>C</caption><thead><tr><th colspan=2>h</thead><tr align=right><td rowspan="2">a<td>b</table>',
    '<p>C</p><table align="center"><thead><tr><th colspan="2">h</th></tr></thead><tbody><tr><td rowspan="2" align="right">a</td><td align="right">b</td></tr></tbody></table>',
  ],
  'Markdown in a cell': [
    '<table><tr><td>\n\n- **x**\n\n</td></tr></table>',
    '<table><tbody><tr><td><ul><li><strong>x</strong></li></ul></td></tr></tbody></table>',
  ],
  'what stands between rows in a cell of its own': [
    '<table>a<tr>b<td>c</table>',
    '<table><tbody><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></tbody></table>',
  ],
  'blocks in a cell of a Markdown table': [
    '| a |\n| - |\n| x<br>y<ul><li>z</ul></td></table> w |',
    '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>x<br>y<ul><li>z</li></ul><p>w</p></td></tr></tbody></table>',
  ],
  'a paragraph that a block divides': ['a <div>b</div> c', '<p>a</p><p>b</p><p>c</p>'],
  'words of a block in a heading': ['# a <div>b</div> <hr>c', '<h1>a b c</h1>'],
  'quotes and rules': [
    '<blockquote>a<hr>b</blockquote>',
    '<table><tr><td width="3">\u00a0</td><td><p>a</p><hr size="1" color="#d0d7de"><p>b</p></td></tr></table>',
  ],
  'an element without an end up to the end of what holds it': [
    '- <b>a\n- b\n\n*<u>c* d',
    '<ul><li><strong>a</strong></li><li>b</li></ul><p><em><u>c</u></em> d</p>',
  ],
  'elements that cross as HTML has them': [
    '<b>a *b</b> c* d',
    '<p><strong>a <em>b</em></strong><em> c</em> d</p>',
  ],
  'the outer of two when HTML ends the inner': [
    '**a <p>*b <div>c* d** e',
    '<p><strong>a</strong></p><p><strong><em>b</em></strong></p><p><strong>c d</strong></p><p>e</p>',
  ],
  'an element over blocks in each of them': [
    '<b>\n\na\n\n- c\n\n</b>\n\nd',
    '<p><strong>a</strong></p><ul><li><strong>c</strong></li></ul><p>d</p>',
  ],
  'no end without a start': ['a</b> </div></td>b', '<p>a b</p>'],
  'no comments': ['<!-- a\n\nb -->\n\nc <!-- d --> e', '<p>c  e</p>'],
  'characters for references': ['<p>&lt;b&gt; &amp;amp; &#65;&#1;</p>', '<p>&lt;b&gt; &amp;amp; A\ufffd</p>'],
  'links in links as two': [
    '<a href="https://e.org/1">a <a href="https://e.org/2">b</a> c</a>',
    '<p><a href="https://e.org/1">a </a><a href="https://e.org/2">b</a> c</p>',
  ],
  'an empty line for a lone br, none for one at the end': ['<br>\n\na<br>', '<p>\u00a0</p><p>a</p>'],
};

describe('raw HTML', () => {
  for (const [name, [markdown, html]] of Object.entries(structures)) {
    it(`shows ${name}`, async () => assert.equal(await bare(markdown), html));
  }

  it('shows pre as a block of code, coloured in its language', async () => {
    const html = await htmlOf('<pre lang="js">\nconst a = 1;\n\n  b();\n</pre>');
    assert.match(
      html,
      /<pre [^>]*><font[^>]*>const<\/font> a = <font[^>]*>1<\/font>;\n\n {2}<font[^>]*>b<\/font>\(\);<\/pre>/,
    );
    assert.deepEqual(await problemsOf(`\n<pre lang=js>\na\n${'x'.repeat(101)}</pre>`), [
      'information code-wide 3',
    ]);
    assert.match(await htmlOf('<pre>\n\na <b>b</b>\n</pre>'), /<pre [^>]*>\n\na b<\/pre>/);
  });

  it('shows as text, with one note for each name, what mail does not show', async () => {
    const markdown =
      'a\n<blink>x</blink>\n\n<script>\nalert(1)\n</script>\n\n<script>2</script><form action=x>';
    const html = await htmlOf(markdown);
    assert.match(html, />a\n&lt;blink&gt;x&lt;\/blink&gt;<\/p>/);
    assert.match(html, />&lt;script&gt;\nalert\(1\)\n&lt;\/script&gt;<\/p>/);
    assert.deepEqual(await problemsOf(markdown, { firstLine: 10 }), [
      'information html-not-shown 11',
      'information html-not-shown 13',
      'information html-not-shown 17',
    ]);
    const { problems } = await rendered('<Blink\nid=x>');
    assert.deepEqual(problems[0]?.message.args, ['<blink>']);
  });

  it('never loses the text after a tag or comment without an end', async () => {
    assert.match(await htmlOf('<div\n\nnext'), /&lt;div<\/p>\n<p [^>]*>next</);
    assert.match(await htmlOf('<!-- open\n\nnext'), /&lt;!-- open next</);
    assert.match(await htmlOf('<?php x ?> <!doctype html>'), /&lt;\?php x \?&gt; &lt;!doctype html&gt;/);
  });

  it('follows only links that lead somewhere, and warns of the others', async () => {
    const markdown =
      '<a href="https://e.org/?a=1&amp;b" title="t" target=_blank>a</a>\n\n<div>\n<a href="docs/b.md">b</a></div>';
    assert.match(await htmlOf(markdown), /<a href="https:\/\/e\.org\/\?a=1&amp;b" title="t">a<\/a>/);
    assert.deepEqual(await problemsOf(markdown), ['warning link-relative 3']);
    for (const href of [
      'javascript:x',
      ' java\nscript:x',
      '&#106;avascript:x',
      'vbscript:x',
      'data:text/html,x',
      'file:///x',
    ]) {
      assert.doesNotMatch(await htmlOf(`<a href="${href}">a</a>`), /<a |href/);
    }
  });

  it('treats pictures as those of Markdown, on their own lines', async () => {
    const asked: string[] = [];
    const images = folderOf({ 'a.png': png(10, 10), 'b c.png': png(20, 20) }, asked);
    const markdown =
      '<p>\n  <!-- x\n  -->\n  <img\n    src="a.png" alt="A &quot;a&quot;" width="5">\n  <a href="https://e.org"><img src="b c.png" alt=""></a>\n</p>\n\n<picture><source srcset="x.webp"><img alt="m" src="missing.png"></picture>';
    const mail = await rendered(markdown, { images });
    assert.deepEqual(asked, ['a.png', 'b c.png', 'missing.png']);
    assert.equal(mail.images.length, 2);
    assert.match(mail.html, /alt="A &quot;a&quot;"/);
    assert.match(mail.html, /<a href="https:\/\/e\.org"[^>]*><img [^>]*alt=""/);
    assert.deepEqual(
      mail.problems.map(({ code, line }) => `${code} ${line}`),
      ['image-link-alt 5', 'image-missing 8'],
    );
  });
});

/** Tags as a page that was pasted has them, and as somebody who means harm writes them. */
const pieces = [
  ...'div p b i a ul ol li table thead tbody tr td th dl dt dd h1 pre code span blockquote center details summary caption br hr img q sub x script style svg textarea title'
    .split(' ')
    .flatMap((name) => [`<${name}>`, `</${name}>`, `<${name} align=center dir=rtl lang=en style="x" onclick=y() href=javascript:z src=x:y>`]),
  '<a href="https://e.org">', '<a href="//e.org" onmouseover="x">', '<img src="a.png" alt="b" onerror=x width=9>', '<td colspan=99999 rowspan=0>',
  '<!--', '-->', '<!', '<?', '?>', ']]>', '<![CDATA[', '<', '>', '"', "'", '=', '/', '</', '&lt;', '&#0;', '&#xd800;', '\n', '\n\n', '\n\n\n', ' ',
  'word', '**', '*', '`', '- ', '> ', '1. ', '# ', '| a |\n| - |\n| ', ' |\n', '    ', '[a](https://e.org)', '[^1]', '[^1]: ', ':tada:', '\n: ', '![x](y.png)',
]; // prettier-ignore

describe('hostile HTML', () => {
  it('comes out well nested and harmless', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 80 }), async (parts) => {
        const { html } = await rendered(parts.join(''));
        assert.equal(faultOf(html), undefined);
        assert.doesNotMatch(
          html.replace(/>[^<]*</g, '><'),
          /javascript|vbscript|onclick|onerror|onmouseover/i,
        );
      }),
      { numRuns: 1500 },
    );
  });

  it('leaves each picture and link where findings look for it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), async (parts) => {
        const markdown = parts.join('');
        const lines = markdown.split('\n').length;
        const { problems, blocks } = await rendered(markdown);
        for (const { line } of [...problems, ...blocks])
          assert.ok(line >= 0 && line < lines, `line ${line} of ${lines}`);
      }),
      { numRuns: 1500 },
    );
  });

  const repeated: Readonly<Record<string, string>> = {
    'nested blocks': '<div>'.repeat(100_000),
    'nested lists': '<ul><li>'.repeat(60_000),
    'nested tables': '<table><tr><td>'.repeat(40_000),
    'nested elements': '<b>'.repeat(100_000),
    'elements with words': '<b>a'.repeat(60_000),
    'ends of nothing': '</x>'.repeat(100_000),
    'ends of blocks in blocks': '<div>'.repeat(50_000) + '</p></b>'.repeat(50_000),
    'blocks with open elements': '<b><i><u><s><sub>\n\na\n\n'.repeat(10_000),
    'open comments': '<!--'.repeat(100_000),
    'open comments in a line': `a${'<!--'.repeat(100_000)}`,
    'open tags': '<a '.repeat(100_000),
    'open values': '<a href="'.repeat(60_000),
    attributes: `<a ${'b=c '.repeat(100_000)}>`,
    'wide rows': `<table><tr>${'<td colspan=1000>a'.repeat(30_000)}`,
    'long columns': `<table>${'<tr><td rowspan=1000>a'.repeat(30_000)}`,
    'cells in paragraphs': `a ${'<td><tr>'.repeat(50_000)}`,
    footnotes: Array.from({ length: 20_000 }, (_, n) => `[^${n}]\n\n[^${n}]: a\n`).join('\n'),
    'open footnotes': `[^a]: b\n\n${'[^'.repeat(200_000)}`,
    'footnotes in footnotes': '[^a]:'.repeat(50_000),
    'inline footnotes': `${'^['.repeat(50_000)}${']'.repeat(50_000)}`,
    terms: 'a\n: b\n'.repeat(30_000),
    'terms in terms': `a\n${': '.repeat(50_000)}`,
    colons: ':a'.repeat(200_000),
    emoji: ':tada:'.repeat(60_000),
  };
  for (const [name, markdown] of Object.entries(repeated)) {
    it(`is rendered to the end: ${name}`, async function () {
      // Only against a hang; what rendering costs is for the bench.
      this.timeout(120_000);
      assert.equal(faultOf((await rendered(markdown)).html), undefined);
    });
  }
});
