import * as vscode from 'vscode';
import { type Fix } from '../../draft/fixes/fix.js';
import { attachmentPath } from '../drafts/attachmentPath.js';
import { type LoadMail, type MailHalf } from '../drafts/draftDesk.js';
import { translate } from '../translate.js';
import { workspaceFiles } from '../workspaceFiles.js';
import { type AddressBook } from './addressBook.js';
import { type DraftDiagnostics } from './draftDiagnostics.js';

export interface QuickFixParts {
  readonly load: LoadMail;
  readonly diagnostics: DraftDiagnostics;
  readonly book: AddressBook;
}

/** The extension's own, for quick fixes alone: selects where the writer goes on. */
const goOnCommand = '_markdownMail.goOn';

/** A path may have meant one of so many files of the folder. */
const mostFiles = 5000;

/** Ways to mend the problems of a draft. */
export class QuickFixes implements vscode.CodeActionProvider {
  static readonly kinds = [vscode.CodeActionKind.QuickFix];

  constructor(private readonly parts: QuickFixParts) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    _range: vscode.Range,
    { diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const ours = diagnostics.filter(
      ({ source, code }) => source === 'Markdown Mail' && typeof code === 'string',
    );
    if (ours.length === 0) return [];
    const half = await this.parts.load();
    const actions: vscode.CodeAction[] = [];
    for (const diagnostic of ours) {
      if (token.isCancellationRequested) return [];
      actions.push(...(await this.edits(half, document, diagnostic, token)));
      actions.push(...(await commandsFor(document, diagnostic)));
    }
    return actions;
  }

  private async edits(
    { module }: MailHalf,
    document: vscode.TextDocument,
    diagnostic: vscode.Diagnostic,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const { uri } = document;
    const code = typeof diagnostic.code === 'string' ? diagnostic.code : '';
    const files = module.pathCodes.has(code) ? await filesAround(uri, token) : [];
    const { addresses } = module.addressCodes.has(code) ? await this.parts.book.known() : module.nothingKnown;
    const offset = document.offsetAt(diagnostic.range.start);
    const place = { offset, length: document.offsetAt(diagnostic.range.end) - offset };
    const args = this.parts.diagnostics.problemOf(uri, diagnostic)?.message.args ?? [];
    const broken = { text: document.getText(), code, place, args };
    return module
      .fixesFor(broken, { now: new Date(), addresses, files })
      .map((fix) => actionFor(document, diagnostic, fix));
  }
}

function actionFor(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
  { title, changes, preferred, select, suggest }: Fix,
): vscode.CodeAction {
  const action = new vscode.CodeAction(translate(title), vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred === true;
  action.edit = new vscode.WorkspaceEdit();
  for (const { offset, length, text } of changes) {
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    action.edit.replace(document.uri, range, text);
  }
  if (select)
    action.command = {
      title: '',
      command: goOnCommand,
      arguments: [document.uri, select.offset, select.length, suggest === true],
    };
  return action;
}

/** What only a command can do: pick a file, fetch a picture. */
async function commandsFor(
  document: vscode.TextDocument,
  diagnostic: vscode.Diagnostic,
): Promise<vscode.CodeAction[]> {
  const { uri } = document;
  const attach = (title: string, ...args: unknown[]) =>
    made(diagnostic, title, 'markdownMail.attachFiles', uri, ...args);
  switch (diagnostic.code) {
    case 'attachment-forgotten':
      return [attach(vscode.l10n.t('Attach Files…'))];
    case 'attachment-missing':
      return [attach(vscode.l10n.t('Attach Another File…'))];
    case 'image-remote':
    case 'image-remote-type':
      return [
        made(
          diagnostic,
          vscode.l10n.t('Save Remote Images Beside the Draft…'),
          'markdownMail.embedImages',
          uri,
        ),
      ];
    case 'link-relative': {
      const file = vscode.Uri.parse(
        workspaceFiles.resolve(uri.toString(), targetIn(document.getText(diagnostic.range))),
        true,
      );
      const facts = await Promise.resolve(vscode.workspace.fs.stat(file)).catch(() => undefined);
      return facts?.type === vscode.FileType.File ? [attach(vscode.l10n.t('Attach the File'), [file])] : [];
    }
    default:
      return [];
  }
}

/** The path in a link or a target, without its anchor. */
function targetIn(text: string): string {
  const target = /\]\(<?([^)>\s]+)/u.exec(text)?.[1] ?? text;
  const path = target.replace(/[?#].*$/u, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function made(
  diagnostic: vscode.Diagnostic,
  title: string,
  command: string,
  ...args: unknown[]
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { title, command, arguments: args };
  return action;
}

/** Paths of the files in the draft's folder of the workspace, as the draft would name them. */
async function filesAround(draft: vscode.Uri, token: vscode.CancellationToken): Promise<string[]> {
  const root = vscode.workspace.getWorkspaceFolder(draft)?.uri ?? vscode.Uri.joinPath(draft, '..');
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(root, '**/*'),
    '**/{node_modules,.git}/**',
    mostFiles,
    token,
  );
  return found.flatMap((file) => attachmentPath(draft, file, root) ?? []);
}

/** Puts the cursor where a fix left something to be written. */
export function registerGoOn(): vscode.Disposable {
  return vscode.commands.registerCommand(
    goOnCommand,
    async (uri: vscode.Uri, offset: number, length: number, suggest: boolean) => {
      const document = await vscode.workspace.openTextDocument(uri);
      const selection = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
      await vscode.window.showTextDocument(document, { selection });
      if (suggest) await vscode.commands.executeCommand('editor.action.triggerSuggest');
    },
  );
}
