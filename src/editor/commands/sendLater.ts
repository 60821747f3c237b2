import * as vscode from 'vscode';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type LaterTime } from '../../draft/laterTimes.js';
import { changeDraft } from '../drafts/draftFile.js';
import { type MailHalf } from '../drafts/draftDesk.js';
import { time } from '../drafts/stateWords.js';
import { showWarning } from '../notices.js';
import { type Command, requireTrust } from './command.js';
import { withProgress } from './progress.js';
import { sendCommand, type SendParts } from './send.js';

/**
 * Asks for a time, writes it as `send-at:` and sends: the mailbox holds the mail until then. A second argument, an ISO
 * 8601 time, takes the place of the question. One that is scheduled already is cancelled first, which changes its time.
 */
export function sendLaterCommand(parts: SendParts): Command {
  const { target, desk, index, identity, load } = parts;
  return {
    id: 'sendLater',
    async run(given, second) {
      requireTrust();
      const uri = target.draft(given);
      await identity.ensure(uri);
      const draft = await desk.parse(uri);
      const half = await load();
      await half.mail.refuseSent(draft.header);
      const at = half.module.sendAtText(givenTime(second) ?? (await askTime(half)));
      const entry = await index.update(uri);
      const { id } = draft.header;
      const wasScheduled = entry?.state.kind === 'scheduled' && id !== undefined;
      if (wasScheduled) {
        // What can't go at another time is left at its first.
        await desk.job(uri, []);
        await cancelFirst(half, id);
      }
      const before = draft.header.sendAt;
      await changeDraft(uri, (text) => half.module.setHeaderKey(text, 'send-at', at));
      let kept = false;
      try {
        const result = await sendCommand(parts).run(uri, undefined);
        kept = !(typeof result === 'object' && result !== null && 'cancelled' in result);
        return result;
      } finally {
        if (!kept) {
          await putBack(half, uri, at, before);
          if (wasScheduled) tellUnscheduled();
        }
      }
    },
  };
}

/** @throws Failure `not-cancelled`: it may leave at its first time, so nothing is changed */
async function cancelFirst({ mail }: MailHalf, id: string): Promise<void> {
  const title = vscode.l10n.t('Cancelling the mail');
  const state = await withProgress(title, () => mail.outbox.cancelScheduled(id));
  if (state.kind === 'local') return;
  throw new Failure(
    'not-cancelled',
    sentence('The mail could not be taken back from its first time, so its time was not changed.'),
    sentence('Refresh the list of drafts to see what became of it.'),
  );
}

/** Whoever thought better of the second time may count on the first. */
function tellUnscheduled(): void {
  void showWarning(
    vscode.l10n.t(
      'The mail was taken back from its first time and has no other one now. Send Later schedules it again.',
    ),
  );
}

/** What was not sent is as it was before. */
async function putBack({ module }: MailHalf, uri: vscode.Uri, at: string, before?: string): Promise<void> {
  await changeDraft(uri, (text) => {
    if (module.parseDraft(text).header.sendAt !== at) return undefined;
    return before === undefined
      ? module.removeHeaderKeys(text, ['send-at'])
      : module.setHeaderKey(text, 'send-at', before);
  });
}

function givenTime(given: unknown): Date | undefined {
  if (given === undefined) return undefined;
  const at = typeof given === 'string' ? new Date(given) : new Date(NaN);
  if (at.getTime() > Date.now()) return at;
  throw new Failure(
    'time-invalid',
    sentence('That is not a time in the future.'),
    sentence('Give it as 2026-11-23T08:00, for example.'),
  );
}

interface TimeItem extends vscode.QuickPickItem {
  readonly at?: Date;
}

/** @throws Cancelled */
async function askTime({ module }: MailHalf): Promise<Date> {
  const items: TimeItem[] = module
    .laterTimes(new Date())
    .map((later) => ({ label: labelOf(later), description: time(later.at.getTime()), at: later.at }));
  const other: TimeItem = { label: vscode.l10n.t('Another Date and Time…') };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title: vscode.l10n.t('Send Later'),
    placeHolder: vscode.l10n.t(
      'When should the mail leave? The mailbox sends it, also when VS Code is closed.',
    ),
  });
  if (!picked) throw new Cancelled();
  return picked.at ?? askOther(module);
}

function labelOf({ kind }: LaterTime): string {
  if (kind === 'hour') return vscode.l10n.t('In an Hour');
  return kind === 'tomorrow' ? vscode.l10n.t('Tomorrow Morning') : vscode.l10n.t('Monday Morning');
}

async function askOther(module: MailHalf['module']): Promise<Date> {
  const tomorrow = module.laterTimes(new Date())[1]?.at ?? new Date();
  const shown = module.typedTime(tomorrow);
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Send Later'),
    prompt: vscode.l10n.t('Date and time on this computer, for example {0}', shown),
    value: shown,
    validateInput(typed) {
      const at = module.readTypedTime(typed);
      if (!at) return vscode.l10n.t('Write year, month, day and time: {0}', shown);
      return at.getTime() > Date.now() ? undefined : vscode.l10n.t('That time is past.');
    },
  });
  const at = text === undefined ? undefined : module.readTypedTime(text);
  if (!at) throw new Cancelled();
  return at;
}
