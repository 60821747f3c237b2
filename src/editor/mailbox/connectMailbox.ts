import * as vscode from 'vscode';
import { Failure } from '../../failure.js';
import { type Log } from '../../log.js';
import { type Command } from '../commands/command.js';
import { backupsCommand, compareCommand, keepMineCommand, takeTheirsCommand } from '../commands/compare.js';
import { type DraftParts } from '../commands/draftCommands.js';
import { pullCommand, wantedOf } from '../commands/pull.js';
import { showError } from '../notices.js';
import { showText } from '../showText.js';
import { describe } from '../translate.js';
import { Backups } from './backups.js';
import { Comparisons } from './comparisons.js';
import { CopyDocuments } from './copyDocuments.js';
import { loadMoreCommand, type MailboxNode, openCopyCommand } from './mailboxRows.js';
import { MailboxTree } from './mailboxTree.js';

export interface MailboxParts extends DraftParts {
  readonly storage: vscode.Uri;
  readonly personalFolder: vscode.Uri;
  readonly log: Log;
}

export interface ConnectedMailbox {
  readonly commands: readonly Command[];
  readonly subscription: vscode.Disposable;
  refresh(): void;
}

/** The drafts in the mailbox, beside their files and without files: the view, the comparisons, and their commands. */
export function connectMailbox(parts: MailboxParts): ConnectedMailbox {
  const documents = new CopyDocuments();
  const comparisons = new Comparisons(parts.load, parts.desk, documents);
  const backups = new Backups(vscode.Uri.joinPath(parts.storage, 'backups'));
  const tree = new MailboxTree(parts.load, parts.index, parts.log);
  const view = vscode.window.createTreeView('markdownMail.mailbox', { treeDataProvider: tree });
  const all = { ...parts, comparisons, backups };
  return {
    commands: [
      compareCommand(all),
      keepMineCommand('keepMine', all),
      keepMineCommand('merged', all),
      takeTheirsCommand(all),
      backupsCommand(all),
      pullCommand(all),
    ],
    subscription: vscode.Disposable.from(
      documents,
      comparisons,
      tree,
      view,
      vscode.commands.registerCommand(openCopyCommand, (node: unknown) => showCopy(parts, documents, node)),
      vscode.commands.registerCommand(loadMoreCommand, async (node?: MailboxNode) => {
        if (node?.kind === 'more') await tree.more(node.place);
        else tree.refresh();
      }),
    ),
    refresh: () => tree.refresh(),
  };
}

/** A look at a draft without a file; nothing is made of it. */
async function showCopy({ load }: MailboxParts, documents: CopyDocuments, node: unknown): Promise<void> {
  try {
    const wanted = await wantedOf({ load }, node);
    if (!wanted) return;
    const { mail, module } = await load();
    const copy = await mail.copies.foreign(wanted.place.reference, wanted.messageId, ({ tag }) => ({
      ...(tag === undefined ? {} : { id: tag }),
    }));
    const name = module.safeFileName(copy.draft.subject) || vscode.l10n.t('draft');
    const uri = documents.keep(vscode.l10n.t('{0} (in the mailbox)', name), wanted.messageId, copy.text());
    await showText(uri, { preview: true });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    void showError(describe(error));
  }
}
