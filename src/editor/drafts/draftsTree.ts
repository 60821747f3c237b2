import * as vscode from 'vscode';
import { type Address, type Draft, type Problem } from '../../draft/draft.js';
import { translate, describe } from '../translate.js';
import { type DraftDesk } from './draftDesk.js';
import { type DraftEntry, type DraftIndex } from './draftIndex.js';
import { explain, lookOf, type StateKind, stateOrder, time } from './stateWords.js';

export type TreeNode =
  | { readonly kind: 'group'; readonly state: StateKind }
  | { readonly kind: 'draft'; readonly uri: vscode.Uri }
  | { readonly kind: 'detail'; readonly draft: vscode.Uri; readonly item: vscode.TreeItem };

/** The drafts grouped by state; each opens to its recipients, attachments and problems. */
export class DraftsTree implements vscode.TreeDataProvider<TreeNode>, vscode.Disposable {
  private readonly changeEmitter = new vscode.EventEmitter<TreeNode | undefined>();
  private readonly nodes = new Map<string, TreeNode>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChangeTreeData = this.changeEmitter.event;

  constructor(
    private readonly index: DraftIndex,
    private readonly desk: DraftDesk,
  ) {
    this.subscription = index.onDidChange((entry) =>
      this.changeEmitter.fire(entry && this.nodeOf(entry.uri)),
    );
  }

  nodeOf(uri: vscode.Uri): TreeNode {
    const key = uri.toString();
    const node: TreeNode = this.nodes.get(key) ?? { kind: 'draft', uri };
    this.nodes.set(key, node);
    return node;
  }

  getParent(node: TreeNode): TreeNode | undefined {
    if (node.kind === 'group') return undefined;
    if (node.kind === 'detail') return this.nodeOf(node.draft);
    const entry = this.index.get(node.uri);
    return entry && { kind: 'group', state: entry.state.kind };
  }

  async getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) {
      const present = new Set(this.index.all().map(({ state }) => state.kind));
      return stateOrder.filter((state) => present.has(state)).map((state) => ({ kind: 'group', state }));
    }
    if (node.kind === 'group') return this.entriesIn(node.state).map(({ uri }) => this.nodeOf(uri));
    return node.kind === 'draft' ? this.details(node.uri) : [];
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    if (node.kind === 'detail') return node.item;
    if (node.kind === 'group') return this.groupItem(node.state);
    const entry = this.index.get(node.uri);
    return entry ? draftItem(entry) : new vscode.TreeItem(node.uri);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changeEmitter.dispose();
  }

  private entriesIn(state: StateKind): DraftEntry[] {
    return this.index
      .all()
      .filter((entry) => entry.state.kind === state)
      .sort((a, b) => titleOf(a).localeCompare(titleOf(b)));
  }

  private groupItem(state: StateKind): vscode.TreeItem {
    const { word } = lookOf(state);
    const item = new vscode.TreeItem(word, vscode.TreeItemCollapsibleState.Expanded);
    const count = this.entriesIn(state).length;
    item.id = `group.${state}`;
    item.description = String(count);
    item.contextValue = `group.${state}`;
    item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}', word, count) };
    return item;
  }

  private async details(uri: vscode.Uri): Promise<TreeNode[]> {
    const entry = this.index.get(uri);
    if (!entry?.draft) return entry?.failure ? [detail(uri, describe(entry.failure), '', 'error')] : [];
    const { composed } = await this.desk.compose(uri);
    return [
      ...recipientDetails(uri, entry.draft),
      ...composed.mail.attachments.map(({ name, size }) => detail(uri, name, readableSize(size), 'file')),
      ...composed.problems.map((problem) => problemDetail(uri, problem)),
    ];
  }
}

function draftItem(entry: DraftEntry): vscode.TreeItem {
  const { uri, state } = entry;
  const { word, icon } = lookOf(state.kind);
  const item = new vscode.TreeItem(isolated(titleOf(entry)), vscode.TreeItemCollapsibleState.Collapsed);
  const people = entry.draft ? recipientsOf(entry.draft) : [];
  item.id = uri.toString();
  const later = state.kind === 'scheduled' ? time(state.until) : undefined;
  item.description = [...(later === undefined ? [] : [later]), isolated(summaryOf(people))].join(' · ');
  item.iconPath = entry.failure
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('charts.orange'))
    : icon;
  item.tooltip = tooltipOf(entry);
  item.contextValue = `draft.${state.kind}${'copy' in state && state.copy ? '.linked' : ''}${'until' in state ? '.waits' : ''}`;
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
  item.accessibilityInformation = {
    label: [titleOf(entry), word, ...(later === undefined ? [] : [later]), ...people].join(', '),
  };
  return item;
}

/** Right-to-left text would run into the text beside it (Unicode TR 9 §2.4: isolates keep them apart). */
function isolated(text: string): string {
  return /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/u.test(text) ? `\u2068${text}\u2069` : text;
}

export function titleOf({ draft, uri }: DraftEntry): string {
  return draft?.header.subject || fileNameOf(uri);
}

export function fileNameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

function recipientsOf({ header }: Draft): string[] {
  return [...header.to, ...header.cc, ...header.bcc].map(({ name, address }) => name ?? address);
}

function summaryOf(people: readonly string[]): string {
  const [first, ...rest] = people;
  if (first === undefined) return vscode.l10n.t('no recipient');
  return rest.length === 0 ? first : vscode.l10n.t('{0} and {1} more', first, rest.length);
}

function tooltipOf({ uri, draft, failure, state }: DraftEntry): vscode.MarkdownString {
  const { word } = lookOf(state.kind);
  const text = new vscode.MarkdownString('', true);
  text.appendMarkdown(`**${word}** — `).appendText(failure ? describe(failure) : explain(state));
  text.appendMarkdown('\n\n').appendText(draft?.header.subject ?? '');
  if (draft) text.appendMarkdown('\n\n').appendText(recipientsOf(draft).join(', '));
  return text.appendMarkdown('\n\n').appendText(vscode.workspace.asRelativePath(uri));
}

function recipientDetails(uri: vscode.Uri, { header }: Draft): TreeNode[] {
  const row = (role: string, list: readonly Address[]) =>
    list.map(({ name, address }) =>
      detail(uri, name ?? address, name ? `${role} · ${address}` : role, 'person'),
    );
  return [...row('To', header.to), ...row('Cc', header.cc), ...row('Bcc', header.bcc)];
}

function problemDetail(uri: vscode.Uri, { severity, message, line }: Problem): TreeNode {
  const icon = severity === 'information' ? 'info' : severity;
  const node = detail(uri, translate(message), vscode.l10n.t('line {0}', line + 1), icon);
  const selection = new vscode.Range(line, 0, line, 0);
  node.item.command = {
    command: 'vscode.open',
    title: vscode.l10n.t('Open'),
    arguments: [uri, { selection }],
  };
  return node;
}

function detail(draft: vscode.Uri, label: string, description: string, icon: string) {
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.tooltip = label;
  item.iconPath = icon === 'error' || icon === 'warning' ? coloured(icon) : new vscode.ThemeIcon(icon);
  item.contextValue = 'detail';
  return { kind: 'detail' as const, draft, item };
}

function coloured(icon: 'error' | 'warning'): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(`list.${icon}Foreground`));
}

/** Bytes as people write them, in binary multiples as VS Code's explorer does. */
export function readableSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1024 ? `${kilo.toFixed(kilo < 10 ? 1 : 0)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}
