import assert from 'node:assert/strict';
import { htmlOf, problemsOf, rendered } from './rendering.js';

async function body(markdown: string): Promise<string> {
  return (await htmlOf(markdown)).replace(/ style="[^"]*"/g, '').replaceAll('\n', '');
}

describe('footnotes', () => {
  it('are numbers in the order of the text, with the notes at the end and no links', async () => {
    const html = await body(
      'One[^b], two[^A], three[^b].\n\n[^a]: First.\n[^b]: Second\n\n    *again*.\n\nafter',
    );
    assert.match(
      html,
      /<p>One<sup>1<\/sup>, two<sup>2<\/sup>, three<sup>1<\/sup>\.<\/p><p>after<\/p><hr [^>]*><ol>/,
    );
    assert.match(
      html,
      /<ol><li><p>Second<\/p><p><em>again<\/em>\.<\/p><\/li><li>First\.<\/li><\/ol><\/div>$/,
    );
    assert.doesNotMatch(html, /<a |id=/);
  });

  it('may stand in notes, quotes and cells, and refer to each other', async () => {
    const html = await body('> x[^1]\n>\n> [^1]: see [^2]\n\n| y[^2] |\n| - |\n\n[^2]: and [^1]');
    assert.match(html, /<li>see <sup>2<\/sup><\/li><li>and <sup>1<\/sup><\/li><\/ol>/);
  });

  it('are text without a note, and a warning without a reference', async () => {
    assert.match(
      await body('a[^x] `[^1]` \\[^1] ^[b]\n\n[^1]: c'),
      /<p>a\[\^x\] <code>\[\^1\]<\/code> \[\^1\] \^\[b\]<\/p><\/div>/,
    );
    const markdown = 'a[^1]\n\n[^1]: b\n[^1]: twice\n[^Note]: c';
    assert.deepEqual(await problemsOf(markdown, { firstLine: 5 }), [
      'warning footnote-unused 8',
      'warning footnote-unused 9',
    ]);
    const { problems } = await rendered(markdown);
    assert.deepEqual(
      problems.map(({ message }) => message.args),
      [['1'], ['note']],
    );
  });

  it('begin where the preview finds them', async () => {
    const { blocks } = await rendered('a[^1]\n\n[^1]: b\n\nc', { firstLine: 3 });
    assert.deepEqual(blocks, [
      { line: 3, index: 0 },
      { line: 7, index: 1 },
      { line: 5, index: 3 },
    ]);
  });

  it('warn of text that nesting would lose', async () => {
    assert.deepEqual(await problemsOf(`x[^a]\n\n[^a]: ${'> '.repeat(45)}lost`), ['error nesting-deep 2']);
  });
});

describe('emoji', () => {
  const shown: Readonly<Record<string, string>> = {
    ':tada: :+1: :Tada:': '🎉 👍 🎉',
    '(:tada:), :tada::tada:': '(🎉), 🎉🎉',
    'of 10:30:45, 10:100:45, user:key:7': 'of 10:30:45, 10:100:45, user:key:7',
    ':) :-) :nothing: ::': ':) :-) :nothing: ::',
    '`:tada:` <code>:tada:</code>': '<code>:tada:</code> <code>:tada:</code>',
    'https://e.org/:tada:/ [:tada:](https://e.org)':
      '<a href="https://e.org/:tada:/">https://e.org/:tada:/</a> <a href="https://e.org">🎉</a>',
    '\\:tada: :tada\\: \\:tada:tada: a\\:b': ':tada: :tada: :tada:tada: a:b',
    '<code>\\:tada: ![\\:+1: :tada:](https://e.org/a.png)</code>':
      '<code>:tada: <img src="https://e.org/a.png" alt=":+1: 🎉"></code>',
    '<b>:tada:</b> <blink:tada:>': '<strong>🎉</strong> &lt;blink:tada:&gt;',
  };
  for (const [markdown, html] of Object.entries(shown)) {
    it(`show ${markdown} as ${html}`, async () => {
      assert.ok((await body(markdown)).includes(`<p>${html}</p>`), await body(markdown));
    });
  }

  it('leave an escaped colon a colon where raw HTML takes it', async () => {
    const hostile =
      '<a>\n\n1. <a><a>**:smile:**</a>\n   \n   ![<a><pre></a>](javascript&colon;alert(1) "t")</a>\n\n</a>';
    const shown = await body(hostile);
    assert.doesNotMatch(shown, /\u0001/);
    assert.match(shown, /javascript:alert/);
  });

  it('stay names in blocks of code', async () => {
    assert.match(await body('```\n:tada:\n```'), /:tada:/);
  });
});

describe('definition lists', () => {
  it('have terms and definitions with the margins of the look', async () => {
    const html = await htmlOf('Ink\n: Black\n: *Blue*\n\nPaper\n\n: Thick\n\n  and thin');
    assert.match(html, /<dl style="margin:[^"]*">\n<dt style="[^"]*bold[^"]*">Ink<\/dt>\n/);
    assert.match(html, /<dd style="margin:0 0 \w+ \w+">Black<\/dd>\n<dd [^>]*><em>Blue<\/em><\/dd>\n<dt/);
    assert.match(html, /<dd [^>]*><p [^>]*>Thick<\/p>\n<p [^>]*>and thin<\/p>\n<\/dd>\n<\/dl>/);
  });

  it('begin with a mark and a blank only', async () => {
    assert.match(await body('a\n:b\n\nc:\nd'), /<p>a:b<\/p><p>c:d<\/p>/);
  });
});
