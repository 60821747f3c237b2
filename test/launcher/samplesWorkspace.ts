import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { downloadsFolder, projectFolder } from './folders.js';
import { quietSettings } from './userSettings.js';

/** What `npm start` opens: a copy of the samples, so that mails written and sent there do not touch the project. */
export interface SamplesWorkspace {
  readonly folder: string;
  /** VS Code's own data and the browser's profile. */
  readonly dataFolder: string;
  readonly profileFolder: string;
}

/** Whatever a stopped copying left is not taken for the samples: the copy gets its name when it is whole. */
function copySamples(to: string): void {
  const unfinished = `${to}.${process.pid}`;
  cpSync(join(projectFolder, 'test', 'samples'), unfinished, { recursive: true });
  renameSync(unfinished, to);
}

/**
 * Makes the workspace unless it exists.
 * @param name of the folder below .vscode-test/
 * @param fresh whether files, mailbox and settings of former runs are thrown away
 */
export function samplesWorkspace(name: string, fresh: boolean): SamplesWorkspace {
  const root = join(downloadsFolder, name);
  if (fresh) rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  mkdirSync(root, { recursive: true });
  const workspace = {
    folder: join(root, 'Mail'),
    dataFolder: join(root, 'data'),
    profileFolder: join(root, 'profile'),
  };
  if (!existsSync(workspace.folder)) copySamples(workspace.folder);
  return workspace;
}

/** The sandbox is on, and nothing stands between opening and seeing. */
export const sampleSettings: Readonly<Record<string, unknown>> = {
  ...quietSettings,
  'markdownMail.cloud': 'sandbox',
  'window.menuBarVisibility': 'compact',
  'editor.wordWrap': 'on',
  'editor.minimap.enabled': false,
  'breadcrumbs.enabled': false,
  'explorer.confirmDelete': false,
};
