import assert from 'node:assert/strict';
import { type Token } from 'markdown-it';
import fc from 'fast-check';
import { parseMarkdown } from '../../../src/render/markdown.js';
import { ParsedBlocks } from '../../../src/render/parsedBlocks.js';
import { body, edited, edits } from './edits.js';

/** Tokens with the line that each is said to stand on: its own, or that of the one before. */
function plain(tokens: readonly Token[]): unknown {
  let line = 0;
  return tokens.map(({ map, children, ...token }) => {
    line = map?.[0] ?? line;
    return { ...token, line, children: children && plain(children) };
  });
}

describe('blocks kept from one keystroke to the next', function () {
  this.timeout(60_000);

  it('give the tokens that the whole text gives, after any edits', () => {
    fc.assert(
      fc.property(body, edits, (text, steps) => {
        const known = new ParsedBlocks();
        assert.deepEqual(plain(parseMarkdown(text, known)), plain(parseMarkdown(text)));
        let current = text;
        for (const step of steps) {
          current = edited(current, step);
          assert.deepEqual(plain(parseMarkdown(current, known)), plain(parseMarkdown(current)), current);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('give them in a long text too', () => {
    fc.assert(
      fc.property(
        fc.array(body, { minLength: 10, maxLength: 10 }),
        edits,
        fc.nat(),
        (texts, steps, place) => {
          const known = new ParsedBlocks();
          let current = texts.join('\n').repeat(6);
          parseMarkdown(current, known);
          for (const step of steps) {
            current = edited(current, { ...step, at: step.at + (place % (current.length + 1)) });
            assert.deepEqual(plain(parseMarkdown(current, known)), plain(parseMarkdown(current)), current);
          }
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are found anew where something far below ends what begins in them', () => {
    const known = new ParsedBlocks();
    const rest = 'word\n\n'.repeat(50);
    for (const text of [
      `one\n\n${rest}two\n`,
      `\`\`\`\none\n\n${rest}two\n`,
      `\`\`\`\none\n\n${rest}\`\`\`\n\ntwo\n`,
      `$$\n${'a\n'.repeat(50)}b\n`,
      `$$\n${'a\n'.repeat(50)}b$$\n`,
      `<!-- one\n\n${rest}two\n`,
      `<!-- one\n\n${rest}--> two\n`,
      `Term\n\n: one\n\nOther\n\ntwo\n\n${rest}`,
      `Term\n\n: one\n\nOther\n\n: two\n\n${rest}`,
    ])
      assert.deepEqual(plain(parseMarkdown(text, known)), plain(parseMarkdown(text)), text);
  });

  it('are the same objects while their lines stay as they are', () => {
    const known = new ParsedBlocks();
    const before = parseMarkdown('one\n\ntwo\n\nthree\n', known);
    const after = parseMarkdown('one\n\nsecond\n\nnew\n\nthree\n', known);
    assert.equal(after[0], before[0]);
    assert.notEqual(after[3], before[3]);
    assert.equal(after[9], before[6]);
    assert.deepEqual(after[9]?.map, [6, 7]);
  });

  it('are never shared by two places', () => {
    const known = new ParsedBlocks();
    for (const text of ['a\n\na\n\na\n', 'a\n\na\n', 'a\n\nb\n\na\n\na\n']) {
      const tokens = parseMarkdown(text, known);
      assert.equal(new Set(tokens).size, tokens.length);
    }
  });

  it('are not used when a link is defined elsewhere, or not any more', () => {
    const known = new ParsedBlocks();
    const targets = ['[x]\n\n[x]: /a\n', '[x]\n\n[x]: /b\n', '[x]\n'].map(
      (text) => parseMarkdown(text, known)[1]?.children?.[0]?.attrGet('href') ?? 'no link',
    );
    assert.deepEqual(targets, ['/a', '/b', 'no link']);
  });

  const beyond: readonly (readonly [what: string, text: (word: string) => string])[] = [
    ['notes', (word) => `one [^n]\n\n${word}\n\ntwo\n\n[^n]: The note.\n`],
    ['an element around blocks', (word) => `<div align="center">\n\none\n\n</div>\n\n${word}\n\ntwo\n`],
    ['HTML within a block', (word) => `one <kbd>k</kbd>\n\n${word}\n\ntwo <br>\n`],
    ['defined links', (word) => `one [x]\n\n${word}\n\ntwo\n\n[x]: /a\n`],
  ];
  for (const [what, text] of beyond)
    it(`are kept beside ${what}`, () => {
      const known = new ParsedBlocks();
      const inlines = (word: string) => {
        const tokens = parseMarkdown(text(word), known);
        return ['one', 'two'].map((start) =>
          tokens.find(({ type, children }) => type === 'inline' && children?.[0]?.content.startsWith(start)),
        );
      };
      const [one, two] = inlines('first');
      assert.ok(one && two);
      const again = inlines('second');
      assert.equal(again[0], one);
      assert.equal(again[1], two);
    });
});
