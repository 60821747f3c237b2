import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launcherFolder, projectFolder } from './folders.js';
import { endGroup } from './processTree.js';
import { addCounts, isTestCounts, noTests, type TestCounts } from './testCounts.js';

export interface RingOptions {
  /** For one test, in milliseconds; a test may set its own. */
  readonly testLimit: number;
  /** For the whole ring, in milliseconds. */
  readonly ringLimit: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Takes what the ring prints, a line at a time; absent: it goes to the screen. */
  readonly say?: (line: string) => void;
}

/** After its last test a process has this long to end by itself. */
const graceToEnd = 10_000;

/** The built test files of a folder of test/. */
export function testFiles(folder: string): string[] {
  const built = join(launcherFolder, '..', folder);
  if (!existsSync(built)) return [];
  return readdirSync(built, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.mjs'))
    .map((name) => join(built, name))
    .sort();
}

function failure(sentence: string, say: (line: string) => void = console.log): TestCounts {
  say(`  ✖ ${sentence}`);
  return { ...noTests, failed: 1 };
}

/** Ends a ring that takes too long, or that does not end after its last test. Resolves with the reason. */
function watchOver(
  child: ChildProcess,
  pid: number,
  ringLimit: number,
): { counted(): void; reason(): string } {
  let reason = '';
  const end = (why: string) => {
    reason = why;
    endGroup(pid, 'SIGKILL');
  };
  let timer = setTimeout(
    () => end(`The ring took longer than ${ringLimit / 60_000} minutes and was ended.`),
    ringLimit,
  );
  child.once('exit', () => clearTimeout(timer));
  return {
    reason: () => reason,
    counted: () => {
      clearTimeout(timer);
      timer = setTimeout(
        () =>
          end(
            'The tests left something open (a server, a timer, a socket): the process did not end by itself.',
          ),
        graceToEnd,
      );
    },
  };
}

/** Runs built test files by mocha in a process of their own. A ring without tests has failed. */
export function runRing(files: readonly string[], options: RingOptions): Promise<TestCounts> {
  if (files.length === 0) return Promise.resolve(failure('No test was found.', options.say));
  return new Promise((resolve) => {
    const runner = join(launcherFolder, 'mochaRing.mjs');
    const child = spawn(
      process.execPath,
      ['--enable-source-maps', runner, String(options.testLimit), ...files],
      {
        cwd: projectFolder,
        detached: process.platform !== 'win32',
        stdio: options.say ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, ...options.env },
      },
    );
    const { say } = options;
    const failed = (sentence: string) => failure(sentence, say);
    for (const stream of [child.stdout, child.stderr])
      if (stream && say) createInterface(stream).on('line', say);
    const pid = child.pid ?? -1;
    const endWithLauncher = () => endGroup(pid, 'SIGKILL');
    process.once('exit', endWithLauncher);
    const watch = watchOver(child, pid, options.ringLimit);
    let counts: TestCounts | undefined;
    child.on('message', (message) => {
      if (!isTestCounts(message)) return;
      counts = message;
      watch.counted();
    });
    child.on('error', (error) => resolve(failed(`The tests could not be started: ${error.message}`)));
    child.on('exit', (code, signal) => {
      process.removeListener('exit', endWithLauncher);
      const problem =
        watch.reason() || (counts ? '' : `The tests ended early (${signal ?? `exit code ${code}`}).`);
      const ran = counts ?? noTests;
      const total = ran.passed + ran.failed + ran.skipped;
      if (problem) resolve(addCounts(ran, failed(problem)));
      else if (total === 0) resolve(failed('The files hold no test.'));
      else if (code !== 0 && ran.failed === 0)
        resolve(addCounts(ran, failed(`The process ended with code ${code}.`)));
      else resolve(ran);
    });
  });
}
