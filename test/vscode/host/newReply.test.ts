import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  answering,
  type CommandError,
  draft,
  read,
  run,
  type Status,
  useSandboxWithoutQuestions,
  write,
} from './drafts.js';

const marker = '<!-- original message: not part of this mail -->';

interface Reply {
  readonly uri: string;
}

/** A mail that was sent, and can be answered like one that came. */
async function sentMail(): Promise<{ uri: vscode.Uri; messageId: string }> {
  const header = 'to: Ada <ada@example.com>\ncc: Dee <dee@example.org>\nsubject: Figures for the garden';
  const uri = await write('figures.mail.md', draft(header, 'Here are the *figures*.\n'));
  const { state, messageId } = await run<{ state: string; messageId: string }>('send', uri);
  assert.equal(state, 'sent');
  return { uri, messageId };
}

describe('newReply', function () {
  this.timeout(30_000);
  const made: vscode.Uri[] = [];
  let figures = '';
  before(async () => {
    await useSandboxWithoutQuestions();
    const { uri, messageId } = await sentMail();
    made.push(uri);
    figures = messageId;
  });
  after(async () => {
    for (const uri of made) await vscode.workspace.fs.delete(uri);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const newReply = async (kind: string) => {
    const { uri } = await run<Reply>('newReply', { messageId: figures, kind });
    const file = vscode.Uri.parse(uri);
    made.push(file);
    return file;
  };

  it('makes a file that answers the message, the cursor in the empty body', async () => {
    const uri = await newReply('reply-all');
    assert.match(decodeURIComponent(uri.path), /\/Re Figures for the garden\.mail\.md$/);
    const text = await read(uri);
    assert.ok(text.includes(`\nreply-all: ${figures}\n`));
    assert.match(
      text,
      /\n# Goes to: [^\n]*<?you@sandbox\.example>?, Ada <ada@example\.com>\n# Cc: Dee <dee@example\.org>\n/,
    );
    assert.match(
      text,
      new RegExp(`\n${marker}\n\n> From: [^]*you@sandbox\\.example[^]*\n> Here are the figures`),
    );
    assert.match(text, /\n> Sent: \w+day, \w+ \d{1,2}, \d{4} \d{1,2}:\d\d [AP]M\n/);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri.toString());
    assert.equal(editor?.document.lineAt(editor.selection.active.line - 1).text, '---');
    assert.deepEqual(
      (await run<{ code: string }[]>('check', uri)).map(({ code }) => code),
      ['body-empty'],
    );
    const second = await newReply('reply-all');
    assert.match(decodeURIComponent(second.path), /garden-2\.mail\.md$/);
  });

  it('upload, change, send: the answer goes to those whom the mailbox named, without the quote', async () => {
    const uri = await newReply('reply');
    const text = await read(uri);
    const begin = text.indexOf('---\n', 4) + 4;
    await write(
      decodeURIComponent(uri.path.split('/').at(-1) ?? ''),
      `${text.slice(0, begin)}Yes, it **fits**.\n${text.slice(begin)}`,
    );
    const { html } = await run<{ html: string }>('render', uri);
    assert.match(html, /fits/);
    assert.doesNotMatch(html, /figures|original message/);
    const first = await run<{ state: string }>('upload', uri);
    assert.equal(first.state, 'uploaded');
    assert.equal((await run<Status>('status', uri)).state, 'uploaded');
    const sent = await run<{ state: string }>('send', uri);
    assert.equal(sent.state, 'sent');
    assert.ok((await read(uri)).includes(marker), 'the quote stays in the file');
  });

  it('a message that is not there: a sentence, and no file', async () => {
    const before = (await run<Status[]>('status')).length;
    const { error } = await run<CommandError>('newReply', { messageId: 'gone', kind: 'reply' });
    assert.equal(error.code, 'message-id-invalid');
    assert.equal((await run<Status[]>('status')).length, before);
  });

  it('a forward to nobody is not sent, and asks for a recipient', async () => {
    const uri = await newReply('forward');
    assert.equal(vscode.window.activeTextEditor?.document.lineAt(3).text, 'to: ');
    assert.equal((await run<CommandError>('send', uri)).error.code, 'no-recipient');
  });

  it('picks the newest message of the inbox, then Reply', async () => {
    const reply = await answering('acceptSelectedQuickOpenItem', run<Reply>('newReply'));
    const uri = vscode.Uri.parse(reply.uri);
    made.push(uri);
    const text = await read(uri);
    assert.match(text, /^---\nreply: [\w=-]+\n# Answers: Lunch on Thursday\?, from Nora Lindqvist/);
    assert.match(text, /\n> Shall we try the new place by the canal/);
  });

  it('without an argument it asks, and closing the list is a cancel', async () => {
    assert.deepEqual(await answering('closeQuickOpen', run<object>('newReply')), { cancelled: true });
  });
});
