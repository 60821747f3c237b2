import * as vscode from 'vscode';
import { isInHeader, isWritten } from './draftText.js';
import { type HeaderCompletion } from './headerCompletion.js';

/**
 * Shows suggestions at the first letter of a key or value. In Markdown VS Code does not do so by itself, since prose
 * would be disturbed; a header is no prose. Whoever has set suggestions to come or to stay away is not overruled.
 */
export function suggestAtLetters(completion: HeaderCompletion): vscode.Disposable {
  return vscode.workspace.onDidChangeTextDocument(({ document, contentChanges, reason }) => {
    const [change] = contentChanges;
    const editor = vscode.window.activeTextEditor;
    if (!change || contentChanges.length > 1 || reason !== undefined || editor?.document !== document) return;
    if (change.rangeLength > 0 || !/^[\p{L}\p{N}]$/u.test(change.text) || !isWritten(document)) return;
    const position = change.range.start.translate(0, change.text.length);
    if (!isInHeader(document, position) || !isFirst(document, position) || !isWanted(document)) return;
    void suggest(completion, document, position);
  });
}

/** The letter begins a word, and what stands before it on its line is a key's beginning, a sign or nothing. */
function isFirst(document: vscode.TextDocument, position: vscode.Position): boolean {
  const before = document.lineAt(position.line).text.slice(0, position.character - 1);
  return before === '' || /(?:[:,;[{<"'/]|^\s*-)\s*$/u.test(before);
}

/** Markdown's default is no suggestions at letters; with them on, VS Code asks by itself. */
function isWanted({ uri, languageId }: vscode.TextDocument): boolean {
  const editor = vscode.workspace.getConfiguration('editor', { uri, languageId });
  const quick = editor.get<unknown>('quickSuggestions');
  const shown = typeof quick === 'object' && quick !== null && 'other' in quick ? quick.other : quick;
  const isOn = shown === true || shown === 'on' || shown === 'inline';
  return !isOn && editor.get<unknown>('suggestOnTriggerCharacters') !== false;
}

async function suggest(
  completion: HeaderCompletion,
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<void> {
  const { version } = document;
  const stop = new vscode.CancellationTokenSource();
  const found = await completion.provideCompletionItems(document, position, stop.token);
  stop.dispose();
  const editor = vscode.window.activeTextEditor;
  const isThere = editor?.document === document && document.version >= version;
  if (!found || found.items.length === 0 || !isThere) return;
  // Without a word where nothing fits after all.
  await vscode.commands.executeCommand('editor.action.triggerSuggest', { auto: true });
}
