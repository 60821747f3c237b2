import * as vscode from 'vscode';
import { notWritten, savedDocument } from '../drafts/draftFile.js';
import { newFile } from '../newFile.js';
import { showText } from '../showText.js';
import { unreadable, workspaceFiles } from '../workspaceFiles.js';
import { type Command } from './command.js';
import { type CommandTarget } from './target.js';
import { chooseTemplate, namedTemplate, type TemplateParts } from './templates.js';

const firstKey = 'to: ';
const blank = `---\n${firstKey}\nsubject: \n---\n\n`;
/** The same text, with a field wherever something is to be written. */
const blankFields = `---\n${firstKey}$1\nsubject: $2\n---\n\n$0`;

/**
 * A new draft file beside the active draft or in the workspace; without a workspace, in the personal folder. It begins
 * blank or with a template: the one that is chosen, or named as `{ template }` by whoever calls (empty: blank).
 */
export function newDraftCommand(parts: TemplateParts & { target: CommandTarget }): Command {
  const { target, personalFolder } = parts;
  return {
    id: 'newDraft',
    async run(given, second) {
      const folder = await folderFor(target.given(given), personalFolder);
      const named = templateOf(target, given) ?? templateOf(target, second);
      const text =
        named === undefined
          ? await chooseTemplate(parts, folder)
          : named !== '' && (await namedTemplate(parts, folder, target.given(named) ?? named));
      const isBlank = typeof text !== 'string';
      const uri = await newFile(folder, `${today()}.mail.md`, isBlank ? blank : '');
      await (isBlank ? beginBlank(uri) : beginWith(uri, text));
      return { uri: uri.toString() };
    },
  };
}

/** The cursor is behind the first key, and Tab leads to the next and to the text. */
async function beginBlank(uri: vscode.Uri): Promise<void> {
  const document = await savedDocument(uri);
  const cursor = new vscode.Position(1, firstKey.length);
  const editor = await showText(document, { selection: new vscode.Range(cursor, cursor), preview: false });
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  // Without its fields the draft is as good: another editor may have come over it.
  if (!(await editor?.insertSnippet(new vscode.SnippetString(blankFields), whole))) return;
  // What formats a file that is saved would take the space behind a key away, and its field with it.
  if (vscode.window.activeTextEditor?.document === document)
    await vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
}

/** The cursor is in the first field then, and Tab leads to the next. */
async function beginWith(uri: vscode.Uri, template: string): Promise<void> {
  // Of a file that was deleted just now and had this name, VS Code may still show the text.
  const document = await savedDocument(uri);
  const editor = await showText(document, { preview: false });
  const start = new vscode.Position(0, 0);
  if (!(await editor?.insertSnippet(new vscode.SnippetString(template), start))) throw notWritten();
  // Where it can't be saved now the text stays in the editor, and is shown as not saved.
  await document.save();
}

/** Arguments come from keybindings and other extensions, so their shape is looked at. */
function templateOf(target: CommandTarget, given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null || !('template' in given)) return undefined;
  const { template } = given;
  return typeof template === 'string' ? template : target.given(template)?.toString();
}

/** @throws Failure `file-unreadable`: there is no such folder */
export async function folderFor(given: vscode.Uri | undefined, personal: vscode.Uri): Promise<vscode.Uri> {
  if (given) {
    const facts = await workspaceFiles.facts(given.toString());
    if (!facts) throw unreadable(given);
    return facts.kind === 'folder' ? given : vscode.Uri.joinPath(given, '..');
  }
  const active = vscode.window.activeTextEditor?.document.uri;
  const folder =
    (active && vscode.workspace.getWorkspaceFolder(active)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder) return folder.uri;
  await vscode.workspace.fs.createDirectory(personal);
  return personal;
}

/** The day as a name, so that drafts sort by age. */
function today(): string {
  const now = new Date();
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  );
  return day.join('-');
}
