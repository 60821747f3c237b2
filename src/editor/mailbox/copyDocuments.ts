import * as vscode from 'vscode';
import { Failure } from '../../failure.js';
import { describe } from '../translate.js';

/** Documents that show what a mailbox holds. They can be read and compared, and never be changed. */
export const copyScheme = 'markdown-mail-copy';

/** The text of mailbox copies, for the left side of a comparison and for a look at a draft without a file. */
export class CopyDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly readers = new Map<string, () => Promise<string>>();
  private readonly failed = new Map<string, vscode.Uri>();
  private readonly changeEmitter = new vscode.EventEmitter<vscode.Uri>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changeEmitter.event;

  constructor() {
    this.subscription = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(copyScheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
        this.failed.delete(uri.toString());
      }),
      this.changeEmitter,
    );
  }

  /** `name`: what the tab is called; `key`: tells copies with one name apart. */
  keep(name: string, key: string, text: string): vscode.Uri {
    const uri = copyUri(name, key);
    this.texts.set(uri.toString(), text);
    this.changeEmitter.fire(uri);
    return uri;
  }

  /** As {@link keep}, but the text is read when the document is opened. What fails then stands in it as a sentence. */
  offer(name: string, key: string, read: () => Promise<string>): vscode.Uri {
    const uri = copyUri(name, key);
    this.readers.set(uri.toString(), read);
    return uri;
  }

  /** Reads again what could not be read. */
  retry(): void {
    for (const uri of this.failed.values()) this.changeEmitter.fire(uri);
  }

  /** A tab of an earlier window has no text any more: the mailbox is asked only when somebody asks for it. */
  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const key = uri.toString();
    const [kept, read] = [this.texts.get(key), this.readers.get(key)];
    if (kept !== undefined) return kept;
    if (!read)
      return vscode.l10n.t(
        'This copy was read in an earlier window. Close it and compare again, or open it again.',
      );
    try {
      const text = await read();
      this.failed.delete(key);
      return text;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.failed.set(key, uri);
      return describe(error);
    }
  }

  dispose(): void {
    this.subscription.dispose();
  }
}

function copyUri(name: string, key: string): vscode.Uri {
  return vscode.Uri.from({ scheme: copyScheme, path: `/${name}.md`, query: key });
}
