import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type CommandError, draft, run, type Status, useSandboxWithoutQuestions, write } from './drafts.js';

describe('a mail whose outcome is known', function () {
  this.timeout(30_000);
  before(useSandboxWithoutQuestions);

  it('can be asked about, and is neither sent again nor marked', async () => {
    const uri = await write('outcome.mail.md', draft('to: ada@example.com\nsubject: Outcome'));
    assert.deepEqual(await run('checkAgain', uri), { state: 'local' });
    const { messageId } = await run<{ messageId: string }>('upload', uri);
    assert.deepEqual(await run('checkAgain', uri), {
      ...{ state: 'uploaded', messageId },
      ...{ webLink: (await run<{ webLink: string }>('upload', uri)).webLink },
    });
    for (const command of ['sendAgain', 'markAsSent'])
      assert.equal((await run<CommandError>(command, uri)).error.code, 'nothing-open');
    await run('send', uri);
    assert.equal((await run<Status>('checkAgain', uri)).state, 'sent');
    for (const command of ['sendAgain', 'markAsSent'])
      assert.equal((await run<CommandError>(command, uri)).error.code, 'nothing-open');
    await vscode.workspace.fs.delete(uri);
  });
});
