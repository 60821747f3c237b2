import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { userTexts } from '../launcher/userTexts.js';

type Words = Readonly<Record<string, string>>;

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Words;
const { texts, unreadable } = userTexts('src');
const english = read('package.nls.json');
const languages = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

/** What a translation must keep: places for values, links to commands and addresses, icons, code, settings. */
const kept = (text: string) =>
  (text.match(/\{\d+\}|\]\([^)]*\)|\$\([\w~-]+\)|`[^`]*`/g) ?? []).sort().join(' ');

describe('texts for people', () => {
  it('are literals, so that they can be translated', () => {
    assert.deepEqual(unreadable, []);
    assert.ok(texts.size > 500);
  });

  it('have a language besides English', () => {
    assert.deepEqual(languages, ['es']);
  });
});

for (const language of languages)
  describe(`translations: ${language}`, () => {
    const bundle = read(`l10n/bundle.l10n.${language}.json`);
    const manifest = read(`package.nls.${language}.json`);

    it('has every text, and none that is gone', () => {
      assert.deepEqual([...texts].filter((text) => !(text in bundle)).sort(), []);
      assert.deepEqual(
        Object.keys(bundle).filter((text) => !texts.has(text)),
        [],
      );
    });

    it('has every text of package.json', () => {
      assert.deepEqual(Object.keys(manifest).sort(), Object.keys(english).sort());
    });

    it('keeps values, links, icons and code in their texts', () => {
      const pairs = [
        ...Object.entries(bundle),
        ...Object.entries(manifest).map(([key, text]) => [english[key] ?? '', text] as const),
      ].filter(([from]) => !from.endsWith('.md'));
      const lost = pairs.filter(([from, to]) => kept(from) !== kept(to) || to.trim() === '');
      assert.deepEqual(lost, []);
    });

    it('has its own pages of the walkthrough', () => {
      const pages = Object.entries(manifest).filter(([key]) => key.endsWith('.media'));
      assert.ok(pages.length > 0);
      for (const [key, page] of pages) {
        assert.notEqual(page, english[key]);
        assert.ok(existsSync(page), page);
      }
    });
  });
