import { writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { hasUnsavedEdits } from './drafts/draftFile.js';
import { takeFreeName } from './freeName.js';
import { isAbsent } from './workspaceFiles.js';

/**
 * Where a file of this name may be made in a folder; a number follows where the name is taken, also by what is not
 * saved yet of a file that is gone. @throws Failure `file-not-written`
 */
export function freePlace(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  return takeFreeName(name, async (free) => {
    const uri = vscode.Uri.joinPath(folder, free);
    return (await isTaken(uri)) ? undefined : uri;
  });
}

/** Makes a file under a free name, never over another one. @throws Failure `file-not-written` */
export function newFile(folder: vscode.Uri, name: string, content: string | Uint8Array): Promise<vscode.Uri> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return takeFreeName(name, async (free) => {
    const uri = vscode.Uri.joinPath(folder, free);
    return !(await isTaken(uri)) && (await make(uri, bytes)) ? uri : undefined;
  });
}

async function isTaken(uri: vscode.Uri): Promise<boolean> {
  if (hasUnsavedEdits(uri)) return true;
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

/** Resolves to false where another command or window was faster; only the local file system can tell. */
async function make(uri: vscode.Uri, bytes: Uint8Array): Promise<boolean> {
  if (uri.scheme !== 'file') {
    await vscode.workspace.fs.writeFile(uri, bytes);
    return true;
  }
  try {
    await writeFile(uri.fsPath, bytes, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
