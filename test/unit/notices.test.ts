import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { linkless } from '../../src/editor/linkless.js';

/** What VS Code makes a link of in a notification (1.139, linkedText.ts). */
const links = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/gi;
const linksIn = (text: string) => [...text.matchAll(links)].map(([link]) => link);

describe('notifications', () => {
  const written = [
    '[Sign In](command:workbench.action.terminal.sendSequence?%7B%7D)',
    '“[Trust](COMMAND:workbench.trust.manage)” is a folder, and only files can be attached.',
    '[a](https://example.com "title") and [b](file:///etc/passwd)',
    '[[x](command:y)](command:z)',
  ];
  for (const text of written)
    it(`show no link, and the same words: ${text}`, () => {
      assert.notDeepEqual(linksIn(text), [], 'it would be a link');
      assert.deepEqual(linksIn(linkless(text)), []);
      assert.equal(linkless(text).replaceAll('\u2060', ''), text);
    });

  it('show no link, whatever the text is', () => {
    const part = fc.constantFrom('[', ']', '(', ')', 'command:', 'https://', 'a', ' ', '"', '\u2060', '\n');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        assert.deepEqual(linksIn(linkless(parts.join('')).replace(/\n/g, ' ')), []);
      }),
    );
  });

  it('are shown through notices.ts alone, and progress where it is made linkless', () => {
    const folder = join('src', 'editor');
    const showing = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) =>
        /window\.(?:show(?:Information|Warning|Error)Message|withProgress)\b/.test(
          readFileSync(join(folder, name), 'utf8'),
        ),
      )
      .map((name) => name.replaceAll('\\', '/'));
    assert.deepEqual(showing.sort(), ['commands/progress.ts', 'notices.ts', 'signInScreen.ts']);
  });
});
