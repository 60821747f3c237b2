// `npm test [-- ring…]`: all rings, or the named ones; `-- faults --minutes N [--seed S]` searches for longer. The last line has the counts over all of them.
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { projectFolder } from './folders.js';
import { runHostTests } from './hostTests.js';
import { packageVsix, vsixVariable } from './packageVsix.js';
import { runProgram } from './program.js';
import { type RingOptions, runRing, testFiles } from './ring.js';
import { addCounts, noTests, writeCounts, type TestCounts } from './testCounts.js';

const require = createRequire(join(projectFolder, 'package.json'));

/** A tool whose exit code is the result; what it prints is shown when it finds something. */
function check(packageName: string, program: string, args: readonly string[]) {
  return async (say: Say): Promise<TestCounts> => {
    const file = join(require.resolve(`${packageName}/package.json`), '..', program);
    const { code, output } = await runProgram(process.execPath, [file, ...args], { cwd: projectFolder });
    if (code === 0) return { ...noTests, passed: 1 };
    say(output.trimEnd());
    return { ...noTests, failed: 1 };
  };
}

/** From the package as it is shipped: inside the extension host, and on the screen, each file with a VS Code of its own. */
async function vscode(say: Say): Promise<TestCounts> {
  const vsix = await packageVsix();
  const limits = { testLimit: 240_000, ringLimit: 600_000 };
  const onScreen = (file: string) => () => runRing([file], { ...limits, say, env: { [vsixVariable]: vsix } });
  const isLong = (file: string) => /(?:killed|looks|mailboxTrouble)\.test/.test(file);
  const files = testFiles('vscode/screen');
  // Those that take minutes go first, so that neither worker is left alone with one at the end.
  const ordered = [...files.filter(isLong), ...files.filter((file) => !isLong(file))];
  return twoAtATime([() => runHostTests(vsix), ...ordered.map(onScreen)], say);
}

/** A VS Code that is driven mostly waits, so two of them keep two cores busy; more would make each too slow. */
async function twoAtATime(jobs: (() => Promise<TestCounts>)[], say: Say): Promise<TestCounts> {
  let counts = noTests;
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const done = await counted(job, say);
      counts = addCounts(counts, done);
    }
  };
  await Promise.all([worker(), worker()]);
  return counts;
}

type Say = (line: string) => void;

/** The value of `--name` on the command line. Absent: it is not there. */
function option(name: string): number | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : Number(process.argv[at + 1]);
}

/** `npm run test:faults -- --minutes N [--seed S]`: the search by chance goes on for so long, from that seed on. */
function faultSearch(): Pick<RingOptions, 'testLimit' | 'ringLimit' | 'env'> {
  const minutes = option('minutes');
  if (minutes === undefined) return { testLimit: 60_000, ringLimit: 480_000 };
  const seed = option('seed') ?? Date.now() % 2 ** 31;
  const searching = minutes * 60_000;
  return {
    testLimit: searching + 120_000,
    ringLimit: searching + 480_000,
    env: { FAULT_SEARCH_MINUTES: String(minutes), FAULT_SEARCH_SEED: String(seed) },
  };
}

const rings: Readonly<Record<string, (say: Say) => Promise<TestCounts>>> = {
  typecheck: check('typescript', 'bin/tsc', ['--noEmit']),
  lint: check('eslint', 'bin/eslint.js', ['.']),
  format: check('prettier', 'bin/prettier.cjs', ['--check', '.', '--log-level=warn']),
  unit: (say) =>
    runRing(['unit', 'conformance', 'fuzz'].flatMap(testFiles), {
      ...{ testLimit: 20_000, ringLimit: 400_000, say },
    }),
  protocol: (say) => runRing(testFiles('protocol'), { testLimit: 60_000, ringLimit: 480_000, say }),
  faults: (say) => runRing(testFiles('faults'), { ...faultSearch(), say }),
  vscode,
};

/** Two lanes of about the same length run side by side; the screen wants both cores for itself. */
const lanes: readonly (readonly string[])[] = [
  ['typecheck', 'lint', 'format', 'unit'],
  ['protocol', 'faults'],
];

/** What could not even run has failed. */
async function counted(run: () => Promise<TestCounts>, say: Say): Promise<TestCounts> {
  return run().catch((error: unknown) => {
    say(`  ✖ ${error instanceof Error ? error.message : String(error)}`);
    return { ...noTests, failed: 1 };
  });
}

async function runNamed(name: string, say: Say): Promise<TestCounts> {
  const start = Date.now();
  say(`${name}:`);
  const counts = await counted(() => rings[name]!(say), say);
  say(`${name}: ${writeCounts(counts)} in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  return counts;
}

/** Rings one after the other. What they print comes at once at the end of each, for other lanes print, too. */
async function runLane(names: readonly string[], alone: boolean): Promise<TestCounts> {
  let counts = noTests;
  for (const name of names) {
    const lines: string[] = [];
    counts = addCounts(counts, await runNamed(name, alone ? console.log : (line) => void lines.push(line)));
    if (!alone) console.log(lines.join('\n'));
  }
  return counts;
}

async function main(): Promise<number> {
  const options = process.argv.findIndex((argument) => argument.startsWith('--'));
  const named = process.argv.slice(2, options < 0 ? undefined : options);
  const unknown = named.find((name) => !(name in rings));
  if (unknown !== undefined) {
    console.error(`There is no ring “${unknown}”; there are: ${Object.keys(rings).join(', ')}.`);
    return 2;
  }
  const wanted = named.length > 0 ? named : Object.keys(rings);
  const beside = lanes
    .map((lane) => lane.filter((name) => wanted.includes(name)))
    .filter(({ length }) => length);
  const first = await Promise.all(beside.map((lane) => runLane(lane, beside.length === 1)));
  const rest = wanted.filter((name) => !lanes.flat().includes(name));
  const counts = [...first, await runLane(rest, true)].reduce(addCounts, noTests);
  console.log(writeCounts(counts));
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main();
