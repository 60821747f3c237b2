import * as vscode from 'vscode';
import { describe } from '../translate.js';
import { type DraftEntry } from './draftIndex.js';
import { fileNameOf } from './fileNameOf.js';
import { rowText } from './rowText.js';
import { lookOf } from './stateWords.js';

export interface RowOptions {
  /** Another file carries its id. */
  readonly twin: boolean;
  /** The group does not say the state. */
  readonly tellsState: boolean;
}

/** The row of a draft. Its tooltip is made when it is asked for. */
export function draftItem(entry: DraftEntry, { twin, tellsState }: RowOptions): vscode.TreeItem {
  const { uri, state, failure, draft, modified } = entry;
  const { word, icon } = lookOf(state.kind);
  const { label, description, spoken } = rowText(
    { fileName: fileNameOf(uri), state, modified, ...(draft ? { header: draft.header } : {}) },
    { say: vscode.l10n.t, word, language: vscode.env.language, now: Date.now() },
  );
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = uri.toString();
  item.description = tellsState ? `${word} · ${description}` : description;
  item.iconPath = failure
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
    : twin
      ? new vscode.ThemeIcon('files', new vscode.ThemeColor('list.warningForeground'))
      : icon;
  item.contextValue = `${contextOf(entry)}${twin ? '.twin' : ''}`;
  item.command = { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [uri] };
  item.accessibilityInformation = { label: failure ? `${spoken}, ${describe(failure)}` : spoken };
  return item;
}

/** What menus go by: `draft.<state>`, `.linked` to a copy in the mailbox, `.waits` for its time, `.untold`. */
function contextOf({ state }: DraftEntry): string {
  const linked = 'copy' in state && state.copy ? '.linked' : '';
  const untold = 'untold' in state ? '.untold' : '';
  return `draft.${state.kind}${linked}${'until' in state ? '.waits' : ''}${untold}`;
}
