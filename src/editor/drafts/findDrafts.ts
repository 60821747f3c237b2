import * as vscode from 'vscode';
import { draftPattern, isDraft } from './draftFile.js';
import { templateTest } from './templateFolders.js';

/** All draft files of the workspace and of the personal folder, without templates. */
export async function findDrafts(personalFolder: vscode.Uri): Promise<vscode.Uri[]> {
  const [workspace, personal] = await Promise.all([
    vscode.workspace.findFiles(draftPattern, '**/{node_modules,.git}/**'),
    findPersonal(personalFolder),
  ]);
  const isTemplate = templateTest(personalFolder);
  const found = [...workspace, ...personal].filter((uri) => !isTemplate(uri));
  const unique = new Map(found.map((uri) => [uri.toString(), uri]));
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
