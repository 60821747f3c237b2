import * as vscode from 'vscode';
import { type LoadMail } from '../drafts/draftDesk.js';
import { isDraft } from '../drafts/draftFile.js';
import { type DraftIndex } from '../drafts/draftIndex.js';

/**
 * A draft that is renamed or moved in VS Code is at home at its new place at once; one that is deleted here leaves its
 * name to others. What happens outside VS Code is found when the draft is next worked with.
 */
export function followMoves(load: LoadMail, index: DraftIndex): vscode.Disposable {
  const forget = async (uri: vscode.Uri) => (await load()).mail.homes.forget(uri.toString());
  return vscode.Disposable.from(
    vscode.workspace.onDidRenameFiles(async ({ files }) => {
      for (const { oldUri, newUri } of files) {
        if (!isDraft(oldUri)) continue;
        const id = index.get(oldUri)?.draft?.header.id;
        await forget(oldUri);
        if (id !== undefined && isDraft(newUri))
          await (await load()).mail.homes.settle(id, newUri.toString());
      }
    }),
    vscode.workspace.onDidDeleteFiles(async ({ files }) => {
      for (const uri of files) if (isDraft(uri)) await forget(uri);
    }),
  );
}
