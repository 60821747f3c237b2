import * as vscode from 'vscode';
import { type Draft } from '../../draft/draft.js';
import { setContextKey } from '../contextKeys.js';
import { type DraftState } from '../../outbox/draftState.js';
import { type Command, requireTrust } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { type Step, withProgress } from './progress.js';
import { showInformation, showWarning } from '../notices.js';

/** The mails that are being held before they are sent, each with what undoes it. */
export class Holds {
  private readonly ends = new Map<string, (goes: boolean) => void>();

  /** Waits `seconds`, counting down. False: undone, by the command or by Cancel. */
  async hold(id: string, seconds: number, step: Step): Promise<boolean> {
    if (step.signal.aborted) return false;
    if (seconds === 0) return true;
    return new Promise((resolve) => {
      // Not by the clock, which may be set meanwhile.
      const end = performance.now() + seconds * 1000;
      const finish = (goes: boolean) => {
        clearInterval(timer);
        step.signal.removeEventListener('abort', undo);
        this.ends.delete(id);
        setContextKey('holding', this.ends.size > 0);
        resolve(goes);
      };
      const undo = () => finish(false);
      const tick = () => {
        const left = Math.ceil((end - performance.now()) / 1000);
        if (left <= 0) finish(true);
        else step.reportLinked(countdown(left));
      };
      const timer = setInterval(tick, 250);
      step.signal.addEventListener('abort', undo);
      this.ends.set(id, finish);
      setContextKey('holding', true);
      tick();
    });
  }

  /** Ends the wait. False: this draft is not being held. */
  end(id: string, goes: boolean): boolean {
    const end = this.ends.get(id);
    end?.(goes);
    return end !== undefined;
  }

  /** All that wait go at once. @returns how many */
  endAll(): number {
    const ids = [...this.ends.keys()];
    return ids.filter((id) => this.end(id, true)).length;
  }

  /** The one that is held, where it is only one. */
  only(): string | undefined {
    return this.ends.size === 1 ? [...this.ends.keys()][0] : undefined;
  }
}

/** VS Code makes the words in brackets a link; its own button stops the send. */
function countdown(seconds: number): string {
  const now = `[${vscode.l10n.t('Send Now')}](command:markdownMail.sendNow)`;
  return vscode.l10n.t('in {0} s. Cancel undoes it. {1}', seconds, now);
}

/** Ends the hold of the mails that are being held in this window. */
export function sendNowCommand(holds: Holds): Command {
  return { id: 'sendNow', run: async () => ({ released: holds.endAll() }) };
}

/** Stops a mail that is being held here, or one that the mailbox holds until its time. */
export function undoSendCommand({ target, desk, index, load }: DraftParts, holds: Holds): Command {
  const stateOf = async (id: string): Promise<DraftState> => {
    const entry = index.withId(id)[0];
    const updated = entry && (await index.update(entry.uri));
    return updated?.state ?? { kind: 'local', gone: false };
  };
  return {
    id: 'undoSend',
    async run(given) {
      // One that was named is meant also while another is held.
      const id = (target.given(given) ? undefined : holds.only()) ?? (await idOf(given));
      const { mail, module } = await load();
      if (id === undefined) throw module.outboxFailures.notScheduled();
      if (holds.end(id, false)) return plainState(await stateOf(id));
      requireTrust();
      const state = await withProgress(vscode.l10n.t('Cancelling the mail'), () =>
        mail.outbox.cancelScheduled(id),
      );
      await stateOf(id);
      tellCancelled(state);
      return plainState(state);
    },
  };

  async function idOf(given: unknown): Promise<string | undefined> {
    const { header }: Draft = await desk.parse(target.draft(given));
    return header.id;
  }
}

function tellCancelled(state: DraftState): void {
  if (state.kind === 'sent')
    void showWarning(vscode.l10n.t('Too late: the mail left before it could be cancelled.'));
  else if (state.kind === 'local')
    void showInformation(
      vscode.l10n.t(
        'Cancelled: the mail does not go. Its copy in the mailbox was deleted; the file is whole.',
      ),
    );
  else
    void showWarning(
      vscode.l10n.t(
        'It is not known whether the mail was cancelled in time. Refresh asks the mailbox again.',
      ),
    );
}
