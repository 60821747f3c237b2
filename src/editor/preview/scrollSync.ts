import * as vscode from 'vscode';

/** Longer than an editor's smooth scrolling. */
const settling = 400;

/**
 * Keeps the editor and the page in step, whichever of them is scrolled. What one of them does because of the other
 * does not come back: after the page led, the editor's own reports are not passed on for a moment.
 */
export class ScrollSync implements vscode.Disposable {
  private readonly subscription: vscode.Disposable;
  private quietUntil = 0;

  constructor(
    private readonly draft: { readonly uri: vscode.Uri },
    private readonly follow: (line: number) => void,
  ) {
    this.subscription = vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor, visibleRanges }) => {
      const first = visibleRanges[0];
      if (
        first &&
        this.isOurs(textEditor.document) &&
        Date.now() > this.quietUntil &&
        this.wants('scrollPreviewWithEditor')
      )
        this.follow(first.start.line);
    });
  }

  dispose(): void {
    this.subscription.dispose();
  }

  /** The page was scrolled to what stands on `line`. */
  led(line: number): void {
    const editor = this.openEditor();
    if (!editor || !this.wants('scrollEditorWithPreview')) return;
    this.quietUntil = Date.now() + settling;
    const at = new vscode.Position(Math.min(line, editor.document.lineCount - 1), 0);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.AtTop);
  }

  /** Puts the cursor on a line, in the editor that shows the draft or in a new one. */
  async goTo(line: number): Promise<void> {
    const open = this.openEditor();
    const document = open?.document ?? (await vscode.workspace.openTextDocument(this.draft.uri));
    const position = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
    await vscode.window.showTextDocument(document, {
      viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(position, position),
    });
  }

  isOurs(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.draft.uri.toString();
  }

  private openEditor(): vscode.TextEditor | undefined {
    return vscode.window.visibleTextEditors.find(({ document }) => this.isOurs(document));
  }

  /** Whoever turned it off for VS Code's own Markdown preview means this one too. */
  private wants(setting: 'scrollPreviewWithEditor' | 'scrollEditorWithPreview'): boolean {
    return (
      vscode.workspace.getConfiguration('markdown.preview', this.draft.uri).get<boolean>(setting) ?? true
    );
  }
}
