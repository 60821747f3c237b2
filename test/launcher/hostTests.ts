import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page } from 'playwright-core';
import { startBrowser } from './browser.js';
import { hostTestsFile } from './folders.js';
import { isTestCounts, type TestCounts } from './testCounts.js';
import { testSettings } from './userSettings.js';
import { startVsCode } from './vscodeHost.js';
import { waitUntil } from './wait.js';

/** Names the file in which the tests inside VS Code leave their counts. */
export const resultsVariable = 'MARKDOWN_MAIL_TEST_RESULTS';

/** What a run of the tests inside VS Code needs on disk, on a desktop and in a browser alike. */
export interface HostTestFolders {
  readonly root: string;
  readonly workspace: string;
  /** An extension without code: VS Code runs tests only beside an extension in development. */
  readonly developed: string;
  readonly results: string;
}

/** A short path: VS Code's sockets lie below it, and their paths may have 103 characters at most. */
export function makeHostTestFolders(): HostTestFolders {
  const root = mkdtempSync(join(tmpdir(), 'mdm-'));
  const folders = {
    root,
    workspace: join(root, 'workspace'),
    developed: join(root, 'developed'),
    results: join(root, 'results.json'),
  };
  mkdirSync(folders.workspace);
  mkdirSync(folders.developed);
  const manifest = {
    name: 'test-window',
    publisher: 'markdown-mail',
    version: '0.0.1',
    engines: { vscode: '*' },
  };
  writeFileSync(join(folders.developed, 'package.json'), JSON.stringify(manifest));
  return folders;
}

/** What the tests inside VS Code write, when they are done, into the file that {@link resultsVariable} names. */
export interface HostResults {
  readonly counts: TestCounts;
  readonly report: readonly string[];
}

/** Says the report and gives the counts. @throws Error when there are none: VS Code ended before the tests did */
export function readHostResults({ results }: HostTestFolders, say: (line: string) => void): TestCounts {
  const read = existsSync(results) ? (JSON.parse(readFileSync(results, 'utf8')) as Partial<HostResults>) : {};
  read.report?.forEach(say);
  if (!isTestCounts(read.counts)) throw new Error('The tests inside VS Code left no result.');
  return read.counts;
}

/**
 * Opens the window that runs the tests, and resolves with their exit code. VS Code calls the two functions in the
 * page: the first with all it logs, which is a lot and shown only when the tests do not come to an end.
 */
async function runInWindow(
  page: Page,
  url: string,
  limit: number,
  say: (line: string) => void,
): Promise<number> {
  const logged: string[] = [];
  await page.exposeFunction('codeAutomationLog', (_kind: string, values: unknown) => {
    logged.push(JSON.stringify(values).slice(0, 1000));
  });
  let exited: number | undefined;
  await page.exposeFunction('codeAutomationExit', (code: number) => {
    exited = code;
  });
  await page.goto(url);
  try {
    return (
      await waitUntil('the end of the tests inside VS Code', () => exited !== undefined && [exited], limit)
    )[0]!;
  } catch (error) {
    logged.slice(-40).forEach(say);
    throw error;
  }
}

/** Runs the tests inside VS Code's extension host, in a browser, with the package installed as a user has it. */
export async function runHostTests(
  vsix: string,
  say: (line: string) => void,
  limit = 600_000,
): Promise<TestCounts> {
  const folders = makeHostTestFolders();
  const host = await startVsCode({
    folder: folders.workspace,
    extension: { vsix },
    settings: testSettings,
    dataFolder: join(folders.root, 'data'),
    runsTests: true,
    env: { [resultsVariable]: folders.results },
  });
  try {
    const browser = await startBrowser({ profileFolder: join(folders.root, 'profile') });
    try {
      const payload = [
        ['extensionDevelopmentPath', host.remoteUri(folders.developed)],
        ['extensionTestsPath', host.remoteUri(hostTestsFile)],
      ] as const;
      const code = await runInWindow(await browser.newPage(), host.pageUrl({ payload }), limit, say);
      const counts = readHostResults(folders, say);
      if (code !== 0 && counts.failed === 0) throw new Error(`VS Code ended the tests with code ${code}.`);
      return counts;
    } finally {
      await browser.close();
    }
  } finally {
    await host.stop();
    rmSync(folders.root, { recursive: true, force: true, maxRetries: 5 });
  }
}
