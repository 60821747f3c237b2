import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { draft, read, run, useSandboxWithoutQuestions, write } from './drafts.js';

describe('traps of other tools', function () {
  this.timeout(30_000);
  before(useSandboxWithoutQuestions);

  it('a draft survives its preview, its editor and other drafts', async () => {
    const text = draft('to: ada@example.com\nsubject: Stays');
    const uri = await write('stays.mail.md', text);
    await vscode.window.showTextDocument(uri);
    await run('preview', uri);
    const { uri: second } = await run<{ uri: string }>('newDraft');
    await vscode.window.showTextDocument(vscode.Uri.parse(second));
    await run('preview', vscode.Uri.parse(second));
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    assert.equal(await read(uri), text);
    assert.match(await read(vscode.Uri.parse(second)), /^---\nto: \n/);

    const other = await write('other.mail.md', draft('to: ada@example.com\nsubject: Other'));
    for (const command of ['upload', 'discardServerDraft', 'send']) await run(command, other);
    await run('useSandbox');
    await run('refresh');
    await run('useSandbox');
    await run('signOut');
    assert.equal(await read(uri), text);
    for (const each of [uri, other, vscode.Uri.parse(second)]) await vscode.workspace.fs.delete(each);
  });
});
