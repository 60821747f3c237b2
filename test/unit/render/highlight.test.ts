import assert from 'node:assert/strict';
import { codeLanguage, highlight } from '../../../src/render/highlight.js';
import { plain } from '../../../src/render/themes/plain.js';

const colours = plain.code;

describe('code colours', () => {
  it('are written as elements, neighbours of one colour joined, never nested', () => {
    assert.equal(
      highlight('export default 1', 'js', colours),
      '<font color="#a40e26">export default </font><font color="#0550ae">1</font>',
    );
    assert.equal(
      highlight('`a${b}c`', 'js', colours),
      '<font color="#0a3069">`a</font>${b}<font color="#0a3069">c`</font>',
    );
  });

  it('change nothing of the code itself', () => {
    for (const [language, code] of [
      ['js', 'const a = "&quot;" + \'&#x27;\''],
      ['ts', 'const a: Map<string, "b" & \'c\'> = new Map(); // <d>\n/* e\n f */\n'],
      ['html', '<p class="x">a &amp; b</p>\n<script>if (1 < 2) {}</script>'],
      ['diff', '-a\n+b\n@@ -1 +1 @@\n'],
      ['python', 'def f(x):\n    """doc"""\n    return f"{x!r} <"'],
    ] as const) {
      const text = highlight(code, language, colours)
        .replace(/<\/?font[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&amp;', '&');
      assert.equal(text, code);
    }
  });

  it('are left out of blocks above 100,000 characters', () => {
    assert.doesNotMatch(highlight('const a = 1;\n'.repeat(8000), 'js', colours), /<font/);
  });

  it('know a language by the first word of the info string', () => {
    assert.equal(codeLanguage('ts {1,3} title="x"'), 'ts');
    assert.equal(codeLanguage('c++'), 'c++');
    assert.equal(codeLanguage('no-such-language'), undefined);
    assert.equal(codeLanguage(''), undefined);
  });
});
