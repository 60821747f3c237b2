import * as vscode from 'vscode';
import { type DirectScreen } from '../../outbox/directSend.js';
import { type ReadyDraft } from '../drafts/draftDesk.js';
import { showWarning } from '../notices.js';
import { settings } from '../settings.js';
import { type Command } from './command.js';
import { type Step } from './progress.js';
import { runSending, type SendParts, summary } from './send.js';

/** Graph's `sendMail`: one request, no draft. It is always asked for, since it gives something up. */
export function sendWithoutDraftCommand(parts: SendParts): Command {
  return {
    id: 'sendWithoutDraft',
    run: (given) =>
      runSending(parts, given, async ({ mail, uri, step, job }) => {
        const ready = await job();
        return {
          job: ready,
          outcome: await mail.outbox.sendDirectly(ready, screenFor(parts, uri, ready, step)),
        };
      }),
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
      const answer = await showWarning(question, modal, saved, unsaved, preview);
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
