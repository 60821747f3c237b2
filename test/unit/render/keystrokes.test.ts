import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesOf } from '../../../src/render/bytesOf.js';
import { type RenderInput } from '../../../src/render/rendered.js';
import { ParsedBlocks } from '../../../src/render/parsedBlocks.js';
import { body, edited, edits } from './edits.js';
import { folderOf, png } from './pictureFiles.js';
import { rendered } from './rendering.js';

const picture = png(30, 20);
const images = folderOf({ 'pic.png': picture });

/** The looks and settings of a mail change between keystrokes too. */
const settings: fc.Arbitrary<Partial<RenderInput>> = fc.record(
  {
    theme: fc.constantFrom('plain', 'technical'),
    lang: fc.constantFrom('en', 'he'),
    firstLine: fc.constantFrom(0, 5),
    signature: fc.constant({ markdown: 'Sig **n**\n\n![x](pic.png)\n', name: 's.md', line: 1, images }),
  },
  { requiredKeys: [] },
);

describe('a mail that is drawn at each keystroke', function () {
  this.timeout(120_000);

  it('is to the byte the mail that is drawn afresh, after any edits', async () => {
    await fc.assert(
      fc.asyncProperty(body, edits, fc.array(settings, { maxLength: 3 }), async (text, steps, looks) => {
        const known = new ParsedBlocks();
        let current = text;
        for (const [index, step] of [{ at: 0, removed: 0, typed: '' }, ...steps].entries()) {
          current = edited(current, step);
          const input = { images, ...looks[index % 4] };
          const fresh = await rendered(current, input);
          const again = await rendered(current, { ...input, known });
          assert.equal(bytesOf(again.html), Buffer.byteLength(again.html));
          assert.deepEqual(again, fresh, JSON.stringify(current));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('colours code anew when it comes to fit below the limit of colours', async () => {
    const known = new ParsedBlocks();
    const code = '```js\nconst a = 1;\n```\n\n';
    const long = `${'word '.repeat(30)}\n\n`.repeat(500);
    for (const text of [code, code + long, code, `${code}${code}`, `x\n\n${code}`])
      assert.equal((await rendered(text, { known })).html, (await rendered(text)).html);
  });

  it('is not mixed up with another look', async () => {
    const known = new ParsedBlocks();
    const text = '# A\n\ntext\n\n- b\n\n```js\nlet c;\n```\n';
    for (const theme of ['plain', 'technical', 'modern', 'plain'] as const)
      assert.equal((await rendered(text, { known, theme })).html, (await rendered(text, { theme })).html);
  });
});
