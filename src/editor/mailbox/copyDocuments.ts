import * as vscode from 'vscode';

/** Documents that show what a mailbox holds. They can be read and compared, and never be changed. */
export const copyScheme = 'markdown-mail-copy';

/** The text of mailbox copies, for the left side of a comparison and for a look at a draft without a file. */
export class CopyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changeEmitter = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changeEmitter.event;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(copyScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())),
      this.changeEmitter,
    );
  }

  /** `name`: what the tab is called; `key`: tells copies with one name apart. */
  keep(name: string, key: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: copyScheme, path: `/${name}.md`, query: key });
    this.texts.set(uri.toString(), text);
    this.changeEmitter.fire(uri);
    return uri;
  }

  /** A tab of an earlier window has no text any more: the mailbox is asked only when somebody asks for it. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.texts.get(uri.toString()) ??
      vscode.l10n.t('This copy was read in an earlier window. Close it and compare again, or open it again.')
    );
  }

  dispose(): void {
    this.subscription.dispose();
  }
}
