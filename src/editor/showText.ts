import * as vscode from 'vscode';

/**
 * Opens a file in a text editor, or comes back without one: another editor was opened in the meantime. Whoever did that
 * has gone on, and the file is none the worse.
 */
export async function showText(
  text: vscode.Uri | vscode.TextDocument,
  options?: vscode.TextDocumentShowOptions,
): Promise<vscode.TextEditor | undefined> {
  const document = 'uri' in text ? text : await vscode.workspace.openTextDocument(text);
  try {
    return await vscode.window.showTextDocument(document, options);
  } catch (error) {
    // VS Code tells this from other failures by its words alone (1.139, extHostTextEditors.ts).
    if (error instanceof Error && error.message.startsWith('Could NOT open editor for')) return;
    throw error;
  }
}
