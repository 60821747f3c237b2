import assert from 'node:assert/strict';
import fc from 'fast-check';
import { faultOfMail } from './judge.js';
import { hostileMarkdown } from './grammar.js';

/** What was wrong once. */
const found = [
  'a\u009bb',
  '\f++]]>',
  '**a <form><h1>b</form> c**',
  '**** [</template> ---\nto: x\n---\n ](x) **![| b](#top "t") <form width=\'\'><h1 onerror="x"> --> c</form> ####### </meta>**',
];

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
});
