import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  type CommandError,
  draft,
  read,
  run,
  type Status,
  useSandboxWithoutQuestions,
  write,
} from './drafts.js';

describe('sending later', function () {
  this.timeout(30_000);
  before(useSandboxWithoutQuestions);

  const sendAt = new Date(Math.floor(Date.now() / 1000 + 3600) * 1000);
  const text = (header: string) => draft(`to: ada@example.com\nsubject: Later\n${header}`);
  const at = (time: Date) => `send-at: ${time.toISOString()}`;

  it('a mail with send-at is scheduled, waits, and is left alone until Undo Send', async () => {
    const uri = await write('later.mail.md', text(at(sendAt)));
    const scheduled = await run<{ state: string; sendAt: string }>('send', uri);
    assert.deepEqual([scheduled.state, scheduled.sendAt], ['scheduled', sendAt.toISOString()]);
    assert.equal((await run<Status>('status', uri)).state, 'scheduled');
    await run('refresh');
    assert.equal((await run<Status>('status', uri)).state, 'scheduled');
    for (const command of ['upload', 'send'])
      assert.equal((await run<CommandError>(command, uri)).error.code, 'send-scheduled');

    const undone = await run<{ state: string }>('undoSend', uri);
    assert.equal(undone.state, 'local');
    assert.doesNotMatch(await read(uri), /^sent:/m);
    assert.equal((await run<CommandError>('undoSend', uri)).error.code, 'nothing-held');
    assert.equal((await run<{ state: string }>('send', uri)).state, 'scheduled');
    await run('undoSend', uri);
    await vscode.workspace.fs.delete(uri);
  });

  it('Send Later writes the time into the header, and changes it for a mail that waits', async () => {
    const uri = await write('send-later.mail.md', text(''));
    const first = await run<{ state: string; sendAt: string }>('sendLater', uri, sendAt.toISOString());
    assert.deepEqual([first.state, first.sendAt], ['scheduled', sendAt.toISOString()]);
    const later = new Date(sendAt.getTime() + 3_600_000);
    const second = await run<{ state: string; sendAt: string }>('sendLater', uri, later.toISOString());
    assert.deepEqual([second.state, second.sendAt], ['scheduled', later.toISOString()]);
    const times = (await read(uri)).match(/^send-at: .*$/gm) ?? [];
    assert.deepEqual(
      times.map((line) => Date.parse(line.slice('send-at: '.length))),
      [later.getTime()],
    );
    await run('undoSend', uri);
    await vscode.workspace.fs.delete(uri);
  });

  it('Send Later leaves a mail at its first time that can’t go at another', async () => {
    const uri = await write('stays.mail.md', text(at(sendAt)));
    assert.equal((await run<{ state: string }>('send', uri)).state, 'scheduled');
    const broken = (await read(uri)).replace('subject:', 'attachments: [missing.pdf]\nsubject:');
    await write('stays.mail.md', broken);
    const later = new Date(sendAt.getTime() + 3_600_000).toISOString();
    assert.equal((await run<CommandError>('sendLater', uri, later)).error.code, 'attachment-missing');
    assert.equal((await run<Status>('status', uri)).state, 'scheduled');
    assert.equal(await read(uri), broken);
    await run('undoSend', uri);
    await vscode.workspace.fs.delete(uri);
  });

  it('Send Later leaves the header alone where the mail can’t go, or the time is none', async () => {
    const uri = await write('nobody.mail.md', draft('subject: Later'));
    const before = await read(uri);
    const refused = await run<CommandError>('sendLater', uri, sendAt.toISOString());
    assert.equal(refused.error.code, 'no-recipient');
    const past = await run<CommandError>('sendLater', uri, '2020-01-01T08:00');
    assert.equal(past.error.code, 'time-invalid');
    assert.equal(await read(uri), before);
    await vscode.workspace.fs.delete(uri);
  });

  it('a mail whose time comes while VS Code runs is sent, and its file says so', async () => {
    const soon = new Date(Math.floor(Date.now() / 1000 + 3) * 1000);
    const uri = await write('soon.mail.md', text(at(soon)));
    assert.equal((await run<{ state: string }>('send', uri)).state, 'scheduled');
    await new Promise((resolve) => setTimeout(resolve, soon.getTime() - Date.now() + 500));
    await run('refresh');
    assert.equal((await run<Status>('status', uri)).state, 'sent');
    assert.match(await read(uri), /^sent: /m);
    await vscode.workspace.fs.delete(uri);
  });

  it('a time that is past is a warning, and the mail goes at once', async () => {
    const uri = await write('past.mail.md', text(at(new Date(Date.now() - 60_000))));
    const problems = await run<{ code: string; severity: string }[]>('check', uri);
    assert.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [['send-at-past', 'warning']],
    );
    assert.equal((await run<{ state: string }>('send', uri)).state, 'sent');
    await vscode.workspace.fs.delete(uri);
  });

  it('what has a copy in the mailbox, or waits for its time, is not sent without a draft', async () => {
    const uri = await write('direct.mail.md', text(at(sendAt)));
    assert.equal((await run<CommandError>('sendWithoutDraft', uri)).error.code, 'direct-send-at');
    const other = await write('copy-there.mail.md', text(''));
    await run('upload', other);
    assert.equal((await run<CommandError>('sendWithoutDraft', other)).error.code, 'direct-copy');
    for (const each of [uri, other]) await vscode.workspace.fs.delete(each);
  });
});
