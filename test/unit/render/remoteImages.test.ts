import assert from 'node:assert/strict';
import { remoteImages, retargeted } from '../../../src/render/remoteImages.js';

/** The text with each remote picture saved as `1.png`, `2.png` and so on. */
function embedded(markdown: string): string {
  const targets = new Map(remoteImages(markdown).map((url, index) => [url, `${index + 1}.png`]));
  return [...retargeted(markdown, targets)].reduceRight(
    (text, { offset, length, text: target }) => text.slice(0, offset) + target + text.slice(offset + length),
    markdown,
  );
}

describe('remote pictures', () => {
  it('are found in Markdown and HTML, each address once', () => {
    const markdown =
      '![a](https://e.org/a.png) <img src="http://e.org/b.png">\n\n![a][r] ![](x.png)\n\n[r]: https://e.org/a.png\n\n[l](https://e.org/l.png) `![c](https://e.org/c.png)`';
    assert.deepEqual(remoteImages(markdown), ['https://e.org/a.png', 'http://e.org/b.png']);
  });

  const changed: readonly (readonly [name: string, before: string, after: string])[] = [
    ['a picture', 'x ![a](https://e.org/a.png) y', 'x ![a](1.png) y'],
    ['with a title', '![a](https://e.org/a.png "A (b)")', '![a](1.png "A (b)")'],
    ['with parentheses', '![a](https://e.org/a_(1).png)', '![a](1.png)'],
    ['with escapes', '![a](https://e.org/a\\_\\(1.png)', '![a](1.png)'],
    ['in angle brackets', '![a](<https://e.org/a b.png>)', '![a](<1.png>)'],
    ['with other letters', '![a](https://bücher.example/Ä.png?q=ß)', '![a](1.png)'],
    ['with references', '![a](https://e.org/?a=1&amp;b=2)', '![a](1.png)'],
    ['with a query and a fragment', '![a](https://e.org/a.png?b=1&c=2#d)', '![a](1.png)'],
    ['in capitals', '![a](HTTPS://E.org/A.png)', '![a](1.png)'],
    ['with a user', '![a](https://u:p@e.org:8443/a.png)', '![a](1.png)'],
    ['with an address inside', '![a](https://e.org/?u=https://f.org/x.png)', '![a](1.png)'],
    ['twice', '![a](https://e.org/a.png)![b](https://e.org/a.png)', '![a](1.png)![b](1.png)'],
    [
      'one that another begins with',
      '![a](https://e.org/a) ![b](https://e.org/ab)',
      '![a](1.png) ![b](2.png)',
    ],
    ['by a definition', '![a][r]\n\n[r]: https://e.org/a.png "t"', '![a][r]\n\n[r]: 1.png "t"'],
    [
      'in HTML',
      '<img alt="" src="https://e.org/a.png?a=1&amp;b=2" width=3>',
      '<img alt="" src="1.png" width=3>',
    ],
    ['in HTML without quotes', 'a <img src=https://e.org/a.png alt=x> b', 'a <img src=1.png alt=x> b'],
    [
      'in a table and a list',
      '| a |\n|---|\n| ![b](https://e.org/b.png) |\n\n- > ![c](https://e.org/c.png)',
      '| a |\n|---|\n| ![b](1.png) |\n\n- > ![c](2.png)',
    ],
    ['with line ends of Windows', 'a\r\n![b](https://e.org/b.png)\r\nc', 'a\r\n![b](1.png)\r\nc'],
    [
      'that is a link to itself',
      '[![a](https://e.org/a.png)](https://e.org/a.png)',
      '[![a](1.png)](https://e.org/a.png)',
    ],
  ];
  for (const [name, before, after] of changed)
    it(`get a new target, and nothing else changes: ${name}`, () => {
      assert.equal(embedded(before), after);
    });

  const kept: readonly (readonly [name: string, text: string])[] = [
    [
      'code',
      '`![a](https://e.org/a.png)`\n\n    ![a](https://e.org/a.png)\n\n```\n![a](https://e.org/a.png)\n```',
    ],
    ['links and plain addresses', '[a](https://e.org/a.png) <https://e.org/a.png> https://e.org/a.png'],
    ['comments', '<!-- ![a](https://e.org/a.png) <img src="https://e.org/a.png"> -->'],
    ['files and data', '![a](a.png) ![b](data:image/gif;base64,R0lGODlhAQABAAAAACw=)'],
    ['a definition that a link uses too', '![a][r] [b][r]\n\n[r]: https://e.org/a.png'],
    ['escaped pictures', '!\\[a](https://e.org/a.png)'],
  ];
  for (const [name, text] of kept)
    it(`are left alone in ${name}`, () => {
      assert.equal(embedded(text), text);
    });

  it('beside one that was not saved get theirs', () => {
    const markdown = '![a](https://e.org/a.png) ![b](https://e.org/b.png)';
    const [change, ...more] = retargeted(markdown, new Map([['https://e.org/b.png', 'b.png']]));
    assert.deepEqual(more, []);
    assert.deepEqual(change, { offset: 31, length: 19, text: 'b.png' });
  });
});
