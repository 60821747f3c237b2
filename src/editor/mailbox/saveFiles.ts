import * as vscode from 'vscode';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type MailboxCopy } from '../../mailboxCopies.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { readableSize } from '../drafts/rowText.js';
import { withProgress } from '../commands/progress.js';
import { isAbsent } from '../workspaceFiles.js';

/** What becomes of attachments that are not in a file yet; absent: the user is asked. */
export type AttachmentChoice = 'save' | 'leave' | undefined;

/**
 * Saves the attachments and pictures that the draft does not name yet beside it, and never over another file. Resolves to
 * their names by the ids of the attachments. @throws Cancelled; Failure
 */
export async function saveFiles(
  load: LoadMail,
  copy: MailboxCopy,
  folder: vscode.Uri,
  choice: AttachmentChoice,
): Promise<ReadonlyMap<string, string>> {
  const attachments = copy.unsaved.filter(({ isInline }) => !isInline);
  const answer = attachments.length === 0 ? 'leave' : (choice ?? (await ask(attachments)));
  const wanted = copy.unsaved.filter(({ isInline }) => isInline || answer === 'save');
  if (wanted.length === 0) return new Map();
  const { mail, module } = await load();
  return withProgress(vscode.l10n.t('Saving the files of the draft'), async ({ signal, report }) => {
    const saved = new Map<string, string>();
    for (const file of wanted) {
      report(file.name);
      const bytes = await mail.copies.bytes(copy, file.id, signal);
      const name = await freeName(folder, module.fileNameOf(file));
      await write(vscode.Uri.joinPath(folder, name), bytes);
      saved.set(file.id, name);
    }
    return saved;
  });
}

async function ask(files: MailboxCopy['unsaved']): Promise<'save' | 'leave'> {
  const save = vscode.l10n.t('Save Them');
  const leave = vscode.l10n.t('Leave Them Out');
  const question =
    files.length === 1
      ? vscode.l10n.t('The draft in the mailbox has an attachment. Save it beside the file?')
      : vscode.l10n.t(
          'The draft in the mailbox has {0} attachments. Save them beside the file?',
          files.length,
        );
  const names = files.map(({ name, size }) => `${name} (${readableSize(size)})`);
  const left = vscode.l10n.t(
    'What is left out is taken out of the mailbox too when the file is uploaded next.',
  );
  const detail = [...names, '', left].join('\n');
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, save, leave);
  if (answer === undefined) throw new Cancelled();
  return answer === save ? 'save' : 'leave';
}

async function freeName(folder: vscode.Uri, name: string): Promise<string> {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${stem}-${number}${ending}`;
    try {
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(folder, free));
    } catch (error) {
      if (isAbsent(error)) return free;
      throw notSaved(error);
    }
  }
}

async function write(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(file, bytes);
  } catch (error) {
    throw notSaved(error);
  }
}

function notSaved(cause: unknown): Failure {
  return new Failure(
    'attachment-not-saved',
    sentence('A file of the draft can’t be saved beside it.'),
    sentence('Check the folder and the room on the disk, then try again.'),
    { cause },
  );
}
