import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type InstalledVsCode } from './installVsCode.js';
import { runProgram } from './program.js';

/** A package, or a source folder that VS Code loads where it is, as after "Install Extension from Location…". */
export type ExtensionSource = { readonly vsix: string } | { readonly folder: string };

/** Where a server keeps its own data, the user's data and the extensions. */
export interface ServerFolders {
  readonly server: string;
  readonly user: string;
  readonly extensions: string;
}

interface ExtensionEntry {
  readonly identifier: { readonly id: string };
  readonly version: string;
  readonly location: { readonly $mid: 1; readonly scheme: 'file'; readonly path: string };
  readonly metadata: { readonly source: 'resource'; readonly installedTimestamp: number };
}

async function installPackage(vsCode: InstalledVsCode, folders: ServerFolders, vsix: string): Promise<void> {
  const { code, output } = await runProgram(vsCode.node, [
    join(vsCode.vscode, 'out', 'server-main.js'),
    ...['--install-extension', resolve(vsix), '--force'],
    ...['--extensions-dir', folders.extensions, '--server-data-dir', folders.server],
  ]);
  if (code !== 0) throw new Error(`The package could not be installed in VS Code:\n${output}`);
}

/**
 * Names a source folder in extensions.json. Extension development mode would run it too, but there VS Code hides
 * notifications and does not start the extension host again: not what a user has.
 */
function registerFolder(folders: ServerFolders, folder: string): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
  const id = `${manifest['publisher']}.${manifest['name']}`;
  const list = join(folders.extensions, 'extensions.json');
  const before = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as ExtensionEntry[]) : [];
  const entry: ExtensionEntry = {
    identifier: { id },
    version: manifest['version'] ?? '0.0.0',
    location: { $mid: 1, scheme: 'file', path: decodeURI(pathToFileURL(resolve(folder)).pathname) },
    metadata: { source: 'resource', installedTimestamp: Date.now() },
  };
  writeFileSync(list, JSON.stringify([...before.filter((one) => one.identifier.id !== id), entry]));
}

export async function installExtension(
  vsCode: InstalledVsCode,
  folders: ServerFolders,
  source: ExtensionSource,
): Promise<void> {
  if ('vsix' in source) await installPackage(vsCode, folders, source.vsix);
  else registerFolder(folders, source.folder);
}
