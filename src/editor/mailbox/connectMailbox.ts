import * as vscode from 'vscode';
import { safeFileName } from '../../fileName.js';
import { type Log } from '../../log.js';
import { type Command } from '../commands/command.js';
import { backupsCommand, compareCommand, keepMineCommand, takeTheirsCommand } from '../commands/compare.js';
import { type DraftParts } from '../commands/draftCommands.js';
import { pullCommand } from '../commands/pull.js';
import { Backups } from './backups.js';
import { Comparisons } from './comparisons.js';
import { CopyDocuments } from './copyDocuments.js';
import { loadMoreCommand, type MailboxDraftNode, type MailboxNode } from './mailboxRows.js';
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
  const tree = new MailboxTree({ ...parts, copyOf: (node) => offeredCopy(parts, documents, node) });
  const refresh = () => {
    tree.refresh();
    documents.retry();
  };
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
      vscode.commands.registerCommand(loadMoreCommand, async (node?: MailboxNode) => {
        if (node?.kind === 'more') await tree.more(node.place);
        else refresh();
      }),
    ),
    refresh,
  };
}

/** A look at a draft without a file, as it is when the row is clicked; nothing is made of it. */
function offeredCopy(
  { load }: MailboxParts,
  documents: CopyDocuments,
  { place, summary }: MailboxDraftNode,
): vscode.Uri {
  const name = safeFileName(summary.subject) || vscode.l10n.t('draft');
  // What was changed since is another document, and not what an open tab has shown.
  const key = `${summary.id} ${summary.modified}`;
  return documents.offer(vscode.l10n.t('{0} (in the mailbox)', name), key, async () => {
    const { mail } = await load();
    const copy = await mail.copies.foreign(place.reference, summary.id, ({ tag }) => ({
      ...(tag === undefined ? {} : { id: tag }),
    }));
    return copy.text();
  });
}
