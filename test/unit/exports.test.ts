import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

/** Sources by their path, with slashes. */
function sourcesOf(folder: string): [path: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .map((path) => [path, readFileSync(path, 'utf8')]);
}

const fileOf = (path: string, specifier: string) =>
  posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');

/** `path#name` of what a file takes from others, by `import`, `export … from` or `import()`. */
function takenBy(path: string, text: string): string[] {
  const pattern =
    /(?:import|export)\s(?:type\s)?\s*\{([^}]*)\}\s*from\s*'(\.[^']+)'|\{([^{}]*)\}\s*=\s*await\s+import\('(\.[^']+)'\)/g;
  return [...text.matchAll(pattern)].flatMap(([, names, from, lazyNames, lazyFrom]) => {
    const file = fileOf(path, from ?? lazyFrom ?? '');
    const words = (names ?? lazyNames ?? '').split(',').map((name) => name.trim().replace(/^type\s+/, ''));
    return words.map((name) => `${file}#${name.replace(/(?:\s+as\s|:).*$/s, '').trim()}`);
  });
}

/** The same of what it names through `import * as`. */
function takenThroughAlias(path: string, text: string): string[] {
  const aliases = [...text.matchAll(/import \* as (\w+) from '(\.[^']+)'/g)];
  return aliases.flatMap(([, alias = '', from = '']) =>
    [...text.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))].map(
      ([, name]) => `${fileOf(path, from)}#${name ?? ''}`,
    ),
  );
}

/** `path#name` of each function, constant and class that a file exports. */
function exportedBy(path: string, text: string): string[] {
  const pattern = /^export (?:abstract )?(?:async )?(?:function\*?|const|let|class|enum) (\w+)/gm;
  return [...text.matchAll(pattern)].map(([, name]) => `${path}#${name ?? ''}`);
}

/** The first is called by VS Code; the others stand in for packages (esbuild.mjs). */
const entries = ['src/extension.ts#activate', 'src/pictures/plainPurifier.ts#', 'src/pictures/leftOut.ts#'];

describe('exports', () => {
  const sources = sourcesOf('src');
  const files = [...sources, ...sourcesOf('test')];
  const taken = new Set(
    files.flatMap(([path, text]) => [...takenBy(path, text), ...takenThroughAlias(path, text)]),
  );

  it('are read by this test in each of the ways in which the code writes them', () => {
    for (const used of [
      'src/failure.ts#Failure',
      'src/mail/accounts.ts#Accounts',
      'src/render/compose.ts#compose',
      'src/pictures/convert.ts#convertPicture',
      'src/render/elements.ts#quoteStart',
    ])
      assert.ok(taken.has(used), used);
    assert.ok(taken.size > 1000);
  });

  it('of functions, constants and classes are used by another file', () => {
    const unused = sources
      .flatMap(([path, text]) => exportedBy(path, text))
      .filter((name) => !taken.has(name) && !entries.some((entry) => name.startsWith(entry)));
    assert.deepEqual(unused, []);
  });
});
