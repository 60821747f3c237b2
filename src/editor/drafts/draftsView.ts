import * as vscode from 'vscode';
import { type DraftDesk } from './draftDesk.js';
import { isDraft } from './draftFile.js';
import { type DraftIndex } from './draftIndex.js';
import { needAttention } from './draftShelf.js';
import { DraftsTree, type TreeNode } from './draftsTree.js';
import { DropOnDrafts } from './dropOnDrafts.js';
import { ListArrangement } from './listArrangement.js';

export type DraftsView = vscode.TreeView<TreeNode>;

/** The view of the drafts, with all that keeps it in step with them and with the editors. */
export function openDraftsView(
  index: DraftIndex,
  desk: DraftDesk,
  memento: vscode.Memento,
): { view: DraftsView; arrangement: ListArrangement; subscription: vscode.Disposable } {
  const arrangement = new ListArrangement(index, memento);
  const tree = new DraftsTree(index, desk, arrangement);
  const view = vscode.window.createTreeView('markdownMail.drafts', {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
    dragAndDropController: new DropOnDrafts(),
  });
  const subscription = vscode.Disposable.from(
    view,
    tree,
    showBadge(view, index),
    followEditor({ view, tree, index, arrangement }),
  );
  return { view, arrangement, subscription };
}

/** The badge counts the drafts that wait for a person. */
function showBadge(view: DraftsView, index: DraftIndex): vscode.Disposable {
  return index.onDidChange(() => {
    const value = needAttention.reduce((sum, kind) => sum + index.count(kind), 0);
    const tooltip =
      value === 1
        ? vscode.l10n.t('1 draft needs your attention')
        : vscode.l10n.t('{0} drafts need your attention', value);
    if (view.badge?.value !== value) view.badge = value === 0 ? undefined : { value, tooltip };
  });
}

interface FollowParts {
  readonly view: DraftsView;
  readonly tree: DraftsTree;
  readonly index: DraftIndex;
  readonly arrangement: ListArrangement;
}

/** As VS Code's own explorer does, and by the same setting: the row of the active draft is shown, the focus stays. */
function followEditor({ view, tree, index, arrangement }: FollowParts): vscode.Disposable {
  const follow = () => {
    const active = vscode.window.activeTextEditor?.document.uri;
    if (!active || !isDraft(active) || !revealsByItself(active)) return;
    // What was sent is shown only to whoever opens its group: that can be a long one.
    if (arrangement.value.grouping === 'state' && index.get(active)?.state.kind === 'sent') return;
    if (!view.selection.some((node) => draftOf(node)?.toString() === active.toString()))
      void reveal(view, tree, active);
  };
  return vscode.Disposable.from(
    vscode.window.onDidChangeActiveTextEditor(follow),
    view.onDidChangeVisibility(({ visible }) => visible && follow()),
  );
}

/** Of a row, or of one below it. */
function draftOf(node: TreeNode): vscode.Uri | undefined {
  if (node.kind === 'draft') return node.uri;
  return node.kind === 'detail' ? node.draft : undefined;
}

function revealsByItself(uri: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('explorer', uri).get<unknown>('autoReveal') !== false;
}

/** Selects the row of a draft, where it has one that can be seen. */
async function reveal(view: DraftsView, tree: DraftsTree, uri: vscode.Uri): Promise<void> {
  if (!view.visible || !tree.lists(uri)) return;
  try {
    await view.reveal(tree.nodeOf(uri), { select: true, focus: false });
  } catch {
    // The list changed meanwhile; VS Code then knows no such row, and nothing is lost by that.
  }
}
