// Builds the extension (dist/) and the tests and their launcher (out/). `--watch` rebuilds, `--no-tests` skips out/.
import { readdirSync, rmSync } from 'node:fs';
import { context, build } from 'esbuild';

const watch = process.argv.includes('--watch');
const extensionOnly = process.argv.includes('--no-tests');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  logLevel: 'warning',
  legalComments: 'none',
  charset: 'utf8',
};

/** `jsonwebtoken` serves confidential clients only, which this extension has not: 57 KB less, 8 ms less to load. */
const withoutJsonWebToken = {
  name: 'without-jsonwebtoken',
  setup(b) {
    b.onResolve({ filter: /^jsonwebtoken$/ }, () => ({ path: 'jsonwebtoken', namespace: 'empty' }));
    b.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'module.exports = {}' }));
  },
};

const extension = {
  ...shared,
  entryPoints: ['src/extension.ts', 'src/mail.ts'],
  outdir: 'dist',
  format: 'cjs',
  target: 'node22',
  minify: true,
  sourcemap: watch ? 'inline' : false,
  // extension.js loads mail.js at first use, by a plain lazy `require`.
  external: ['vscode', './mail.js', 'web-streams-polyfill/*'],
  supported: { 'dynamic-import': false },
  plugins: [withoutJsonWebToken],
};

const walk = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => `${e.parentPath}/${e.name}`.replaceAll('\\', '/'));
const tests = walk('test').filter(
  (f) => /(\.test|^test\/(launcher|bench)\/.*)\.ts$/.test(f) && !f.startsWith('test/vscode/host/'),
);
const out = {
  ...shared,
  outdir: 'out',
  outbase: 'test',
  packages: 'external',
  sourcemap: 'inline',
  target: 'node20',
};

const jobs = [extension];
if (!extensionOnly) {
  jobs.push({ ...out, entryPoints: tests, format: 'esm', outExtension: { '.js': '.mjs' } });
  jobs.push({ ...out, entryPoints: ['test/vscode/host/index.ts'], format: 'cjs', external: ['vscode'] });
}
if (!extensionOnly) rmSync('out', { recursive: true, force: true });
if (watch) await Promise.all(jobs.map(async (job) => (await context(job)).watch()));
else await Promise.all(jobs.map((job) => build(job)));
