import assert from 'node:assert/strict';
import { type Token } from 'markdown-it';
import fc from 'fast-check';
import { parseMarkdown } from '../../../src/render/markdown.js';
import { mathSource } from '../../../src/render/mathSyntax.js';

/** Math as `inline:TeX` or `block:TeX`, in order. */
function mathOf(markdown: string): string[] {
  return parseMarkdown(markdown)
    .flatMap((token) => token.children ?? [])
    .filter(({ type }) => type.startsWith('math_'))
    .map(({ type, content }) => `${type.slice(5)}:${content}`);
}

function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if (token.type.startsWith('math_')) return mathSource(token);
      if (token.type === 'softbreak') return '\n';
      return token.children ? textOf(token.children) : token.content;
    })
    .join('');
}

const table: readonly (readonly [why: string, markdown: string, math: readonly string[]])[] = [
  ['a formula', 'so $E = mc^2$ holds', ['inline:E = mc^2']],
  ['two in a line', '$a$ and $b$', ['inline:a', 'inline:b']],
  ['beside punctuation', '($x$), $y$.', ['inline:x', 'inline:y']],
  ['across a line break', 'a $x +\ny$ b', ['inline:x +\ny']],
  ['prices', 'from $5 and $10', []],
  ['prices beside each other', 'costs $20,000 or $30,000', []],
  ['a digit after the closing dollar', 'a $x$2 b', []],
  ['a blank after the opening dollar', 'a $ x$ b', []],
  ['a blank before the closing dollar', 'a $x $ b', []],
  ['variables of a shell', 'set $HOME and $PATH', []],
  ['an escaped dollar', 'a \\$x$ b', []],
  ['an escaped dollar inside', '$a \\$ b$', ['inline:a \\$ b']],
  ['an escaped backslash before the end', '$a \\\\$ b', ['inline:a \\\\']],
  ['code', 'a `$x$` b', []],
  ['code that begins between dollars', '$a `b$ c` d', []],
  ['nothing between', 'a $$ b', []],
  ['underscores and stars', '$a_1 * b_2 * c$ and *d*', ['inline:a_1 * b_2 * c']],
  ['in a table', '| a |\n| - |\n| $x$ |', ['inline:x']],
  ['in a heading, a list, a quote', '# $a$\n\n- $b$\n\n> $c$', ['inline:a', 'inline:b', 'inline:c']],
  ['what looks like a link or HTML', '$a[b](c)<d>$', ['inline:a[b](c)<d>']],
  ['never closed', 'a $x b', []],
  ['a block', '$$\nx\n$$', ['block:x']],
  ['a block on one line', '$$x + y$$', ['block:x + y']],
  ['a block over several lines', '$$\na\n\\\\ b\n$$', ['block:a\n\\\\ b']],
  ['a block that begins on its first line', '$$ a\n+ b $$', ['block:a\n+ b']],
  ['a block inside text', 'text $$x$$ text', ['block:x']],
  ['a block after a paragraph', 'text\n$$\nx\n$$\ntext', ['block:x']],
  ['a block in a list', '- a\n\n  $$\n  x\n  $$\n', ['block:x']],
  ['a block in a quote', '> $$\n> x\n> $$', ['block:x']],
  ['a block that never closes', '$$\nx\n\nnext', []],
  ['a block that closes after a blank line', '$$\nx\n\ny\n$$', []],
  ['an empty block', '$$\n$$', []],
  ['a quote that ends before its block', '> $$\n> x\n\n$$\n', []],
  ['indented code', '    $$\n    x\n    $$', []],
  ['a fence called math', '```math\nx\n```', ['block:x']],
  ['another fence', '```\n$$\nx\n$$\n```', []],
];

describe('the syntax of math', () => {
  for (const [why, markdown, math] of table) {
    it(`${math.length === 0 ? 'leaves' : 'finds'} ${why}`, () => assert.deepEqual(mathOf(markdown), math));
  }

  it('writes an escaped dollar as a dollar', () => {
    assert.equal(textOf(parseMarkdown('\\$5 for a \\$')), '$5 for a $');
  });

  it('loses no character, whatever stands between dollars', () => {
    const piece = fc.constantFrom('$', '$$', 'a', ' ', '1', 'x^2', '.', 'é', '(', '+');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const markdown = `b${pieces.join('')}b`;
        const withoutBlanks = (text: string): string => text.replaceAll(' ', '');
        assert.equal(withoutBlanks(textOf(parseMarkdown(markdown))), withoutBlanks(markdown));
      }),
    );
  });

  it('finds any formula that follows the rule', () => {
    const tex = fc.string({
      unit: fc.constantFrom('a', '1', '+', '^', '{', '}', ' ', '_'),
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(tex, (written) => {
        const content = `x${written.trim()}`;
        assert.deepEqual(mathOf(`so $${content}$ holds`), [`inline:${content}`]);
      }),
    );
  });

  it('reads what never closes without trying each place again', () => {
    // Quadratic time would take minutes here and run into the limit of the test.
    const many = 100_000;
    for (const text of ['$a '.repeat(many), '$$ a'.repeat(many), '$$a\n'.repeat(many), '$\\$'.repeat(many)])
      assert.ok(parseMarkdown(text).length > 0);
  });
});
