import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { compose } from '../../src/render/compose.js';
import { projectFolder } from '../launcher/folders.js';
import { MemoryFolder } from './render/memoryFolder.js';

/**
 * Traps that mail tools for editors fell into, each with the tests that keep this one out of it. A title may be a part
 * of the real one; it is looked for in its file, so that a test that goes leaves a gap here.
 */
const traps: readonly [trap: string, tests: readonly [file: string, title: string][]][] = [
  [
    '1: the draft is deleted when its editor or preview is closed, or another one is opened',
    [
      ['vscode/host/traps.test.ts', 'a draft survives its preview, its editor and other drafts'],
      ['vscode/host/identity.test.ts', 'loses no letter'],
      ['vscode/screen/signInAndSend.test.ts', 'writes a draft, sees it, uploads it and sends it'],
    ],
  ],
  [
    '2: a fault after the mailbox took the mail reads “failed”, and replies fall out of their thread',
    [
      [
        'protocol/outboxNoAnswer.test.ts',
        'the mailbox shows that it was sent, and no second request goes out',
      ],
      [
        'protocol/outboxNoAnswer.test.ts',
        'not known, never sent again by itself, sent once when the person says so',
      ],
      ['protocol/outboxAnswers.test.ts', 'a reply: the mailbox makes it with the tag'],
    ],
  ],
  [
    '3: the second mail carries the attachments or pictures of the first',
    [
      ['unit/traps.test.ts', 'a mail has its own files and pictures, whatever was made before it'],
      ['unit/render/pictures.test.ts', 'of one mail do not come along in the next'],
    ],
  ],
  [
    '4: style sheets by a local path, and pictures that are missed because of their description',
    [
      ['unit/traps.test.ts', 'a mail names nothing that only this computer has'],
      ['unit/render/pictures.test.ts', 'become parts that the HTML names by their content id'],
    ],
  ],
  [
    '5: the draft in the mailbox stays, and a second copy is sent',
    [
      ['protocol/outboxSend.test.ts', 'an empty body of stated length, once; the state names the Sent copy'],
      ['vscode/screen/killed.test.ts', 'has sent no mail twice, and none that is not shown as sent'],
    ],
  ],
  [
    '6: what is not sent when a window closes is gone without a word',
    [['vscode/screen/killed.test.ts', 'says at the next start that a mail in the hold was not sent']],
  ],
  [
    '7: passwords and tokens in settings and files',
    [
      ['unit/traps.test.ts', 'no setting takes a secret'],
      [
        'vscode/screen/signInAndSend.test.ts',
        'leaves no token in any file, and nothing of the mail in any log',
      ],
    ],
  ],
  [
    '8: no question before sending, a subject of its own making, “failed” after a time limit',
    [
      [
        'unit/traps.test.ts',
        'sending is asked for unless the user turned that off, and an empty subject stays empty',
      ],
      [
        'protocol/outboxNoAnswer.test.ts',
        'silence of the mailbox: an answer comes within 30 seconds, and it is not "failed"',
      ],
    ],
  ],
  [
    '9: colours of code by classes that no reader has',
    [['unit/traps.test.ts', 'colours of code are written where they are shown']],
  ],
];

const location = 'file:///work/draft.mail.md';
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const folder = () =>
  new MemoryFolder({
    'file:///work/one.png': png,
    'file:///work/two.png': Buffer.concat([png, Buffer.from('2')]),
    'file:///work/plan.txt': 'plan',
    'file:///work/look.css': 'p { color: #123456 }',
  });

async function mailOf(header: string, body: string, files = folder()) {
  const draft = parseDraft(`---\nto: ada@example.com\n${header}---\n${body}`);
  const look = { theme: '', css: 'look.css', signature: '' };
  const around = { location, root: 'file:///work', files, look, approved: () => false };
  return (await compose(draft, around)).mail;
}

describe('traps of other tools', () => {
  for (const [trap, tests] of traps)
    it(`${trap}`, () => {
      assert.ok(tests.length > 0);
      for (const [file, title] of tests) {
        const path = join(projectFolder, 'test', file);
        assert.ok(existsSync(path), `${file} is gone`);
        // Of a title that is put together the fixed part is named; in this file it stands in the table, too.
        const count = readFileSync(path, 'utf8').split(title).length - 1;
        const isHere = file === 'unit/traps.test.ts';
        assert.ok(count > (isHere ? 1 : 0), `${file} has no test “${title}” any more`);
      }
    });

  it('a mail has its own files and pictures, whatever was made before it', async () => {
    const files = folder();
    const first = await mailOf('subject: One\nattachments: [plan.txt]\n', '![one](one.png)', files);
    const second = await mailOf('subject: Two\n', '![two](two.png)', files);
    assert.deepEqual([first.attachments.length, first.images.length], [1, 1]);
    assert.deepEqual([second.attachments.length, second.images.length], [0, 1]);
    assert.notEqual(second.images[0]?.contentId, first.images[0]?.contentId);
    const plain = await mailOf('subject: Three\n', 'only text', files);
    assert.deepEqual([plain.attachments.length, plain.images.length], [0, 0]);
    assert.ok(!plain.html.includes('cid:'));
  });

  for (const picture of ['![](one.png)', '![a "dot"](one.png "title")', '<img alt="a dot" src="one.png">'])
    it(`a mail names nothing that only this computer has: ${picture}`, async () => {
      const { html, images } = await mailOf('subject: One\n', `text\n\n${picture}`);
      assert.equal(images.length, 1);
      assert.ok(html.includes(`src="cid:${images[0]?.contentId}"`), html);
      assert.doesNotMatch(html, /<link\b|<script\b|file:|one\.png"|look\.css|@import/iu);
      assert.match(html, /color:\s*#123456/u, 'the style sheet went into the elements');
    });

  it('no setting takes a secret', () => {
    const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, unknown> } };
    };
    const keys = Object.keys(manifest.contributes.configuration.properties);
    assert.ok(keys.length > 10);
    assert.deepEqual(
      keys.filter((key) => /secret|password|passwort|token|credential|certificate/iu.test(key)),
      [],
    );
  });

  it('sending is asked for unless the user turned that off, and an empty subject stays empty', async () => {
    const manifest = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
      contributes: { configuration: { properties: Record<string, { default: unknown; scope: string }> } };
    };
    const setting = manifest.contributes.configuration.properties['markdownMail.confirmSend'];
    assert.deepEqual([setting?.default, setting?.scope], ['always', 'application']);
    for (const header of ['', 'subject:\n', 'subject: ""\n'])
      assert.equal((await mailOf(header, 'text')).subject, '');
  });

  it('colours of code are written where they are shown', async () => {
    const { html } = await mailOf('subject: Code\n', '```js\nconst a = "text"; // note\n```');
    assert.doesNotMatch(html, /class="?[^">]*hljs/iu);
    const colours = new Set(
      [...html.matchAll(/(?:color[:=]\s*"?)(#[0-9a-f]{6})/giu)].map(([, colour]) => colour),
    );
    assert.ok(colours.size >= 3, `several colours are expected, not ${[...colours].join(' ')}`);
  });
});
