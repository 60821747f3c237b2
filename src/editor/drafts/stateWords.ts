import * as vscode from 'vscode';
import { type DraftState } from '../../outbox/draftState.js';
import { type StateKind } from './draftShelf.js';

/** How a state looks: its word, an icon and a colour, so that none of the three carries the meaning alone. */
export interface StateLook {
  readonly word: string;
  readonly icon: vscode.ThemeIcon;
}

export function lookOf(kind: StateKind): StateLook {
  switch (kind) {
    case 'local':
      return { word: vscode.l10n.t('Local'), icon: icon('edit') };
    case 'uploaded':
      return { word: vscode.l10n.t('Uploaded'), icon: icon('cloud', 'charts.blue') };
    case 'changed':
      return { word: vscode.l10n.t('Changed'), icon: icon('cloud-upload', 'charts.yellow') };
    case 'conflict':
      return { word: vscode.l10n.t('Conflict'), icon: icon('git-compare', 'charts.red') };
    case 'scheduled':
      return { word: vscode.l10n.t('Scheduled'), icon: icon('watch', 'charts.purple') };
    case 'sending':
      return { word: vscode.l10n.t('Sending'), icon: icon('sync', 'charts.blue') };
    case 'unknown':
      return { word: vscode.l10n.t('Unknown'), icon: icon('question', 'charts.orange') };
    case 'failed':
      return { word: vscode.l10n.t('Failed'), icon: icon('error', 'charts.red') };
    case 'sent':
      return { word: vscode.l10n.t('Sent'), icon: icon('pass', 'charts.green') };
  }
}

/** What the state means and what happens next, in full sentences. */
export function explain(state: DraftState): string {
  switch (state.kind) {
    case 'local':
      return state.gone
        ? vscode.l10n.t(
            'The copy in the mailbox was deleted. The file is whole; upload it to make a new copy.',
          )
        : vscode.l10n.t('Only in this file. Upload puts a copy into the mailbox.');
    case 'uploaded':
      return vscode.l10n.t('The mailbox has this draft as of {0}. It has not been sent.', time(state.since));
    case 'changed':
      return vscode.l10n.t(
        'The file changed since it was uploaded on {0}. Upload or Send brings the mailbox up to date.',
        time(state.since),
      );
    case 'conflict':
      return vscode.l10n.t(
        'The copy in the mailbox was changed elsewhere, so nothing was overwritten. Look at it in Outlook; to keep the file, delete the draft in the mailbox and upload again.',
      );
    case 'sending':
      return state.accepted
        ? vscode.l10n.t('The mailbox accepted the mail on {0} and is sending it.', time(state.since))
        : vscode.l10n.t('The mail is being sent.');
    case 'scheduled':
      return vscode.l10n.t(
        'Will be sent on {0}. The mailbox sends it, also when VS Code is closed. Undo Send cancels it.',
        time(state.until),
      );
    case 'unknown':
      return explainUnknown(state);
    case 'failed':
      return vscode.l10n.t(
        'The mailbox refused the mail on {0} ({1}). It was not sent.',
        time(state.since),
        state.code,
      );
    case 'sent':
      return vscode.l10n.t('Sent on {0}.', time(Date.parse(state.sentAt)));
  }
}

function explainUnknown({
  since,
  until,
  untold,
}: Extract<DraftState, { kind: 'sending' | 'unknown' }>): string {
  if (until !== undefined)
    return vscode.l10n.t(
      'It is not known whether the mailbox took this mail on {0} to send it on {1}. Undo Send makes sure that it does not go.',
      time(since),
      time(until),
    );
  if (untold)
    return vscode.l10n.t(
      'Sending began on {0}, and no answer came. No copy was to be kept, so the mailbox can’t tell whether it left. It is never sent twice by itself.',
      time(since),
    );
  return vscode.l10n.t(
    'Sending began on {0}, and it is not known yet whether the mail left. Refresh asks the mailbox again. It is never sent twice by itself.',
    time(since),
  );
}

/** A moment as people write it here. */
export function time(milliseconds: number): string {
  return new Date(milliseconds).toLocaleString(vscode.env.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

function icon(id: string, color?: string): vscode.ThemeIcon {
  return color === undefined
    ? new vscode.ThemeIcon(id)
    : new vscode.ThemeIcon(id, new vscode.ThemeColor(color));
}
