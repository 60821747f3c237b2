import { basename } from 'node:path';
import { chromiumPath } from './browser.js';
import { runHostTests } from './hostTests.js';
import { installVsCode } from './installVsCode.js';
import { packageVsix, vsixVariable } from './packageVsix.js';
import { runRing, testFiles } from './ring.js';
import { type TestCounts } from './testCounts.js';

type Say = (line: string) => void;

/** A part of the `vscode` ring, with a VS Code of its own. */
export interface ScreenJob {
  readonly name: string;
  readonly run: (say: Say) => Promise<TestCounts>;
}

/** Those that take minutes go first, so that nobody is left alone with one at the end. */
const long = [
  ...['killed', 'looks', 'mailboxTrouble', 'twoWindows', 'preview', 'sidebar'],
  ...['mailboxDrafts', 'signInAndSend', 'sendLater', 'language', 'driver'],
];

const nameOf = (file: string) => basename(file).replace(/\.test\.mjs$/, '');

function place(file: string): number {
  const found = long.indexOf(nameOf(file));
  return found < 0 ? long.length : found;
}

/**
 * Packs the extension as it is shipped and fetches VS Code and a browser, once for all. Then there is one job for the
 * tests inside the extension host, and one for each file of tests on the screen.
 * @throws Error when there is nothing to test or to test it in
 */
export async function prepareScreenJobs(sayFirst: Say): Promise<ScreenJob[]> {
  const [vsix] = await Promise.all([packageVsix(), installVsCode(sayFirst), chromiumPath(sayFirst)]);
  const limits = { testLimit: 240_000, ringLimit: 600_000, env: { [vsixVariable]: vsix } };
  const onScreen = testFiles('vscode/screen')
    .sort((a, b) => place(a) - place(b))
    .map((file) => ({
      name: nameOf(file),
      run: (say: Say) => runRing([file], { ...limits, say }),
    }));
  return [{ name: 'host', run: (say) => runHostTests(vsix, say) }, ...onScreen];
}
