// `npm test [-- ring…]`: all rings, or the named ones. The last line has the counts over all of them.
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { projectFolder } from './folders.js';
import { runHostTests } from './hostTests.js';
import { packageVsix, vsixVariable } from './packageVsix.js';
import { runProgram } from './program.js';
import { runRing, testFiles } from './ring.js';
import { addCounts, noTests, writeCounts, type TestCounts } from './testCounts.js';

const require = createRequire(join(projectFolder, 'package.json'));

/** A tool whose exit code is the result; what it prints is shown when it finds something. */
function check(packageName: string, program: string, args: readonly string[]) {
  return async (): Promise<TestCounts> => {
    const file = join(require.resolve(`${packageName}/package.json`), '..', program);
    const { code, output } = await runProgram(process.execPath, [file, ...args], { cwd: projectFolder });
    if (code === 0) return { ...noTests, passed: 1 };
    console.log(output.trimEnd());
    return { ...noTests, failed: 1 };
  };
}

/** From the package as it is shipped: first inside the extension host, then on the screen. */
async function vscode(): Promise<TestCounts> {
  const vsix = await packageVsix();
  const inHost = await runHostTests(vsix);
  const onScreen = await runRing(testFiles('vscode/screen'), {
    testLimit: 60_000,
    ringLimit: 480_000,
    env: { [vsixVariable]: vsix },
  });
  return addCounts(inHost, onScreen);
}

const rings: Readonly<Record<string, () => Promise<TestCounts>>> = {
  typecheck: check('typescript', 'bin/tsc', ['--noEmit']),
  lint: check('eslint', 'bin/eslint.js', ['.']),
  format: check('prettier', 'bin/prettier.cjs', ['--check', '.', '--log-level=warn']),
  unit: () =>
    runRing(['unit', 'conformance', 'fuzz'].flatMap(testFiles), { testLimit: 10_000, ringLimit: 300_000 }),
  protocol: () => runRing(testFiles('protocol'), { testLimit: 30_000, ringLimit: 480_000 }),
  faults: () => runRing(testFiles('faults'), { testLimit: 60_000, ringLimit: 240_000 }),
  vscode,
};

async function runNamed(name: string): Promise<TestCounts> {
  const start = Date.now();
  console.log(`${name}:`);
  const counts = await rings[name]!().catch((error: unknown) => {
    console.log(`  ✖ ${error instanceof Error ? error.message : String(error)}`);
    return { ...noTests, failed: 1 };
  });
  console.log(`${name}: ${writeCounts(counts)} in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
  return counts;
}

async function main(): Promise<number> {
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !(name in rings));
  if (unknown !== undefined) {
    console.error(`There is no ring “${unknown}”; there are: ${Object.keys(rings).join(', ')}.`);
    return 2;
  }
  let counts = noTests;
  for (const name of named.length > 0 ? named : Object.keys(rings))
    counts = addCounts(counts, await runNamed(name));
  console.log(writeCounts(counts));
  return counts.failed > 0 || counts.passed === 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main();
