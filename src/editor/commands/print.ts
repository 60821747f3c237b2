import type * as vscode from 'vscode';
import { type Command } from './command.js';
import { type DraftParts } from './draftCommands.js';

export interface PrintParts extends Pick<DraftParts, 'target'> {
  readonly print: (uri: vscode.Uri) => Promise<{ readonly uri: string }>;
}

export function printCommand({ target, print }: PrintParts): Command {
  return { id: 'print', run: async (given) => print(target.draft(given)) };
}
