import * as vscode from 'vscode';
import { type TextChange } from '../../draft/draft.js';
import { Failure, sentence } from '../../failure.js';
import { changeBetween } from '../changeBetween.js';
import { newFile } from '../newFile.js';
import { unreadable, workspaceFiles } from '../workspaceFiles.js';
import { attachmentPath } from './attachmentPath.js';
import { type LoadMail } from './draftDesk.js';
import { changeDraft } from './draftFile.js';
import { fileNameOf } from './fileNameOf.js';
import { type OutsideFiles } from './outsideFiles.js';

/** A file that was picked or dropped; without a place of its own, as browsers give it, its bytes. */
export type DroppedFile =
  { readonly uri: vscode.Uri } | { readonly name: string; readonly bytes: () => Thenable<Uint8Array> };

/** Known by this mark and not by its class, of which each bundle has a copy of its own. */
const pickedMark = Symbol.for('markdownMail.PickedFiles');

/** Files that the user picked or dropped, which is a yes to reading them; other callers only name files. */
export class PickedFiles {
  readonly [pickedMark] = true;

  constructor(readonly files: readonly DroppedFile[]) {}

  static isOne(given: unknown): given is PickedFiles {
    return typeof given === 'object' && given !== null && pickedMark in given;
  }
}

export interface Attached {
  /** The paths that were added to the header; a file that it named before is left out. */
  readonly attached: readonly string[];
}

/** Adds files to the `attachments:` of a draft, in one step of Undo. */
export class FileAttacher {
  constructor(
    private readonly load: LoadMail,
    private readonly outsideFiles: OutsideFiles,
  ) {}

  /**
   * `agreed`: the user picked the files, and so agreed to reading them where they lie outside the draft's folder, too.
   * One that has no place here is saved beside the draft.
   * @throws Failure `attachment-folder`, `file-not-written`, `header-not-editable`, `draft-not-saved`
   */
  async attach(draft: vscode.Uri, files: readonly DroppedFile[], agreed: boolean): Promise<Attached> {
    const { module } = await this.load();
    const root = vscode.workspace.getWorkspaceFolder(draft)?.uri ?? vscode.Uri.joinPath(draft, '..');
    const paths: string[] = [];
    const named: string[] = [];
    for (const file of files) {
      const uri = 'uri' in file ? file.uri : await saveBeside(draft, file.name, await file.bytes());
      await refuseFolder(uri);
      const path = attachmentPath(draft, uri, root);
      if (path !== undefined) {
        paths.push(path);
        named.push(uri.toString());
        continue;
      }
      const copy = await saveBeside(draft, fileNameOf(uri), await vscode.workspace.fs.readFile(uri));
      paths.push(fileNameOf(copy));
    }
    if (agreed) await this.agree(draft, named, root);
    let attached: readonly string[] = [];
    await changeDraft(draft, (text) => {
      const known = new Set(module.parseDraft(text).header.attachments.map(({ path }) => path));
      attached = [...new Set(paths)].filter((path) => !known.has(path));
      return added(text, attached, module.addHeaderItem);
    });
    return { attached };
  }

  private async agree(draft: vscode.Uri, locations: readonly string[], root: vscode.Uri): Promise<void> {
    const folder = `${await workspaceFiles.realLocation(root.toString())}/`;
    const real = await Promise.all(locations.map((location) => workspaceFiles.realLocation(location)));
    const outside = real.filter((location) => !location.startsWith(folder));
    if (outside.length > 0) await this.outsideFiles.agree(draft, outside);
  }
}

/** All of it as one change, since each is made to a text that has the one before. */
function added(
  text: string,
  paths: readonly string[],
  add: (text: string, key: string, item: string) => TextChange,
): TextChange | undefined {
  const changed = paths.reduce((whole, path) => {
    const { offset, length, text: inserted } = add(whole, 'attachments', path);
    return whole.slice(0, offset) + inserted + whole.slice(offset + length);
  }, text);
  return changed === text ? undefined : changeBetween(text, changed);
}

async function refuseFolder(uri: vscode.Uri): Promise<void> {
  const facts = await Promise.resolve(vscode.workspace.fs.stat(uri)).catch(() => undefined);
  if (!facts) throw unreadable(uri);
  if (!(facts.type & vscode.FileType.Directory)) return;
  throw new Failure(
    'attachment-folder',
    sentence('“{0}” is a folder, and only files can be attached.', fileNameOf(uri)),
    sentence('Attach its files, or a .zip file of it.'),
  );
}

/** Other systems give names that this one can't take. */
function saveBeside(draft: vscode.Uri, name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  const safe = name.replace(/[/\\:*?"<>|\p{Cc}]/gu, '_').replace(/^\.+/u, '_');
  return newFile(vscode.Uri.joinPath(draft, '..'), safe, bytes);
}
