import assert from 'node:assert/strict';
import { link, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  type CommandError,
  draft,
  read,
  run,
  type Status,
  useSandboxWithoutQuestions,
  workspaceFolder,
  write,
} from './drafts.js';

interface Uploaded {
  readonly state: string;
  readonly messageId: string;
}

const words = 'Dear Ada,\n\nthe **table** below …\n';
const plain = (subject: string) => draft(`to: ada@example.com\nsubject: ${subject}`, words);
const codeOf = async (command: string, uri: vscode.Uri) =>
  (await run<CommandError>(command, uri)).error?.code;
const upload = (uri: vscode.Uri) => run<Uploaded>('upload', uri);
const state = async (uri: vscode.Uri) => (await run<Status>('status', uri)).state;
const idIn = async (uri: vscode.Uri) => /^id: (.*)$/m.exec(await read(uri))?.[1];

describe('which draft a file is', function () {
  this.timeout(30_000);
  const made: vscode.Uri[] = [];
  let outside: string;
  before(async () => {
    await useSandboxWithoutQuestions();
    outside = await mkdtemp(join(tmpdir(), 'mdm-outside-'));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of made.splice(0)) await vscode.workspace.fs.delete(uri).then(undefined, () => undefined);
    await run('refresh');
  });
  after(() => rm(outside, { recursive: true, force: true }));

  const make = async (name: string, text: string) => {
    const uri = await write(name, text);
    made.push(uri);
    return uri;
  };
  const uploaded = async (name: string) => {
    const uri = await make(`${name}.mail.md`, plain(name));
    const { messageId } = await upload(uri);
    assert.ok(messageId);
    return { uri, messageId };
  };
  const copyOf = async (uri: vscode.Uri, name: string) => make(name, await read(uri));

  it('who types fast while a draft is uploaded loses no letter, and the id is on disk', async () => {
    const uri = await make('typing.mail.md', plain('Typing'));
    const document = await vscode.workspace.openTextDocument(uri);
    const editor = await vscode.window.showTextDocument(document);
    let typed = '';
    let typing = true;
    const type = async () => {
      while (typing) {
        const end = document.lineAt(document.lineCount - 1).range.end;
        if (await editor.edit((edit) => edit.insert(end, 'x'))) typed += 'x';
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    };
    const hand = type();
    const result = await upload(uri);
    const id = await idIn(uri);
    typing = false;
    await hand;
    const { messageId } = result;
    assert.deepEqual(result, { ...result, state: 'uploaded' });
    assert.ok(id, 'the id is on disk, not only in the editor');
    assert.ok(typed.length > 3, 'nothing was typed meanwhile');
    const whole = plain('Typing').replace('\n---\nDear', `\nid: ${id}\n---\nDear`);
    assert.equal(document.getText(), `${whole}${typed}`);
    await document.save();
    assert.equal((await upload(uri)).messageId, messageId);
    assert.equal(await read(uri), `${whole}${typed}`);
  });

  it('a copy is refused by every command that writes, and so is the original, until a person says which it is', async () => {
    const { uri } = await uploaded('Original');
    const copy = await copyOf(uri, 'copy-of-original.mail.md');
    for (const file of [copy, uri])
      for (const command of ['upload', 'send', 'sendWithoutDraft', 'discardServerDraft'])
        assert.equal(await codeOf(command, file), 'id-duplicate', `${command} ${file.path}`);
    const { message } = (await run<CommandError>('send', copy)).error;
    assert.match(message, /“copy-of-original\.mail\.md” and “Original\.mail\.md” have the same id:/);
  });

  it('This Is a New Draft takes id: and sent: out in one step of Undo; the original keeps its copy', async () => {
    const { uri, messageId } = await uploaded('Kept');
    const copy = await copyOf(uri, 'copy-of-kept.mail.md');
    const before = await read(copy);
    assert.deepEqual(await run('thisIsNewDraft', copy), { state: 'local' });
    assert.equal(await read(copy), plain('Kept'));
    await vscode.window.showTextDocument(copy);
    await vscode.commands.executeCommand('undo');
    assert.equal(vscode.window.activeTextEditor?.document.getText(), before);
    await vscode.commands.executeCommand('redo');
    await vscode.window.activeTextEditor?.document.save();
    const second = await upload(copy);
    assert.notEqual(second.messageId, messageId);
    assert.deepEqual([(await upload(uri)).messageId, await state(uri)], [messageId, 'uploaded']);
    assert.notEqual(await idIn(copy), await idIn(uri));
  });

  it('This Is the Draft makes the others drafts of their own', async () => {
    const { uri, messageId } = await uploaded('Other');
    const copy = await copyOf(uri, 'copy-of-other.mail.md');
    const id = await idIn(uri);
    assert.deepEqual(await run('thisIsTheDraft', copy), { state: 'uploaded', id });
    assert.equal(await read(uri), plain('Other'));
    assert.equal((await upload(copy)).messageId, messageId);
    assert.equal(await codeOf('thisIsTheDraft', copy), 'id-certain');
    assert.equal(await codeOf('thisIsNewDraft', uri), 'id-certain');
  });

  it('unsaved words stay when a copy becomes a new draft', async () => {
    const { uri } = await uploaded('Unsaved');
    const copy = await copyOf(uri, 'copy-of-unsaved.mail.md');
    const editor = await vscode.window.showTextDocument(copy);
    await editor.edit((edit) => edit.insert(new vscode.Position(editor.document.lineCount, 0), 'more'));
    await run('thisIsNewDraft', copy);
    assert.equal(editor.document.getText(), `${plain('Unsaved')}more`);
    assert.equal(editor.document.isDirty, true, 'it is for the writer to save');
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  for (const way of ['in VS Code', 'outside VS Code'] as const)
    it(`a draft that is renamed ${way} stays the same draft`, async () => {
      const { uri, messageId } = await uploaded(way === 'in VS Code' ? 'Renamed' : 'Moved');
      const target = vscode.Uri.joinPath(
        workspaceFolder(),
        'elsewhere',
        `${way.replaceAll(' ', '-')}.mail.md`,
      );
      made.push(target);
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(target, '..'));
      if (way === 'in VS Code') {
        const edit = new vscode.WorkspaceEdit();
        edit.renameFile(uri, target);
        assert.equal(await vscode.workspace.applyEdit(edit), true);
      } else await rename(uri.fsPath, target.fsPath);
      assert.equal((await upload(target)).messageId, messageId);
      assert.equal(await state(target), 'uploaded');
      const reused = await make(uri.path.slice(uri.path.lastIndexOf('/') + 1), plain('Another'));
      assert.notEqual(
        (await upload(reused)).messageId,
        messageId,
        'a new file of the old name is a new draft',
      );
    });

  it('a copy of a draft that lies in no folder of this window is found', async () => {
    const home = vscode.Uri.file(join(outside, 'home.mail.md'));
    await vscode.workspace.fs.writeFile(home, new TextEncoder().encode(plain('Home')));
    await upload(home);
    const copy = await copyOf(home, 'copy-of-home.mail.md');
    assert.equal(await codeOf('send', copy), 'id-duplicate');
    await vscode.workspace.fs.delete(home);
    assert.equal((await run<Status>('status', copy)).problems.length, 0, 'it was moved here');
    assert.equal(await state(copy), 'uploaded');
  });

  it('a second name for the same file is no copy', async function () {
    if (process.platform === 'win32') this.skip();
    const { uri, messageId } = await uploaded('Linked');
    const second = vscode.Uri.joinPath(workspaceFolder(), 'linked-too.mail.md');
    made.push(second);
    await link(uri.fsPath, second.fsPath);
    await run('refresh');
    assert.equal((await upload(second)).messageId, messageId);
  });

  it('a file that lost its id, as after git restore, is known by its words', async () => {
    const { uri, messageId } = await uploaded('Restored');
    const id = await idIn(uri);
    await make('Restored.mail.md', plain('Restored'));
    assert.equal((await upload(uri)).messageId, messageId);
    assert.equal(await idIn(uri), id);
  });

  it('with other words it is asked for: the same draft', async () => {
    const { uri, messageId } = await uploaded('Older');
    await make('Older.mail.md', plain('Older').replace('below', 'above'));
    assert.equal(await codeOf('upload', uri), 'id-lost');
    assert.equal(await codeOf('send', uri), 'id-lost');
    assert.equal((await run<{ state: string }>('thisIsTheDraft', uri)).state, 'changed');
    assert.equal((await upload(uri)).messageId, messageId);
  });

  it('a sent mail that was restored from before its sending is not sent again by itself', async () => {
    const uri = await make('Was-sent.mail.md', plain('Was sent'));
    const sent = await run<{ state: string; sentAt: string }>('send', uri);
    assert.equal(sent.state, 'sent');
    const whole = await read(uri);
    await make('Was-sent.mail.md', plain('Was sent'));
    const { code, message } = (await run<CommandError>('send', uri)).error;
    assert.equal(code, 'id-lost');
    assert.match(message, /^A mail from this file was sent on .*, but the file does not say so any more\./);
    assert.equal(await codeOf('upload', uri), 'id-lost');
    const { problems } = await run<Status>('status', uri);
    assert.deepEqual(
      problems.map(({ code: each, severity }) => [each, severity]),
      [['id-lost', 'error']],
    );
    assert.equal((await run<{ state: string }>('thisIsTheDraft', uri)).state, 'sent');
    assert.equal(await read(uri), whole);
    assert.equal(await codeOf('send', uri), 'already-sent');

    await make('Was-sent.mail.md', plain('Was sent'));
    assert.deepEqual(await run('thisIsNewDraft', uri), { state: 'local' });
    const again = await run<{ state: string; messageId: string }>('send', uri);
    assert.equal(again.state, 'sent', 'a person said that it is another mail');
    assert.notEqual(await idIn(uri), /^id: (.*)$/m.exec(whole)?.[1]);
  });

  it('a new draft under the name of one that was deleted here is a new draft', async () => {
    const { uri, messageId } = await uploaded('Deleted');
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(uri);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
    await make('Deleted.mail.md', plain('Deleted').replace('below', 'above'));
    assert.notEqual((await upload(uri)).messageId, messageId);
  });

  it('both files are marked, with both answers as quick fixes, and unmarked once it is said', async () => {
    const { uri } = await uploaded('Marked');
    const copy = await copyOf(uri, 'copy-of-marked.mail.md');
    await vscode.window.showTextDocument(copy);
    const marks = (file: vscode.Uri) =>
      vscode.languages.getDiagnostics(file).filter(({ code }) => code === 'id-duplicate');
    const until = async (count: number) => {
      for (let look = 0; look < 100 && [uri, copy].some((file) => marks(file).length !== count); look++)
        await new Promise((resolve) => setTimeout(resolve, 100));
      assert.deepEqual([marks(uri).length, marks(copy).length], [count, count]);
    };
    await until(1);
    const [mark] = marks(copy);
    assert.ok(mark);
    assert.match((await read(copy)).split('\n')[mark.range.start.line] ?? '', /^id: /);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      copy,
      mark.range,
    );
    const titles = actions.map(({ title }) => title);
    for (const title of ['This Is the Draft', 'This Is a New Draft'])
      assert.ok(titles.includes(title), title);
    const action = actions.find(({ title }) => title === 'This Is a New Draft');
    assert.ok(action?.command);
    await vscode.commands.executeCommand(
      action.command.command,
      ...((action.command.arguments ?? []) as unknown[]),
    );
    await until(0);
  });
});
