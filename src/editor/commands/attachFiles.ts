import * as vscode from 'vscode';
import { Cancelled } from '../../failure.js';
import { type DroppedFile, type FileAttacher, PickedFiles } from '../drafts/fileAttacher.js';
import { type Command } from './command.js';
import { type CommandTarget } from './target.js';

/** Adds files to the header's `attachments:`: those of the second argument, else what the user picks. */
export function attachFilesCommand({
  target,
  attacher,
}: {
  target: CommandTarget;
  attacher: FileAttacher;
}): Command {
  return {
    id: 'attachFiles',
    async run(given, second) {
      const draft = target.draft(given);
      if (PickedFiles.isOne(second)) return attacher.attach(draft, second.files, true);
      const named = Array.isArray(second) ? second.flatMap((one): DroppedFile[] => fileOf(one, target)) : [];
      if (named.length > 0) return attacher.attach(draft, named, false);
      return attacher.attach(draft, await pick(draft), true);
    },
  };
}

/** The second argument of a menu is the rows that are selected: those are no files to attach. */
function fileOf(given: unknown, target: CommandTarget): DroppedFile[] {
  if (typeof given !== 'string' && !(given instanceof vscode.Uri)) return [];
  const uri = target.given(given);
  return uri ? [{ uri }] : [];
}

async function pick(draft: vscode.Uri): Promise<DroppedFile[]> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    defaultUri: vscode.Uri.joinPath(draft, '..'),
    title: vscode.l10n.t('Attach Files'),
    openLabel: vscode.l10n.t('Attach'),
  });
  if (!chosen || chosen.length === 0) throw new Cancelled();
  return chosen.map((uri) => ({ uri }));
}
