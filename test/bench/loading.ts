import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { launcherFolder, projectFolder } from '../launcher/folders.js';
import { runProgram } from '../launcher/program.js';
import { type ColdStart, type ColdTimes } from './coldStart.js';
import { milliseconds, printTable } from './report.js';
import { median, timingOf } from './timing.js';

const rounds = 15;

interface Loading {
  readonly name: string;
  readonly start: Omit<ColdStart, 'storage'>;
  readonly read: (times: ColdTimes) => number;
  readonly processor: (times: ColdTimes) => number;
}

function loadings(empty: string): readonly Loading[] {
  const extension = join(projectFolder, 'dist', 'extension.js');
  const mail = join(projectFolder, 'dist', 'mail.js');
  const whole = {
    read: ({ require, activate }: ColdTimes) => require + activate,
    processor: (times: ColdTimes) => times.processor.first,
  };
  return [
    { name: 'an empty extension', start: { first: empty, activates: true }, ...whole },
    { name: 'dist/extension.js', start: { first: extension, activates: true }, ...whole },
    { name: 'dist/mail.js alone', start: { first: mail, activates: false }, ...whole },
    {
      name: 'dist/mail.js at first use, after extension.js',
      start: { first: extension, activates: true, second: mail },
      read: ({ second }) => second,
      processor: (times) => times.processor.second,
    },
  ];
}

async function coldTimes(start: ColdStart): Promise<ColdTimes> {
  const script = join(launcherFolder, '..', 'bench', 'coldStart.mjs');
  const { code, output } = await runProgram(process.execPath, [script, JSON.stringify(start)], {
    timeout: 20_000,
  });
  if (code !== 0) throw new Error(`${basename(start.first)} could not be loaded:\n${output.slice(-2000)}`);
  return JSON.parse(output) as ColdTimes;
}

/** Prints how long the built files take to load, each in a process that has loaded nothing before. */
export async function reportLoading(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-load-'));
  try {
    const empty = join(folder, 'empty.cjs');
    writeFileSync(empty, "require('vscode');\nexports.activate = () => undefined;\n");
    const measured = loadings(empty).map((loading) => ({ loading, times: [] as ColdTimes[] }));
    for (let round = 0; round < rounds; round++)
      for (const { loading, times } of measured)
        times.push(await coldTimes({ ...loading.start, storage: folder }));
    print(measured);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(measured: readonly { loading: Loading; times: readonly ColdTimes[] }[]): void {
  const rows = measured.map(({ loading, times }) => ({
    wall: timingOf(loading.name, times.map(loading.read)),
    processor: median(times.map(loading.processor)),
  }));
  const [base] = rows;
  const ours = measured[1]?.times ?? [];
  const loaded = new Set(ours.flatMap(({ alsoLoaded }) => alsoLoaded.map((file) => basename(file))));
  const require = milliseconds(median(ours.map((times) => times.require)));
  const activate = milliseconds(median(ours.map((times) => times.activate)));
  printTable({
    title: 'Load time',
    note: [
      `Milliseconds of require and activate(), median of ${rounds} cold processes each, by turns; then those of the`,
      'processor alone, which a busy machine lengthens less. A stand-in takes the place of the vscode module, so',
      'what VS Code itself does is not in it.',
      `dist/extension.js: require ${require}, activate() ${activate}; other files it loaded: ` +
        `${[...loaded].join(', ') || 'none'}.`,
    ],
    head: ['what', 'median', 'middle half', 'over empty', 'processor', 'over empty'],
    rows: rows.map(({ wall, processor }) => [
      wall.name,
      milliseconds(wall.median),
      `${milliseconds(wall.low)}–${milliseconds(wall.high)}`,
      milliseconds(wall.median - (base?.wall.median ?? NaN)),
      milliseconds(processor),
      milliseconds(processor - (base?.processor ?? NaN)),
    ]),
  });
}
