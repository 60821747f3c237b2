// `npm run test:desktop`: the tests inside VS Code on desktop VS Code, which is downloaded into .vscode-test/.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  downloadAndUnzipVSCode,
  resolveCliPathFromVSCodeExecutablePath,
  runTests,
} from '@vscode/test-electron';
import { downloadsFolder, hostTestsFile, projectFolder } from './folders.js';
import { makeHostTestFolders, readHostResults, resultsVariable, type HostTestFolders } from './hostTests.js';
import { packageVsix } from './packageVsix.js';
import { runProgram } from './program.js';
import { addCounts, noTests, writeCounts, type TestCounts } from './testCounts.js';
import { testSettings, UserSettings } from './userSettings.js';

/** The oldest VS Code that the package promises to run in: `^1.105.0` is 1.105.0. */
function floorVersion(): string {
  const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    engines: { vscode: string };
  };
  return manifest.engines.vscode.replace(/^[^\d]*/, '');
}

/** Folders of their own, so that no extension or setting of the user takes part. */
function profileArguments({ root }: HostTestFolders): string[] {
  return [`--user-data-dir=${join(root, 'user')}`, `--extensions-dir=${join(root, 'extensions')}`];
}

async function installPackage(executable: string, vsix: string, folders: HostTestFolders): Promise<void> {
  const cli = resolveCliPathFromVSCodeExecutablePath(executable);
  const args = [...profileArguments(folders), '--install-extension', vsix, '--force'];
  // VS Code's command line refuses to run as root without a user data folder, which it is given here.
  const { code, output } = await runProgram(cli, args);
  if (code !== 0) throw new Error(`The package could not be installed in desktop VS Code:\n${output}`);
}

async function testIn(version: string, vsix: string): Promise<TestCounts> {
  const executable = await downloadAndUnzipVSCode({ version, cachePath: downloadsFolder });
  const folders = makeHostTestFolders();
  try {
    new UserSettings(join(folders.root, 'user')).replace(testSettings);
    await installPackage(executable, vsix, folders);
    const code = await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: folders.developed,
      extensionTestsPath: hostTestsFile,
      extensionTestsEnv: { [resultsVariable]: folders.results },
      launchArgs: [folders.workspace, ...profileArguments(folders), '--disable-gpu'],
    }).catch((error: unknown) => {
      // A failed test ends VS Code with code 1; the counts say which, and a crash leaves none.
      console.log(error instanceof Error ? error.message : error);
      return 1;
    });
    const counts = readHostResults(folders, console.log);
    if (code !== 0 && counts.failed === 0)
      throw new Error(`VS Code ${version} ended the tests with code ${code}.`);
    return counts;
  } finally {
    rmSync(folders.root, { recursive: true, force: true, maxRetries: 5 });
  }
}

const vsix = await packageVsix();
let counts = noTests;
for (const version of [floorVersion(), 'stable']) {
  console.log(`VS Code ${version}:`);
  const found = await testIn(version, vsix).catch((error: unknown) => {
    console.log(`  ✖ ${error instanceof Error ? error.message : String(error)}`);
    return { ...noTests, failed: 1 };
  });
  console.log(`VS Code ${version}: ${writeCounts(found)}\n`);
  counts = addCounts(counts, found.passed + found.failed === 0 ? { ...noTests, failed: 1 } : found);
}
console.log(writeCounts(counts));
process.exitCode = counts.failed > 0 ? 1 : 0;
