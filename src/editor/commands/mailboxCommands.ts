import * as vscode from 'vscode';
import { type Draft } from '../../draft/draft.js';
import { Failure, sentence } from '../../failure.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { type Command, requireTrust } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { withProgress } from './progress.js';
import { transferText } from './transferText.js';

/** @throws Failure `id-duplicate`: a copied file carries the identity of its original. */
export function refuseTwins(index: DraftIndex, uri: vscode.Uri, { header }: Pick<Draft, 'header'>): void {
  if (header.id === undefined) return;
  const twin = index.withId(header.id).find((entry) => entry.uri.toString() !== uri.toString());
  if (!twin) return;
  throw new Failure(
    'id-duplicate',
    sentence(
      'This file has the same id: as {0}, so it can’t be told which of them is the draft.',
      vscode.workspace.asRelativePath(twin.uri),
    ),
    sentence('In the copy, remove the lines id: and sent:.'),
  );
}

export function uploadCommand(parts: DraftParts): Command {
  const { target, desk, index, load } = parts;
  return {
    id: 'upload',
    async run(given) {
      requireTrust();
      const uri = target.draft(given);
      refuseTwins(index, uri, await desk.parse(uri));
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
    const open = vscode.l10n.t('Open in Outlook');
    if ((await vscode.window.showWarningMessage(text, open)) === open) {
      await vscode.commands.executeCommand('markdownMail.openInOutlook', uri);
    }
  } else if (kind === 'uploaded') {
    vscode.window.setStatusBarMessage(vscode.l10n.t('$(check) Draft uploaded'), 4000);
  }
}

export function discardCommand({ target, desk, index, load }: DraftParts): Command {
  return {
    id: 'discardServerDraft',
    async run(given) {
      requireTrust();
      const uri = target.draft(given);
      const draft = await desk.parse(uri);
      refuseTwins(index, uri, draft);
      const { mail } = await load();
      const id = draft.header.id;
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

export function openInOutlookCommand({ target, desk, load }: DraftParts): Command {
  return {
    id: 'openInOutlook',
    async run(given) {
      const { header } = await desk.parse(target.draft(given));
      const { mail } = await load();
      const link = header.id === undefined ? undefined : await mail.outbox.webLink(header.id);
      if (link === undefined) throw notUploaded();
      await vscode.env.openExternal(vscode.Uri.parse(link, true));
    },
  };
}

function notUploaded(): Failure {
  return new Failure(
    'not-uploaded',
    sentence('This draft has no copy in the mailbox.'),
    sentence('Upload it first.'),
  );
}
