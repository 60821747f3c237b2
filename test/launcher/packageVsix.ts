import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { downloadsFolder, projectFolder } from './folders.js';
import { runProgram } from './program.js';

/** Names the package for the processes of a test run, so that it is built once. */
export const vsixVariable = 'MARKDOWN_MAIL_VSIX';

/** What `npm run package` gives vsce, except for the place of the file: what is tested is packed as what is shipped. */
function vsceOptions(): string[] {
  const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const options = /\bvsce package (.*)$/.exec(manifest.scripts['package'] ?? '')?.[1];
  if (options === undefined) throw new Error('The script "package" of package.json does not call vsce.');
  return options
    .replace(/--out \S+/, '')
    .split(' ')
    .filter((option) => option !== '');
}

/** Packs what `node esbuild.mjs` has built. @throws Error with vsce's output */
export async function packageVsix(): Promise<string> {
  const file = join(downloadsFolder, 'markdown-mail.vsix');
  mkdirSync(dirname(file), { recursive: true });
  const vsce = createRequire(join(projectFolder, 'package.json')).resolve('@vscode/vsce/package.json');
  const args = [join(dirname(vsce), 'vsce'), 'package', ...vsceOptions(), '--out', file];
  const { code, output } = await runProgram(process.execPath, args, { cwd: projectFolder });
  if (code !== 0) throw new Error(`vsce could not make the package:\n${output}`);
  return file;
}

/** The package under test: the one the test run has made, else one made now. */
export async function testedPackage(): Promise<string> {
  const named = process.env[vsixVariable];
  return named !== undefined && existsSync(named) ? named : packageVsix();
}
