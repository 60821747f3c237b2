import * as vscode from 'vscode';
import { Failure, sentence } from '../../failure.js';
import { changeBetween } from '../changeBetween.js';
import { changeDraft, readDraft } from '../drafts/draftFile.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { type Backups, readBackupName } from '../mailbox/backups.js';
import { type Comparison, type Comparisons } from '../mailbox/comparisons.js';
import { type AttachmentChoice, saveFiles } from '../mailbox/saveFiles.js';
import { showInformation } from '../notices.js';
import { showText } from '../showText.js';
import { type Command, requireTrust } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { withProgress } from './progress.js';
import { transferText } from './transferText.js';

export interface CompareParts extends DraftParts {
  readonly comparisons: Comparisons;
  readonly backups: Backups;
}

/** The difference between the mailbox copy, which can't be changed here, and the file, which can. */
export function compareCommand({ target, comparisons }: CompareParts): Command {
  return {
    id: 'compare',
    async run(given) {
      await compare(comparisons, target.draft(given));
    },
  };
}

export async function compare(comparisons: Comparisons, uri: vscode.Uri): Promise<Comparison> {
  return withProgress(vscode.l10n.t('Reading the draft in the mailbox'), ({ signal }) =>
    comparisons.show(uri, signal),
  );
}

/** `keepMine`, and by another name `merged`: the file replaces the mailbox copy that is shown beside it. */
export function keepMineCommand(id: 'keepMine' | 'merged', parts: CompareParts): Command {
  const { target, desk, index, identity, load, comparisons } = parts;
  return {
    id,
    async run(given) {
      requireTrust();
      const uri = target.draft(given);
      const { copy } = await shown(comparisons, uri);
      await identity.ensure(uri);
      const { mail } = await load();
      return withProgress(vscode.l10n.t('Uploading draft'), async (step) => {
        const job = { ...(await desk.job(uri, ['no-recipient'])), replaces: copy.seen };
        const state = await mail.outbox.upload(job, step.signal, (file) => step.report(transferText(file)));
        await index.update(uri);
        if (state.kind !== 'conflict') await comparisons.done(uri);
        if (state.kind === 'uploaded')
          vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) The mailbox has this file now'), 4000);
        return plainState(state);
      });
    },
  };
}

/** The mailbox copy that is shown beside the file replaces its text, which is kept as a backup. */
export function takeTheirsCommand(parts: CompareParts): Command {
  const { target, comparisons } = parts;
  return {
    id: 'takeTheirs',
    async run(given, second) {
      requireTrust();
      const uri = target.draft(given);
      return takeTheirs(parts, await shown(comparisons, uri), choiceOf(second));
    },
  };
}

/** Of what callers pass as `{ attachments: 'save' | 'leave' }`. */
export function choiceOf(given: unknown): AttachmentChoice {
  if (typeof given !== 'object' || given === null || !('attachments' in given)) return undefined;
  return given.attachments === 'save' || given.attachments === 'leave' ? given.attachments : undefined;
}

/** First the backup, then the file, and last the ledger: cut short anywhere, nothing is lost and nothing overwritten. */
export async function takeTheirs(
  { load, index, desk, comparisons, backups }: CompareParts,
  { uri, copy }: Comparison,
  choice: AttachmentChoice,
): Promise<{ uri: string }> {
  const { mail } = await load();
  const { id } = (await desk.parse(uri)).header;
  if (id === undefined) throw notShown();
  await mail.copies.requireUnchanged(copy);
  const paths = await saveFiles(load, copy, vscode.Uri.joinPath(uri, '..'), choice);
  const fresh = copy.text(paths);
  const kept = await backups.keep(uri, await readDraft(uri));
  await changeDraft(uri, (text) => changeBetween(text, fresh), 'always');
  await mail.outbox.accept(id, copy.seen);
  await index.update(uri);
  await comparisons.done(uri);
  void tellBackup(kept);
  return { uri: uri.toString() };
}

async function tellBackup(file: vscode.Uri): Promise<void> {
  const open = vscode.l10n.t('Open Text From Before');
  const text = vscode.l10n.t(
    'The file has the text of the mailbox now. What it had before is kept; Undo brings it back too.',
  );
  if ((await showInformation(text, open)) === open) await showText(file);
}

/** Nothing is overwritten that nobody saw. */
async function shown(comparisons: Comparisons, uri: vscode.Uri): Promise<Comparison> {
  const comparison = comparisons.of(uri);
  if (comparison) return comparison;
  await compare(comparisons, uri);
  throw notShown();
}

function notShown(): Failure {
  return new Failure(
    'not-compared',
    sentence('Nothing was written: look at the difference first, which is shown now.'),
    sentence('Then choose again.'),
  );
}

/** The texts of drafts from before something of a mailbox was written over them. */
export function backupsCommand({ backups }: CompareParts): Command {
  return {
    id: 'showBackups',
    async run() {
      const files = await backups.all();
      const items = files.map((uri) => ({ ...backupRow(fileNameOf(uri)), uri }));
      const options = {
        title: vscode.l10n.t('Texts From Before'),
        placeHolder: vscode.l10n.t('Nothing was replaced yet'),
      };
      const chosen = await vscode.window.showQuickPick(
        items,
        files.length > 0 ? { title: options.title } : options,
      );
      if (chosen) await showText(chosen.uri);
    },
  };
}

/** By the reader's own clock: the name of the file has that of Greenwich. */
function backupRow(name: string): { label: string; description?: string } {
  const known = readBackupName(name);
  if (!known) return { label: name };
  const format = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium', timeStyle: 'medium' });
  return { label: known.draft, description: format.format(known.time) };
}
