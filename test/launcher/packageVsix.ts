import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { downloadsFolder, projectFolder } from './folders.js';
import { runProgram } from './program.js';

/** Names the package for the processes of a test run, so that it is built once. */
export const vsixVariable = 'MARKDOWN_MAIL_VSIX';

/** Packs what `node esbuild.mjs` has built, as `npm run package` does. @throws Error with vsce's output */
export async function packageVsix(): Promise<string> {
  const file = join(downloadsFolder, 'markdown-mail.vsix');
  mkdirSync(dirname(file), { recursive: true });
  const manifest = createRequire(join(projectFolder, 'package.json')).resolve('@vscode/vsce/package.json');
  const flags = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const args = [join(dirname(manifest), 'vsce'), 'package', ...flags, '--out', file];
  const { code, output } = await runProgram(process.execPath, args, { cwd: projectFolder });
  if (code !== 0) throw new Error(`vsce could not make the package:\n${output}`);
  return file;
}

/** The package under test: the one the test run has made, else one made now. */
export async function testedPackage(): Promise<string> {
  const named = process.env[vsixVariable];
  return named !== undefined && existsSync(named) ? named : packageVsix();
}
