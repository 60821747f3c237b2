import * as vscode from 'vscode';
import { type DraftDesk } from './draftDesk.js';
import { draftDetails } from './draftDetails.js';
import { type DraftEntry, type DraftIndex } from './draftIndex.js';
import { draftItem } from './draftRow.js';
import { type StateKind, stateOrder } from './draftShelf.js';
import { fileNameOf } from './fileNameOf.js';
import { stateTooltip } from './stateTooltip.js';
import { lookOf } from './stateWords.js';

export { fileNameOf } from './fileNameOf.js';
export { readableSize } from './rowText.js';

export type TreeNode =
  | { readonly kind: 'group'; readonly state: StateKind }
  | { readonly kind: 'draft'; readonly uri: vscode.Uri }
  | { readonly kind: 'detail'; readonly draft: vscode.Uri; readonly item: vscode.TreeItem }
  | { readonly kind: 'more'; readonly state: StateKind };

/** Rows that a group shows at first: VS Code takes all of an open group over at each of its changes. */
const firstRows = 500;

/** Internal, and no entry of the palette: the row at the end of a long group. */
const showMoreCommand = 'markdownMail.drafts.showMore';

/** The drafts grouped by state; each opens to its recipients, attachments and problems. */
export class DraftsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<TreeNode | undefined>();
  private readonly drafts = new Map<string, TreeNode>();
  private readonly groups = new Map<StateKind, TreeNode>();
  private readonly limits = new Map<StateKind, number>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(
    private readonly index: DraftIndex,
    private readonly desk: DraftDesk,
  ) {
    this.subscription = vscode.Disposable.from(
      index.onDidChange((entry) => this.changeEmitter.fire(entry && this.nodeOf(entry.uri))),
      vscode.commands.registerCommand(showMoreCommand, (state: StateKind) => this.showMore(state)),
    );
  }

  nodeOf(uri: vscode.Uri): TreeNode {
    const key = uri.toString();
    const node: TreeNode = this.drafts.get(key) ?? { kind: 'draft', uri };
    this.drafts.set(key, node);
    return node;
  }

  /** Whether the draft has a row now: VS Code can't show one that its group does not list. */
  lists(uri: vscode.Uri): boolean {
    const kind = this.index.get(uri)?.state.kind;
    if (kind === undefined) return false;
    const key = uri.toString();
    return this.index.inState(kind, this.limitOf(kind)).some((entry) => entry.uri.toString() === key);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'group') return undefined;
    if (node.kind === 'detail') return this.nodeOf(node.draft);
    if (node.kind === 'more') return this.groupOf(node.state);
    const entry = this.index.get(node.uri);
    return entry && this.groupOf(entry.state.kind);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node)
      return stateOrder.filter((kind) => this.index.count(kind) > 0).map((kind) => this.groupOf(kind));
    if (node.kind === 'draft') return draftDetails(node.uri, this.index.get(node.uri), this.desk);
    if (node.kind !== 'group') return [];
    const { state } = node;
    const limit = this.limitOf(state);
    const rows = this.index.inState(state, limit).map(({ uri }) => this.nodeOf(uri));
    return this.index.count(state) > limit ? [...rows, { kind: 'more', state }] : rows;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === 'detail') return node.item;
    if (node.kind === 'group') return this.groupItem(node.state);
    if (node.kind === 'more') return this.moreItem(node.state);
    const entry = this.index.get(node.uri);
    return entry
      ? draftItem(entry, this.twinsOf(entry).length > 0)
      : new vscode.TreeItem(fileNameOf(node.uri));
  }

  resolveTreeItem(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    const entry = node.kind === 'draft' ? this.index.get(node.uri) : undefined;
    if (entry) item.tooltip = stateTooltip(entry, this.twinsOf(entry));
    return item;
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  /** The other listed files with the same id. */
  private twinsOf({ uri, draft }: DraftEntry): readonly vscode.Uri[] {
    const { id } = draft?.header ?? {};
    const all = id === undefined ? [] : this.index.withId(id);
    return all.map((entry) => entry.uri).filter((other) => other.toString() !== uri.toString());
  }

  /** The same object each time, so that VS Code knows it again. */
  private groupOf(state: StateKind): TreeNode {
    const node: TreeNode = this.groups.get(state) ?? { kind: 'group', state };
    this.groups.set(state, node);
    return node;
  }

  private limitOf(state: StateKind): number {
    return this.limits.get(state) ?? firstRows;
  }

  private showMore(state: StateKind): void {
    this.limits.set(state, this.limitOf(state) * 4);
    this.changeEmitter.fire(this.groupOf(state));
  }

  private groupItem(state: StateKind): vscode.TreeItem {
    const { word } = lookOf(state);
    const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    // What was sent needs nobody any more, and is what there is most of.
    const item = new vscode.TreeItem(word, state === 'sent' ? Collapsed : Expanded);
    const count = this.index.count(state);
    item.id = `group.${state}`;
    item.description = count.toLocaleString(vscode.env.language);
    item.contextValue = `group.${state}`;
    item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}', word, count) };
    return item;
  }

  private moreItem(state: StateKind): vscode.TreeItem {
    const rest = this.index.count(state) - this.limitOf(state);
    const item = new vscode.TreeItem(vscode.l10n.t('Show More'));
    item.id = `more.${state}`;
    item.description = vscode.l10n.t('{0} older ones', rest.toLocaleString(vscode.env.language));
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.contextValue = 'more';
    item.command = { command: showMoreCommand, title: vscode.l10n.t('Show More'), arguments: [state] };
    return item;
  }
}
