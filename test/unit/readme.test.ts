import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, object>> };
  };
}

const readme = readFileSync('README.md', 'utf8');
const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src', name), 'utf8'))
  .join('\n');

/** Codes of failures and problems: a word with hyphens where a code stands in the source. */
const inSource = new Set(
  [
    /new (?:Failure|SignInRequired|SignInUnreachable|SandboxFailure)\(\s*'([a-z0-9]+(?:-[a-z0-9]+)+)'/g,
    /\bcode: '([a-z0-9]+(?:-[a-z0-9]+)+)'/g,
  ].flatMap((pattern) => [...source.matchAll(pattern)].map(([, code]) => code ?? '')),
);
const lists = [...readme.matchAll(/<details>[\s\S]*?<\/details>/g)].map(([text]) => text).join('\n');
const listed = new Set([...lists.matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)].map(([, code]) => code ?? ''));

describe('the README', () => {
  it('names each command and each setting', () => {
    const missing = [
      ...contributes.commands
        .map(({ command }) => command.replace('markdownMail.', ''))
        .filter((id) => !new RegExp(`\`(?:markdownMail\\.)?${id}\``).test(readme)),
      ...Object.keys(contributes.configuration.properties).filter((key) => !readme.includes(`\`${key}\``)),
    ];
    assert.deepEqual(missing, []);
  });

  it('lists each code that commands and problems have', () => {
    assert.deepEqual([...inSource].filter((code) => !listed.has(code)).sort(), []);
  });

  it('lists no code that is gone', () => {
    const keys = ['reply-to', 'send-at', 'read-receipt'];
    const gone = [...listed].filter((code) => !source.includes(`'${code}'`) && !keys.includes(code));
    assert.deepEqual(gone.sort(), []);
  });
});
