import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DropOnDrafts } from '../../../src/editor/drafts/dropOnDrafts.js';
import {
  type CommandError,
  draft,
  exists,
  read,
  run,
  type Status,
  useSandboxWithoutQuestions,
  workspaceFolder,
  write,
} from './drafts.js';

interface Attached {
  readonly attached: readonly string[];
}

const row = (uri: vscode.Uri) => ({ kind: 'draft', uri }) as const;
const codes = async (uri: vscode.Uri) =>
  (await run<{ code: string }[]>('check', uri)).map(({ code }) => code);

/** What is dropped on the row of a draft, as VS Code hands it over. */
async function drop(uri: vscode.Uri, type: string, value: unknown): Promise<void> {
  const data = new vscode.DataTransfer();
  data.set(type, new vscode.DataTransferItem(value));
  await new DropOnDrafts().handleDrop(row(uri), data);
}

describe('the files of drafts', function () {
  this.timeout(30_000);
  before(useSandboxWithoutQuestions);
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('renameDraft gives another name, and the draft stays the same one', async () => {
    const uri = await write('plan.mail.md', draft('to: ada@example.com\nsubject: Plan'));
    await run('upload', uri);
    const { id } = await run<Status>('status', uri);
    const text = await read(uri);
    const renamed = await run<{ uri: string }>('renameDraft', uri, 'a better plan');
    const to = vscode.Uri.joinPath(workspaceFolder(), 'a better plan.mail.md');
    assert.equal(renamed.uri, to.toString());
    assert.equal(await exists(uri), false);
    assert.equal(await read(to), text);
    const status = await run<Status>('status', to);
    assert.deepEqual([status.state, status.id], ['uploaded', id]);
  });

  it('renameDraft refuses a name that is taken or that no file can have', async () => {
    const text = draft('to: ada@example.com\nsubject: Taken');
    const [one, other] = [await write('one.mail.md', text), await write('other.mail.md', text)];
    for (const name of ['other', 'other.mail.md', 'a/b', '', '.hidden']) {
      const { error } = await run<CommandError>('renameDraft', one, name);
      assert.equal(error.code, 'name-not-possible', name);
    }
    assert.deepEqual([await read(one), await read(other)], [text, text]);
  });

  it('duplicateDraft makes a new draft without the identity of the other', async () => {
    const original = draft('to: ada@example.com # a friend\nsubject: Twin\nx-kept: "yes"');
    const uri = await write('twin.mail.md', original);
    await run('upload', uri);
    await run('send', uri);
    const sent = await read(uri);
    const copy = vscode.Uri.parse((await run<{ uri: string }>('duplicateDraft', uri)).uri);
    assert.equal(copy.path.split('/').at(-1), 'twin-copy.mail.md');
    assert.equal(await read(copy), original, 'the text as it was before id: and sent:');
    assert.equal(await read(uri), sent);
    assert.equal((await run<Status>('status', copy)).state, 'local');
    assert.equal((await run<Status>('status', uri)).state, 'sent');
  });

  it('duplicateDraft gives each copy a file of its own, also to commands that run at once', async () => {
    const text = draft('to: ada@example.com\nsubject: Triplets');
    const uri = await write('many.mail.md', text);
    const copies = await Promise.all([1, 2, 3].map(() => run<{ uri: string }>('duplicateDraft', uri)));
    const names = copies.map((copy) => copy.uri.split('/').at(-1)).sort();
    assert.deepEqual(names, ['many-copy-2.mail.md', 'many-copy-3.mail.md', 'many-copy.mail.md']);
    for (const copy of copies) assert.equal(await read(vscode.Uri.parse(copy.uri)), text);
  });

  it('moveDraft takes a draft into a folder, numbered where its name is taken there', async () => {
    const text = draft('to: ada@example.com\nsubject: Move');
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'done');
    await write('done/move.mail.md', 'another');
    const uri = await write('move.mail.md', text);
    const { uris } = await run<{ uris: string[] }>('moveDraft', row(uri), folder);
    assert.deepEqual(uris, [vscode.Uri.joinPath(folder, 'move-2.mail.md').toString()]);
    assert.equal(await read(vscode.Uri.joinPath(folder, 'move-2.mail.md')), text);
    assert.equal(await read(vscode.Uri.joinPath(folder, 'move.mail.md')), 'another');
    assert.equal(await exists(uri), false);
  });

  it('a file that is dropped on a draft is attached to it, in one step of Undo', async () => {
    const notes = await write('files/notes 1.txt', 'notes');
    const plan = await write('files/plan.txt', 'plan');
    const before = draft('to: ada@example.com\nsubject: Drop # it\nattachments:\n  - files/plan.txt # kept');
    const uri = await write('drop.mail.md', before);
    const editor = await vscode.window.showTextDocument(uri);
    await drop(uri, 'text/uri-list', [notes, plan].map(String).join('\r\n'));
    const after = before.replace('# kept', '# kept\n  - files/notes 1.txt');
    assert.equal(editor.document.getText(), after, 'the one that it named before is not named twice');
    assert.equal(await read(uri), after, 'it was saved before, so it is saved');
    const mail = await run<{ attachments: { name: string }[] }>('render', uri);
    assert.deepEqual(
      mail.attachments.map(({ name }) => name),
      ['plan.txt', 'notes 1.txt'],
    );
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), before);
    await editor.document.save();
  });

  it('a file that is dropped from outside may be read, one that is only named may not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'outside-'));
    try {
      const file = vscode.Uri.file(join(folder, 'far.txt'));
      writeFileSync(file.fsPath, 'far');
      const [dropped, named] = [
        await write('dropped.mail.md', draft('to: ada@example.com\nsubject: Dropped')),
        await write('named.mail.md', draft('to: ada@example.com\nsubject: Named')),
      ];
      await drop(dropped, 'text/uri-list', file.toString());
      const { attached } = await run<Attached>('attachFiles', named, [file.toString()]);
      assert.deepEqual(attached, [file.path]);
      assert.equal((await codes(dropped)).includes('attachment-outside'), false);
      assert.equal((await codes(named)).includes('attachment-outside'), true);
      const to = vscode.Uri.parse((await run<{ uri: string }>('renameDraft', dropped, 'still')).uri);
      assert.equal((await codes(to)).includes('attachment-outside'), false, 'the yes goes along');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('a file without a place, as a browser gives it, is saved beside the draft', async () => {
    await write('shot.png', 'there already');
    const uri = await write('bytes.mail.md', draft('to: ada@example.com\nsubject: Bytes'));
    const { PickedFiles } = await import('../../../src/editor/drafts/fileAttacher.js');
    const files = new PickedFiles([{ name: '../shot.png', bytes: async () => new Uint8Array([1, 2]) }]);
    const { attached } = await run<Attached>('attachFiles', uri, files);
    assert.deepEqual(attached, ['__shot.png']);
    const again = new PickedFiles([{ name: 'shot.png', bytes: async () => new Uint8Array([3]) }]);
    assert.deepEqual((await run<Attached>('attachFiles', uri, again)).attached, ['shot-2.png']);
    assert.equal(await read(vscode.Uri.joinPath(uri, '..', 'shot.png')), 'there already');
    assert.equal((await run<Status>('status', uri)).state, 'local');
  });

  it('a folder is not attached, and a draft dropped on another neither', async () => {
    const text = draft('to: ada@example.com\nsubject: Folder');
    const uri = await write('folder.mail.md', text);
    const { error } = await run<CommandError>('attachFiles', uri, [workspaceFolder().toString()]);
    assert.equal(error.code, 'attachment-folder');
    const data = new vscode.DataTransfer();
    data.set('text/uri-list', new vscode.DataTransferItem(uri.toString()));
    data.set('application/vnd.code.tree.markdownmail.drafts', new vscode.DataTransferItem(''));
    await new DropOnDrafts().handleDrop(row(uri), data);
    assert.equal(await read(uri), text);
  });

  it('a draft is dragged out as a file', async () => {
    const uri = await write('drag.mail.md', draft('to: ada@example.com\nsubject: Drag'));
    const data = new vscode.DataTransfer();
    new DropOnDrafts().handleDrag([row(uri), { kind: 'group', group: 'local' }], data);
    assert.equal(await data.get('text/uri-list')?.asString(), uri.toString());
  });

  it('upload takes several rows, and what fails for one does not keep the others from it', async () => {
    const good = await write('several-1.mail.md', draft('to: ada@example.com\nsubject: Several 1'));
    const bad = await write('several-2.mail.md', draft('to: nobody\nsubject: Several 2'));
    const last = await write('several-3.mail.md', draft('to: ada@example.com\nsubject: Several 3'));
    const rows = [good, bad, last].map(row);
    const results = await run<{ uri: string; state?: string; error?: { code: string } }[]>(
      'upload',
      rows[0],
      rows,
    );
    assert.deepEqual(
      results.map(({ uri, state, error }) => [uri, state ?? error?.code]),
      [
        [good.toString(), 'uploaded'],
        [bad.toString(), 'address-invalid'],
        [last.toString(), 'uploaded'],
      ],
    );
    assert.equal((await run<Status>('status', last)).state, 'uploaded');
  });

  it('a key that is pressed on a group means no draft', async () => {
    const group = { kind: 'group', group: 'local' };
    for (const command of ['renameDraft', 'deleteDraft', 'moveDraft'])
      assert.equal((await run<CommandError>(command, group)).error.code, 'no-draft', command);
  });

  it('a row that VS Code lost means no draft, not the one in the editor', async () => {
    const uri = await write('in-the-editor.mail.md', draft('to: ada@example.com\nsubject: Not this one'));
    await vscode.window.showTextDocument(uri);
    // So does VS Code call a command whose row was drawn afresh while it was clicked.
    for (const command of ['send', 'upload', 'preview', 'renameDraft', 'deleteDraft']) {
      const { error } = await run<CommandError>(command, undefined, undefined);
      assert.match(error.message, /^The list changed at that moment/u, command);
      assert.equal(error.code, 'no-draft', command);
    }
    assert.equal((await run<Status>('status', uri)).state, 'local');
  });

  it('copyDraftPath gives the paths of the rows, a line each', async () => {
    const [one, other] = [await write('path-1.mail.md', ''), await write('path-2.mail.md', '')];
    const { paths } = await run<{ paths: string[] }>('copyDraftPath', row(one), [one, other].map(row));
    assert.deepEqual(paths, [one.fsPath, other.fsPath]);
  });
});
