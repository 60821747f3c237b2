import assert from 'node:assert/strict';
import { htmlOf, problemsOf, rendered } from './rendering.js';
import { childrenOf } from './wellFormed.js';

const text = 'font:11pt/1.5 Aptos,Calibri,Arial,sans-serif';

async function includes(markdown: string, ...parts: string[]): Promise<void> {
  const html = await htmlOf(markdown);
  for (const part of parts) assert.ok(html.includes(part), `${part}\n is not in\n${html}`);
}

describe('mail HTML', () => {
  it('is an empty wrapper for an empty body', async () => {
    assert.equal(await htmlOf(''), `<div style="${text}"></div>\n`);
    assert.equal(await htmlOf('\n \n'), `<div style="${text}"></div>\n`);
  });

  it('states font and size on the wrapper, from which paragraphs and lists inherit them', async () => {
    assert.equal(
      await htmlOf('One.\n\nTwo.', { lang: 'en-GB' }),
      `<div lang="en-GB" style="${text}">\n<p style="margin:0 0 10pt">One.</p>\n<p style="margin:0 0 10pt">Two.</p>\n</div>\n`,
    );
  });

  it('sets no text colour without a background on the same element', async () => {
    const html = await htmlOf(
      '# a\n\n`b` [c](https://e.org)\n\n| d |\n| - |\n| e |\n\n> f\n\n```\ng\n```\n\n- [x] h',
    );
    const coloured = (html.match(/<[^>]*>/g) ?? []).filter((tag) => /[";]color:/.test(tag));
    assert.equal(coloured.length, 3);
    for (const tag of coloured) assert.match(tag, /[";]background:#| bgcolor="#/);
  });

  it('has no classes, ids, style sheets, or CSS that Word or Gmail break on', async () => {
    const html = await htmlOf('# Title\n\n```js\nconst a = 1;\n```\n\n| a |\n| - |\n| b |\n\n- [ ] c');
    assert.doesNotMatch(html, / (?:class|id)=|<style|<input|rgb|rem[;"]|calc|var\(|flex|grid|position:|\t/);
  });

  it('adds fonts for the scripts of the mail only', async () => {
    assert.doesNotMatch(await htmlOf('Latin'), /Yu Gothic|Segoe UI/);
    assert.match(await htmlOf('日本語です'), /'Yu Gothic'/);
    assert.doesNotMatch(await htmlOf('fine 🎉'), /Emoji/);
  });

  it('writes tables with borders and alignment on every cell', async () => {
    await includes(
      '| a | b |\n| :-: | --: |\n| c | d |',
      '<table border="1" cellpadding="6" cellspacing="0" style="border-collapse:collapse;border:1px solid #d0d7de">',
      `<th scope="col" bgcolor="#f6f8fa" align="center" style="font:bold ${text.slice(5)};border:1px solid #d0d7de;color:#1f2328;text-align:center">a</th>`,
      `<td align="right" style="${text};border:1px solid #d0d7de;text-align:right">d</td>`,
    );
  });

  it('leaves out the empty head of a table', async () => {
    const html = await htmlOf('| | |\n| - | - |\n| a | b |');
    assert.doesNotMatch(html, /<th/);
    assert.match(html, /<tbody><tr valign="top"><td [^>]*>a<\/td>/);
  });

  it('keeps two tables apart, which Word would join', async () => {
    const html = await htmlOf('```\na\n```\n```\nb\n```');
    assert.match(html, /<\/table>\n<div style="[^"]*mso-line-height-rule:exactly">\u00a0<\/div>\n<table/);
  });

  it('writes code in a shaded cell, tabs as blanks, text as it is', async () => {
    await includes(
      '```\na\tb <c>\n\td\n```',
      '<td bgcolor="#f6f8fa" style="color:#1f2328;padding:10px"><pre style="margin:0;',
      '>a   b &lt;c&gt;\n    d</pre></td>',
    );
    // The first line break after <pre> is dropped by HTML parsers, so an empty first line needs two.
    await includes('```\n\na\n```', 'pre-wrap">\n\na</pre>');
  });

  it('keeps code in a line bold or italic with what is around it, and is short where nothing is', async () => {
    const short = /<code style="font:10pt Consolas,/;
    const long = /<code style="font-family:Consolas,monospace;font-size:10pt;/;
    for (const upright of [
      '`a`',
      '- `a`',
      '> `a`',
      '|b|\n|-|\n|`a`|',
      '**b** *c* `a`',
      '[`a`](https://e.org)',
    ])
      assert.match(await htmlOf(upright), short, upright);
    for (const slanted of [
      '# `a`',
      '**`a`**',
      '*b `a`*',
      '|`a`|\n|-|\n|b|',
      '`a`\n: b',
      '<b><i>c</i>`a`</b>',
    ])
      assert.match(await htmlOf(slanted), long, slanted);
    const after = await htmlOf('# a\n\n|b|\n|-|\n|c|\n\nd\n: e\n\n`f`');
    assert.match(after, short);
    for (const part of ['p', 'li', 'td', 'a', 'small'] as const)
      assert.match(await htmlOf('`a`', { css: { [part]: { 'font-weight': 'bold' } } }), long, part);
    const bold = await htmlOf('`a`', { css: { code: { 'font-weight': 'bold' } } });
    assert.match(bold, /<code style="font:bold 10pt Consolas,/);
  });

  it('draws task boxes as text', async () => {
    await includes('- [ ] a\n- [x] b\n- [X] c', 'list-style-type:none">☐ a</li>', '>☑ b</li>', '>☑ c</li>');
    assert.match(await htmlOf('- [ ] a'), /<ul style="[^"]*list-style-type:none">/);
    assert.doesNotMatch(await htmlOf('- [ ] a\n- b'), /<ul style="[^"]*list-style-type:none">/);
    await includes('- [y] a\n- [ ]b', '[y] a', '[ ]b');
  });

  it('starts ordered lists at their number, without values on items', async () => {
    const html = await htmlOf('7. a\n8. b');
    assert.match(html, /<ol start="7" style="margin:0 0 10pt;padding:0">\n<li style="margin:0 0 4pt 24px">/);
    assert.doesNotMatch(html, /value=/);
  });

  it('keeps paragraphs in loose items, and only there', async () => {
    assert.match(await htmlOf('- a\n\n- b'), /<li [^>]*><p style="margin:0">a<\/p>/);
    assert.match(await htmlOf('- a\n- b'), /<li [^>]*>a<\/li>/);
  });

  it('draws quotes as a bar and a cell, alerts with their word', async () => {
    const html = await htmlOf('> [!WARNING]\n> Hot.');
    assert.doesNotMatch(html, /<blockquote/);
    assert.match(
      html,
      /<td width="3" bgcolor="#9a6700"[^>]*>\u00a0<\/td><td [^>]*>\n<p [^>]*><strong>Warning<\/strong><br>\nHot\.<\/p>/,
    );
    assert.match(await htmlOf('> a'), /bgcolor="#c3cbd4"/);
    assert.match(await htmlOf('> [!WARNING] not alone'), /\[!WARNING\] not alone/);
  });

  it('follows only links that lead somewhere, and warns of the others', async () => {
    await includes(
      '[a](https://e.org) [b](mailto:a@e.org) [c](tel:+123)',
      '<a href="https://e.org">a</a>',
      '<a href="mailto:a@e.org">b</a>',
      '<a href="tel:+123">c</a>',
    );
    const html = await htmlOf('see [the plan](docs/plan.md) and [above](#top) and [x](//e.org)');
    assert.match(html, />see the plan and above and x<\/p>/);
    assert.deepEqual(await problemsOf('a\n[b](c.md)\n\n[d](#e)', { firstLine: 3 }), [
      'warning link-relative 4',
      'warning link-relative 6',
    ]);
  });

  it('links bare addresses but not file names', async () => {
    await includes(
      'https://e.org/a and www.e.org, or a@e.org.',
      '<a href="https://e.org/a">',
      '<a href="http://www.e.org">www.e.org</a>,',
      '<a href="mailto:a@e.org">a@e.org</a>.',
    );
    assert.doesNotMatch(await htmlOf('edit README.md, deploy.sh and main.rs'), /<a /);
  });

  it('joins Japanese lines without a blank, and Latin ones with one', async () => {
    await includes('日本\n語', '>日本語</p>');
    await includes('one\ntwo', '>one\ntwo</p>');
    await includes('日本\nEmma', '>日本\nEmma</p>');
  });

  it('says where blocks begin, counting the children that it really wrote', async () => {
    const { html, blocks } = await rendered('# a\n\nb\n\n```\nc\n```\n```\nd\n```\n\n- e\n  - f\n', {
      firstLine: 10,
    });
    assert.deepEqual(blocks, [
      { line: 10, index: 0 },
      { line: 12, index: 1 },
      { line: 14, index: 2 },
      { line: 17, index: 4 },
      { line: 21, index: 5 },
    ]);
    const children = childrenOf(html);
    assert.equal(children.length, 6);
    const begin = blocks.map(({ index }) => children[index]?.replace(/<[^>]*>|\n/g, ''));
    assert.deepEqual(begin, ['a', 'b', 'c', 'd', 'ef']);
  });

  it('warns of text that nesting would lose, and of code too wide for Word', async () => {
    assert.deepEqual(await problemsOf(`a\n\n${'> '.repeat(45)}lost`), ['error nesting-deep 2']);
    assert.deepEqual(await problemsOf(`${'> '.repeat(30)}kept`), []);
    assert.deepEqual(await problemsOf(`\`\`\`\nshort\n${'x'.repeat(101)}\n\`\`\``), [
      'information code-wide 2',
    ]);
  });

  it('keeps every word down to the level at which it warns', async () => {
    for (let depth = 1; depth < 60; depth++) {
      const quote = '> '.repeat(depth);
      const list = Array.from({ length: depth }, (_, level) => `${'  '.repeat(level)}- item${level}`).join(
        '\n',
      );
      for (const [markdown, last] of [
        [`${quote}last`, 'last'],
        [list, `item${depth - 1}`],
      ] as const) {
        const { html, problems } = await rendered(markdown);
        const warned = problems.some(({ code }) => code === 'nesting-deep');
        assert.ok(html.includes(last) || warned, `${depth}: ${last} is lost without a word`);
      }
    }
  });

  it('replaces halves of surrogate pairs and controls, which no mail may hold', async () => {
    await includes('a\ud800b\u0007c', '>a\ufffdb\ufffdc</p>');
    await includes('\u{1f600} \udc00\ud83d', '>\u{1f600} \ufffd\ufffd</p>');
  });
});

describe('a long mail', () => {
  const code = `\`\`\`js\n${'const a = 1;\n'.repeat(40)}\`\`\`\n\n`;

  it('loses its colours before Gmail would cut it off', async () => {
    assert.match(await htmlOf(code), /<font color="#a40e26">const<\/font>/);
    const { html, problems } = await rendered(code.repeat(60));
    assert.doesNotMatch(html, /<font/);
    assert.deepEqual(
      problems.map((p) => [p.severity, p.code]),
      [['information', 'code-uncoloured']],
    );
  });

  it('is sent as it was written where its HTML would be longer than any mailbox takes', async function () {
    this.timeout(60_000);
    const markdown = `${'> '.repeat(38)}text & 1 < 2\n\n`.repeat(12_000);
    const { html, problems, blocks } = await rendered(markdown);
    assert.ok(html.startsWith('<div><pre>&gt; &gt; ') && html.length < 10 * markdown.length);
    assert.equal(html.split('text &amp; 1 &lt; 2').length, 12_001);
    assert.deepEqual(blocks, [{ line: 0, index: 0 }]);
    assert.ok(problems.some(({ code, severity }) => code === 'mail-too-long' && severity === 'error'));
  });

  it('is not told of colours when it has no code to colour', async () => {
    assert.deepEqual(await problemsOf('A paragraph of text.\n\n'.repeat(3000)), ['warning mail-clipped 0']);
  });
});
