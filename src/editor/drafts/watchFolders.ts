import * as vscode from 'vscode';
import { draftPattern, isDraft } from './draftFile.js';

/** Programs make and delete folders in bursts; one look per burst (milliseconds) is enough. */
const settleTime = 500;
/** From so many new files and folders at once on all drafts are looked for: a look at each would take longer. */
const many = 50;

export interface FolderNews {
  /** `wasInside`: whether a file lay in one of the folders that went, deleted or under another name. */
  gone(wasInside: (uri: vscode.Uri) => boolean): void;
  /** Drafts in folders that came. Absent: there is so much that is new that all should be looked for. */
  came(drafts: readonly vscode.Uri[] | undefined): void;
}

/** Of a folder that comes or goes VS Code tells alone, and not of the files in it. */
export function watchFolders(personalFolder: vscode.Uri, news: FolderNews): vscode.Disposable {
  const gone = new Burst((uris) => {
    const folders = new Set(uris.map((uri) => uri.toString()));
    news.gone((uri) => isInside(uri.toString(), folders));
  });
  const came = new Burst(async (uris) => news.came(uris.length < many ? await draftsIn(uris) : undefined));
  const watchers = ['**', new vscode.RelativePattern(personalFolder, '**')].map((pattern) =>
    vscode.workspace.createFileSystemWatcher(pattern, false, true, false),
  );
  return vscode.Disposable.from(
    ...watchers,
    ...watchers.map((watcher) => watcher.onDidDelete((uri) => gone.note(uri))),
    ...watchers.map((watcher) => watcher.onDidCreate((uri) => came.note(uri))),
    gone,
    came,
  );
}

/** What is no draft, gathered until a moment passes without any. */
class Burst implements vscode.Disposable {
  private readonly noted = new Map<string, vscode.Uri>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (uris: readonly vscode.Uri[]) => void | Promise<void>) {}

  note(uri: vscode.Uri): void {
    if (isDraft(uri) || /\/(?:node_modules|\.git)(?:\/|$)/u.test(uri.path)) return;
    this.noted.set(uri.toString(), uri);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.end(), settleTime);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }

  private end(): void {
    const uris = [...this.noted.values()];
    this.noted.clear();
    void this.tell(uris);
  }
}

async function draftsIn(places: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const found = places.map(async (place) => {
    const facts = await Promise.resolve(vscode.workspace.fs.stat(place)).catch(() => undefined);
    if (!facts || !(facts.type & vscode.FileType.Directory)) return [];
    const pattern = new vscode.RelativePattern(place, draftPattern);
    return vscode.workspace.findFiles(pattern, '**/{node_modules,.git}/**');
  });
  return (await Promise.all(found)).flat();
}

function isInside(file: string, folders: ReadonlySet<string>): boolean {
  for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1))
    if (folders.has(file.slice(0, end))) return true;
  return false;
}
