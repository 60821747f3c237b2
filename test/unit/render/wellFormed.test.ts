import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlOf, rendered } from './rendering.js';
import { faultOf } from './wellFormed.js';

/** Pieces that mean something to Markdown or HTML, so that random sequences of them reach odd places. */
const pieces = [
  '*', '**', '_', '~~', '`', '```', '```js\n', '~~~', '# ', '- ', '- [ ] ', '1. ', '999999999. ', '> ', '> [!NOTE]', '| a |\n| - |\n',
  '|', '\n', '\n\n', '  ', '    ', '\t', '---', '===', '[', ']', '(', ')', '](', '![', '<', '>', '"', "'", '&', '&lt;', '&#x22;', '&#60;',
  '<script>', '</script>', '<b onclick="x()">', 'javascript:alert(1)', '](javascript:alert(1))', '](JaVaScRiPt:x)', '](data:text/html,x)',
  '](vbscript:x)', '](file:///etc/passwd)', '](java\u0000script:x)', '](&#106;avascript:x)', '](https://e.org/"onload="x)', '](x.png "a\\"b")',
  '![a](data:image/svg+xml;base64,PHN2Zz4=)', '![a](data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=)',
  'www.e.org', 'a@e.org', 'https://e.org', 'word', 'שלום', 'مرحبا', '日本', '👨‍💻', '\ud800', '\u0007', '\u200f', '\\', '$', '${x}', '-->', '<!--', ']]>',
]; // prettier-ignore

describe('the HTML of a mail', () => {
  it('is well-formed and harmless whatever the Markdown is made of', async () => {
    const markdown = fc.array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, fc.string()), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(markdown, async (parts) => {
        const { html } = await rendered(parts.join(''));
        assert.equal(faultOf(html), undefined);
        assert.doesNotMatch(html, /<script/i);
      }),
      { numRuns: 1500 },
    );
  });

  it('is the same to the byte when it is rendered again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), async (parts) => {
        const markdown = parts.join('');
        assert.deepEqual(await rendered(markdown), await rendered(markdown));
      }),
      { numRuns: 200 },
    );
  });

  it('shows what can act, and foreign schemes, as the text that was typed', async () => {
    const html = await htmlOf(
      '<script>alert(1)</script> [x](javascript:alert(1)) <img src=javascript:x onerror=y>',
    );
    assert.match(
      html,
      /&lt;script&gt;alert\(1\)&lt;\/script&gt; \[x\]\(javascript:alert\(1\)\) &lt;img src=javascript:x onerror=y&gt;/,
    );
    assert.doesNotMatch(html, /<a |<img /);
  });

  it('has a checker that finds each kind of fault', () => {
    const faulty = [
      '<p>',
      '</p>',
      '<p><em></p></em>',
      '<script></script>',
      '<p onclick="x">',
      '<a href="javascript:x"></a>',
      '<img src="x.png">',
      '1 < 2',
      '<p class=x>',
    ];
    for (const html of faulty) assert.notEqual(faultOf(html), undefined, html);
    assert.equal(faultOf('<p style="margin:0">a<br>b</p>'), undefined);
  });
});

/** Each would take minutes if any step looked at all of the text for each piece of it. */
const hostile: Readonly<Record<string, string>> = {
  'open brackets': '['.repeat(100_000),
  'open links': '[a](b'.repeat(60_000),
  'open pictures': '![a]('.repeat(60_000),
  'quote signs': '>'.repeat(100_000),
  'quotes in quotes': `${'> '.repeat(200)}a\n`.repeat(500),
  'lists in lists': Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n'),
  'list marks': '- '.repeat(50_000),
  emphasis: '**a '.repeat(60_000),
  'mixed emphasis': '*a_'.repeat(60_000),
  'back quotes': '`a'.repeat(60_000),
  'one long line': 'x'.repeat(1_000_000),
  'one long line of words': 'word '.repeat(200_000),
  'angle brackets': '<'.repeat(300_000),
  addresses: 'http://'.repeat(60_000),
  'mail addresses': 'a@b.'.repeat(60_000),
  'www addresses': 'www.a'.repeat(60_000),
  'links that are text': '[a](https://e.org/x) '.repeat(10_000),
  references: '[a]: b\n'.repeat(50_000),
  'a wide table': `${'|a'.repeat(2000)}\n${'|-'.repeat(2000)}\n${'|b|\n'.repeat(2000)}`,
  'a table with one long cell': `|a|b|\n|-|-|\n|${'x'.repeat(300_000)}|y|\n${'|c|d|\n'.repeat(5000)}`,
  'a huge code block': `\`\`\`js\n${'/* '.repeat(100_000)}\n\`\`\``,
  'code that highlights badly': `\`\`\`xml\n${'<a '.repeat(20_000)}\n\`\`\``,
  Hebrew: 'ש'.repeat(500_000),
  digits: '1 '.repeat(300_000),
};

describe('hostile Markdown', () => {
  for (const [name, markdown] of Object.entries(hostile)) {
    it(`is rendered to the end: ${name}`, async function () {
      // Only against a hang; what rendering costs is for the bench.
      this.timeout(120_000);
      const { html } = await rendered(markdown);
      assert.equal(faultOf(html), undefined);
    });
  }
});
