import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type Stamp } from './bulkReading.js';
import { readDraft } from './draftFile.js';
import { headOfFile } from './headOfFile.js';

/** Within this time, in milliseconds, some file systems give two changes the same date. */
const fresh = 2500;

const decoder = new TextDecoder();

/** The draft's text as {@link readDraft} reads it, up to the end of its header. @throws Failure as it does */
export async function readDraftHead(uri: vscode.Uri): Promise<string> {
  if (!hasUnsavedEdits(uri)) {
    const bytes = await storedBytes(uri).catch(() => undefined);
    if (bytes && isUtf8(bytes)) return decoder.decode(headOfFile(bytes));
  }
  return readDraft(uri);
}

export interface FileStamp extends Stamp {
  /** A further change would show. */
  readonly settled: boolean;
}

export async function stampOf(uri: vscode.Uri): Promise<FileStamp | undefined> {
  try {
    const { modified, size } = await statOf(uri);
    const settled = modified < Date.now() - fresh && !hasUnsavedEdits(uri);
    return { modified, size, settled };
  } catch {
    // Whoever reads the file next says what is wrong with it.
    return undefined;
  }
}

/** VS Code would ask its window about each file first; a local one is read directly. */
async function storedBytes(uri: vscode.Uri): Promise<Uint8Array> {
  return uri.scheme === 'file' ? readFile(uri.fsPath) : vscode.workspace.fs.readFile(uri);
}

async function statOf(uri: vscode.Uri): Promise<Stamp> {
  if (uri.scheme === 'file') {
    const { mtimeMs, size } = await stat(uri.fsPath);
    return { modified: mtimeMs, size };
  }
  const { mtime, size } = await vscode.workspace.fs.stat(uri);
  return { modified: mtime, size };
}

function hasUnsavedEdits(uri: vscode.Uri): boolean {
  const key = uri.toString();
  return vscode.workspace.textDocuments.some(
    (document) => document.isDirty && !document.isClosed && document.uri.toString() === key,
  );
}
