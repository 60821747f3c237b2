import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../failure.js';
import { drawnContent, type PreviewDeps } from './drawnContent.js';
import { PageFeed } from './pageFeed.js';
import { pageMessage, type PageMessage, type PreviewContent } from './previewContent.js';
import { failureText, previewLabels } from './previewLabels.js';
import { previewPage } from './previewPage.js';
import { plainView, type PreviewView } from './previewView.js';
import { ScrollSync } from './scrollSync.js';

/** What the page asks for that goes beyond the page. */
type Wish = Extract<PageMessage, { type: 'open' | 'attachment' | 'print' | 'copy' }>;

/** About one frame: keystrokes that come faster are drawn together. */
const frame = 16;

/**
 * One panel beside the editor. Renders run one after another and each is drawn, so what is shown only ever gets newer,
 * and someone who types without a pause still sees the mail change.
 */
export class DraftPreview implements vscode.Disposable {
  private readonly subscriptions: vscode.Disposable[] = [];
  private readonly stop = new AbortController();
  private readonly feed = new PageFeed();
  private readonly scroll: ScrollSync;
  private content: PreviewContent | undefined;
  private failure: string | undefined;
  private view: PreviewView = plainView;
  /** The page is there and listens; before that, and while the tab is hidden, nothing is posted. */
  private listening = false;
  private remotePictures = false;
  private timer: NodeJS.Timeout | undefined;
  private drawing: Promise<void> | undefined;
  private stale = false;

  constructor(
    private file: vscode.Uri,
    private readonly panel: vscode.WebviewPanel,
    private readonly deps: PreviewDeps,
    onDispose: () => void,
  ) {
    panel.webview.options = { enableScripts: true, localResourceRoots: [this.media()] };
    panel.iconPath = { light: this.media('preview-light.svg'), dark: this.media('preview-dark.svg') };
    this.scroll = new ScrollSync(this, (line) => this.post({ type: 'follow', line }));
    this.subscriptions.push(
      this.scroll,
      panel.onDidDispose(() => {
        this.dispose();
        onDispose();
      }),
      panel.onDidChangeViewState(() => this.visibilityChanged()),
      panel.webview.onDidReceiveMessage((value: unknown) => this.receive(pageMessage(value))),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && this.scroll.isOurs(document)) this.schedule();
      }),
    );
    this.loadPage();
  }

  get uri(): vscode.Uri {
    return this.file;
  }

  /** The draft has another name now, or lies elsewhere; its page learns it, which restores it after a reload. */
  moved(to: vscode.Uri): void {
    this.file = to;
    this.stale = true;
    this.loadPage();
  }

  reveal(): void {
    this.panel.reveal(undefined, true);
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  /** The user asked for pictures from the internet here. */
  get showsRemotePictures(): boolean {
    return this.remotePictures;
  }

  /** Draws the draft as it is now; resolves when it is on its way to the page. */
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
        this.content = await drawnContent(this.uri, this.deps, this.stop.signal);
        this.failure = undefined;
        await this.show();
      } catch (error) {
        if (this.stop.signal.aborted || error instanceof Cancelled) return;
        this.failure = failureText(error);
        this.showFailure();
        if (!(error instanceof Failure)) throw error;
      }
    } while (this.stale && !this.stop.signal.aborted);
  }

  /** Posts what the page needs to show the mail as it was drawn last, in the view that is chosen. */
  private async show(): Promise<void> {
    const { content, view } = this;
    if (!content) return;
    const seen =
      view.outlook && view.tab === 'html' ? await this.deps.classicOutlook(content.html) : content.html;
    if (this.stop.signal.aborted) return;
    const name = content.subject.trim() || (this.uri.path.split('/').at(-1) ?? '');
    this.panel.title = vscode.l10n.t('Preview: {0}', name);
    // Meanwhile the mail or the view may have changed, and its own `show` is on the way.
    if (!this.listening || content !== this.content || view !== this.view) return;
    const labels = previewLabels();
    this.post(this.feed.next({ content, shown: seen, view, labels, remotePictures: this.remotePictures }));
  }

  /** What was drawn before stays: it is still the best answer there is. */
  private showFailure(): void {
    if (this.failure !== undefined) this.post({ type: 'failed', message: this.failure });
  }

  private post(message: unknown): void {
    if (this.listening) void this.panel.webview.postMessage(message);
  }

  private loadPage(): void {
    const { webview } = this.panel;
    this.listening = false;
    webview.html = previewPage({
      labels: previewLabels(),
      nonce: randomBytes(18).toString('base64url'),
      cspSource: webview.cspSource,
      style: webview.asWebviewUri(this.media('preview.css')).toString(),
      script: webview.asWebviewUri(this.media('preview', 'main.js')).toString(),
      remotePictures: this.remotePictures,
      state: { uri: this.uri.toString() },
    });
  }

  private receive(message: PageMessage | undefined): void {
    if (!message) return;
    switch (message.type) {
      case 'ready':
        return this.pageReady(message.view);
      case 'view':
        this.view = message.view;
        void this.show();
        return;
      case 'showRemote':
        this.remotePictures = true;
        this.loadPage();
        return;
      case 'line':
        void this.scroll.goTo(message.line);
        return;
      case 'scrolled':
        this.scroll.led(message.line);
        return;
      default:
        void this.carryOut(message);
    }
  }

  /** The page was made anew, as when its tab is seen again, or lost a message. */
  private pageReady(view: PreviewView): void {
    this.listening = true;
    this.view = view;
    this.feed.restart();
    if (this.stale) this.schedule();
    void this.show();
    this.showFailure();
  }

  private async carryOut(message: Wish): Promise<void> {
    switch (message.type) {
      case 'open':
        // VS Code asks before it opens a site that the user has not trusted yet.
        await vscode.env.openExternal(vscode.Uri.parse(message.url));
        return;
      case 'attachment': {
        // In VS Code, not by the system: a program among the files of a stranger's folder is looked at, not started.
        const location = this.content?.attachments[message.index]?.location;
        if (location !== undefined)
          await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(location, true));
        return;
      }
      case 'print':
        await vscode.commands.executeCommand('markdownMail.print', this.uri);
        return;
      case 'copy':
        if (!this.content) return;
        await vscode.env.clipboard.writeText(
          this.view.tab === 'text' ? this.content.text : this.content.html,
        );
        this.post({ type: 'copied' });
    }
  }

  private visibilityChanged(): void {
    // A tab that is hidden loses its page and makes it anew; one that did not is asked to say `ready` again.
    if (!this.panel.visible) this.listening = false;
    else if (!this.listening) void this.panel.webview.postMessage({ type: 'wake' });
    if (this.panel.visible && this.stale) this.schedule();
  }

  private media(...names: string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.deps.extensionUri, 'media', ...names);
  }
}
