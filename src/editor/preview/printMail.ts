import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { showInformation } from '../notices.js';
import { isAbsent } from '../workspaceFiles.js';
import { type PreviewContent } from './previewContent.js';
import { previewLabels } from './previewLabels.js';
import { printPage } from './printPage.js';

/** A browser has read its page long before. */
const kept = 60 * 60 * 1000;
const keptWhilePrinting = 60 * 1000;

/**
 * Prints through a browser: VS Code's webviews may not open a print dialog. The page lies in the extension's own folder
 * and holds a whole mail, so old ones are deleted at each start and at the next printing.
 */
export class MailPrinter {
  private readonly folder: vscode.Uri;

  constructor(private readonly context: Pick<vscode.ExtensionContext, 'globalStorageUri' | 'extension'>) {
    this.folder = vscode.Uri.joinPath(context.globalStorageUri, 'print');
    void this.deleteOld(kept);
  }

  async print(content: PreviewContent, remotePictures: boolean): Promise<{ readonly uri: string }> {
    await this.deleteOld(keptWhilePrinting);
    const page = vscode.Uri.joinPath(this.folder, `${randomBytes(9).toString('hex')}.html`);
    const html = printPage({
      content,
      labels: previewLabels(),
      nonce: randomBytes(18).toString('base64url'),
      remotePictures,
    });
    await vscode.workspace.fs.writeFile(page, Buffer.from(html));
    if (!this.isHere() || !(await vscode.env.openExternal(page))) void tellWhere(page);
    return { uri: page.toString() };
  }

  /** The page lies where the user's browser can read it: not on the far side of a remote window. */
  private isHere(): boolean {
    if (vscode.env.uiKind === vscode.UIKind.Web) return false;
    return (
      vscode.env.remoteName === undefined || this.context.extension.extensionKind === vscode.ExtensionKind.UI
    );
  }

  private async deleteOld(age: number): Promise<void> {
    const { fs } = vscode.workspace;
    try {
      for (const [name] of await fs.readDirectory(this.folder)) {
        const page = vscode.Uri.joinPath(this.folder, name);
        if (Date.now() - (await fs.stat(page)).mtime >= age) await fs.delete(page);
      }
    } catch (error) {
      // No mail was printed yet, or another window was faster.
      if (!isAbsent(error)) throw error;
    }
  }
}

async function tellWhere(page: vscode.Uri): Promise<void> {
  const copy = vscode.l10n.t('Copy Path');
  const text = vscode.l10n.t(
    'The page to print is {0}. Bring it to your own computer, open it in a browser and print it there.',
    page.fsPath,
  );
  if ((await showInformation(text, copy)) === copy) await vscode.env.clipboard.writeText(page.fsPath);
}
