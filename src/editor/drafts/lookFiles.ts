import * as vscode from 'vscode';

/** Editors write in bursts; one look per burst (milliseconds) is enough. */
const settleTime = 120;

/** Tells when a style sheet or signature changes that a draft was last composed with, wherever that file lies. */
export class LookFiles implements vscode.Disposable {
  private readonly watchers = new Map<string, vscode.FileSystemWatcher>();
  private readonly drafts = new Map<string, ReadonlySet<string>>();
  private readonly emitter = new vscode.EventEmitter<readonly vscode.Uri[]>();
  private readonly pending = new Map<string, NodeJS.Timeout>();

  /** Fires with the drafts whose mail is another now. */
  readonly onDidChange = this.emitter.event;

  /** From now on `draft` depends on these files, and on no others. */
  follow(draft: vscode.Uri, locations: readonly string[]): void {
    if (locations.length === 0) this.drafts.delete(draft.toString());
    else this.drafts.set(draft.toString(), new Set(locations));
    const wanted = new Set([...this.drafts.values()].flatMap((files) => [...files]));
    for (const location of wanted) if (!this.watchers.has(location)) this.watch(location);
    for (const [location, watcher] of this.watchers) {
      if (wanted.has(location)) continue;
      watcher.dispose();
      this.watchers.delete(location);
    }
  }

  /** The mail of `draft` is another for a reason that no file tells, such as the user's yes to one. */
  changed(draft: vscode.Uri): void {
    this.emitter.fire([draft]);
  }

  dispose(): void {
    for (const timer of this.pending.values()) clearTimeout(timer);
    vscode.Disposable.from(this.emitter, ...this.watchers.values()).dispose();
  }

  private watch(location: string): void {
    const file = vscode.Uri.parse(location, true);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/[[\]{}*?]/g, '[$&]');
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), name),
    );
    const later = () => this.later(location);
    watcher.onDidCreate(later);
    watcher.onDidChange(later);
    watcher.onDidDelete(later);
    this.watchers.set(location, watcher);
  }

  private later(location: string): void {
    clearTimeout(this.pending.get(location));
    const tell = () => {
      this.pending.delete(location);
      const concerned = [...this.drafts].filter(([, files]) => files.has(location));
      this.emitter.fire(concerned.map(([draft]) => vscode.Uri.parse(draft, true)));
    };
    this.pending.set(location, setTimeout(tell, settleTime));
  }
}
