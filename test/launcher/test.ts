// `npm test [-- ring…]`: all rings, or the named ones; `-- faults --minutes N [--seed S]` searches for longer. The last line has the counts over all of them.
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { launcherFolder, projectFolder } from './folders.js';
import { runProgram } from './program.js';
import { type RingOptions, runRing, testFiles } from './ring.js';
import { prepareScreenJobs, type ScreenJob } from './screenJobs.js';
import { addCounts, noTests, writeCounts, type TestCounts } from './testCounts.js';

const require = createRequire(join(projectFolder, 'package.json'));

/** A program whose exit code is the result; what it prints is shown when it finds something. */
function check(file: string, args: readonly string[]) {
  return async (say: Say): Promise<TestCounts> => {
    const { code, output } = await runProgram(process.execPath, [file, ...args], { cwd: projectFolder });
    if (code === 0) return { ...noTests, passed: 1 };
    say(output.trimEnd());
    return { ...noTests, failed: 1 };
  };
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
  if (minutes === undefined) return { testLimit: 60_000, ringLimit: 840_000 };
  const seed = option('seed') ?? Date.now() % 2 ** 31;
  const searching = minutes * 60_000;
  return {
    testLimit: searching + 120_000,
    ringLimit: searching + 480_000,
    env: { FAULT_SEARCH_MINUTES: String(minutes), FAULT_SEARCH_SEED: String(seed) },
  };
}

const rings: Readonly<Record<string, (say: Say) => Promise<TestCounts>>> = {
  code: check(join(launcherFolder, 'checkCode.mjs'), []),
  format: check(require.resolve('prettier/bin/prettier.cjs'), ['--check', '.', '--log-level=warn']),
  unit: (say) =>
    runRing(['unit', 'conformance', 'fuzz'].flatMap(testFiles), {
      ...{ testLimit: 20_000, ringLimit: 600_000, say },
    }),
  protocol: (say) => runRing(testFiles('protocol'), { testLimit: 60_000, ringLimit: 600_000, say }),
  faults: (say) => runRing(testFiles('faults'), { ...faultSearch(), say }),
};

const screenRing = 'vscode';

/** Two lanes of rings run side by side, and VS Code beside them; the one that is done first helps with VS Code. */
const lanes: readonly (readonly string[])[] = [
  ['code', 'format', 'unit'],
  ['protocol', 'faults'],
];

/** What could not even run has failed. */
async function counted(run: () => Promise<TestCounts>, say: Say): Promise<TestCounts> {
  return run().catch((error: unknown) => {
    say(`  ✖ ${error instanceof Error ? error.message : String(error)}`);
    return { ...noTests, failed: 1 };
  });
}

/** Runs one part. Where others print, too, what it prints comes at once at its end. */
async function runNamed(
  name: string,
  run: (say: Say) => Promise<TestCounts>,
  alone: boolean,
): Promise<TestCounts> {
  const start = Date.now();
  const lines: string[] = [];
  const say: Say = alone ? console.log : (line) => void lines.push(line);
  say(`${name}:`);
  const counts = await counted(() => run(say), say);
  say(`${name}: ${writeCounts(counts)} in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  if (!alone) console.log(lines.join('\n'));
  return counts;
}

/** Rings one after the other. */
async function runLane(names: readonly string[], alone: boolean): Promise<TestCounts> {
  let counts = noTests;
  for (const name of names) counts = addCounts(counts, await runNamed(name, rings[name]!, alone));
  return counts;
}

/**
 * The `vscode` ring. Two cores are kept busy by two VS Codes, and more would make each too slow: the second begins
 * when `helper` is free.
 */
async function runScreens(helper: Promise<unknown>): Promise<TestCounts> {
  const start = Date.now();
  const jobs: ScreenJob[] = [];
  const prepare = async (say: Say) => {
    jobs.push(...(await prepareScreenJobs(say)));
    return noTests;
  };
  let counts = await runNamed('vscode, its preparation', prepare, false);
  const worker = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const done = await runNamed(`vscode, ${job.name}`, job.run, false);
      counts = addCounts(counts, done);
    }
  };
  await Promise.all([worker(), helper.then(worker)]);
  console.log(`vscode: ${writeCounts(counts)} in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  return counts;
}

async function main(): Promise<number> {
  const options = process.argv.findIndex((argument) => argument.startsWith('--'));
  const named = process.argv.slice(2, options < 0 ? undefined : options);
  const known = [...Object.keys(rings), screenRing];
  const unknown = named.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    console.error(`There is no ring “${unknown}”; there are: ${known.join(', ')}.`);
    return 2;
  }
  const wanted = named.length > 0 ? named : known;
  const onScreen = wanted.includes(screenRing);
  const beside = lanes
    .map((lane) => lane.filter((name) => wanted.includes(name)))
    .filter(({ length }) => length);
  const running = beside.map((lane) => runLane(lane, beside.length === 1 && !onScreen));
  const free = running.length > 0 ? Promise.race(running) : Promise.resolve();
  if (onScreen) running.push(runScreens(free));
  const counts = (await Promise.all(running)).reduce(addCounts, noTests);
  console.log(writeCounts(counts));
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main();
