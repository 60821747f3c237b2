import * as vscode from 'vscode';
import { type DraftIndex } from './drafts/draftIndex.js';
import { type LoadMail } from './drafts/draftDesk.js';
import { type TreeNode } from './drafts/draftsTree.js';
import { setContextKey } from './contextKeys.js';
import { settings } from './settings.js';

/** Says who sends, and above all when it is the sandbox, in the view's title and the status bar. */
export class AccountDisplay implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem(
    'markdownMail.sandbox',
    vscode.StatusBarAlignment.Left,
    -10,
  );

  constructor(
    private readonly load: LoadMail,
    private readonly view: vscode.TreeView<TreeNode>,
    private readonly index: DraftIndex,
  ) {
    this.subscription = index.onDidChange(() => this.showMessage());
    this.item.name = vscode.l10n.t('Markdown Mail: Sandbox');
    this.item.text = vscode.l10n.t('$(beaker) Sandbox mailbox');
    this.item.tooltip = vscode.l10n.t(
      'Markdown Mail uses a mailbox on this computer. Nothing is sent to anyone. Click to leave it.',
    );
    this.item.command = 'markdownMail.useSandbox';
    this.item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
  }

  private message = '';
  private readonly subscription: vscode.Disposable;

  async refresh(): Promise<void> {
    const sandbox = settings.mail().cloud === 'sandbox';
    setContextKey('sandbox', sandbox);
    if (sandbox) this.item.show();
    else this.item.hide();
    const accounts = sandbox ? [] : await this.accounts();
    setContextKey('signedIn', sandbox || accounts.length > 0);
    this.message = messageFor(sandbox, accounts);
    this.showMessage();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }

  /** VS Code shows a view's welcome only where it has neither rows nor a message. */
  private showMessage(): void {
    this.view.message = this.index.size > 0 ? this.message : '';
  }

  private async accounts(): Promise<string[]> {
    const { mail } = await this.load();
    return (await mail.accounts()).map(({ userName }) => userName);
  }
}

function messageFor(sandbox: boolean, accounts: readonly string[]): string {
  if (sandbox) return vscode.l10n.t('SANDBOX: nothing is sent to anyone.');
  if (accounts.length === 0) return vscode.l10n.t('Not signed in. Drafts can be written and previewed.');
  return accounts.join(', ');
}
