import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenArrows } from '../launcher/arrows.js';
import { projectFolder } from '../launcher/folders.js';

function broken(file: string, text: string): number {
  return brokenArrows(new Map([[file, text]])).length;
}

describe('the arrows between the rooms', () => {
  it('hold in every source file', () => {
    const names = readdirSync(join(projectFolder, 'src'), { recursive: true, encoding: 'utf8' });
    const files = names
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `src/${name.replaceAll('\\', '/')}`);
    assert.ok(files.length > 20, 'the sources were not found');
    const sources = files.map((file) => [file, readFileSync(join(projectFolder, file), 'utf8')] as const);
    assert.deepEqual(brokenArrows(new Map(sources)), []);
  });

  const forbidden: [file: string, text: string][] = [
    ['src/draft/a.ts', `import { b } from '../render/b.js';`],
    ['src/draft/a.ts', `import type { B } from '../render/b.js';`],
    ['src/render/a.ts', `export { b } from '../outbox/b.js';`],
    ['src/render/a.ts', `export * from '../graph/b.js';`],
    ['src/render/a.ts', `import { b } from '../pictures/b.js';`],
    ['src/outbox/a.ts', `import { type B } from '../pictures/b.js';`],
    ['src/pictures/a.ts', `import { b } from '../render/b.js';`],
    ['src/received/a.ts', `import { b } from '../graph/b.js';`],
    ['src/outbox/a.ts', `import { b } from '../received/b.js';`],
    ['src/editor/a.ts', `import { b } from '../mailboxCopies.js';`],
    ['src/pictures/a.ts', `import { type B } from '../draft/b.js';`],
    ['src/graph/a.ts', `import { b } from '../outbox/b.js';`],
    ['src/graph/a.ts', `import { b } from '../auth/b.js';`],
    ['src/outbox/a.ts', `import { b } from '../editor/b.js';`],
    ['src/outbox/a.ts', `type B = import('../auth/b.js').B;`],
    ['src/outbox/deep/a.ts', `import { b } from '../../sandbox/b.js';`],
    ['src/auth/a.ts', `import { b } from '../graph/b.js';`],
    ['src/sandbox/a.ts', `import { b } from '../graph/mailbox.js';`],
    ['src/sandbox/a.ts', `import type { B } from '../draft/b.js';`],
    ['src/sandbox/a.ts', `import { b } from '../mail.js';`],
    ['src/failure.ts', `import { b } from './draft/b.js';`],
    ['src/editor/a.ts', `import { b } from '../outbox/b.js';`],
    ['src/editor/a.ts', `import { type B, c } from '../outbox/b.js';`],
    ['src/editor/a.ts', `const b = await import('../render/b.js');`],
    ['src/editor/a.ts', `import { b } from '../mail.js';`],
    ['src/extension.ts', `const { b } = require('./auth/b.js');`],
    ['src/extension.ts', `import './outbox/b.js';`],
    ['src/extension.ts', `import { Mail } from './mail.js';`],
    ['src/editor/a.ts', `const { Mail } = await import('../mail.js');`],
    ['src/mail.ts', `import { b } from './editor/b.js';`],
    ['src/mail.ts', `import * as vscode from 'vscode';`],
    ['src/mail.ts', `import type { Uri } from 'vscode';`],
    ['src/mail/a.ts', `import { b } from '../editor/b.js';`],
    ['src/mail/a.ts', `import type { Uri } from 'vscode';`],
    ['src/editor/a.ts', `import { b } from '../mail/b.js';`],
    ['src/outbox/a.ts', `import { type B } from '../mail/b.js';`],
    ['src/auth/vscodeAccount.ts', `import * as vscode from 'vscode';`],
    ['src/graph/client.ts', `import fetch from 'node-fetch';`],
    ['src/auth/flows.ts', `import { PublicClientApplication } from '@azure/msal-node';`],
  ];
  for (const [file, text] of forbidden)
    it(`forbid in ${file}: ${text}`, () => {
      assert.equal(broken(file, text), 1);
    });

  const allowed: [file: string, text: string][] = [
    [
      'src/draft/a.ts',
      `import { Failure } from '../failure.js'; import { b } from './b.js'; import 'node:path';`,
    ],
    ['src/render/a.ts', `import { b } from '../draft/b.js'; import MarkdownIt from 'markdown-it';`],
    [
      'src/outbox/a.ts',
      `import { b } from '../graph/b.js'; import { c } from '../render/c.js'; import '../draft/d.js';`,
    ],
    [
      'src/pictures/a.ts',
      `import { type B } from '../render/b.js'; import { c } from '../failure.js'; await import('./d.js');`,
    ],
    ['src/received/a.ts', `import { b } from '../render/b.js'; import { c } from '../draft/c.js';`],
    ['src/graph/http.ts', `import fetch from 'node-fetch'; import type { Transport } from '../wire.js';`],
    ['src/auth/msal.ts', `import { PublicClientApplication } from '@azure/msal-node';`],
    ['src/sandbox/a.ts', `import { type Transport } from '../wire.js'; import '../clock.js';`],
    ['src/editor/a.ts', `import * as vscode from 'vscode'; import type { B } from '../outbox/b.js';`],
    [
      'src/editor/a.ts',
      `import { type B, type C } from '../mail.js'; import { Failure } from '../failure.js';`,
    ],
    [
      'src/editor/tree/a.ts',
      `type Mail = typeof import('../../mail.js'); import { b } from '../settings.js';`,
    ],
    ['src/extension.ts', `import { b } from './editor/b.js'; import type { Mail } from './mail.js';`],
    [
      'src/mail.ts',
      `import { b } from './outbox/b.js'; import { c } from './mail/c.js'; import './mailHost.js';`,
    ],
    [
      'src/mail/a.ts',
      `import { b } from '../auth/b.js'; import { c } from './c.js'; import '../mailHost.js';`,
    ],
  ];
  for (const [file, text] of allowed)
    it(`allow in ${file}: ${text}`, () => {
      assert.equal(broken(file, text), 0);
    });

  it('name the place and the reason', () => {
    const [message] = brokenArrows(new Map([['src/draft/a.ts', `\nimport { b } from '../graph/b.js';`]]));
    assert.equal(
      message,
      'src/draft/a.ts:2 must not import ../graph/b.js: arrows point down only: editor → outbox → graph, render → draft; editor → auth.',
    );
  });
});
