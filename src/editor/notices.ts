import * as vscode from 'vscode';
import { linkless } from './linkless.js';

type Offered = readonly (vscode.MessageOptions | string)[];

/** As `vscode.window.showInformationMessage`, but no text becomes a link. Resolves with the button that was chosen. */
export function showInformation(text: string, ...offered: Offered): Thenable<string | undefined> {
  return vscode.window.showInformationMessage(linkless(text), ...(offered as string[]));
}

export function showWarning(text: string, ...offered: Offered): Thenable<string | undefined> {
  return vscode.window.showWarningMessage(linkless(text), ...(offered as string[]));
}

export function showError(text: string, ...offered: Offered): Thenable<string | undefined> {
  return vscode.window.showErrorMessage(linkless(text), ...(offered as string[]));
}
