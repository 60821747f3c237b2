import * as vscode from 'vscode';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { newFile } from '../newFile.js';
import { isAbsent } from '../workspaceFiles.js';

/** Texts that are kept of all drafts together. */
const mostKept = 100;

/** The draft that a kept text is of, and when it was kept. Absent: the file has another name than ours. */
export function readBackupName(name: string): { draft: string; time: Date } | undefined {
  const [, day = '', hour = '', draft = ''] =
    /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d) (.+)\.md$/u.exec(name) ?? [];
  const time = new Date(`${day}T${hour.replaceAll('-', ':')}Z`);
  return Number.isNaN(time.getTime()) ? undefined : { draft, time };
}

/** Texts of drafts before something from a mailbox was written over them, in the extension's own storage. */
export class Backups {
  constructor(private readonly folder: vscode.Uri) {}

  /** Resolves when the text is on disk. @throws Failure `file-not-written` */
  async keep(draft: vscode.Uri, text: string): Promise<vscode.Uri> {
    await vscode.workspace.fs.createDirectory(this.folder);
    const stem = fileNameOf(draft)
      .replace(/\.mail\.md$/u, '')
      .slice(0, 60);
    const time = new Date()
      .toISOString()
      .replaceAll(':', '-')
      .replace(/\.\d+Z$/u, '');
    const file = await newFile(this.folder, `${time} ${stem}.md`, text);
    for (const old of (await this.all()).slice(mostKept)) await remove(old);
    return file;
  }

  /** Newest first. */
  async all(): Promise<readonly vscode.Uri[]> {
    const listed = await Promise.resolve(vscode.workspace.fs.readDirectory(this.folder)).catch(() => []);
    const names = listed.flatMap(([name, type]) => (type === vscode.FileType.File ? [name] : []));
    return names
      .sort()
      .reverse()
      .map((name) => vscode.Uri.joinPath(this.folder, name));
  }
}

async function remove(file: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(file);
  } catch (error) {
    // Another window was faster.
    if (!isAbsent(error)) throw error;
  }
}
