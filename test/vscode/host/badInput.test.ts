import assert from 'node:assert/strict';
import { truncate } from 'node:fs/promises';
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

interface Bad {
  readonly what: string;
  readonly text: string | Uint8Array;
  readonly code: string;
  readonly says: RegExp;
}

const latin1 = new Uint8Array([
  ...new TextEncoder().encode('---\nto: a@example.com\nsubject: Caf'),
  0xe9,
  0x0a,
  0x2d,
  0x2d,
  0x2d,
  0x0a,
]);

const table: readonly Bad[] = [
  {
    what: 'a header that is no YAML',
    text: draft('to: [ada@example.com\nsubject: x'),
    code: 'header-invalid',
    says: /line 2/,
  },
  { what: 'no header', text: 'Dear Ada\n', code: 'header-missing', says: /---/ },
  { what: 'no recipient', text: draft('subject: x'), code: 'no-recipient', says: /recipient/ },
  {
    what: 'an address without @',
    text: draft('to: ada.example.com\nsubject: x'),
    code: 'address-invalid',
    says: /ada\.example\.com.*@/,
  },
  {
    what: 'a missing attachment',
    text: draft('to: a@example.com\nsubject: x\nattachments: [gone.pdf]'),
    code: 'attachment-missing',
    says: /gone\.pdf/,
  },
  {
    what: 'an attachment that is a folder',
    text: draft('to: a@example.com\nsubject: x\nattachments: [afolder]'),
    code: 'attachment-folder',
    says: /folder/,
  },
  {
    what: 'an image that is no image',
    text: draft('to: a@example.com\nsubject: x', '![x](noimage.png)\n'),
    code: 'image-invalid',
    says: /noimage\.png/,
  },
  {
    what: 'a missing image',
    text: draft('to: a@example.com\nsubject: x', '![x](nowhere.png)\n'),
    code: 'image-missing',
    says: /nowhere\.png/,
  },
  {
    what: 'an attachment of more than 150 MB',
    text: draft('to: a@example.com\nsubject: x\nattachments: [big.bin]'),
    code: 'attachment-too-large',
    says: /150 MB/,
  },
  { what: 'a file that is not UTF-8', text: latin1, code: 'not-utf8', says: /UTF-8/ },
  {
    what: 'send-at that is no time',
    text: draft('to: a@example.com\nsubject: x\nsend-at: tomorrow'),
    code: 'value-type',
    says: /send-at/,
  },
];

describe('bad input gets a sentence, and nothing is lost', function () {
  this.timeout(30_000);

  before(async () => {
    await useSandboxWithoutQuestions();
    await write('noimage.png', 'this is text');
    await write('big.bin', new Uint8Array(1));
    // Nothing but its length is on the disk.
    await truncate(vscode.Uri.joinPath(workspaceFolder(), 'big.bin').fsPath, 150 * 1024 * 1024 + 1);
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(workspaceFolder(), 'afolder'));
  });

  for (const { what, text, code, says } of table) {
    it(what, async () => {
      const uri = await write('bad.mail.md', text);
      const before = await vscode.workspace.fs.readFile(uri);
      const { error } = await run<CommandError>('send', uri);
      assert.equal(error.code, code);
      assert.match(error.message, says);
      assert.deepEqual(await vscode.workspace.fs.readFile(uri), before, 'the file is as it was');
      const status = await run<Status>('status', uri);
      assert.equal(status.state, 'local');
      assert.ok(
        status.problems.some((problem) => problem.code === code),
        'status names it too',
      );
    });
  }

  it('a file that is gone', async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), 'never.mail.md');
    assert.equal((await run<CommandError>('upload', uri)).error.code, 'draft-missing');
  });

  it('a file that is no draft', async () => {
    const uri = await write('notes.md', '# Notes\n');
    assert.equal((await run<CommandError>('send', uri)).error.code, 'no-draft');
  });

  it('an attachment through a link that leads out of the folder is not read unasked', async () => {
    const uri = await write(
      'outside.mail.md',
      draft('to: a@example.com\nsubject: x\nattachments: [/etc/hostname]'),
    );
    const problems = await run<{ code: string }[]>('check', uri);
    assert.ok(problems.some(({ code }) => code === 'attachment-outside'));
    const { attachments } = await run<{ attachments: unknown[] }>('render', uri);
    assert.deepEqual(attachments, []);
  });

  it('a draft with unsaved edits is saved before it goes, and what goes is what is seen', async () => {
    const uri = await write('unsaved.mail.md', draft('to: a@example.com\nsubject: x', 'stored\n'));
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(document.lineCount - 1, 0), 'typed, not saved\n');
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    assert.equal((await run<{ state: string }>('upload', uri)).state, 'uploaded');
    assert.equal(document.isDirty, false);
    assert.match(await read(uri), /typed, not saved/);
  });
});
