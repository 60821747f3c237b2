import * as vscode from 'vscode';
import { settings } from '../settings.js';

/** Where the templates for new drafts of a folder lie, by its setting. Absent: it names none. */
export function templateFolder(folder: vscode.Uri): vscode.Uri | undefined {
  const path = settings.templates(folder).replaceAll('\\', '/').replace(/\/+$/u, '');
  if (path === '') return undefined;
  if (/^(?:\/|[a-zA-Z]:\/)/u.test(path))
    return vscode.Uri.joinPath(folder.with({ path: path.startsWith('/') ? path : `/${path}` }));
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri;
  return root && vscode.Uri.joinPath(root, path);
}

/**
 * Tells templates from drafts, by where they lie: nobody sends a template, so it is no draft to be listed. A workspace
 * folder itself, and the personal folder, hold drafts whatever the setting says.
 */
export function templateTest(personalFolder: vscode.Uri): (uri: vscode.Uri) => boolean {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const key = (uri: vscode.Uri) => uri.toString().replace(/\/+$/u, '');
  const drafts = new Set([...roots, personalFolder].map(key));
  const named = [...roots.flatMap((root) => templateFolder(root) ?? []), personalTemplates(personalFolder)];
  const folders = new Set(named.map(key).filter((folder) => !drafts.has(folder)));
  return (uri) => folders.has(key(vscode.Uri.joinPath(uri, '..')));
}

/** The user's own templates, for all workspaces: beside the folder of the user's own drafts. */
export function personalTemplates(personalFolder: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(personalFolder, '..', 'templates');
}
