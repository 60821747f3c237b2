import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../failure.js';
import { pageMessage, type PageMessage, type PreviewContent } from './previewContent.js';
import { previewLabels } from './previewLabels.js';
import { contentMessage, previewPage } from './previewPage.js';

export interface PreviewDeps {
  readonly extensionUri: vscode.Uri;
  /** The mail that a draft would become. Rejects with `Cancelled` when `signal` aborts. */
  render(document: vscode.TextDocument, signal: AbortSignal): Promise<PreviewContent>;
  /** The address of whoever is signed in, for drafts that name no sender. */
  from(): Promise<string | undefined>;
}

/** About one frame: keystrokes that come faster are drawn together. */
const frame = 16;

/**
 * One panel beside the editor. Renders run one after another and each is drawn, so what is shown only ever gets newer,
 * and someone who types without a pause still sees the mail change.
 */
export class DraftPreview implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stop = new AbortController();
  private content: PreviewContent | undefined;
  private remotePictures = false;
  private timer: NodeJS.Timeout | undefined;
  private drawing: Promise<void> | undefined;
  private stale = false;

  constructor(
    readonly uri: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly deps: PreviewDeps,
    onDispose: () => void,
  ) {
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.media()] };
    panel.iconPath = { light: this.media('preview-light.svg'), dark: this.media('preview-dark.svg') };
    this.subscriptions.push(
      panel.onDidDispose(() => {
        this.dispose();
        onDispose();
      }),
      panel.onDidChangeViewState(() => this.visibilityChanged()),
      panel.webview.onDidReceiveMessage((value: unknown) => this.receive(pageMessage(value))),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.isOurs(document)) this.schedule();
      }),
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor, visibleRanges }) => {
        const first = visibleRanges[0];
        if (first && this.isOurs(textEditor.document)) this.follow(first.start.line);
      }),
    );
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  /** Draws the draft as it is now; resolves when it is shown. */
  async draw(): Promise<void> {
    if (this.drawing) {
      this.stale = true;
      return this.drawing;
    }
    this.drawing = this.drawUntilFresh().finally(() => (this.drawing = undefined));
    return this.drawing;
  }

  /** Draws soon, together with whatever else changes until then. A hidden panel draws when it is seen again. */
  schedule(): void {
    if (!this.panel.visible) this.stale = true;
    else this.timer ??= setTimeout(() => this.drawScheduled(), frame);
  }

  private drawScheduled(): void {
    this.timer = undefined;
    void this.draw();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.stop.abort();
    vscode.Disposable.from(...this.subscriptions.splice(0)).dispose();
    this.panel.dispose();
  }

  private async drawUntilFresh(): Promise<void> {
    do {
      this.stale = false;
      try {
        const document = await vscode.workspace.openTextDocument(this.uri);
        const content = await this.deps.render(document, this.stop.signal);
        const from = content.from ?? (await this.deps.from());
        if (this.stop.signal.aborted) return;
        this.show(from === undefined ? content : { ...content, from });
      } catch (error) {
        if (this.stop.signal.aborted || error instanceof Cancelled) return;
        this.showFailure(error);
        if (!(error instanceof Failure)) throw error;
      }
    } while (this.stale);
  }

  private show(content: PreviewContent): void {
    const first = this.content === undefined;
    this.content = content;
    const name = content.subject.trim() || (this.uri.path.split('/').at(-1) ?? '');
    this.panel.title = vscode.l10n.t('Preview: {0}', name);
    if (first || !this.panel.visible) this.panel.webview.html = this.page(content);
    else void this.panel.webview.postMessage(contentMessage(content, previewLabels(), this.remotePictures));
  }

  /** What was drawn before stays: it is still the best answer there is. */
  private showFailure(error: unknown): void {
    const message =
      error instanceof Failure
        ? vscode.l10n.t(error.sentence.text, ...error.sentence.args)
        : vscode.l10n.t('The preview could not be drawn. The log says why.');
    if (this.content) void this.panel.webview.postMessage({ type: 'failed', message });
    else
      this.panel.webview.html = this.page({
        ...nothing,
        problems: [{ severity: 'error', message, line: 0 }],
      });
  }

  private page(content: PreviewContent): string {
    const { webview } = this.panel;
    return previewPage({
      content,
      labels: previewLabels(),
      nonce: randomBytes(18).toString('base64url'),
      cspSource: webview.cspSource,
      style: webview.asWebviewUri(this.media('preview.css')).toString(),
      script: webview.asWebviewUri(this.media('preview.js')).toString(),
      remotePictures: this.remotePictures,
      state: { uri: this.uri.toString() },
    });
  }

  private receive(message: PageMessage | undefined): void {
    switch (message?.type) {
      case undefined:
        return;
      case 'ready':
        // The page was made anew, as when its tab is seen again, and may hold an older mail.
        if (this.stale) this.schedule();
        else if (this.content) this.show(this.content);
        return;
      case 'showRemote':
        this.remotePictures = true;
        if (this.content) this.panel.webview.html = this.page(this.content);
        return;
      case 'open':
        // VS Code asks before it opens a site that the user has not trusted yet.
        void vscode.env.openExternal(vscode.Uri.parse(message.url));
        return;
      case 'line':
        void this.goTo(message.line);
    }
  }

  private async goTo(line: number): Promise<void> {
    const open = vscode.window.visibleTextEditors.find(({ document }) => this.isOurs(document));
    const document = open?.document ?? (await vscode.workspace.openTextDocument(this.uri));
    const position = new vscode.Position(Math.min(line, document.lineCount - 1), 0);
    await vscode.window.showTextDocument(document, {
      viewColumn: open?.viewColumn ?? vscode.ViewColumn.One,
      selection: new vscode.Range(position, position),
    });
  }

  private follow(line: number): void {
    if (this.panel.visible) void this.panel.webview.postMessage({ type: 'follow', line });
  }

  private visibilityChanged(): void {
    if (this.panel.visible && this.stale) this.schedule();
    // A tab that is hidden loses its page; this is what it starts from when it is seen again.
    else if (!this.panel.visible && this.content) this.panel.webview.html = this.page(this.content);
  }

  private isOurs(document: vscode.TextDocument): boolean {
    return document.uri.toString() === this.uri.toString();
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  private media(...names: string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.deps.extensionUri, 'media', ...names);
  }
}

const nothing: PreviewContent = {
  sandbox: false,
  to: [],
  cc: [],
  bcc: [],
  subject: '',
  html: '',
  images: [],
  attachments: [],
  problems: [],
  blocks: [],
};
