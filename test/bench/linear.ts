import { renderMail } from '../../src/render/renderMail.js';
import { milliseconds, printTable } from './report.js';

/** Millions of UTF-16 units. */
const sizes = [0.6, 1.2, 2.5, 5] as const;

/** A step that is expected to take longer is left out, in milliseconds: nobody waits for a table. */
const longest = 60_000;

const times = (piece: string) => (length: number) => piece.repeat(Math.ceil(length / piece.length));
const numbered = (piece: (index: number) => string) => (length: number) => {
  const pieces: string[] = [];
  for (let all = 0, index = 0; all < length; index++) {
    const next = piece(index);
    pieces.push(next);
    all += next.length;
  }
  return pieces.join('');
};

const prose =
  'The **second** measurement took _longer_ than the first, see [the report](https://example.org/report "Report") of https://example.org.\n' +
  'It was run with `--trace` on, which costs about 4 % (as `README.md` says) & is worth it.\n\n';

/** Bodies that grow: ordinary ones, and those where a parser that looks back or ahead would look at all of the text. */
export const generators: Readonly<Record<string, (length: number) => string>> = {
  prose: times(prose),
  'a list': times('- One item of a list, of ordinary length\n'),
  'a table': (length) => `| a | b | c |\n| - | - | - |\n${times('| one | **two** | three |\n')(length)}`,
  'code blocks': times('```js\nconst a = { b: "c" }; // d\n```\n\n'),
  'quotes in quotes': times(`${'> '.repeat(12)}text\n\n`),
  'one long line': times('word '),
  'one long word': times('x'),
  'open brackets': times('['),
  'brackets in pairs': times('[a] '),
  'open links': times('[a](b'),
  'open pictures': times('![a]('),
  'mixed emphasis': times('*a_ '),
  stars: times('**a '),
  'back quotes of many lengths': numbered((index) => `${'`'.repeat(1 + (index % 400))} `),
  'link references': numbered((index) => `[r${index}]: https://example.org/${index}\n`),
  'uses of references': (length) => `[a]: https://example.org\n\n${times('[a] [b][a] ')(length)}`,
  'mail addresses': times('a@b.'),
  'web addresses': times('http://a.b/(c '),
  'references to characters': times('&amp;&#x41;&nosuch;'),
  'open tags': times('<b>'),
  'open blocks of HTML': times('<div>\n\n'),
  'HTML that closes': times('<p>Some <b>words</b> in <i style="color:#123456">tags</i>.</p>\n'),
  'half tags': times('<a b="'),
  'open comments': times('<!-- '),
  'open instructions': times('<?x <![CDATA[ <!A '),
  'dollar signs': times('$a '),
  'formulas that do not end': times('$$a\n'),
  'uses of one footnote': (length) => `[^1]: A note.\n\n${times('text[^1] ')(length)}`,
  footnotes: numbered((index) => `text[^${index}]\n\n[^${index}]: note\n\n`),
  'notes in the line': times('^[note] '),
  'open notes': times('^['),
  definitions: times('Term\n: Definition\n\n'),
  'marks and tildes': times('==a ~b ^c ++d '),
  colons: times(':smile :'),
  Hebrew: times('שלום עולם '),
};

interface Measured {
  readonly size: number;
  readonly taken: number;
}

async function measure(generate: (length: number) => string): Promise<Measured[]> {
  const measured: Measured[] = [];
  for (const size of sizes) {
    const [before, last] = measured.slice(-2);
    const growth = before && last ? last.taken / before.taken : 2;
    if (last && last.taken * growth > longest) break;
    const markdown = generate(size * 1e6);
    const begun = process.cpuUsage();
    await renderMail({
      markdown,
      firstLine: 0,
      subject: '',
      images: () => Promise.resolve({ kind: 'missing' }),
    });
    const { user, system } = process.cpuUsage(begun);
    measured.push({ size, taken: (user + system) / 1000 });
  }
  return measured;
}

/** The slope of the best line through the logarithms: 1 for work that grows with its input, 2 for its square. */
function exponent(measured: readonly Measured[]): number {
  const points = measured.map(({ size, taken }) => [Math.log(size), Math.log(taken)] as const);
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const covariance = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return covariance / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}

/** Those that say most; `npm run bench -- growth` takes all of them. */
const usual = [
  ...['prose', 'a list', 'a table', 'code blocks', 'one long line', 'open brackets', 'mixed emphasis'],
  ...['uses of references', 'web addresses', 'HTML that closes', 'open tags', 'footnotes'],
];

/** Prints how the time to render grows with the length of a body. */
export async function reportGrowth(which: 'usual' | 'all' = 'usual'): Promise<void> {
  const names = which === 'all' ? Object.keys(generators) : usual;
  const rows: string[][] = [];
  for (const name of names) {
    const generate = generators[name];
    if (!generate) throw new Error(`There is no generator “${name}”.`);
    const measured = await measure(generate);
    const cells = sizes.map((_, index) => {
      const taken = measured[index]?.taken;
      return taken === undefined ? '–' : milliseconds(taken);
    });
    rows.push([name, ...cells, exponent(measured).toFixed(2)]);
  }
  printTable({
    title: 'Growth of rendering',
    note: [
      'Milliseconds of processor time for one run, by millions of characters, and the exponent: 1 is linear, 2 the square.',
      'A run that would take longer than a minute is left out (–).',
    ],
    head: ['a body of', ...sizes.map((size) => `${size} M`), 'exponent'],
    rows,
  });
}
