// Builds the extension (dist/) and the tests and their launcher (out/). `--watch` rebuilds, `--no-tests` skips out/,
// `--pictures` builds dist/pictures alone.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { context, build } from 'esbuild';

const watch = process.argv.includes('--watch');
const picturesOnly = process.argv.includes('--pictures');
const extensionOnly = picturesOnly || process.argv.includes('--no-tests');

/** @type {import('esbuild').BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  logLevel: 'warning',
  legalComments: 'none',
  charset: 'utf8',
};

/** Only an application with a certificate needs `jsonwebtoken`, which is then loaded: 57 KB and 8 ms less for all others. */
const lazyJsonWebToken = {
  name: 'lazy-jsonwebtoken',
  setup(b) {
    b.onResolve({ filter: /^jsonwebtoken$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: 'jsonwebtoken', namespace: 'lazy' },
    );
    b.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: `exports.sign = (...given) => require('./jsonwebtoken.js').sign(...given);`,
    }));
  },
};

/** Only a draft that is made from MIME in the sandbox mailbox needs `postal-mime`, which is then loaded: 70 KB. */
const lazyPostalMime = {
  name: 'lazy-postal-mime',
  setup(b) {
    b.onResolve({ filter: /^postal-mime$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './postal-mime.js', external: true },
    );
  },
};

const extension = {
  ...shared,
  entryPoints: ['src/extension.ts', 'src/mail.ts', 'src/markdownWriter.ts', 'jsonwebtoken', 'postal-mime'],
  // Not by its path below node_modules.
  outbase: 'src',
  entryNames: '[name]',
  outdir: 'dist',
  format: 'cjs',
  target: 'node22',
  minify: true,
  sourcemap: watch ? 'inline' : false,
  // extension.js loads mail.js at first use, by a plain lazy `require`, and mail.js markdownWriter.js.
  external: ['vscode', './mail.js', './markdownWriter.js', './jsonwebtoken.js', 'web-streams-polyfill/*'],
  supported: { 'dynamic-import': false },
  plugins: [lazyJsonWebToken, lazyPostalMime],
};

/** A worker thread makes pictures; it loads each of the others when it is first needed (src/pictures/worker.ts). */
const pictureParts = ['convert', 'formula', 'diagram', 'svgToPng'];
const pictures = {
  ...shared,
  entryPoints: ['worker', ...pictureParts].map((n) => `src/pictures/${n}.ts`),
  outdir: 'dist/pictures',
  format: 'cjs',
  target: 'node22',
  minify: true,
  sourcemap: extension.sourcemap,
  external: pictureParts.map((name) => `./${name}.js`),
  supported: { 'dynamic-import': false },
  // The codecs' glue asks where it lies only to find its wasm, which it is given.
  define: { 'import.meta.url': '"file:///"' },
  // Mermaid's picture is never a page (plainPurifier.ts); its second layout and its formulas in HTML are left out: 0.5 MB.
  alias: {
    dompurify: './src/pictures/plainPurifier.ts',
    'elkjs/lib/elk.bundled.js': './src/pictures/leftOut.ts',
    katex: './src/pictures/leftOut.ts',
  },
};

/** Read from dist/pictures at run time (src/pictures/assets.ts). */
const pictureAssets = [
  '@jsquash/avif/codec/dec/avif_dec.wasm',
  '@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm',
  '@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm',
  '@jsquash/png/codec/pkg/squoosh_png_bg.wasm',
  '@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm',
  '@jsquash/webp/codec/dec/webp_dec.wasm',
  '@resvg/resvg-wasm/index_bg.wasm',
  ...[
    'latin',
    'latin-ext',
    'cyrillic',
    'cyrillic-ext',
    'greek',
    'greek-ext',
    'vietnamese',
    'hebrew',
    'math',
    'symbols',
  ].flatMap((subset) =>
    [400, 700].map((weight) => `@fontsource/open-sans/files/open-sans-${subset}-${weight}-normal.woff`),
  ),
];
mkdirSync('dist/pictures', { recursive: true });
for (const file of pictureAssets) copyFileSync(`node_modules/${file}`, `dist/pictures/${basename(file)}`);

/** The licences of what is shipped ask that their texts go along. */
function writeNotices(results) {
  if (picturesOnly) return;
  const inputs = results.flatMap(({ metafile }) => Object.keys(metafile?.inputs ?? {}));
  const folders = [...inputs, ...pictureAssets.map((file) => `node_modules/${file}`)].map(
    (file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0],
  );
  const notices = [...new Set(folders.filter(Boolean))].sort().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying|ofl)/i.test(entry));
    const text = file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : '';
    return `${name} ${version} (${license ?? 'see below'})\n\n${text}`;
  });
  writeFileSync('dist/THIRD-PARTY-NOTICES.txt', `${notices.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`);
}

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

const jobs = picturesOnly ? [pictures] : [extension, pictures];
if (!extensionOnly) {
  const modules = { ...out, format: 'esm', outExtension: { '.js': '.mjs' } };
  // Rings that run in one process share what they have in common: each file by itself would load it again.
  const shares = (f) => /^test\/(unit|conformance|fuzz)\//.test(f);
  jobs.push({ ...modules, entryPoints: tests.filter(shares), splitting: true, chunkNames: 'shared/[hash]' });
  jobs.push({ ...modules, entryPoints: tests.filter((f) => !shares(f)) });
  jobs.push({ ...out, entryPoints: ['test/vscode/host/index.ts'], format: 'cjs', external: ['vscode'] });
}
if (!extensionOnly) rmSync('out', { recursive: true, force: true });
if (watch) await Promise.all(jobs.map(async (job) => (await context(job)).watch()));
else
  writeNotices(
    await Promise.all(jobs.map((job) => build({ ...job, metafile: !job.outdir.startsWith('out') }))),
  );
