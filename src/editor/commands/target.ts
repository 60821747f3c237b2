import * as vscode from 'vscode';
import { Failure, sentence } from '../../failure.js';
import { isDraft } from '../drafts/draftFile.js';
import { type TreeNode } from '../drafts/draftsTree.js';
import { lostRow } from './command.js';

export interface TargetParts {
  readonly tree: Pick<vscode.TreeView<TreeNode>, 'selection' | 'visible' | 'onDidChangeSelection'>;
  /** The draft whose preview has the focus. */
  readonly previewed: () => vscode.Uri | undefined;
}

/**
 * Finds the draft that a command is about: what it was given, else the tree selection, else the active editor. A
 * selection stays in the tree when one goes on to another draft's editor; it counts until then.
 */
export class CommandTarget implements vscode.Disposable {
  private selected: vscode.Uri | undefined;
  private readonly subscription: vscode.Disposable;

  constructor(private readonly parts: TargetParts) {
    this.subscription = vscode.Disposable.from(
      parts.tree.onDidChangeSelection(({ selection }) => (this.selected = uriOf(selection[0]))),
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        const active = editor?.document.uri;
        if (active && active.toString() !== this.selected?.toString()) this.selected = undefined;
      }),
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }

  draft(given: unknown): vscode.Uri {
    const uri = this.find(given);
    if (uri && isDraft(uri)) return uri;
    // Never the draft of another row, or of the editor.
    if (given === lostRow)
      throw new Failure(
        'no-draft',
        sentence('The list changed at that moment, so it is not sure which draft you meant.'),
        sentence('Click again.'),
      );
    throw new Failure(
      'no-draft',
      sentence('No draft is selected. A draft is a file whose name ends in .mail.md.'),
      sentence('Open one, or choose one in the Markdown Mail view.'),
    );
  }

  /**
   * The drafts that a command is about which takes several. A menu gives the row and all that are selected; a key gives
   * the row that has the focus, which stands for the selection if it is part of it.
   */
  several(given: unknown, second: unknown): vscode.Uri[] {
    if (!isRow(given)) return [this.draft(given)];
    const chosen = Array.isArray(second) ? second.filter(isRow) : this.selectionWith(given);
    const drafts = (chosen.length > 1 ? chosen : [given]).flatMap((row) => uriOf(row) ?? []);
    const unique = [...new Map(drafts.map((uri) => [uri.toString(), uri])).values()];
    return unique.length > 0 ? unique : [this.draft(given)];
  }

  /** Absent: nothing is chosen, which for some commands means all drafts. */
  given(given: unknown): vscode.Uri | undefined {
    return uriOf(given);
  }

  private selectionWith(row: object): readonly object[] {
    const { selection } = this.parts.tree;
    const key = uriOf(row)?.toString();
    if (key === undefined) return [];
    return selection.some((one) => uriOf(one)?.toString() === key) ? selection : [];
  }

  private find(given: unknown): vscode.Uri | undefined {
    const explicit = uriOf(given);
    if (explicit) return explicit;
    // A group has the focus: what is selected elsewhere is not meant.
    if (isRow(given)) return undefined;
    const selected = this.parts.tree.visible ? this.selected : undefined;
    return selected ?? activeDraft() ?? this.parts.previewed();
  }
}

function activeDraft(): vscode.Uri | undefined {
  const active = vscode.window.activeTextEditor?.document.uri;
  if (active && isDraft(active)) return active;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText && isDraft(input.uri) ? input.uri : undefined;
}

/** A row of the list of drafts. */
function isRow(given: unknown): given is object {
  return typeof given === 'object' && given !== null && !(given instanceof vscode.Uri) && 'kind' in given;
}

/** Arguments come from keybindings, tasks, other extensions and trees, so their shape is looked at. */
function uriOf(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  if (typeof given === 'string' && /^[a-z][a-z0-9+.-]+:/iu.test(given)) return vscode.Uri.parse(given);
  if (typeof given !== 'object' || given === null) return undefined;
  if ('kind' in given && 'uri' in given) return uriOf(given.uri);
  if ('kind' in given && 'draft' in given) return uriOf(given.draft);
  if (
    'scheme' in given &&
    'path' in given &&
    typeof given.scheme === 'string' &&
    typeof given.path === 'string'
  ) {
    return vscode.Uri.from({ ...given, scheme: given.scheme, path: given.path });
  }
  return undefined;
}
