import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type DraftDesk } from '../../../src/editor/drafts/draftDesk.js';
import { draftDetails } from '../../../src/editor/drafts/draftDetails.js';
import { readDraft } from '../../../src/editor/drafts/draftFile.js';
import { type DraftEntry, DraftIndex } from '../../../src/editor/drafts/draftIndex.js';
import {
  type CommandError,
  draft,
  run,
  useSandboxWithoutQuestions,
  workspaceFolder,
  write,
} from './drafts.js';

/** As the list knows drafts, over files alone. */
function indexOfFiles(): DraftIndex {
  const desk = {
    parseHead: async (uri: vscode.Uri) => {
      await readDraft(uri);
      return { header: {}, body: '' };
    },
    state: async () => ({ kind: 'local', gone: false }),
  };
  return new DraftIndex(
    desk as unknown as DraftDesk,
    vscode.Uri.joinPath(workspaceFolder(), '..', 'personal'),
  );
}

async function until(what: string, look: () => boolean): Promise<void> {
  for (let attempt = 0; !look(); attempt++) {
    assert.ok(attempt < 100, what);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('drafts whose files go', function () {
  this.timeout(60_000);
  before(useSandboxWithoutQuestions);
  const folder = () => workspaceFolder().fsPath;

  const commands = [
    ...[
      'upload',
      'send',
      'sendLater',
      'sendWithoutDraft',
      'undoSend',
      'checkAgain',
      'sendAgain',
      'markAsSent',
    ],
    ...['compare', 'keepMine', 'takeTheirs', 'pull', 'discardServerDraft', 'openInOutlook'],
    ...['preview', 'print', 'render', 'check', 'exportEml', 'embedImages'],
    ...['renameDraft', 'duplicateDraft', 'moveDraft', 'attachFiles'],
    ...['thisIsTheDraft', 'thisIsNewDraft'],
  ];
  const seconds: Readonly<Record<string, unknown>> = {
    sendLater: new Date(Date.now() + 3_600_000).toISOString(),
    renameDraft: 'other',
  };
  for (const command of commands)
    it(`${command} says that the file is gone`, async () => {
      const uri = vscode.Uri.joinPath(workspaceFolder(), 'gone', 'never.mail.md');
      const second =
        command === 'moveDraft'
          ? workspaceFolder()
          : command === 'attachFiles'
            ? [vscode.Uri.joinPath(workspaceFolder(), 'x').toString()]
            : seconds[command];
      const { error } = await run<CommandError>(command, uri, second);
      assert.ok(error.code);
      assert.match(error.message, / /);
    });

  it('a preview goes along with its draft, whose name becomes another', async () => {
    const shown = (subject: string) =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label === `Preview: ${subject}`),
      );
    const uri = await write('shown.mail.md', draft('to: ada@example.com\nsubject: Before'));
    try {
      await run('preview', uri);
      await until('the preview', () => shown('Before'));
      await run('renameDraft', uri, 'shown-on');
      await write('shown-on.mail.md', draft('to: ada@example.com\nsubject: After'));
      await until('the preview of the file under its new name', () => shown('After'));
      await run('preview', vscode.Uri.joinPath(uri, '..', 'shown-on.mail.md'));
      assert.ok(!shown('Before'), 'it is the same one');
    } finally {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      await vscode.workspace.fs.delete(vscode.Uri.joinPath(uri, '..', 'shown-on.mail.md'));
    }
  });

  it('a new draft in a folder that is not there', async () => {
    const { error } = await run<CommandError>('newDraft', vscode.Uri.joinPath(workspaceFolder(), 'nowhere'));
    assert.equal(error.code, 'file-unreadable');
  });

  it('are a sentence in the list where they were opened to their recipients', async () => {
    const uri = vscode.Uri.joinPath(workspaceFolder(), 'opened.mail.md');
    const desk = { compose: () => readDraft(uri) } as unknown as DraftDesk;
    const entry = { uri, draft: {} } as unknown as DraftEntry;
    const [row, ...others] = await draftDetails(uri, entry, desk);
    assert.ok(row?.kind === 'detail');
    assert.deepEqual(
      [row.item.label, others],
      ['The draft file does not exist any more. Refresh the list of drafts.', []],
    );
  });

  it('leave the list together with the folder that they are in, and come with it', async () => {
    const index = indexOfFiles();
    const place = join(folder(), 'archive', 'deep');
    mkdirSync(place, { recursive: true });
    const [one, other] = ['one', 'other'].map((name) => vscode.Uri.file(join(place, `${name}.mail.md`)));
    assert.ok(one && other);
    for (const uri of [one, other]) writeFileSync(uri.fsPath, draft('to: a@example.com'));
    try {
      await index.ensure();
      assert.ok(index.get(one) && index.get(other));
      const made = vscode.Uri.file(join(folder(), 'made', 'deep', 'one.mail.md'));
      mkdirSync(join(folder(), 'made', 'deep'), { recursive: true });
      writeFileSync(made.fsPath, draft('to: a@example.com'));
      await until('what came with its folder is there', () => index.get(made) !== undefined);
      renameSync(join(folder(), 'archive'), join(folder(), 'renamed'));
      const moved = vscode.Uri.file(join(folder(), 'renamed', 'deep', 'one.mail.md'));
      await until('the old places are gone', () => !index.get(one) && !index.get(other));
      await until('the new places are there', () => index.get(moved) !== undefined);
      rmSync(join(folder(), 'renamed'), { recursive: true });
      await until('the new places are gone', () => !index.get(moved));
    } finally {
      index.dispose();
      for (const name of ['archive', 'renamed', 'made'])
        rmSync(join(folder(), name), { recursive: true, force: true });
    }
  });
});
