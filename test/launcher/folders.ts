import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the bundle that runs: `out/launcher`, or the launcher's place in another output folder. */
export const launcherFolder = dirname(fileURLToPath(import.meta.url));

function isProject(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'name' in parsed && parsed.name === 'markdown-mail';
}

function findProject(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (isProject(folder)) return folder;
    if (folder === dirname(folder))
      throw new Error('The launcher does not lie inside the markdown-mail project.');
  }
}

/** The folder of package.json. */
export const projectFolder = findProject(launcherFolder);

/** Git-ignored: downloads, and the data of test runs. `@vscode/test-electron` keeps its downloads here too. */
export const downloadsFolder = join(projectFolder, '.vscode-test');

/** Git-ignored: PNG files of test runs and of the demo. */
export const screenshotsFolder = join(projectFolder, 'screenshots');

/** The tests that run inside VS Code, bundled. */
export const hostTestsFile = join(launcherFolder, '..', 'vscode', 'host', 'index.js');
