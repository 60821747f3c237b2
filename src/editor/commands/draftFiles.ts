import * as vscode from 'vscode';
import { Cancelled, Failure, sentence } from '../../failure.js';
import { type DraftDesk, type LoadMail } from '../drafts/draftDesk.js';
import { readDraft } from '../drafts/draftFile.js';
import { type DraftIndex } from '../drafts/draftIndex.js';
import { fileNameOf } from '../drafts/fileNameOf.js';
import { type OutsideFiles } from '../drafts/outsideFiles.js';
import { newFile } from '../newFile.js';
import { showText } from '../showText.js';
import { translate } from '../translate.js';
import { isAbsent } from '../workspaceFiles.js';
import { type Command } from './command.js';
import { type CommandTarget } from './target.js';

/** What the commands about the files of drafts share. */
export interface FileParts {
  readonly load: LoadMail;
  readonly desk: DraftDesk;
  readonly index: DraftIndex;
  readonly target: CommandTarget;
  readonly outsideFiles: OutsideFiles;
}

const ending = '.mail.md';

/** Opens the drafts that are selected. */
export function openDraftCommand({ target }: FileParts): Command {
  return {
    id: 'openDraft',
    async run(given, second) {
      const drafts = target.several(given, second);
      for (const uri of drafts)
        await vscode.commands.executeCommand('vscode.open', uri, { preview: drafts.length === 1 });
      return { opened: drafts.map((uri) => uri.toString()) };
    },
  };
}

/** Gives a draft another file name, which a caller may name; open editors and Undo go along. */
export function renameDraftCommand(parts: FileParts): Command {
  return {
    id: 'renameDraft',
    async run(given, second) {
      const uri = parts.target.draft(given);
      const name = typeof second === 'string' ? second.trim() : await askName(uri);
      const to = vscode.Uri.joinPath(uri, '..', `${withoutEnding(name)}${ending}`);
      if (to.toString() === uri.toString()) return { uri: uri.toString() };
      const problem = await nameProblem(uri, name);
      if (problem !== undefined) throw new Failure('name-not-possible', problem);
      await rename(parts, uri, to);
      return { uri: to.toString() };
    },
  };
}

function askName(uri: vscode.Uri): Promise<string> {
  const value = withoutEnding(fileNameOf(uri));
  return ask({
    title: vscode.l10n.t('Rename Draft'),
    prompt: vscode.l10n.t('The name of the file, without {0}', ending),
    value,
    valueSelection: [0, value.length],
    validateInput: async (name) => {
      const problem = await nameProblem(uri, name);
      return problem && translate(problem);
    },
  });
}

async function ask(options: vscode.InputBoxOptions): Promise<string> {
  const answer = await vscode.window.showInputBox(options);
  if (answer === undefined) throw new Cancelled();
  return answer.trim();
}

async function nameProblem(
  draft: vscode.Uri,
  given: string,
): Promise<ReturnType<typeof sentence> | undefined> {
  const name = withoutEnding(given.trim());
  if (name === '') return sentence('Write a name.');
  if (/[/\\:*?"<>|\p{Cc}]/u.test(name) || name.startsWith('.'))
    return sentence('A name can’t begin with a dot, or hold any of / \\ : * ? " < > |.');
  const to = vscode.Uri.joinPath(draft, '..', `${name}${ending}`);
  // Another case of the same letters may be the same file.
  if (to.path.toLowerCase() === draft.path.toLowerCase() || !(await exists(to))) return undefined;
  return sentence('A draft of this name is there already.');
}

function withoutEnding(name: string): string {
  return name.endsWith(ending) ? name.slice(0, -ending.length) : name;
}

/** Moves a file, with the user's word on the files that it names. */
export async function rename(
  { index, outsideFiles }: Pick<FileParts, 'index' | 'outsideFiles'>,
  from: vscode.Uri,
  to: vscode.Uri,
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(from, to, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit)) || !(await exists(to)))
    throw new Failure(
      'file-not-moved',
      sentence('The draft’s file could not be moved.'),
      sentence('Check that no file of that name is there and that you may write in that folder.'),
    );
  await outsideFiles.moved(from, to);
  await Promise.all([index.update(from), index.update(to)]);
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    return !isAbsent(error);
  }
}

/** A new draft of the same text, beside it: without the identity of the other, and sent to nobody yet. */
export function duplicateDraftCommand({ target, load, index }: FileParts): Command {
  return {
    id: 'duplicateDraft',
    async run(given) {
      const uri = target.draft(given);
      const { module } = await load();
      const text = await readDraft(uri);
      const own = module.removeHeaderKeys(text, ['id', 'sent']);
      const copy = [...own]
        .reverse()
        .reduce((whole, { offset, length }) => whole.slice(0, offset) + whole.slice(offset + length), text);
      const name = `${withoutEnding(fileNameOf(uri))}-copy${ending}`;
      const to = await newFile(vscode.Uri.joinPath(uri, '..'), name, copy);
      await index.update(to);
      await showText(to);
      return { uri: to.toString() };
    },
  };
}

/** Shows a draft in VS Code's explorer; one outside the workspace in that of the system. */
export function revealDraftCommand({ target }: FileParts): Command {
  return {
    id: 'revealDraft',
    async run(given) {
      const uri = target.draft(given);
      const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
      await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri);
    },
  };
}

/** The paths of the drafts that are selected, a line each. */
export function copyDraftPathCommand({ target }: FileParts): Command {
  return {
    id: 'copyDraftPath',
    async run(given, second) {
      const paths = target
        .several(given, second)
        .map((uri) => (uri.scheme === 'file' ? uri.fsPath : uri.toString(true)));
      await vscode.env.clipboard.writeText(paths.join('\n'));
      return { paths };
    },
  };
}
