import * as vscode from 'vscode';
import { Failure, type Sentence, sentence } from '../failure.js';
import { type LoadMail } from './drafts/draftDesk.js';
import { readDraft } from './drafts/draftFile.js';
import { fileNameOf } from './drafts/fileNameOf.js';
import { freePlace } from './newFile.js';
import { showWarning } from './notices.js';
import { settings } from './settings.js';
import { translate } from './translate.js';
import { workspaceFiles } from './workspaceFiles.js';

/**
 * Moves the file of a mail that was sent just now to where the setting says, in one step of Undo, and open editors with
 * it. It stays where it is, and a sentence says why, where the move would take it out of its workspace folder or away
 * from the files that it names. Resolves to where it is then.
 */
export async function moveToSentFolder(load: LoadMail, uri: vscode.Uri): Promise<vscode.Uri> {
  const wanted = settings.sentFolder(uri);
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  if (wanted === '' || !root) return uri;
  try {
    const folder = await folderIn(root, wanted);
    if (isBelow(uri, folder)) return uri;
    const target = await freePlace(folder, fileNameOf(uri)).catch(() => {
      throw folderUnreadable();
    });
    if (await losesFiles(load, root, { uri, target }))
      throw stays(
        sentence(
          'The mail was sent. Its file stays where it is: it names files beside it, which would not be found from the folder of sent mails.',
        ),
      );
    await move(uri, target);
    return target;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    void showWarning(translate(error.sentence));
    return uri;
  }
}

/** @throws Failure `sent-folder-outside`, also where a link leads out of the workspace folder */
async function folderIn(root: vscode.Uri, wanted: string): Promise<vscode.Uri> {
  const path = wanted.replaceAll('\\', '/');
  const folder = vscode.Uri.joinPath(root, path);
  const absolute = /^(\/|[a-zA-Z]:)/u.test(path);
  if (absolute || !isBelow(folder, root)) throw outside(wanted);
  const [real, realRoot] = await Promise.all([realOf(folder), realOf(root)]);
  if (!isBelow(real, realRoot)) throw outside(wanted);
  return folder;
}

/** The real place of a folder that may not be there yet. */
async function realOf(folder: vscode.Uri): Promise<vscode.Uri> {
  const missing: string[] = [];
  for (let place = folder; ; place = vscode.Uri.joinPath(place, '..')) {
    const isThere = (await workspaceFiles.facts(place.toString())) !== undefined;
    const top = vscode.Uri.joinPath(place, '..').path === place.path;
    if (isThere || top) {
      const real = vscode.Uri.parse(await workspaceFiles.realLocation(place.toString()), true);
      return vscode.Uri.joinPath(real, ...missing);
    }
    missing.unshift(fileNameOf(place));
  }
}

/** Itself counts. */
function isBelow(uri: vscode.Uri, folder: vscode.Uri): boolean {
  const [inner, outer] = [uri, folder].map(({ path }) => (path.endsWith('/') ? path : `${path}/`));
  return inner?.startsWith(outer ?? '') ?? false;
}

/** Whether a path in the draft leads to another place from there: its files would be missing, or be others. */
async function losesFiles(
  load: LoadMail,
  root: vscode.Uri,
  { uri, target }: { readonly uri: vscode.Uri; readonly target: vscode.Uri },
): Promise<boolean> {
  const { module, mail } = await load();
  const base = uri.toString();
  const named: string[] = [];
  const files = {
    ...workspaceFiles,
    resolve: (from: string, path: string) => {
      if (from === base) named.push(path);
      return workspaceFiles.resolve(from, path);
    },
  };
  await module.compose(module.parseDraft(await readDraft(uri)), {
    location: base,
    root: root.toString(),
    files,
    pictureMaker: mail.pictureMaker,
    look: settings.look(uri),
    approved: () => false,
  });
  const moved = target.toString();
  return named.some((path) => workspaceFiles.resolve(base, path) !== workspaceFiles.resolve(moved, path));
}

async function move(uri: vscode.Uri, target: vscode.Uri): Promise<void> {
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(target, '..'));
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(uri, target, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit)))
    throw stays(sentence('The mail was sent. Its file stays where it is: VS Code could not move it.'));
}

function outside(wanted: string): Failure {
  return new Failure(
    'sent-folder-outside',
    sentence(
      'The mail was sent. Its file stays where it is: “{0}” in the setting sentFolder is not a folder inside the workspace folder.',
      wanted,
    ),
  );
}

function folderUnreadable(): Failure {
  return stays(
    sentence('The mail was sent. Its file stays where it is: the folder of sent mails can’t be read.'),
  );
}

function stays(what: Sentence): Failure {
  return new Failure('sent-folder-stays', what);
}
