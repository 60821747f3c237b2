import assert from 'node:assert/strict';
import { codeColours, codeLanguage, highlight } from '../../../src/render/highlight.js';

/** WCAG 2 contrast of two `#rrggbb` colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string): number => {
    const [r = 0, g = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * blue;
  };
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe('code colours', () => {
  it('have a contrast of 4.5 on the shade of code', () => {
    for (const [name, colour] of Object.entries(codeColours)) {
      if (colour !== '')
        assert.ok(contrast(colour, '#f6f8fa') >= 4.5, `${name}: ${contrast(colour, '#f6f8fa')}`);
    }
  });

  it('are written as style, neighbours of one colour joined, never nested', () => {
    assert.equal(
      highlight('export default 1', 'js'),
      '<span style="color:#cf222e">export default </span><span style="color:#0550ae">1</span>',
    );
    assert.equal(
      highlight('`a${b}c`', 'js'),
      '<span style="color:#0a3069">`a</span>${b}<span style="color:#0a3069">c`</span>',
    );
  });

  it('change nothing of the code itself', () => {
    for (const [language, code] of [
      ['ts', 'const a: Map<string, "b" & \'c\'> = new Map(); // <d>\n/* e\n f */\n'],
      ['html', '<p class="x">a &amp; b</p>\n<script>if (1 < 2) {}</script>'],
      ['diff', '-a\n+b\n@@ -1 +1 @@\n'],
      ['python', 'def f(x):\n    """doc"""\n    return f"{x!r} <"'],
    ] as const) {
      const text = highlight(code, language)
        .replace(/<\/?span[^>]*>/g, '')
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>')
        .replaceAll('&quot;', '"')
        .replaceAll('&#x27;', "'")
        .replaceAll('&amp;', '&');
      assert.equal(text, code);
    }
  });

  it('are left out of blocks above 100,000 characters', () => {
    assert.doesNotMatch(highlight('const a = 1;\n'.repeat(8000), 'js'), /<span/);
  });

  it('know a language by the first word of the info string', () => {
    assert.equal(codeLanguage('ts {1,3} title="x"'), 'ts');
    assert.equal(codeLanguage('c++'), 'c++');
    assert.equal(codeLanguage('no-such-language'), undefined);
    assert.equal(codeLanguage(''), undefined);
  });
});
