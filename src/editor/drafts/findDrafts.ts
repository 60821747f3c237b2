import * as vscode from 'vscode';
import { draftPattern, isDraft } from './draftFile.js';

/** All draft files of the workspace and of the personal folder. */
export async function findDrafts(personalFolder: vscode.Uri): Promise<vscode.Uri[]> {
  const [workspace, personal] = await Promise.all([
    vscode.workspace.findFiles(draftPattern, '**/{node_modules,.git}/**'),
    findPersonal(personalFolder),
  ]);
  const unique = new Map([...workspace, ...personal].map((uri) => [uri.toString(), uri]));
  return [...unique.values()];
}

/** `findFiles` looks into workspace folders only. */
async function findPersonal(folder: vscode.Uri, depth = 0): Promise<vscode.Uri[]> {
  const listed = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
  const found = listed.map(async ([name, type]) => {
    const uri = vscode.Uri.joinPath(folder, name);
    if (type === vscode.FileType.Directory && depth < 8) return findPersonal(uri, depth + 1);
    return type === vscode.FileType.File && isDraft(uri) ? [uri] : [];
  });
  return (await Promise.all(found)).flat();
}
