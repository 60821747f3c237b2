import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type LoadMail } from '../../../src/editor/drafts/draftDesk.js';
import { dropProvider, pasteProvider } from '../../../src/editor/language/dropAndPaste.js';
import { draft, png, read, workspaceFolder, write } from './drafts.js';

const { token } = new vscode.CancellationTokenSource();
const top = new vscode.Position(0, 0);

/** A file of the clipboard, which has no place. */
class Picture extends vscode.DataTransferItem {
  override asFile(): vscode.DataTransferFile {
    return { name: 'image.png', data: () => Promise.resolve(png) };
  }
}

const noMail: LoadMail = () => assert.fail('no text is pasted');

async function open(name: string): Promise<vscode.TextDocument> {
  return vscode.workspace.openTextDocument(await write(name, draft('to: ada@example.com\nsubject: x')));
}

async function dropped(document: vscode.TextDocument, file: vscode.Uri) {
  const data = new vscode.DataTransfer();
  data.set('text/uri-list', new vscode.DataTransferItem(file.toString()));
  const edit = await dropProvider.provideDocumentDropEdits(document, top, data, token);
  assert.ok(edit && !Array.isArray(edit));
  return edit;
}

async function pastedPicture(document: vscode.TextDocument) {
  const provider = pasteProvider(noMail);
  const data = new vscode.DataTransfer();
  data.set('image/png', new Picture(''));
  const end = document.lineAt(document.lineCount - 1).range;
  const context = { only: undefined, triggerKind: vscode.DocumentPasteTriggerKind.Automatic };
  const [edit] = (await provider.provideDocumentPasteEdits?.(document, [end], data, context, token)) ?? [];
  assert.ok(edit);
  const resolve = async () => (await provider.resolveDocumentPasteEdit?.(edit, token))?.insertText;
  return { promised: (edit.insertText as vscode.SnippetString).value, resolve };
}

describe('what is dropped and pasted', () => {
  const made: vscode.Uri[] = [];
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of made) await vscode.workspace.fs.delete(uri);
  });
  const file = (name: string) => vscode.Uri.joinPath(workspaceFolder(), name);

  it('goes to the draft that it was dropped on, also where another is dropped on before it is there', async () => {
    const one = await open('dropped-one.mail.md');
    const other = await open('dropped-other.mail.md');
    const [plan, secret] = [await write('plan.txt', 'plan'), await write('secret.txt', 'secret')];
    made.push(one.uri, other.uri, plan, secret);
    const first = await dropped(one, secret);
    const second = await dropped(other, plan);
    await dropProvider.resolveDocumentDropEdit?.(first, token);
    await dropProvider.resolveDocumentDropEdit?.(second, token);
    assert.match(await read(one.uri), /secret\.txt/);
    assert.doesNotMatch(await read(other.uri), /secret\.txt/);
    assert.match(await read(other.uri), /plan\.txt/);
  });

  it('a folder that is dropped is a sentence, and no error of VS Code’s', async () => {
    const document = await open('dropped-folder.mail.md');
    made.push(document.uri);
    const before = await read(document.uri);
    const edit = await dropped(document, workspaceFolder());
    assert.equal(await dropProvider.resolveDocumentDropEdit?.(edit, token), edit);
    assert.equal(await read(document.uri), before);
  });

  it('a picture is a file beside the draft, under the name that the text says', async () => {
    const document = await open('pasted.mail.md');
    const { promised, resolve } = await pastedPicture(document);
    assert.match(promised, /\]\(pasted\.png\)$/);
    assert.equal(await resolve(), undefined, 'the text stays the one that was promised');
    const saved = file('pasted.png');
    made.push(document.uri, saved);
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(saved)), png);
  });

  it('a picture never goes over a file that took its name meanwhile', async () => {
    const document = await open('taken.mail.md');
    const { promised, resolve } = await pastedPicture(document);
    assert.match(promised, /\]\(taken\.png\)$/);
    const other = await write('taken.png', 'another one');
    const text = await resolve();
    const saved = file('taken-2.png');
    made.push(document.uri, other);
    assert.equal(await read(other), 'another one');
    assert.equal(text, '![what the picture shows](taken-2.png)');
    made.push(saved);
    assert.deepEqual(Buffer.from(await vscode.workspace.fs.readFile(saved)), png);
  });
});
