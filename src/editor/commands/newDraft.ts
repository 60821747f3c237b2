import * as vscode from 'vscode';
import { isAbsent } from '../workspaceFiles.js';
import { type Command } from './command.js';
import { type CommandTarget } from './target.js';

const template = 'to: ';

/** A new draft file beside the active draft or in the workspace; without a workspace, in the personal folder. */
export function newDraftCommand(parts: { target: CommandTarget; personalFolder: vscode.Uri }): Command {
  return {
    id: 'newDraft',
    async run(given) {
      const folder = await folderFor(parts.target.given(given), parts.personalFolder);
      const uri = await freeName(folder, today());
      await vscode.workspace.fs.writeFile(
        uri,
        new TextEncoder().encode(`---\n${template}\nsubject: \n---\n\n`),
      );
      const cursor = new vscode.Position(1, template.length);
      await vscode.window.showTextDocument(uri, { selection: new vscode.Range(cursor, cursor) });
      return { uri: uri.toString() };
    },
  };
}

export async function folderFor(given: vscode.Uri | undefined, personal: vscode.Uri): Promise<vscode.Uri> {
  if (given) {
    const { type } = await vscode.workspace.fs.stat(given);
    return type & vscode.FileType.Directory ? given : vscode.Uri.joinPath(given, '..');
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder =
    (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder) return folder.uri;
  await vscode.workspace.fs.createDirectory(personal);
  return personal;
}

/** The day as a name, so that drafts sort by age. */
function today(): string {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return day.join('-');
}

/** A number follows where the name is taken. */
export async function freeName(folder: vscode.Uri, stem: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.mail.md`;
    const uri = vscode.Uri.joinPath(folder, name);
    try {
      await vscode.workspace.fs.stat(uri);
    } catch (error) {
      if (isAbsent(error)) return uri;
      throw error;
    }
  }
}
