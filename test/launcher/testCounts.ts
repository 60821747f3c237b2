import type Mocha from 'mocha';

/** What a ring of tests, or a check such as the type check, came to. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noTests: TestCounts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function writeCounts({ passed, failed, skipped }: TestCounts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Whether a value that came from another process is {@link TestCounts}. */
export function isTestCounts(value: unknown): value is TestCounts {
  if (typeof value !== 'object' || value === null) return false;
  const counts: Partial<Record<keyof TestCounts, unknown>> = value;
  return [counts.passed, counts.failed, counts.skipped].every(Number.isInteger);
}

/** An error with its causes, as deep as they go. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${describeError(error.cause)}`;
}

const indent = (text: string) => text.replace(/^/gm, '      ');

/** Runs what `mocha` has loaded; its own reporter should be the silent `Base`. Says one line for each outermost `describe`, and each failure in full. */
export function runMocha(mocha: Mocha, say: (line: string) => void): Promise<TestCounts> {
  let counts = noTests;
  let suite = noTests;
  let began = Date.now();
  const count = (one: Partial<TestCounts>) => {
    counts = addCounts(counts, { ...noTests, ...one });
    suite = addCounts(suite, { ...noTests, ...one });
  };
  return new Promise((resolve) => {
    const runner = mocha.run(() => resolve(counts));
    runner.on('pass', () => count({ passed: 1 }));
    runner.on('pending', (test) => {
      count({ skipped: 1 });
      say(`    - skipped: ${test.fullTitle()}`);
    });
    runner.on('fail', (test, error: unknown) => {
      count({ failed: 1 });
      say(`    ✖ ${test.fullTitle()}\n${indent(describeError(error))}`);
    });
    runner.on('suite end', (ended) => {
      if (ended.parent?.root !== true) return;
      const seconds = Math.round((Date.now() - began) / 1000);
      const time = seconds > 1 ? ` in ${seconds} s` : '';
      say(`  ${suite.failed > 0 ? '✖' : '✔'} ${ended.title}: ${writeCounts(suite)}${time}`);
      suite = noTests;
      began = Date.now();
    });
  });
}
