import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  type CommandError,
  draft,
  exists,
  read,
  run,
  setting,
  type Status,
  useSandboxWithoutQuestions,
  workspaceFolder,
  write,
} from './drafts.js';

describe('the folder of sent mails', function () {
  this.timeout(30_000);
  const at = (path: string) => vscode.Uri.joinPath(workspaceFolder(), path);
  const text = (subject: string, body?: string) => draft(`to: ada@example.com\nsubject: ${subject}`, body);
  const send = async (uri: vscode.Uri) => {
    const { state } = await run<{ state: string }>('send', uri);
    assert.equal(state, 'sent');
  };

  before(async () => {
    await useSandboxWithoutQuestions();
    await setting('sentFolder', 'archive/sent');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    await setting('sentFolder', undefined);
    for (const name of ['archive', 'drafts-here']) {
      const folder = at(name);
      if (await exists(folder)) await vscode.workspace.fs.delete(folder, { recursive: true });
    }
  });

  it('takes the file, its editor with it, and it is the same draft there', async () => {
    const uri = await write('drafts-here/moves.mail.md', text('Moves'));
    await vscode.window.showTextDocument(uri);
    await send(uri);
    const target = at('archive/sent/moves.mail.md');
    assert.deepEqual([await exists(uri), await exists(target)], [false, true]);
    assert.match(await read(target), /^id: .*\nsent: .*\n---\nDear Ada/m);
    const open = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs);
    assert.deepEqual(
      open.map(({ input }) => input instanceof vscode.TabInputText && input.uri.toString()),
      [target.toString()],
    );
    assert.equal((await run<Status>('status', target)).state, 'sent');
    assert.equal((await run<CommandError>('send', target)).error.code, 'already-sent');
    assert.deepEqual((await run<Status>('status', target)).problems, []);
  });

  it('gives a number where the name is taken, and overwrites nothing', async () => {
    for (const count of [1, 2, 3]) await send(await write('drafts-here/same.mail.md', text(`Same ${count}`)));
    for (const [name, subject] of [
      ['same', 'Same 1'],
      ['same-2', 'Same 2'],
      ['same-3', 'Same 3'],
    ])
      assert.match(await read(at(`archive/sent/${name}.mail.md`)), new RegExp(`^subject: ${subject}$`, 'm'));
  });

  it('takes unsaved words along', async () => {
    const uri = await write('drafts-here/unsaved.mail.md', text('Unsaved'));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const once = vscode.workspace.onDidSaveTextDocument((saved) => {
      if (saved !== document || !/^id: /m.test(saved.getText())) return;
      once.dispose();
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, document.lineAt(document.lineCount - 1).range.end, 'typed while it was sent');
      void vscode.workspace.applyEdit(edit);
    });
    await send(uri);
    const target = at('archive/sent/unsaved.mail.md');
    const moved = await vscode.workspace.openTextDocument(target);
    assert.match(moved.getText(), /typed while it was sent$/);
    assert.match(moved.getText(), /^sent: /m);
    await vscode.window.showTextDocument(moved);
    await vscode.commands.executeCommand('workbench.action.files.save');
  });

  it('leaves a draft whose files would not be found from there', async () => {
    await write('drafts-here/plan.txt', 'plan');
    const uri = await write(
      'drafts-here/attached.mail.md',
      draft('to: ada@example.com\nsubject: Attached\nattachments: [plan.txt]'),
    );
    await send(uri);
    assert.match(await read(uri), /^sent: /m);
    assert.equal(await exists(at('archive/sent/attached.mail.md')), false);
  });

  for (const [title, folder] of [
    ['above the workspace', '../elsewhere'],
    ['out and in again', 'archive/../../elsewhere'],
    ['absolute', join(tmpdir(), 'elsewhere')],
  ] as const)
    it(`is never outside the workspace folder: ${title}`, async () => {
      await setting('sentFolder', folder);
      try {
        const uri = await write(`drafts-here/${title.replaceAll(' ', '-')}.mail.md`, text(title));
        await send(uri);
        assert.match(await read(uri), /^sent: /m);
      } finally {
        await setting('sentFolder', 'archive/sent');
      }
    });

  it('is never outside the workspace folder: by a link', async function () {
    if (process.platform === 'win32') this.skip();
    const outside = await mkdtemp(join(tmpdir(), 'mdm-outside-'));
    const linked = at('linked-folder');
    await symlink(outside, linked.fsPath);
    await setting('sentFolder', 'linked-folder/deep/deeper');
    try {
      const uri = await write('drafts-here/linked.mail.md', text('Linked'));
      await send(uri);
      assert.match(await read(uri), /^sent: /m);
    } finally {
      await setting('sentFolder', 'archive/sent');
      await rm(linked.fsPath);
      await rm(outside, { recursive: true });
    }
  });

  it('takes no file that was sent before, nor one that a person has put back', async () => {
    const uri = await write('drafts-here/back.mail.md', text('Back'));
    await send(uri);
    const target = at('archive/sent/back.mail.md');
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(target, uri);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    await run('refresh');
    assert.deepEqual([await exists(uri), await exists(target)], [true, false]);
    assert.equal((await run<Status>('status', uri)).state, 'sent');
  });
});
