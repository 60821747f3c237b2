import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';
import { type FileFacts, type Files } from '../draft/files.js';
import { Failure, sentence } from '../failure.js';
import { localPieces } from './localPieces.js';

/** Within this time, in milliseconds, some file systems give two changes the same date. */
const fresh = 2500;

/** Files through VS Code, so that remote and virtual workspaces work as local ones do. */
export const workspaceFiles: Files = {
  resolve(base, path) {
    const draft = vscode.Uri.parse(base, true);
    const forward = path.replaceAll('\\', '/');
    const absolute = /^(\/|[a-zA-Z]:\/)/u.test(forward);
    if (absolute) return draft.with({ path: forward.startsWith('/') ? forward : `/${forward}` }).toString();
    return vscode.Uri.joinPath(draft, '..', forward).toString();
  },

  async facts(location): Promise<FileFacts | undefined> {
    try {
      const { type, size, ctime, mtime } = await vscode.workspace.fs.stat(vscode.Uri.parse(location, true));
      const kind = type & vscode.FileType.Directory ? 'folder' : 'file';
      const settled = mtime > 0 && mtime < Date.now() - fresh;
      return { kind, size, ...(settled ? { version: `${ctime} ${mtime} ${size}` } : {}) };
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw unreadable(vscode.Uri.parse(location, true));
    }
  },

  async read(location) {
    const uri = vscode.Uri.parse(location, true);
    try {
      return await vscode.workspace.fs.readFile(uri);
    } catch {
      throw unreadable(uri);
    }
  },

  async *open(location, offset, room) {
    const uri = vscode.Uri.parse(location, true);
    if (uri.scheme !== 'file') {
      yield (await this.read(location)).subarray(offset);
      return;
    }
    try {
      yield* localPieces(uri.fsPath, offset, room);
    } catch {
      throw unreadable(uri);
    }
  },

  async realLocation(location) {
    const uri = vscode.Uri.parse(location, true);
    if (uri.scheme !== 'file') return uri.toString();
    try {
      return vscode.Uri.file(await realpath(uri.fsPath)).toString();
    } catch {
      return uri.toString();
    }
  },
};

/** The file system's own words are not shown: they are in its language and hold whole paths. */
export function unreadable(uri: vscode.Uri): Failure {
  return new Failure(
    'file-unreadable',
    sentence('The file "{0}" can’t be read.', uri.path.slice(uri.path.lastIndexOf('/') + 1)),
    sentence('Check that it is there and that you may read it, then try again.'),
  );
}

/** Absent, in the ways that file systems say so; a name that no file can have is absent too. */
export function isAbsent(error: unknown): boolean {
  const code =
    error instanceof vscode.FileSystemError ? error.code : (error as NodeJS.ErrnoException | null)?.code;
  return [
    'FileNotFound',
    'FileNotADirectory',
    'ENOENT',
    'ENOTDIR',
    'ENAMETOOLONG',
    'ERR_INVALID_ARG_VALUE',
  ].includes(code ?? '');
}
