import * as vscode from 'vscode';
import { type Evidence } from '../../outbox/settlement.js';
import { Cancelled } from '../../failure.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { titleOf } from '../drafts/rowText.js';
import { type DraftEntry } from '../drafts/draftIndex.js';
import { stateSentences } from '../drafts/stateTooltip.js';
import { type MailHalf } from '../drafts/draftDesk.js';
import { type Command, requireTrust } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { withProgress } from './progress.js';
import { sendCommand, type SendParts } from './send.js';
import { showInformation, showWarning } from '../notices.js';

/** Asks the mailbox once more about one draft, whatever its state, and says what it found. */
export function checkAgainCommand(parts: DraftParts): Command {
  return {
    id: 'checkAgain',
    async run(given) {
      requireTrust();
      const { entry, half } = await openDraft(parts, given);
      const id = entry.draft?.header.id;
      if (id === undefined) return plainState(entry.state);
      await withProgress(vscode.l10n.t('Asking the mailbox'), ({ signal }) =>
        lookOnce(parts, half, entry, id, signal),
      );
      const state = (await parts.index.update(entry.uri))?.state ?? entry.state;
      if (state.kind === 'sent') await parts.desk.markSent(entry.uri, state.sentAt);
      void showInformation([`“${nameOf(entry)}”:`, ...stateSentences(state, Date.now())].join(' '));
      return plainState(state);
    },
  };
}

async function lookOnce(
  { desk }: DraftParts,
  { mail }: MailHalf,
  { uri, draft }: DraftEntry,
  id: string,
  signal: AbortSignal,
): Promise<void> {
  if (await mail.outbox.settle(id)) return;
  const mailbox = await mail.mailboxFor(draft?.header ?? {});
  const made = async () => (await desk.compose(uri)).composed.mail;
  await mail.outbox.elsewhere({ id, mailbox, mail: made }, signal);
}

/** Send, for a mail whose first sending is not settled: the question shows what the mailbox holds now. */
export function sendAgainCommand(parts: SendParts): Command {
  return {
    id: 'sendAgain',
    async run(given, second) {
      const { entry, half } = await openDraft(parts, given);
      // While the mailbox is asked, an open outcome shows as a sending.
      if (!['unknown', 'sending'].includes(entry.state.kind)) throw half.module.outboxFailures.nothingOpen();
      return sendCommand(parts).run(entry.uri, second);
    },
  };
}

/** A person says what became of a mail that the mailbox says nothing of; asked in a modal that shows the evidence. */
export function markAsSentCommand(parts: DraftParts): Command {
  return {
    id: 'markAsSent',
    async run(given) {
      requireTrust();
      const { entry, half } = await openDraft(parts, given);
      const id = entry.draft?.header.id;
      if (id === undefined) throw half.module.outboxFailures.nothingOpen();
      const { outbox } = half.mail;
      const evidence = await withProgress(vscode.l10n.t('Asking the mailbox'), () => outbox.evidence(id));
      const shown = evidence?.kind === 'sent';
      if (shown) await outbox.settle(id);
      else await outbox.tell(id, await ask(entry, evidence));
      const state = (await parts.index.update(entry.uri))?.state ?? entry.state;
      if (state.kind === 'sent') await parts.desk.markSent(entry.uri, state.sentAt);
      if (shown) void showInformation(vscode.l10n.t('The mailbox shows that it was sent.'));
      return plainState(state);
    },
  };
}

/** @throws Cancelled */
async function ask(entry: DraftEntry, evidence: Evidence | undefined): Promise<'sent' | 'not-sent'> {
  const sent = vscode.l10n.t('Mark as Sent');
  const notSent = vscode.l10n.t('Mark as Not Sent');
  const detail = [
    evidenceWords(evidence),
    vscode.l10n.t(
      'Markdown Mail will take your word for it. If a mail that is marked as not sent is only late, sending it again reaches its readers twice.',
    ),
  ].join('\n\n');
  const question = vscode.l10n.t('Was “{0}” sent?', nameOf(entry));
  const answer = await showWarning(question, { modal: true, detail }, sent, notSent);
  if (answer === sent) return 'sent';
  if (answer === notSent) return 'not-sent';
  throw new Cancelled();
}

/** What the mailbox shows, in a sentence. */
function evidenceWords(evidence: Evidence | undefined): string {
  switch (evidence?.kind) {
    case 'sent':
      return vscode.l10n.t('The mailbox shows that it was sent.');
    case 'draft':
      return vscode.l10n.t('The mailbox still holds it as a draft: it was not accepted, or it is only late.');
    case 'deleted':
      return vscode.l10n.t('It lies in Deleted Items, and was still a draft when it was deleted.');
    case 'absent':
      return vscode.l10n.t('The mailbox shows no copy of it, neither as a draft nor in Sent Items.');
    case 'unreachable':
      return vscode.l10n.t('The mailbox could not be asked.');
    case undefined:
      return vscode.l10n.t('No copy was to be kept, so the mailbox can’t tell.');
  }
}

function nameOf({ uri, draft }: DraftEntry): string {
  return titleOf({ fileName: fileNameOf(uri), ...(draft ? { header: draft.header } : {}) });
}

async function openDraft(
  { target, index, load }: DraftParts,
  given: unknown,
): Promise<{ readonly entry: DraftEntry; readonly half: MailHalf }> {
  const half = await load();
  const entry = await index.update(target.draft(given));
  if (entry) return { entry, half };
  throw half.module.outboxFailures.nothingOpen();
}
