import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Those that a draft, its settings and its files meet: languages, themes, icons, the viewer of pictures. */
const kept = [
  'configuration-editing',
  'css',
  'diff',
  'html',
  'javascript',
  'json',
  'markdown-basics',
  'markdown-language-features',
  'media-preview',
  'merge-conflict',
  'microsoft-authentication',
  'search-result',
  'theme-defaults',
  'theme-seti',
  'typescript-basics',
  'xml',
  'yaml',
];

/**
 * Makes a folder with a few of the eighty extensions that VS Code brings along. The others take a fifth of the work of
 * its start, which a test of mail does not need twenty times.
 */
export function linkFewBuiltIns(vscode: string, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of kept) symlinkSync(join(vscode, 'extensions', name), join(folder, name), 'junction');
}
