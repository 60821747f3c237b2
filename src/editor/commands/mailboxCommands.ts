import * as vscode from 'vscode';
import { type Command, requireTrust } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { withProgress } from './progress.js';
import { wantedOf } from './pull.js';
import { transferText } from './transferText.js';
import { notUploaded } from '../mailbox/comparisons.js';
import { showWarning } from '../notices.js';

export function uploadCommand(parts: DraftParts): Command {
  const { target, desk, index, identity, load } = parts;
  return {
    id: 'upload',
    async run(given) {
      requireTrust();
      const uri = target.draft(given);
      await identity.ensure(uri);
      const { mail } = await load();
      return withProgress(vscode.l10n.t('Uploading draft'), async (step) => {
        const job = await desk.job(uri, ['no-recipient']);
        const state = await mail.outbox.upload(job, step.signal, (file) => step.report(transferText(file)));
        await index.update(uri);
        if (state.kind === 'sent') await desk.markSent(uri, state.sentAt);
        void announceUpload(uri, state.kind);
        return plainState(state);
      });
    },
  };
}

async function announceUpload(uri: vscode.Uri, kind: string): Promise<void> {
  if (kind === 'conflict') {
    const text = vscode.l10n.t('The draft in the mailbox was changed elsewhere, so nothing was written.');
    const compare = vscode.l10n.t('Compare');
    const open = vscode.l10n.t('Open in Outlook');
    const answer = await showWarning(text, compare, open);
    if (answer === compare) await vscode.commands.executeCommand('markdownMail.compare', uri);
    if (answer === open) await vscode.commands.executeCommand('markdownMail.openInOutlook', uri);
  } else if (kind === 'uploaded') {
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Draft uploaded'), 4000);
  }
}

export function discardCommand({ target, desk, index, identity, load }: DraftParts): Command {
  return {
    id: 'discardServerDraft',
    async run(given) {
      requireTrust();
      const uri = target.draft(given);
      await identity.ensure(uri);
      const { mail } = await load();
      const { id } = (await desk.parse(uri)).header;
      const reference = id === undefined ? undefined : await mail.outbox.mailboxOf(id);
      if (id === undefined || !reference) throw notUploaded();
      return withProgress(vscode.l10n.t('Deleting the draft in the mailbox'), async ({ signal }) => {
        const state = await mail.outbox.discard(id, reference, signal);
        await index.update(uri);
        return plainState(state);
      });
    },
  };
}

/** Of several drafts at once; the files stay in any case. */
export async function askToDiscard(drafts: readonly vscode.Uri[]): Promise<boolean> {
  const yes = vscode.l10n.t('Delete in Mailbox');
  const question = vscode.l10n.t('Delete the copies of {0} drafts in the mailbox?', drafts.length);
  const detail = vscode.l10n.t('The files stay as they are.');
  return (await showWarning(question, { modal: true, detail }, yes)) === yes;
}

export function openInOutlookCommand({ target, desk, load }: DraftParts): Command {
  return {
    id: 'openInOutlook',
    async run(given) {
      const { mail } = await load();
      const row = await wantedOf({ load }, given);
      const { id } = row ? {} : (await desk.parse(target.draft(given))).header;
      const ofFile = id === undefined ? undefined : await mail.outbox.webLink(id);
      const link = row ? await mail.copies.webLink(row.place.reference, row.messageId) : ofFile;
      if (link === undefined) throw notUploaded();
      await vscode.env.openExternal(vscode.Uri.parse(link, true));
    },
  };
}
