import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { projectFolder } from '../launcher/folders.js';
import { kibibytes, printTable } from './report.js';

const files = ['dist/extension.js', 'dist/mail.js', 'dist/markdownWriter.js'] as const;

const lazyJsonWebToken: Plugin = {
  name: 'lazy-jsonwebtoken',
  setup(bundler) {
    bundler.onResolve({ filter: /^jsonwebtoken$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: 'jsonwebtoken', namespace: 'lazy' },
    );
    bundler.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: `exports.sign = (...given) => require('./jsonwebtoken.js').sign(...given);`,
    }));
  },
};

/** As esbuild.mjs builds the extension; whether that still holds is seen by comparing the bytes. */
const asBuilt = {
  bundle: true,
  platform: 'node',
  logLevel: 'silent',
  legalComments: 'none',
  charset: 'utf8',
  entryPoints: ['src/extension.ts', 'src/mail.ts', 'src/markdownWriter.ts', 'jsonwebtoken'],
  outbase: 'src',
  entryNames: '[name]',
  outdir: 'dist',
  format: 'cjs',
  target: 'node22',
  minify: true,
  external: [
    'vscode',
    './mail.js',
    './markdownWriter.js',
    './jsonwebtoken.js',
    'postal-mime',
    'web-streams-polyfill/*',
  ],
  supported: { 'dynamic-import': false },
  plugins: [lazyJsonWebToken],
  absWorkingDir: projectFolder,
} satisfies BuildOptions;

/** Prints the size of what is shipped, and which packages it is made of. */
export async function reportSizes(): Promise<void> {
  const sizes = files.map((file) => {
    const bytes = readFileSync(join(projectFolder, file));
    return [file, kibibytes(bytes.length), kibibytes(gzipSync(bytes, { level: 9 }).length)];
  });
  const vsix = join(projectFolder, 'markdown-mail.vsix');
  const packed = existsSync(vsix) ? kibibytes(statSync(vsix).size) : 'not built';
  printTable({
    title: 'Size',
    note: ['KiB. The package is a zip, so it has no gzip column.'],
    head: ['file', 'KiB', 'gzip'],
    rows: [...sizes, ['markdown-mail.vsix', packed, '']],
  });
  const result = await build({ ...asBuilt, write: false, metafile: true });
  for (const file of files) reportContents(file, result);
}

function reportContents(
  file: (typeof files)[number],
  { metafile, outputFiles }: BuildResult<{ write: false; metafile: true }>,
): void {
  const output = metafile.outputs[file];
  const rebuilt = outputFiles.find(({ path }) => path.replaceAll('\\', '/').endsWith(file));
  if (!output || !rebuilt) throw new Error(`esbuild gave no ${file}.`);
  const same = readFileSync(join(projectFolder, file)).equals(rebuilt.contents);
  const parts = new Map<string, number>();
  for (const [path, { bytesInOutput }] of Object.entries(output.inputs))
    parts.set(partOf(path), (parts.get(partOf(path)) ?? 0) + bytesInOutput);
  const known = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0);
  parts.set('(what joins the modules)', output.bytes - known);
  const rows = [...parts]
    .sort(([, a], [, b]) => b - a)
    .map(([part, bytes]) => [part, kibibytes(bytes), `${((100 * bytes) / output.bytes).toFixed(1)} %`]);
  const large = rows.filter(([, , share]) => parseFloat(share ?? '') >= 0.5);
  printTable({
    title: `What ${file} holds`,
    note: [
      same
        ? 'Read from a build with the same options, which gave the same bytes.'
        : 'Read from a build of the sources as they are now; the file in dist/ differs from it.',
      `Parts below 0.5 % are left out: ${rows.length - large.length}.`,
    ],
    head: ['part', 'KiB', 'share'],
    rows: large,
  });
}

/** A package by its name, an own file by its room. */
function partOf(path: string): string {
  const inPackage = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (inPackage !== undefined) return inPackage;
  const room = /^src\/([^/]+)\//.exec(path)?.[1];
  return room === undefined ? 'src/*.ts' : `src/${room}/`;
}
