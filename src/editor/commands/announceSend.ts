import * as vscode from 'vscode';
import { type DraftState } from '../../outbox/draftState.js';
import { type Job } from '../../outbox/outbox.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { time } from '../drafts/stateWords.js';
import { showInformation, showWarning } from '../notices.js';

interface Announcement {
  readonly text: string;
  readonly warns?: true;
  readonly actions: readonly Action[];
}

interface Action {
  readonly title: string;
  /** Without the prefix `markdownMail.`; it is given the draft. */
  readonly command: string;
}

interface Announced {
  readonly job: Job;
  /** Of an answer, as the mailbox filled it in. */
  readonly subject: string | undefined;
}

/** Says what became of a send, with what can be done about it. `linked`: the mailbox has a copy that can be shown. */
export async function announce(
  uri: vscode.Uri,
  { job, subject }: Announced,
  state: DraftState,
  linked: boolean,
): Promise<void> {
  const nameless = job.mail.answers ? fileNameOf(uri) : vscode.l10n.t('(no subject)');
  const title = job.mail.subject || subject || nameless;
  const sandbox = job.mailbox.environment === 'sandbox';
  const made = announcementOf(state, title, sandbox, linked);
  if (!made) return;
  const titles = made.actions.map((action) => action.title);
  const show = made.warns ? showWarning : showInformation;
  const answer = await show(made.text, ...titles);
  const chosen = made.actions.find((action) => action.title === answer);
  if (chosen) await vscode.commands.executeCommand(`markdownMail.${chosen.command}`, uri);
}

function announcementOf(
  state: DraftState,
  title: string,
  sandbox: boolean,
  linked: boolean,
): Announcement | undefined {
  const shown = { title: shownIn(sandbox), command: 'openInOutlook' };
  const checkAgain = { title: vscode.l10n.t('Check Again'), command: 'checkAgain' };
  switch (state.kind) {
    case 'sent':
      return {
        text: sandbox ? vscode.l10n.t('Sent in the sandbox: {0}', title) : vscode.l10n.t('Sent: {0}', title),
        actions: linked ? [shown] : [],
      };
    case 'scheduled':
      return {
        text: vscode.l10n.t('“{0}” will be sent on {1}, by the mailbox itself.', title, time(state.until)),
        actions: [{ title: vscode.l10n.t('Undo Send'), command: 'undoSend' }],
      };
    case 'sending':
      return {
        text: vscode.l10n.t('The mailbox accepted “{0}” and is still sending it.', title),
        actions: [checkAgain],
      };
    case 'unknown':
      return { ...unknown(state, title, linked ? [shown] : [], checkAgain), warns: true };
    case 'conflict':
      return {
        text: vscode.l10n.t('Not sent: the draft in the mailbox was changed elsewhere.'),
        warns: true,
        actions: [{ title: vscode.l10n.t('Compare'), command: 'compare' }, shown],
      };
    case 'local':
      return {
        text: vscode.l10n.t('Not sent: the draft in the mailbox was deleted elsewhere.'),
        warns: true,
        actions: [],
      };
    case 'uploaded':
    case 'changed':
    case 'failed':
      return undefined;
  }
}

function unknown(
  { untold, until }: Extract<DraftState, { kind: 'sending' | 'unknown' }>,
  title: string,
  shown: readonly Action[],
  checkAgain: Action,
): Announcement {
  const mark = { title: vscode.l10n.t('Mark as Sent…'), command: 'markAsSent' };
  if (untold)
    return {
      text: vscode.l10n.t(
        'It is not known whether “{0}” was sent, and since no copy was to be kept, the mailbox can’t tell. It will not be sent twice.',
        title,
      ),
      actions: [mark],
    };
  const again =
    until === undefined
      ? { title: vscode.l10n.t('Send Again…'), command: 'sendAgain' }
      : { title: vscode.l10n.t('Undo Send'), command: 'undoSend' };
  return {
    text: vscode.l10n.t('It is not known yet whether “{0}” was sent. It will not be sent twice.', title),
    actions: [checkAgain, ...shown, again, mark],
  };
}

function shownIn(sandbox: boolean): string {
  return sandbox ? vscode.l10n.t('Show Sent Mail') : vscode.l10n.t('Open in Outlook');
}
