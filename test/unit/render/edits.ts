import fc from 'fast-check';

/** A change as someone makes it at the keyboard: some characters go, some come. */
export interface Edit {
  readonly at: number;
  readonly removed: number;
  readonly typed: string;
}

export function edited(text: string, { at, removed, typed }: Edit): string {
  const from = at % (text.length + 1);
  return text.slice(0, from) + typed + text.slice(from + removed);
}

/** Pieces of a draft, among them those whose meaning reaches beyond the block that they stand in. */
export const blocks: readonly string[] = [
  'A paragraph with **bold**, *it*, `code`, a [link](https://e.org/a) and [one][ref].\nSecond line.\n',
  'Same.\n', 'Same.\n', '# Heading\n', '## Two :tada:\n', 'Setext\n======\n', '---\n', '***\n',
  '- a\n- b\n  - c\n\n  d\n', '- [ ] task\n- [x] done\n', '1. one\n2. two\n', '3) three\n', '- 1\n- 2\n',
  '> quoted\n> > deeper\n', '> [!NOTE]\n> mind this\n', '> lazy\ncontinuation\n',
  '```js\nconst a = 1; // x\n```\n', '```\nplain\n\n  text\n```\n', '~~~py\nopen = 1\n', '    indented\n\n    code\n',
  '| a | b |\n| - | -: |\n| c | **d** |\n', '| | |\n| - | - |\n| x | y |\n', 'Term\n: meaning\n: other\n\nTerm 2\n\n: loose\n',
  '![alt](pic.png)\n', 'text ![a](pic.png) and ![b](gone.png)\n', '![alt](pic.png)\n', 'https://e.org www.e.org a@e.org\n',
  '[ref]: https://e.org/ref "T"\n', '[ref]: https://e.org/other\n', 'a [^1] note\n', '[^1]: The note.\n', '[^2]: unused\n',
  '<div align="center">\n\n**md**\n\n</div>\n', '<div>closed</div>\n', '<b>open\n', 'x <kbd>k</kbd> <b>open\n', 'x <div> y\n', '</div>\n',
  '<!-- c -->\n', '<!-- open\n', '<p align="right">\n', '<table><tr><td>c</td></tr></table>\n', '<details><summary>s</summary>\n\nt\n\n</details>\n', '<script>x</script>\n', '<br>\n', '<pre>\na\n\nb</pre>\n',
  'שלום עולם\n', '- שלום\n', '日本\n語\n', 'a\\\nb  \nc\n', '$x^2$ and $5 and $6\n', '$$\ny\n$$\n', '```math\nz\n```\n', '```mermaid\ngraph TD\n```\n', '\t\n', '\u00a0\n', '\r\n', 'a\rb\n',
]; // prettier-ignore

const separators = ['\n', '\n', '\n', '', '\n\n', ' \n'] as const;

/** A draft's body of such pieces. */
export const body: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.constantFrom(...blocks), fc.constantFrom(...separators)), { maxLength: 14 })
  .map((pieces) => pieces.map(([block, separator]) => block + separator).join(''));

const keys = ['a', ' ', '\n', '\n\n', '#', '- ', '> ', '`', '```', '*', '[', ']', '|', '<', '>', '<b>', '</b>', '</div>', '<div>\n', ':', ': ', '=', '1. ', '    ', '[^1]', '[ref]', '[^1]: n\n', '[ref]: /x\n', '$', '\\', '!', '\r', '-->', 'ש'] as const; // prettier-ignore

export const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    at: fc.nat(2000),
    removed: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(3), fc.nat(80)),
    typed: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...keys) },
      fc.constant(''),
      fc.constantFrom(...blocks),
    ),
  }),
  { minLength: 1, maxLength: 8 },
);
