import * as vscode from 'vscode';
import { type Grouping } from './arrangement.js';
import { type StateKind, stateOrder } from './draftShelf.js';
import { lookOf } from './stateWords.js';

/** The groups of the list from the top: states by what needs a person first, folders by their names. */
export function inOrder(groups: readonly string[], grouping: Grouping, personal: vscode.Uri): string[] {
  if (grouping === 'state') return stateOrder.filter((kind) => groups.includes(kind));
  const { compare } = new Intl.Collator(vscode.env.language, { numeric: true });
  // The workspace folder first, then what is in it, then what is outside.
  const key = (group: string) => {
    const { isPersonal, isRoot, name } = folderName(group, personal);
    return `${isPersonal ? 2 : isRoot ? 0 : 1}${name}`;
  };
  return [...groups].sort((one, other) => compare(key(one), key(other)));
}

export interface GroupFacts {
  readonly group: string;
  readonly grouping: Grouping;
  readonly count: number;
  readonly personal: vscode.Uri;
}

export function groupItem({ group, grouping, count, personal }: GroupFacts): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const word = grouping === 'state' ? lookOf(group as StateKind).word : folderName(group, personal).name;
  // What was sent needs nobody any more, and is what there is most of.
  const item = new vscode.TreeItem(word, group === 'sent' ? Collapsed : Expanded);
  item.id = `group.${group}`;
  item.description = count.toLocaleString(vscode.env.language);
  item.contextValue = grouping === 'state' ? `group.${group}` : 'group';
  if (grouping === 'folder') item.iconPath = new vscode.ThemeIcon('folder');
  item.accessibilityInformation = { label: vscode.l10n.t('{0}: {1}', word, count) };
  return item;
}

interface FolderName {
  readonly isPersonal: boolean;
  /** The workspace has but this one. */
  readonly isRoot: boolean;
  readonly name: string;
}

/** As VS Code's explorer names it: seen from the workspace folder, whose own name goes first where there are several. */
function folderName(group: string, personal: vscode.Uri): FolderName {
  const uri = vscode.Uri.parse(group, true);
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const root = folder?.uri ?? personal;
  const inside = uri.path.startsWith(root.path) ? uri.path.slice(root.path.length + 1) : uri.path;
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const rootName = folder?.name ?? vscode.l10n.t('Outside the workspace');
  const isPersonal = !folder;
  if (inside === '') return { isPersonal, isRoot: !several, name: rootName };
  return { isPersonal, isRoot: false, name: folder && !several ? inside : `${rootName}/${inside}` };
}
