import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import { type Stamp } from './bulkReading.js';
import { hasUnsavedEdits, readDraft } from './draftFile.js';
import { headOfFile } from './headOfFile.js';
import { readLocal, stampOfLocal } from './localFile.js';

/** Within this time, in milliseconds, some file systems give two changes the same date. */
const fresh = 2500;

const decoder = new TextDecoder();

/**
 * The draft's text as {@link readDraft} reads it, up to the end of its header. `size`: in bytes, as it was looked at just
 * now. @throws Failure as it does
 */
export async function readDraftHead(uri: vscode.Uri, size?: number): Promise<string> {
  if (!hasUnsavedEdits(uri)) {
    const head = await storedHead(uri, size).catch(() => undefined);
    if (head !== undefined) return head;
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
async function storedHead(uri: vscode.Uri, size: number | undefined): Promise<string | undefined> {
  if (uri.scheme === 'file') return readLocal(uri.fsPath, size, headIn);
  return headIn(await vscode.workspace.fs.readFile(uri));
}

/** Absent: it is not stored as UTF-8, and whoever reads it next says so. */
function headIn(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? decoder.decode(headOfFile(bytes)) : undefined;
}

async function statOf(uri: vscode.Uri): Promise<Stamp> {
  if (uri.scheme === 'file') return stampOfLocal(uri.fsPath);
  const { mtime, size } = await vscode.workspace.fs.stat(uri);
  return { modified: mtime, size };
}
