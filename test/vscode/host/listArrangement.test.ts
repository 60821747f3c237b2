import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Places } from '../../../src/editor/drafts/arrangement.js';
import { type DraftIndex } from '../../../src/editor/drafts/draftIndex.js';
import { ListArrangement } from '../../../src/editor/drafts/listArrangement.js';
import { groupItem, inOrder } from '../../../src/editor/drafts/listGroups.js';
import { run, workspaceFolder } from './drafts.js';

const personal = vscode.Uri.file('/elsewhere/drafts');

class Memory implements Pick<vscode.Memento, 'get' | 'update'> {
  readonly stored = new Map<string, unknown>();
  get<T>(key: string): T | undefined {
    return this.stored.get(key) as T | undefined;
  }
  update(key: string, value: unknown): Promise<void> {
    this.stored.set(key, value);
    return Promise.resolve();
  }
}

function arrangementIn(memory: Memory): { arrangement: ListArrangement; asked: (Places | undefined)[] } {
  const asked: (Places | undefined)[] = [];
  const index = { arrange: (ways: Places | undefined) => void asked.push(ways) } as DraftIndex;
  return { arrangement: new ListArrangement(index, memory as unknown as vscode.Memento), asked };
}

describe('the arrangement of the list', () => {
  after(async () => {
    await run('groupByState');
    await run('sortByTime');
  });

  it('is chosen by commands, which tell what is chosen', async () => {
    assert.deepEqual(await run('groupByFolder'), { grouping: 'folder', sorting: 'time' });
    assert.deepEqual(await run('sortBySubject'), { grouping: 'folder', sorting: 'subject' });
    assert.deepEqual(await run('groupedByFolder'), { grouping: 'folder', sorting: 'subject' });
    assert.deepEqual(await run('groupByNothing'), { grouping: 'none', sorting: 'subject' });
    assert.deepEqual(await run('sortByTime'), { grouping: 'none', sorting: 'time' });
  });

  it('is remembered', async () => {
    const memory = new Memory();
    const { arrangement, asked } = arrangementIn(memory);
    assert.deepEqual([arrangement.value, asked], [{ grouping: 'state', sorting: 'time' }, [undefined]]);
    await arrangement.set({ grouping: 'folder' });
    assert.equal(asked[1]?.groupOf({ uri: 'a/b', modified: 0, state: { kind: 'local', gone: false } }), 'a');
    assert.deepEqual(arrangementIn(memory).arrangement.value, { grouping: 'folder', sorting: 'time' });
  });

  for (const stored of [undefined, null, 7, 'x', { grouping: 'colour', sorting: 1 }])
    it(`is the usual one where ${JSON.stringify(stored)} is stored`, () => {
      const memory = new Memory();
      memory.stored.set('arrangement', stored);
      assert.deepEqual(arrangementIn(memory).arrangement.value, { grouping: 'state', sorting: 'time' });
    });

  it('names folders as the explorer does, those outside the workspace last', () => {
    const root = workspaceFolder();
    const at = (uri: vscode.Uri, ...parts: string[]) => vscode.Uri.joinPath(uri, ...parts).toString();
    const folders = [
      personal.toString(),
      at(root, 'b 10'),
      at(personal, 'x'),
      at(root, 'b 9', 'c'),
      root.toString(),
    ];
    const names = (groups: readonly string[]) =>
      groups.map((group) => groupItem({ group, grouping: 'folder', count: 2, personal }).label);
    const rootName = vscode.workspace.workspaceFolders?.[0]?.name;
    assert.deepEqual(new Set(names(folders)), new Set(names(inOrder(folders, 'folder', personal))));
    assert.deepEqual(names(inOrder(folders, 'folder', personal)), [
      rootName,
      'b 9/c',
      'b 10',
      'Outside the workspace',
      'Outside the workspace/x',
    ]);
  });

  it('puts states in their order, and opens all but what was sent', () => {
    assert.deepEqual(inOrder(['sent', 'local', 'unknown'], 'state', personal), ['unknown', 'local', 'sent']);
    const [local, sent] = ['local', 'sent'].map((group) =>
      groupItem({ group, grouping: 'state', count: 1234, personal }),
    );
    assert.deepEqual(
      [local?.label, local?.description, local?.contextValue],
      ['Local', '1,234', 'group.local'],
    );
    assert.equal(local?.collapsibleState, vscode.TreeItemCollapsibleState.Expanded);
    assert.equal(sent?.collapsibleState, vscode.TreeItemCollapsibleState.Collapsed);
  });
});
