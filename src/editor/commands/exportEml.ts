import * as vscode from 'vscode';
import { type Address, type Draft, type Problem } from '../../draft/draft.js';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type MailHalf } from '../drafts/draftDesk.js';
import { isAbsent } from '../workspaceFiles.js';
import { type Command } from './command.js';
import { type DraftParts } from './draftCommands.js';

/** What stops a mail from being sent but not from being kept as a file. */
const noObstacle: readonly string[] = ['no-recipient', 'recipients-too-many', 'subject-too-long'];

/**
 * The mail as an `.eml` file, at the second argument or where the user says. It needs no account and no trusted
 * folder: what the draft names outside its folder is read only when the user agrees.
 */
export function exportEmlCommand({ target, desk, load }: DraftParts): Command {
  return {
    id: 'exportEml',
    async run(given, second) {
      const uri = target.draft(given);
      const { module, mail } = await load();
      const { draft, composed } = await desk.composeAsking(uri);
      refuseIncomplete(composed.problems);
      const explicit = target.given(second);
      const file = explicit ?? (await ask(uri, module.safeFileName(composed.mail.subject)));
      if (explicit) await refuseOther(explicit);
      const sender = await senderOf(mail, draft.header);
      const bytes = await module.emlOf(composed.mail, {
        date: new Date(),
        unique: mail.newDraftId(),
        ...(sender === undefined ? {} : { sender }),
      });
      await write(file, bytes);
      return { uri: file.toString() };
    },
  };
}

function refuseIncomplete(problems: readonly Problem[]): void {
  const error = problems.find(({ severity, code }) => severity === 'error' && !noObstacle.includes(code));
  if (error) throw new Failure(error.code, error.message);
}

async function ask(draft: vscode.Uri, subject: string): Promise<vscode.Uri> {
  const named = (draft.path.split('/').at(-1) ?? '').replace(/\.mail\.md$/u, '');
  const chosen = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(draft, '..', `${subject || named}.eml`),
    filters: { [vscode.l10n.t('Mail')]: ['eml'] },
    title: vscode.l10n.t('Export Mail'),
    saveLabel: vscode.l10n.t('Export'),
  });
  if (!chosen) throw new Cancelled();
  return chosen;
}

/** The dialog asks before it takes the name of a file. A caller that names one may replace a mail, and nothing else. */
async function refuseOther(file: vscode.Uri): Promise<void> {
  try {
    const { type } = await vscode.workspace.fs.stat(file);
    if (type & vscode.FileType.File && file.path.toLowerCase().endsWith('.eml')) return;
  } catch (error) {
    if (isAbsent(error)) return;
    throw notWritten(file, error);
  }
  throw new Failure(
    'export-target-exists',
    sentence('"{0}" exists and is no .eml file, so it was not overwritten.', nameOf(file)),
    sentence('Choose another name.'),
  );
}

/** Whoever the mail is from; absent while nobody is signed in. */
async function senderOf(mail: MailHalf['mail'], header: Draft['header']): Promise<Address | undefined> {
  if (header.mailbox !== undefined) return { address: header.mailbox };
  try {
    const { userName, name } = await mail.accountFor(header);
    if (!userName.includes('@')) return undefined;
    return name === undefined ? { address: userName } : { name, address: userName };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function write(file: vscode.Uri, bytes: Uint8Array): Promise<void> {
  try {
    await vscode.workspace.fs.writeFile(file, bytes);
  } catch (error) {
    throw notWritten(file, error);
  }
}

function notWritten(file: vscode.Uri, cause: unknown): Failure {
  return new Failure(
    'export-not-written',
    sentence('The file "{0}" can’t be written.', nameOf(file)),
    sentence('Check the folder and the room on the disk, or choose another place.'),
    { cause },
  );
}

function nameOf(file: vscode.Uri): string {
  return file.path.slice(file.path.lastIndexOf('/') + 1);
}
