import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { launcherFolder, projectFolder } from '../launcher/folders.js';
import { runProgram } from '../launcher/program.js';
import { type ColdStart, type ColdTimes } from './coldStart.js';
import { milliseconds, printTable } from './report.js';
import { median, timingOf, type Timing } from './timing.js';

const rounds = 15;

interface Loading {
  readonly name: string;
  readonly start: Omit<ColdStart, 'storage'>;
  readonly read: (times: ColdTimes) => number;
}

function loadings(empty: string): readonly Loading[] {
  const extension = join(projectFolder, 'dist', 'extension.js');
  const mail = join(projectFolder, 'dist', 'mail.js');
  const whole = ({ require, activate }: ColdTimes) => require + activate;
  return [
    { name: 'an empty extension', start: { first: empty, activates: true }, read: whole },
    { name: 'dist/extension.js', start: { first: extension, activates: true }, read: whole },
    { name: 'dist/mail.js alone', start: { first: mail, activates: false }, read: whole },
    {
      name: 'dist/mail.js at first use, after extension.js',
      start: { first: extension, activates: true, second: mail },
      read: ({ second }) => second,
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
  const timings = measured.map(({ loading, times }) => timingOf(loading.name, times.map(loading.read)));
  const base = timings[0]?.median ?? NaN;
  const row = ({ name, median: middle, low, high }: Timing) => [
    name,
    milliseconds(middle),
    `${milliseconds(low)}–${milliseconds(high)}`,
    milliseconds(middle - base),
  ];
  const ours = measured[1]?.times ?? [];
  const loaded = new Set(ours.flatMap(({ alsoLoaded }) => alsoLoaded.map((file) => basename(file))));
  const [require, activate] = [
    median(ours.map((times) => times.require)),
    median(ours.map((times) => times.activate)),
  ];
  printTable({
    title: 'Load time',
    note: [
      `Milliseconds of require and activate(), median of ${rounds} cold processes each, by turns.`,
      'A stand-in takes the place of the vscode module, so the time that VS Code itself takes is not in it.',
      `dist/extension.js: require ${milliseconds(require)}, activate() ${milliseconds(activate)}; ` +
        `other files it loaded: ${[...loaded].join(', ') || 'none'}.`,
    ],
    head: ['what', 'median', 'middle half', 'over empty'],
    rows: timings.map(row),
  });
}
