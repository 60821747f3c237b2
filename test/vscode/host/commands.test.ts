import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  type CommandError,
  draft,
  png,
  read,
  run,
  setting,
  type Status,
  useSandboxWithoutQuestions,
  write,
} from './drafts.js';

describe('commands', function () {
  this.timeout(30_000);
  before(useSandboxWithoutQuestions);

  it('newDraft makes a file with the cursor in to:', async () => {
    const { uri } = await run<{ uri: string }>('newDraft');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), uri);
    assert.equal(editor?.document.lineAt(1).text, 'to: ');
    assert.deepEqual([editor?.selection.active.line, editor?.selection.active.character], [1, 4]);
    const second = await run<{ uri: string }>('newDraft');
    assert.notEqual(second.uri, uri);
    for (const one of [uri, second.uri]) await vscode.workspace.fs.delete(vscode.Uri.parse(one));
  });

  it('render gives the mail that would go', async () => {
    await write('files/dot.png', png);
    await write('files/notes.txt', 'notes');
    const uri = await write(
      'render.mail.md',
      draft(
        'to: Ada <ada@example.com>\nsubject: Pictures\nattachments: [files/notes.txt]',
        '![a dot](files/dot.png)\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n',
      ),
    );
    const mail = await run<{
      subject: string;
      html: string;
      text: string;
      bytes: number;
      inlineImages: { contentId: string; contentBytes: string }[];
      attachments: { name: string; size: number }[];
    }>('render', uri);
    assert.equal(mail.subject, 'Pictures');
    assert.equal(mail.inlineImages.length, 1);
    assert.ok(mail.html.includes(`src="cid:${mail.inlineImages[0]?.contentId}"`));
    assert.equal(mail.inlineImages[0]?.contentBytes, png.toString('base64'));
    assert.deepEqual(mail.attachments, [{ name: 'notes.txt', contentType: 'text/plain', size: 5 }]);
    assert.equal(mail.bytes, Buffer.byteLength(mail.html));
    assert.match(mail.text, /\[a dot\]/);
  });

  it('upload, change, upload, send: the states are true and the header is written in place', async () => {
    const original = draft(
      '# to whom\nto: Ada <ada@example.com>   # a friend\nsubject: Engine\nx-unknown: kept',
    );
    const uri = await write('life.mail.md', original);
    const first = await run<{ state: string; messageId: string; webLink: string }>('upload', uri);
    assert.equal(first.state, 'uploaded');
    assert.match(first.webLink, /^http:\/\/127\.0\.0\.1:/);
    const uploaded = await run<Status>('status', uri);
    assert.equal(uploaded.state, 'uploaded');
    assert.equal(uploaded.messageId, first.messageId);
    assert.ok(uploaded.id);
    const text = await read(uri);
    assert.equal(text, original.replace('\n---\nDear', `\nid: ${uploaded.id}\n---\nDear`));

    await write('life.mail.md', text.replace('the **table**', 'the new **table**'));
    assert.equal((await run<Status>('status', uri)).state, 'changed');
    const again = await run<{ state: string; messageId: string }>('upload', uri);
    assert.deepEqual([again.state, again.messageId], ['uploaded', first.messageId]);

    const sent = await run<{ state: string; messageId: string; sentAt: string }>('send', uri);
    assert.equal(sent.state, 'sent');
    assert.match(sent.sentAt, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.match(await read(uri), new RegExp(`\nid: ${uploaded.id}\nsent: ${sent.sentAt}\n---\n`));
    assert.equal((await run<Status>('status', uri)).state, 'sent');

    const twice = await run<CommandError>('send', uri);
    assert.equal(twice.error.code, 'already-sent');
  });

  it('a file that says sent: is not sent again, whatever mailbox is in use', async () => {
    const sent =
      'to: ada@example.com\nsubject: Sent elsewhere\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV\nsent: 2026-01-01T08:00:00Z';
    const uri = await write('elsewhere.mail.md', draft(sent));
    assert.equal((await run<Status>('status', uri)).state, 'sent');
    assert.equal((await run<CommandError>('send', uri)).error.code, 'already-sent');
    assert.equal((await run<CommandError>('upload', uri)).error.code, 'already-sent');
  });

  it('discardServerDraft deletes the copy and keeps the file', async () => {
    const uri = await write('discard.mail.md', draft('to: ada@example.com\nsubject: Away'));
    await run('upload', uri);
    const text = await read(uri);
    assert.deepEqual(await run('discardServerDraft', uri), { state: 'local' });
    assert.equal(await read(uri), text);
    assert.equal((await run<Status>('status', uri)).state, 'local');
  });

  it('a second Send at the same time is refused, and one mail goes', async () => {
    const uri = await write('twice.mail.md', draft('to: ada@example.com\nsubject: Twice'));
    await run('upload', uri);
    const results = await Promise.all([run<object>('send', uri), run<object>('send', uri)]);
    const sent = results.filter((result) => 'state' in result && result.state === 'sent');
    const refused = results.filter((result) => 'error' in result);
    assert.equal(sent.length, 1);
    assert.equal(refused.length, 1);
    assert.match((refused[0] as CommandError).error.code, /^(draft-busy|already-sent)$/);
  });

  it('undoSend stops a mail that is being held', async () => {
    await setting('undoSendSeconds', 60);
    const uri = await write('undo.mail.md', draft('to: ada@example.com\nsubject: Undo me'));
    const sending = run<{ cancelled: boolean; state: string }>('send', uri);
    let undone: object = {};
    for (let attempt = 0; attempt < 100 && !('state' in undone); attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      undone = await run<object>('undoSend', uri);
    }
    const outcome = await sending;
    await setting('undoSendSeconds', 0);
    assert.equal(outcome.cancelled, true);
    assert.equal(outcome.state, 'uploaded');
    assert.equal((await run<Status>('status', uri)).state, 'uploaded');
  });

  it('status without a draft lists all of them', async () => {
    await write('listed.mail.md', draft('to: ada@example.com\nsubject: In the list'));
    const all = await run<Status[]>('status');
    const found = all.find(({ subject }) => subject === 'In the list');
    assert.equal(found?.state, 'local');
  });

  it('a copied file with the same id is refused until told apart', async () => {
    const uri = await write('original.mail.md', draft('to: ada@example.com\nsubject: Original'));
    await run('upload', uri);
    const copy = await write('copy.mail.md', await read(uri));
    await run('refresh');
    assert.equal((await run<CommandError>('send', copy)).error.code, 'id-duplicate');
    const problems = await run<{ code: string }[]>('check', copy);
    assert.ok(problems.some(({ code }) => code === 'id-duplicate'));
    await vscode.workspace.fs.delete(copy);
  });

  it('useSandbox leads to the cloud before and back, and accounts follow', async () => {
    assert.deepEqual(await run('useSandbox'), { cloud: 'global' });
    const uri = await write('nobody.mail.md', draft('to: ada@example.com\nsubject: Nobody'));
    assert.equal((await run<CommandError>('upload', uri)).error.code, 'not-signed-in');
    assert.equal((await read(uri)).includes('id:'), false);
    const triedOut = vscode.Uri.joinPath(uri, '..', 'life.mail.md');
    assert.equal((await run<Status>('status', triedOut)).state, 'local', 'the sandbox sent it to nobody');
    assert.equal((await run<CommandError>('signIn')).error.code, 'sign-in-client-id-missing');
    assert.equal((await run<CommandError>('signOut')).error.code, 'not-signed-in');
    assert.deepEqual(await run('useSandbox'), { cloud: 'sandbox' });
    assert.deepEqual(await run('signIn'), { account: 'you@sandbox.example' });
  });
});
