import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext } from 'playwright-core';
import { startBrowser } from '../launcher/browser.js';
import { type ExtensionSource, installExtension } from '../launcher/extensionInstall.js';
import { downloadsFolder, projectFolder } from '../launcher/folders.js';
import { installVsCode } from '../launcher/installVsCode.js';
import { quietSettings } from '../launcher/userSettings.js';
import { startVsCode } from '../launcher/vscodeHost.js';
import { waitUntil } from '../launcher/wait.js';
import { Workbench } from '../launcher/workbench.js';
import { printTable, ratio } from './report.js';
import { median } from './timing.js';

const starts = 3;
/** After this many milliseconds no further start begins: a busy machine gets fewer of them, but no longer run. */
const patience = 75_000;
const ours = 'Markdown Mail';
const empty = 'Bench Empty';

/** An extension as "Show Running Extensions" lists it. `milliseconds`: loading of its code and `activate()`. */
interface Activation {
  readonly name: string;
  readonly startup: boolean;
  readonly milliseconds: number;
}

/** The package when it is there and not older than the built files, else the folder of the project. */
function newestBuild(): ExtensionSource {
  const vsix = join(projectFolder, 'markdown-mail.vsix');
  const built = ['extension.js', 'mail.js'].map(
    (name) => statSync(join(projectFolder, 'dist', name)).mtimeMs,
  );
  const current = existsSync(vsix) && statSync(vsix).mtimeMs >= Math.max(...built);
  return current ? { vsix } : { folder: projectFolder };
}

/** What VS Code counts even for an extension that does nothing, activated at the same event as ours. */
function writeEmptyExtension(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name: 'bench-empty',
    displayName: empty,
    publisher: 'markdown-mail',
    version: '0.0.1',
    engines: { vscode: '^1.105.0' },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
    capabilities: { untrustedWorkspaces: { supported: true } },
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'main.js'), "require('vscode');\nexports.activate = () => undefined;\n");
}

async function readActivations(workbench: Workbench): Promise<readonly Activation[]> {
  const rows = await workbench.page
    .locator('.runtime-extensions-editor .extension')
    .evaluateAll((elements) =>
      elements.map((element) =>
        ['.name', '.activation-time'].map((part) => element.querySelector(part)?.textContent ?? ''),
      ),
    );
  return rows.flatMap(([name = '', text = '']) => {
    const found = /^(Startup )?Activation: (\d+)ms$/.exec(text.replaceAll('\u00a0', ' '));
    return found ? [{ name, startup: found[1] !== undefined, milliseconds: Number(found[2]) }] : [];
  });
}

/** By the keyboard: on a busy machine the list moves under a click. */
async function showRunningExtensions({ quickInput }: Workbench): Promise<void> {
  await quickInput.openAt('>Developer: Show Running Extensions');
  await waitUntil('the command for running extensions', async () => {
    const [first] = await quickInput.rows();
    return first?.id === 'workbench.action.showRuntimeExtensions';
  });
  await quickInput.accept();
}

/** Resolves when ours and the empty one are active. @throws Error that says which extensions were */
async function waitForBoth(workbench: Workbench): Promise<readonly Activation[]> {
  let found: readonly Activation[] = [];
  const both = () => [ours, empty].every((name) => found.some((one) => one.name === name));
  try {
    return await waitUntil(
      'both extensions',
      async () => {
        found = await readActivations(workbench);
        return both() && found;
      },
      45_000,
    );
  } catch (cause) {
    const names = found.map(({ name }) => name).join(', ') || 'none';
    throw new Error(`${ours} and ${empty} were not active in time; active were: ${names}`, { cause });
  }
}

/** One start of the extension host: a new window has a new one. */
async function oneStart(
  browser: BrowserContext,
  url: string,
  sample: string,
): Promise<readonly Activation[]> {
  const workbench = await Workbench.open(browser, url);
  try {
    // A Markdown file wakes VS Code's own Markdown extensions.
    await workbench.openFile(sample);
    await showRunningExtensions(workbench);
    return await waitForBoth(workbench);
  } finally {
    await workbench.page.close();
  }
}

async function measure(folder: string): Promise<readonly (readonly Activation[])[]> {
  const data = join(folder, 'data');
  const extensions = join(folder, 'empty');
  const workspace = join(folder, 'workspace');
  writeEmptyExtension(extensions);
  cpSync(join(projectFolder, 'test', 'samples'), workspace, { recursive: true });
  const inData = (name: string) => join(data, name);
  const folders = { server: inData('server'), user: inData('user'), extensions: inData('extensions') };
  for (const one of Object.values(folders)) mkdirSync(one, { recursive: true });
  await installExtension(await installVsCode(), folders, { folder: extensions });
  // A list draws the rows that are on the screen alone.
  const viewport = { width: 1200, height: 1800 };
  const browser = await startBrowser({ profileFolder: join(folder, 'profile'), viewport });
  try {
    const host = await startVsCode({
      ...{ folder: workspace, extension: newestBuild(), dataFolder: data },
      settings: { ...quietSettings, 'git.enabled': true, 'workbench.editor.useModal': 'off' },
    });
    try {
      const found: (readonly Activation[])[] = [];
      // The first start fills caches of VS Code; it does not count.
      const end = Date.now() + patience;
      for (let start = -1; start < starts && (found.length === 0 || Date.now() < end); start++) {
        const activations = await oneStart(browser, host.url, join(workspace, 'bug-report.mail.md'));
        if (start >= 0) found.push(activations);
      }
      return found;
    } finally {
      await host.stop();
    }
  } finally {
    await browser.close();
  }
}

/** Prints the activation times that a real VS Code itself counts, or in one line why it could not be asked. */
export async function reportActivation(): Promise<void> {
  const runs = join(downloadsFolder, 'runs');
  mkdirSync(runs, { recursive: true });
  const folder = mkdtempSync(join(runs, 'bench-'));
  try {
    print(await measure(folder));
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    console.log(`\nActivation in a real VS Code was not measured: ${line}`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function print(found: readonly (readonly Activation[])[]): void {
  const names = [...new Set(found.flatMap((start) => start.map(({ name }) => name)))];
  const rows = names.map((name) => {
    const times = found.flat().filter((one) => one.name === name);
    const startup = times.some((one) => one.startup);
    return { name, startup, count: times.length, middle: median(times.map((one) => one.milliseconds)) };
  });
  const others = rows.filter(({ name }) => name !== ours && name !== empty);
  const middle = median(others.map((row) => row.middle));
  printTable({
    title: 'Activation in VS Code',
    note: [
      `Whole milliseconds that VS Code counts (loading the code, and activate() until it returns), median of ${found.length}`,
      'starts of the extension host. Ratio: to the median of VS Code’s own extensions in this list.',
    ],
    head: ['extension', 'when', 'starts', 'ms', 'ratio'],
    rows: rows
      .sort((a, b) => b.middle - a.middle)
      .map((row) => [
        row.name,
        row.startup ? 'startup' : 'later',
        String(row.count),
        String(row.middle),
        ratio(row.middle, middle),
      ]),
    words: 2,
  });
}
