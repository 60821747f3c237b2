import * as vscode from 'vscode';
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
