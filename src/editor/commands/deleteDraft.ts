import * as vscode from 'vscode';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type DraftEntry } from '../drafts/draftIndex.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { titleOf } from '../drafts/rowText.js';
import { time } from '../drafts/stateWords.js';
import { type Command } from './command.js';
import { type FileParts } from './draftFiles.js';
import { showWarning } from '../notices.js';
import { workspaceFiles } from '../workspaceFiles.js';

/** Most drafts that the question names one by one. */
const mostNamed = 8;

/** Moves the files of the drafts that are selected to the trash, after a question that says what stays in the mailbox. */
export function deleteDraftCommand({ target, index }: FileParts): Command {
  return {
    id: 'deleteDraft',
    async run(given, second) {
      const uris = target.several(given, second);
      const entries = uris.map((uri) => ({ uri, entry: index.get(uri) }));
      await agree(entries);
      const deleted: string[] = [];
      const left: vscode.Uri[] = [];
      for (const uri of uris) {
        if (await toTrash(uri)) deleted.push(uri.toString());
        else left.push(uri);
      }
      if (left.length > 0) {
        await agreeForGood(left);
        for (const uri of left) {
          await forGood(uri);
          deleted.push(uri.toString());
        }
      }
      await Promise.all(uris.map((uri) => index.update(uri)));
      return { deleted };
    },
  };
}

interface Doomed {
  readonly uri: vscode.Uri;
  readonly entry: DraftEntry | undefined;
}

async function agree(all: readonly Doomed[]): Promise<void> {
  const [first] = all;
  const question =
    all.length === 1 && first
      ? vscode.l10n.t('Move the file of “{0}” to the trash?', nameOf(first))
      : vscode.l10n.t('Move the files of {0} drafts to the trash?', all.length);
  const yes = vscode.l10n.t('Move to Trash');
  const options = { modal: true, detail: detailOf(all) };
  if ((await showWarning(question, options, yes)) !== yes) throw new Cancelled();
}

function detailOf(all: readonly Doomed[]): string {
  const lines = all.slice(0, mostNamed).map((one) => {
    const stays = one.entry ? whatStays(one.entry) : '';
    const file = vscode.workspace.asRelativePath(one.uri);
    const head = all.length === 1 ? file : `${nameOf(one)} (${file})`;
    return stays === '' ? head : `${head}\n${stays}`;
  });
  const rest = all.length - lines.length;
  return [...lines, ...(rest > 0 ? [vscode.l10n.t('and {0} more', rest)] : [])].join('\n\n');
}

function nameOf({ uri, entry }: Doomed): string {
  const header = entry?.draft ? { header: entry.draft.header } : {};
  return titleOf({ fileName: fileNameOf(uri), ...header });
}

/** What the mailbox keeps when the file is gone. */
function whatStays({ state }: DraftEntry): string {
  switch (state.kind) {
    case 'local':
      return vscode.l10n.t('There is no copy of it in the mailbox.');
    case 'uploaded':
    case 'changed':
    case 'conflict':
    case 'failed':
      return vscode.l10n.t('Its draft in the mailbox stays there.');
    case 'scheduled':
      return vscode.l10n.t('The mailbox still sends it on {0}. Undo Send cancels that.', time(state.until));
    case 'sending':
    case 'unknown':
      return vscode.l10n.t(
        'It may be sent all the same, and nothing here will tell any more whether it was.',
      );
    case 'sent':
      return vscode.l10n.t('The mail that was sent stays in the mailbox.');
  }
}

/** False: this file system has no trash, and the file is as it was. One that somebody else deleted meanwhile is done. */
async function toTrash(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.delete(uri, { useTrash: true });
    return true;
  } catch {
    return isGone(uri);
  }
}

/** @throws Failure `file-unreadable` */
async function isGone(uri: vscode.Uri): Promise<boolean> {
  return (await workspaceFiles.facts(uri.toString())) === undefined;
}

async function agreeForGood(files: readonly vscode.Uri[]): Promise<void> {
  const yes = vscode.l10n.t('Delete for Good');
  const question = vscode.l10n.t('They can’t be moved to a trash here. Delete for good?');
  const detail = files.map((uri) => vscode.workspace.asRelativePath(uri)).join('\n');
  const answer = await showWarning(question, { modal: true, detail }, yes);
  if (answer !== yes) throw new Cancelled();
}

/** @throws Failure `file-not-deleted` */
async function forGood(uri: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(uri, { useTrash: false });
  } catch {
    if (await isGone(uri)) return;
    throw new Failure(
      'file-not-deleted',
      sentence('The file “{0}” can’t be deleted.', fileNameOf(uri)),
      sentence('Check that you may write in its folder, then try again.'),
    );
  }
}
