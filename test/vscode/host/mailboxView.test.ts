import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { type MailHalf } from '../../../src/editor/drafts/draftDesk.js';
import { type DraftEntry, type DraftIndex } from '../../../src/editor/drafts/draftIndex.js';
import { Backups } from '../../../src/editor/mailbox/backups.js';
import { MailboxTree } from '../../../src/editor/mailbox/mailboxTree.js';
import { Failure, sentence } from '../../../src/failure.js';
import { type DraftPage } from '../../../src/graph/draftReader.js';
import { read } from './drafts.js';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const noFiles = {
  onDidChange: () => ({ dispose: () => undefined }),
  all: () => [],
} as unknown as DraftIndex;
const reference = { environment: 'test', accountId: 'a', path: '/me' };

/** The view over a mailbox whose pages are asked of `list`. */
function viewOf(
  list: (next?: string) => Promise<DraftPage>,
  accounts = async () => [{ id: 'a', userName: 'a' }],
  index = noFiles,
) {
  const mail = {
    accounts,
    defaultAccount: async () => (await accounts())[0],
    mailboxFor: async () => reference,
    copies: { list: (_: unknown, next?: string) => list(next) },
  };
  return new MailboxTree({
    load: async () => ({ mail, module: {} }) as unknown as MailHalf,
    index,
    log: silent,
    copyOf: () => vscode.Uri.parse('untitled:x'),
  });
}

const draft = (id: string) => ({ id, subject: id, to: [], modified: '', hasAttachments: false });
const namesOf = async (tree: MailboxTree) =>
  (await tree.getChildren()).map((node) => (node.kind === 'mailboxDraft' ? node.summary.id : node.kind));

describe('the drafts in the mailbox', () => {
  it('are read a page at a time, also when “Load More…” is clicked twice', async () => {
    const asked: (string | undefined)[] = [];
    const tree = viewOf(async (next) => {
      asked.push(next);
      return next === undefined ? { drafts: [draft('one')], next: 'page 2' } : { drafts: [draft('two')] };
    });
    const [, more] = await tree.getChildren();
    assert.ok(more?.kind === 'more');
    await Promise.all([tree.more(more.place), tree.more(more.place)]);
    assert.deepEqual(asked, [undefined, 'page 2']);
    assert.deepEqual(await namesOf(tree), ['one', 'two']);
    tree.dispose();
  });

  it('are asked for again when a file gets or loses its copy, and not when it is only written on', async () => {
    let asked = 0;
    const told = new vscode.EventEmitter<DraftEntry | undefined>();
    const entry = (name: string, id?: string, messageId?: string) =>
      ({
        uri: vscode.Uri.file(`/drafts/${name}.mail.md`),
        draft: { header: id === undefined ? {} : { id } },
        state: messageId === undefined ? { kind: 'local' } : { kind: 'uploaded', copy: { messageId } },
      }) as unknown as DraftEntry;
    let all: readonly DraftEntry[] = [entry('one', '1', 'm1'), entry('other')];
    const index = { onDidChange: told.event, all: () => all } as unknown as DraftIndex;
    const list = async () => {
      asked++;
      return { drafts: [draft('x')] };
    };
    const tree = viewOf(list, undefined, index);
    const askedBy = async (change?: DraftEntry) => {
      const before = asked;
      told.fire(change);
      await tree.getChildren();
      return asked - before;
    };
    assert.equal(await askedBy(), 1, 'at first');
    assert.equal(await askedBy(), 0, 'nothing is new');
    assert.equal(await askedBy(entry('one', '1', 'm1')), 0, 'it was written on');
    assert.equal(await askedBy(entry('other')), 0, 'one without a copy was written on');
    assert.equal(await askedBy(entry('other', '2', 'm2')), 1, 'it was uploaded');
    assert.equal(await askedBy(entry('other', '2')), 1, 'its copy went');
    all = [entry('renamed', '1', 'm1'), entry('other', '2')];
    assert.equal(await askedBy(), 0, 'a file has another name');
    all = [entry('other', '2')];
    assert.equal(await askedBy(), 1, 'a file went');
    tree.dispose();
    told.dispose();
  });

  it('are read on after a page that could not be read', async () => {
    let broken = true;
    const tree = viewOf(async (next) => {
      if (next === undefined) return { drafts: [draft('one')], next: 'page 2' };
      if (broken) throw new Failure('mailbox-offline', sentence('No way there.'));
      return { drafts: [draft('two')] };
    });
    const [, more] = await tree.getChildren();
    assert.ok(more?.kind === 'more');
    await tree.more(more.place);
    assert.deepEqual(await namesOf(tree), ['one', 'notice']);
    broken = false;
    await tree.more(more.place);
    assert.deepEqual(await namesOf(tree), ['one', 'two']);
    tree.dispose();
  });

  it('are a sentence where the settings name no cloud, and rows once they do', async () => {
    let broken = true;
    const tree = viewOf(
      async () => ({ drafts: [draft('one')] }),
      async () => {
        if (broken) throw new Failure('custom-cloud-invalid', sentence('That is no address.'));
        return [{ id: 'a', userName: 'a' }];
      },
    );
    const [notice, ...others] = await tree.getChildren();
    assert.ok(notice?.kind === 'notice' && others.length === 0);
    assert.deepEqual([notice.text, notice.action], ['That is no address.', 'retry']);
    broken = false;
    tree.refresh();
    assert.deepEqual(await namesOf(tree), ['one']);
    tree.dispose();
  });
});

describe('texts from before', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'mdm-kept-'))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are kept each in a file of its own, also those of one second in two windows', async () => {
    const windows = [1, 2].map(() => new Backups(vscode.Uri.file(folder)));
    const uri = vscode.Uri.file('/somewhere/plan.mail.md');
    const texts = ['one', 'two', 'three', 'four'];
    const kept = await Promise.all(
      texts.map((text, index) => windows[index % 2]?.keep(uri, text) ?? assert.fail()),
    );
    assert.equal(new Set(kept.map(String)).size, texts.length);
    assert.deepEqual(await Promise.all(kept.map(read)), texts);
  });

  it('are a hundred at the most, also when two windows tidy up at once', async () => {
    const windows = [1, 2].map(() => new Backups(vscode.Uri.file(folder)));
    const write = (day: number) =>
      vscode.workspace.fs.writeFile(
        vscode.Uri.file(join(folder, `2020-01-01T00-00-${String(day).padStart(2, '0')} old.md`)),
        new Uint8Array(),
      );
    await Promise.all(Array.from({ length: 110 }, (_, day) => write(day)));
    const uri = vscode.Uri.file('/somewhere/plan.mail.md');
    await Promise.all(windows.map((window) => window.keep(uri, 'newest')));
    const left = (await windows[0]?.all()) ?? [];
    assert.equal(left.length, 100);
    assert.equal(left.filter(({ path }) => path.endsWith('plan.md') || path.includes('plan-')).length, 6);
  });
});
