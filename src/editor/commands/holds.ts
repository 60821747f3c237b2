import * as vscode from 'vscode';
import { type Draft } from '../../draft/draft.js';
import { Failure, sentence } from '../../failure.js';
import { setContextKey } from '../contextKeys.js';
import { type Command } from './command.js';
import { type DraftParts, plainState } from './draftCommands.js';
import { type Step } from './progress.js';

/** The mails that are being held before they are sent, each with what undoes it. */
export class Holds {
  private readonly undos = new Map<string, () => void>();

  /** Waits `seconds`, counting down. False: undone, by the command or by Cancel. */
  async hold(id: string, seconds: number, step: Step): Promise<boolean> {
    if (step.signal.aborted) return false;
    if (seconds === 0) return true;
    return new Promise((resolve) => {
      const end = Date.now() + seconds * 1000;
      const finish = (goes: boolean) => {
        clearInterval(timer);
        step.signal.removeEventListener('abort', undo);
        this.undos.delete(id);
        setContextKey('holding', this.undos.size > 0);
        resolve(goes);
      };
      const undo = () => finish(false);
      const tick = () => {
        const left = Math.ceil((end - Date.now()) / 1000);
        if (left <= 0) finish(true);
        else step.report(vscode.l10n.t('in {0} s. Cancel undoes it.', left));
      };
      const timer = setInterval(tick, 250);
      step.signal.addEventListener('abort', undo);
      this.undos.set(id, undo);
      setContextKey('holding', true);
      tick();
    });
  }

  /** False: this draft is not being held. */
  undo(id: string): boolean {
    const undo = this.undos.get(id);
    undo?.();
    return undo !== undefined;
  }

  /** The one that is held, where it is only one. */
  only(): string | undefined {
    return this.undos.size === 1 ? [...this.undos.keys()][0] : undefined;
  }
}

export function undoSendCommand({ target, desk, index }: DraftParts, holds: Holds): Command {
  return {
    id: 'undoSend',
    async run(given) {
      const id = holds.only() ?? (await idOf(given));
      if (id === undefined || !holds.undo(id)) {
        throw new Failure(
          'nothing-held',
          sentence('No mail is waiting to be sent, so there is nothing to undo.'),
        );
      }
      const entry = index.withId(id)[0];
      const updated = entry && (await index.update(entry.uri));
      return plainState(updated?.state ?? { kind: 'local', gone: false });
    },
  };

  async function idOf(given: unknown): Promise<string | undefined> {
    const { header }: Draft = await desk.parse(target.draft(given));
    return header.id;
  }
}
