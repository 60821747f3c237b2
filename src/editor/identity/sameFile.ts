import { stat } from 'node:fs/promises';
import type * as vscode from 'vscode';
import { workspaceFiles } from '../workspaceFiles.js';

/** Whether two locations are one file: by a link, or in another spelling where letter case does not count. */
export async function sameFile(one: vscode.Uri, other: vscode.Uri): Promise<boolean> {
  if (one.toString() === other.toString()) return true;
  if (one.scheme !== 'file' || other.scheme !== 'file') return false;
  const [first, second] = await Promise.all(
    [one, other].map((uri) => workspaceFiles.realLocation(uri.toString())),
  );
  if (first === second) return true;
  const facts = [one, other].map((uri) => stat(uri.fsPath, { bigint: true }).catch(() => undefined));
  const [a, b] = await Promise.all(facts);
  return a !== undefined && b !== undefined && a.ino !== 0n && a.ino === b.ino && a.dev === b.dev;
}
