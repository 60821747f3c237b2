import assert from 'node:assert/strict';
import fc from 'fast-check';
import { faultOfMail } from './judge.js';
import { htmlEvents } from '../../src/render/rawHtmlEvents.js';
import { hostileMarkdown } from './grammar.js';

/** What was wrong once. */
const found = [
  'a\u009bb',
  '</p 𐀀',
  '\f++]]>',
  '**a <form><h1>b</form> c**',
  '**** [</template> ---\nto: x\n---\n ](x) **![| b](#top "t") <form width=\'\'><h1 onerror="x"> --> c</form> ####### </meta>**',
];

/** What raw HTML is read as, put together again. */
function readAgain(source: string): string {
  return htmlEvents(source)
    .map((event) => (event.kind === 'text' ? event.text : event.source))
    .join('');
}

describe('hostile Markdown and HTML', function () {
  // Against a hang.
  this.timeout(180_000);

  it('become mails that are harmless, whole and the same each time', async () => {
    await fc.assert(
      fc.asyncProperty(hostileMarkdown, async (markdown) => {
        assert.equal(await faultOfMail(markdown), undefined);
      }),
      { numRuns: 2000, examples: found.map((markdown) => [markdown] as [string]) },
    );
  });

  it('lose nothing of raw HTML but comments, whatever is cut off', () => {
    // Comments vanish, and references to characters become the characters.
    const html = hostileMarkdown.map((text) => text.replace(/[&-]/g, ''));
    fc.assert(
      fc.property(html, (source) => assert.equal(readAgain(source), source)),
      {
        numRuns: 3000,
        examples: [
          ['</>*'],
          ['<b></></><i></></b>'],
          ['<title></></title>'],
          ['x<script'],
          ['</p xyz'],
          ['</p\nabc'],
          ['a</p x>b<i c'],
        ],
      },
    );
  });
});
