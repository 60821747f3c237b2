import * as vscode from 'vscode';
import { type DirectScreen } from '../../outbox/directSend.js';
import { type ReadyDraft } from '../drafts/draftDesk.js';
import { settings } from '../settings.js';
import { type Command, requireTrust } from './command.js';
import { plainState } from './draftCommands.js';
import { refuseTwins } from './mailboxCommands.js';
import { type Step, withProgress } from './progress.js';
import { announce, type SendParts, summary } from './send.js';

/** Graph's `sendMail`: one request, no draft. It is always asked for, since it gives something up. */
export function sendWithoutDraftCommand(parts: SendParts): Command {
  const { target, desk, index, load } = parts;
  return {
    id: 'sendWithoutDraft',
    async run(given) {
      requireTrust();
      const uri = target.draft(given);
      refuseTwins(index, uri, await desk.parse(uri));
      const { mail } = await load();
      return withProgress(vscode.l10n.t('Sending mail'), async (step) => {
        const job = await desk.job(uri, []);
        const outcome = await mail.outbox.sendDirectly(job, screenFor(parts, uri, job, step));
        await index.update(uri);
        const { webLink, ...result } = plainState(outcome.state);
        if (outcome.kind === 'cancelled') return { cancelled: true, ...result };
        if (outcome.state.kind === 'sent') await desk.markSent(uri, outcome.state.sentAt);
        void announce(uri, job, outcome.state, webLink !== undefined);
        return result;
      });
    },
  };
}

function screenFor(parts: SendParts, uri: vscode.Uri, job: ReadyDraft, step: Step): DirectScreen {
  return {
    async confirm() {
      if (step.signal.aborted) return undefined;
      const saved = vscode.l10n.t('Send, Copy in Sent Items');
      const unsaved = vscode.l10n.t('Send Without Any Copy');
      const preview = vscode.l10n.t('Show Preview');
      step.report(vscode.l10n.t('waiting for your answer…'));
      const format = (await parts.load()).module.formatAddress;
      const detail = `${await summary(parts, job, format)}\n\n${givenUp()}`;
      const question = vscode.l10n.t('Send this mail without keeping a draft in the mailbox?');
      const modal = { modal: true, detail };
      const answer = await vscode.window.showWarningMessage(question, modal, saved, unsaved, preview);
      if (answer === preview) await parts.preview(uri);
      if (step.signal.aborted) return undefined;
      return answer === saved ? 'saved' : answer === unsaved ? 'unsaved' : undefined;
    },
    hold: () => parts.holds.hold(job.id, settings.undoSendSeconds(), step),
    sending: () => step.report(vscode.l10n.t('handing it to the mailbox…')),
  };
}

function givenUp(): string {
  return vscode.l10n.t(
    'There will be no draft in Outlook to look at or to fall back on. If the connection breaks off while it is sent, only the copy in Sent Items can tell whether the mail left; without one nobody can.',
  );
}
