import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { themeNames } from '../../../src/render/themes/themes.js';
import { rendered } from './rendering.js';
import { faultOf } from './wellFormed.js';

/** A sample without pictures that has nearly all kinds of blocks. */
const sample = 'release-announcement';
const { body } = parseDraft(readFileSync(join('test', 'samples', `${sample}.mail.md`), 'utf8'));

describe('a sample in each theme', () => {
  for (const theme of themeNames)
    it(`looks as it did: ${theme}`, async () => {
      const { html } = await rendered(body, { theme });
      // The usual look has its golden file with the other samples.
      const path = join(
        'test',
        'unit',
        'golden',
        theme === 'plain' ? `${sample}.html` : `${sample}-${theme}.html`,
      );
      if (process.env['UPDATE_GOLDEN'] === '1' && theme !== 'plain') writeFileSync(path, html);
      assert.ok(existsSync(path), `${path} is missing; write it with UPDATE_GOLDEN=1`);
      assert.equal(html, readFileSync(path, 'utf8'));
      assert.equal(faultOf(html), undefined);
    });

  it('says the same in all of them', async () => {
    const mails = await Promise.all(themeNames.map((theme) => rendered(body, { theme })));
    const words = mails.map(({ html }) => html.replace(/<[^>]*>/g, '').replace(/\s+/g, ' '));
    assert.equal(new Set(words).size, 1);
    assert.equal(new Set(mails.map(({ text }) => text)).size, 1);
    assert.equal(new Set(mails.map(({ html }) => html)).size, themeNames.length);
  });
});
