import * as vscode from 'vscode';
import { type Failure, type Sentence } from '../failure.js';

/** The sentence in the user's language. */
export function translate({ text, args }: Sentence): string {
  return vscode.l10n.t(text, ...args);
}

/** What went wrong and what to do next, in one line. */
export function describe(failure: Failure): string {
  const sentences = [failure.sentence, ...(failure.next ? [failure.next] : [])];
  return sentences.map(translate).join(' ');
}
