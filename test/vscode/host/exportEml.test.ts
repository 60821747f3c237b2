import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  type CommandError,
  draft,
  read,
  run,
  useSandboxWithoutQuestions,
  workspaceFolder,
  write,
} from './drafts.js';

const target = (name: string): vscode.Uri => vscode.Uri.joinPath(workspaceFolder(), name);

/** The values of a field of the file's head, unfolded. */
function field(eml: string, name: string): string[] {
  const head = eml.slice(0, eml.indexOf('\r\n\r\n')).replaceAll(/\r\n(?=[ \t])/g, '');
  return [...head.matchAll(new RegExp(`^${name}: (.*)$`, 'gm'))].map(([, value]) => (value ?? '').trim());
}

describe('exportEml', function () {
  this.timeout(30_000);
  before(useSandboxWithoutQuestions);

  it('writes the mail where it is told, and leaves the draft as it is', async () => {
    await write('files/notes.txt', 'notes');
    const header =
      'to: Ada <ada@example.com>\nbcc: b@example.com\nsubject: Grüße\nattachments: [files/notes.txt]';
    const uri = await write('export.mail.md', draft(header));
    const before = await read(uri);
    const file = target('out/Grüße.eml');
    assert.deepEqual(await run('exportEml', uri, file), { uri: file.toString() });
    const eml = await read(file);
    assert.deepEqual(field(eml, 'To'), ['Ada <ada@example.com>']);
    assert.deepEqual(field(eml, 'Bcc'), ['<b@example.com>']);
    assert.deepEqual(field(eml, 'From'), ['Sandbox <you@sandbox.example>']);
    assert.deepEqual(field(eml, 'Subject'), [`=?UTF-8?B?${Buffer.from('Grüße').toString('base64')}?=`]);
    assert.deepEqual(field(eml, 'X-Unsent'), ['1']);
    assert.match(eml, /filename=notes\.txt/);
    assert.ok(eml.includes(Buffer.from('notes').toString('base64')));
    assert.equal(await read(uri), before, 'no id: is written');
  });

  it('holds what is in the editor, and needs no recipient', async () => {
    const uri = await write('unsaved-export.mail.md', draft('subject: x', 'stored\n'));
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(document.lineCount - 1, 0), 'typed, not saved\n');
    await vscode.workspace.applyEdit(edit);
    const file = target('unsaved.eml');
    assert.deepEqual(await run('exportEml', uri, file.toString()), { uri: file.toString() });
    assert.match(await read(file), /typed, not saved/);
    assert.equal(document.isDirty, true);
    await document.save();
  });

  it('replaces an .eml file that it is told to, and no other file', async () => {
    const uri = await write('again.mail.md', draft('to: a@example.com\nsubject: Second'));
    const mail = await write('again.eml', 'First');
    assert.deepEqual(await run('exportEml', uri, mail), { uri: mail.toString() });
    assert.match(await read(mail), /Subject: Second/);
    const notes = await write('precious.txt', 'kept');
    assert.equal((await run<CommandError>('exportEml', uri, notes)).error.code, 'export-target-exists');
    assert.equal(await read(notes), 'kept');
    assert.equal((await run<CommandError>('exportEml', uri, uri)).error.code, 'export-target-exists');
    const folder = target('files');
    assert.equal((await run<CommandError>('exportEml', uri, folder)).error.code, 'export-target-exists');
  });

  it('writes no file for a mail that would lack something', async () => {
    const uri = await write('lacking.mail.md', draft('to: a@example.com\nattachments: [gone.pdf]'));
    const file = target('lacking.eml');
    const { error } = await run<CommandError>('exportEml', uri, file);
    assert.equal(error.code, 'attachment-missing');
    assert.match(error.message, /gone\.pdf/);
    await assert.rejects(read(file));
  });

  it('says so where it cannot write', async () => {
    const uri = await write('nowhere.mail.md', draft('to: a@example.com\nsubject: x'));
    const file = vscode.Uri.joinPath(uri, 'below-a-file.eml');
    assert.equal((await run<CommandError>('exportEml', uri, file)).error.code, 'export-not-written');
  });

  it('asks for a place when it is told none, and does nothing when that is declined', async () => {
    const uri = await write('asks.mail.md', draft('to: a@example.com\nsubject: "What: now?"'));
    const outcome = run('exportEml', uri);
    const done = outcome.then(() => true);
    // Until the dialog is there, there is nothing to decline.
    const soon = () => new Promise<false>((resolve) => setTimeout(() => resolve(false), 200));
    while (!(await Promise.race([done, soon()])))
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    assert.deepEqual(await outcome, { cancelled: true });
    await assert.rejects(read(target('What now.eml')));
  });
});
