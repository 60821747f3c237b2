import * as vscode from 'vscode';
import { type DraftDesk } from './draftDesk.js';
import { draftDetails } from './draftDetails.js';
import { type DraftEntry, type DraftIndex } from './draftIndex.js';
import { draftItem } from './draftRow.js';
import { fileNameOf } from './fileNameOf.js';
import { type ListArrangement } from './listArrangement.js';
import { groupItem, inOrder } from './listGroups.js';
import { stateTooltip } from './stateTooltip.js';

export { fileNameOf } from './fileNameOf.js';
export { readableSize } from './rowText.js';

export type TreeNode =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'draft'; readonly uri: vscode.Uri }
  | { readonly kind: 'detail'; readonly draft: vscode.Uri; readonly item: vscode.TreeItem }
  | { readonly kind: 'more'; readonly group: string };

/** Rows that a group shows at first: VS Code takes all of an open group over at each of its changes. */
const firstRows = 500;

/** Internal, and no entry of the palette: the row at the end of a long group. */
const showMoreCommand = 'markdownMail.drafts.showMore';

/** The drafts in groups, by state unless a person chose otherwise; each opens to its recipients, attachments and problems. */
export class DraftsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<TreeNode | undefined>();
  private readonly drafts = new Map<string, TreeNode>();
  private readonly groups = new Map<string, TreeNode>();
  private readonly limits = new Map<string, number>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(
    private readonly index: DraftIndex,
    private readonly desk: DraftDesk,
    private readonly arrangement: Pick<ListArrangement, 'value'>,
  ) {
    this.subscription = vscode.Disposable.from(
      index.onDidChange((entry) => this.changeEmitter.fire(entry && this.nodeOf(entry.uri))),
      vscode.commands.registerCommand(showMoreCommand, (group: string) => this.showMore(group)),
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
    const key = uri.toString();
    const group = this.index.list.groupOf(key);
    if (group === undefined) return false;
    return this.index.list.group(group, this.limitOf(group)).some((entry) => entry.uri.toString() === key);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'group') return undefined;
    if (node.kind === 'detail') return this.nodeOf(node.draft);
    const group = node.kind === 'more' ? node.group : this.index.list.groupOf(node.uri.toString());
    return group === undefined ? undefined : this.groupOf(group);
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) return this.roots();
    if (node.kind === 'draft') return draftDetails(node.uri, this.index.get(node.uri), this.desk);
    return node.kind === 'group' ? this.rowsIn(node.group) : [];
  }

  private roots(): TreeNode[] {
    const { grouping } = this.arrangement.value;
    if (grouping === 'none') return this.rowsIn('');
    const groups = inOrder(this.index.list.names(), grouping, this.index.personalFolder);
    return groups.flatMap((group) => this.groupOf(group) ?? []);
  }

  private rowsIn(group: string): TreeNode[] {
    const limit = this.limitOf(group);
    const rows = this.index.list.group(group, limit).map(({ uri }) => this.nodeOf(uri));
    return this.index.list.count(group) > limit ? [...rows, { kind: 'more', group }] : rows;
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === 'detail') return node.item;
    const { grouping } = this.arrangement.value;
    if (node.kind === 'group') {
      const count = this.index.list.count(node.group);
      return groupItem({ group: node.group, grouping, count, personal: this.index.personalFolder });
    }
    if (node.kind === 'more') return this.moreItem(node.group);
    const entry = this.index.get(node.uri);
    return entry
      ? draftItem(entry, { twin: this.twinsOf(entry).length > 0, tellsState: grouping !== 'state' })
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

  /** The same object each time, so that VS Code knows it again. Absent: the list has no groups. */
  private groupOf(group: string): TreeNode | undefined {
    if (this.arrangement.value.grouping === 'none') return undefined;
    const node: TreeNode = this.groups.get(group) ?? { kind: 'group', group };
    this.groups.set(group, node);
    return node;
  }

  private limitOf(group: string): number {
    return this.limits.get(group) ?? firstRows;
  }

  private showMore(group: string): void {
    this.limits.set(group, this.limitOf(group) * 4);
    this.changeEmitter.fire(this.groupOf(group));
  }

  private moreItem(group: string): vscode.TreeItem {
    const rest = this.index.list.count(group) - this.limitOf(group);
    const { sorting } = this.arrangement.value;
    const item = new vscode.TreeItem(vscode.l10n.t('Show More'));
    item.id = `more.${group}`;
    const number = rest.toLocaleString(vscode.env.language);
    item.description =
      sorting === 'time' ? vscode.l10n.t('{0} older ones', number) : vscode.l10n.t('{0} others', number);
    item.iconPath = new vscode.ThemeIcon('ellipsis');
    item.contextValue = 'more';
    item.command = { command: showMoreCommand, title: vscode.l10n.t('Show More'), arguments: [group] };
    return item;
  }
}
