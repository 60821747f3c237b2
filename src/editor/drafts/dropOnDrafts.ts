import * as vscode from 'vscode';
import { type DroppedFile, PickedFiles } from './fileAttacher.js';
import { type TreeNode } from './draftsTree.js';

const uriList = 'text/uri-list';
/** VS Code marks so what was dragged out of this very view. */
const ownRows = 'application/vnd.code.tree.markdownmail.drafts';

/** Files that are dropped on a draft are attached to it; a draft can be dragged out as a file. */
export class DropOnDrafts implements vscode.TreeDragAndDropController<TreeNode> {
  readonly dropMimeTypes = [uriList, 'files', ownRows];
  readonly dragMimeTypes = [uriList];

  handleDrag(source: readonly TreeNode[], data: vscode.DataTransfer): void {
    const drafts = source.flatMap((node) => (node.kind === 'draft' ? [node.uri.toString()] : []));
    if (drafts.length > 0) data.set(uriList, new vscode.DataTransferItem(drafts.join('\r\n')));
  }

  async handleDrop(target: TreeNode | undefined, data: vscode.DataTransfer): Promise<void> {
    const draft =
      target?.kind === 'draft' ? target.uri : target?.kind === 'detail' ? target.draft : undefined;
    if (!draft || data.get(ownRows)) return;
    const files = await droppedFiles(data);
    // As a command, so that what goes wrong is told as everywhere.
    if (files.length > 0)
      await vscode.commands.executeCommand('markdownMail.attachFiles', draft, new PickedFiles(files));
  }
}

/** Files by their place; those that a browser hands over without one, by their bytes. */
async function droppedFiles(data: vscode.DataTransfer): Promise<DroppedFile[]> {
  const list = await data.get(uriList)?.asString();
  const uris = (list ?? '')
    .split(/\r?\n/u)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => vscode.Uri.parse(line, true));
  if (uris.length > 0) return uris.map((uri) => ({ uri }));
  const files: DroppedFile[] = [];
  for (const [, item] of data) {
    const file = item.asFile();
    if (file?.uri) files.push({ uri: file.uri });
    else if (file) files.push({ name: file.name, bytes: () => file.data() });
  }
  return files;
}
