import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  answering,
  type CommandError,
  read,
  run,
  setting,
  type Status,
  useSandboxWithoutQuestions,
  workspaceFolder,
  write,
} from './drafts.js';

const weekly = `---
to: \${1:whom}
subject: Week \${2:number}
id: 01ARZ3NDEKTSV4RRFFQ69G5FAV
sent: 2026-01-01T08:00:00Z
---
Dear $1,

it is $CURRENT_YEAR, and costs \\$5.

$0
`;

interface Made {
  readonly uri: string;
}

describe('templates', function () {
  this.timeout(30_000);
  const made: vscode.Uri[] = [];

  before(async () => {
    await useSandboxWithoutQuestions();
    await setting('templates', 'kept/templates/');
    await write('kept/templates/weekly.mail.md', weekly);
    await write('kept/templates/letter.md', 'Dear ${1:you},\n');
    await write('kept/templates/notes.txt', 'no template');
    await write('kept/templates/large.md', 'x'.repeat(256 * 1024 + 1));
    await write('kept/templates/latin.md', Buffer.from('gr\u00fc\u00dfe', 'latin1'));
  });

  after(async () => {
    await setting('templates', undefined);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of [...made, vscode.Uri.joinPath(workspaceFolder(), 'kept')])
      await vscode.workspace.fs.delete(uri, { recursive: true });
  });

  async function begin(...args: unknown[]): Promise<vscode.TextEditor> {
    const { uri } = await run<Made>('newDraft', ...args);
    made.push(vscode.Uri.parse(uri));
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri);
    return editor;
  }

  const type = (text: string) => vscode.commands.executeCommand('type', { text });
  const next = () => vscode.commands.executeCommand('jumpToNextSnippetPlaceholder');

  it('one by its name: the fields are gone through, and nothing of the mail that it was stays', async () => {
    const { document, selection } = await begin({ template: 'weekly' });
    assert.equal(document.getText(selection), 'whom');
    await type('ada@example.com');
    await next();
    await type('7');
    await next();
    await type('Bye');
    assert.equal(
      document.getText(),
      `---\nto: ada@example.com\nsubject: Week 7\n---\nDear ada@example.com,\n\nit is ${new Date().getFullYear()}, and costs $5.\n\nBye\n`,
    );
    await document.save();
    assert.match(document.uri.path, /\/\d{4}-\d\d-\d\d(?:-\d+)?\.mail\.md$/);
    assert.equal((await run<Status>('status', document.uri)).subject, 'Week 7');
  });

  it('one by its place, beside a file; what is made is on disk at once', async () => {
    const place = vscode.Uri.joinPath(workspaceFolder(), 'kept/templates/letter.md');
    const beside = await write('kept/other/one.mail.md', '---\nto: a@b.c\n---\n');
    const { document } = await begin(beside, { template: place });
    assert.match(document.uri.path, /\/kept\/other\/[^/]+$/);
    assert.equal(await read(document.uri), 'Dear you,\n');
    made.pop();
  });

  it('none, where the caller says so', async () => {
    const { document } = await begin({ template: '' });
    assert.equal(document.getText(), '---\nto: \nsubject: \n---\n\n');
  });

  for (const name of ['large.md', 'latin', 'absent'])
    it(`a sentence and no file: ${name}`, async () => {
      const files = async () => (await vscode.workspace.fs.readDirectory(workspaceFolder())).length;
      const before = await files();
      const { error } = await run<CommandError>('newDraft', { template: name });
      assert.equal(error.code, 'file-unreadable');
      assert.match(error.message, new RegExp(name));
      assert.equal(await files(), before);
    });

  it('are not listed as drafts, and are again when the setting names another folder', async () => {
    const listed = async () => {
      await run('refresh');
      return (await run<Status[]>('status')).some(({ uri }) => uri.endsWith('/weekly.mail.md'));
    };
    assert.equal(await listed(), false);
    await write('kept/templates/weekly.mail.md', weekly);
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(
      (await run<Status[]>('status')).some(({ uri }) => uri.includes('weekly')),
      false,
    );
    for (const other of ['elsewhere', '.']) {
      await setting('templates', other);
      assert.equal(await listed(), true, other);
    }
    await setting('templates', 'kept/templates');
    assert.equal(await listed(), false);
  });

  it('are asked about when nobody named one, and closing the list is a cancel', async () => {
    assert.deepEqual(await answering('closeQuickOpen', run<object>('newDraft')), { cancelled: true });
  });
});
