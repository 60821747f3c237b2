import * as vscode from 'vscode';
import { Cancelled } from '../../failure.js';
import { type MailboxCopy } from '../../mailboxCopies.js';
import { type LoadMail } from '../drafts/draftDesk.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { readableSize } from '../drafts/rowText.js';
import { withProgress } from '../commands/progress.js';
import { newFile } from '../newFile.js';
import { showInformation } from '../notices.js';

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
      saved.set(file.id, fileNameOf(await newFile(folder, module.fileNameOf(file), bytes)));
    }
    return saved;
  });
}

async function ask(files: MailboxCopy['unsaved']): Promise<'save' | 'leave'> {
  const only = files.length === 1;
  const save = only ? vscode.l10n.t('Save It') : vscode.l10n.t('Save Them');
  const leave = only ? vscode.l10n.t('Leave It Out') : vscode.l10n.t('Leave Them Out');
  const question = only
    ? vscode.l10n.t('The draft in the mailbox has an attachment. Save it beside the file?')
    : vscode.l10n.t('The draft in the mailbox has {0} attachments. Save them beside the file?', files.length);
  const names = files.map(({ name, size }) => `${name} (${readableSize(size)})`);
  const left = vscode.l10n.t(
    'What is left out is taken out of the mailbox too when the file is uploaded next.',
  );
  const detail = [...names, '', left].join('\n');
  const answer = await showInformation(question, { modal: true, detail }, save, leave);
  if (answer === undefined) throw new Cancelled();
  return answer === save ? 'save' : 'leave';
}
