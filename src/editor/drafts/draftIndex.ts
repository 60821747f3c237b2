import * as vscode from 'vscode';
import { type Draft } from '../../draft/draft.js';
import { Failure } from '../../failure.js';
import { type DraftState } from '../../outbox/draftState.js';
import { draftPattern, isDraft } from './draftFile.js';
import { type DraftDesk } from './draftDesk.js';

/** A draft file of the workspace or the personal folder, as the tree shows it. */
export interface DraftEntry {
  /** Counts the readings: of two entries for one file the later reading is the truer. */
  readonly reading: number;
  readonly uri: vscode.Uri;
  /** Absent: the file could not be read. */
  readonly draft?: Draft;
  /** Why the file could not be read, or its state not be told. */
  readonly failure?: Failure;
  readonly state: DraftState;
}

/** Files read at once while the drafts are looked for. */
const readsAtOnce = 16;
/** Editors and git write in bursts; one look per burst (milliseconds) is enough. */
const settleTime = 120;

/** All drafts, kept fresh by file watchers, by edits in open editors, and by what the outbox says. */
export class DraftIndex implements vscode.Disposable {
  private readonly entries = new Map<string, DraftEntry>();
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly changeEmitter = new vscode.EventEmitter<DraftEntry | undefined>();
  private readonly subscriptions: vscode.Disposable[] = [this.changeEmitter];
  private looking: Promise<void> | undefined;
  private generation = 0;
  private readings = 0;

  /** Fires with the entry that changed, or with nothing when drafts came or went. */
  readonly onDidChange = this.changeEmitter.event;

  constructor(
    private readonly desk: DraftDesk,
    private readonly personalFolder: vscode.Uri,
  ) {
    this.watch(vscode.workspace.createFileSystemWatcher(draftPattern));
    this.watch(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(personalFolder, draftPattern)),
    );
    this.subscriptions.push(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isDraft(document.uri) && this.entries.has(document.uri.toString())) this.later(document.uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
    );
  }

  all(): readonly DraftEntry[] {
    return [...this.entries.values()];
  }

  get(uri: vscode.Uri): DraftEntry | undefined {
    return this.entries.get(uri.toString());
  }

  withId(id: string): readonly DraftEntry[] {
    return this.all().filter(({ draft }) => draft?.header.id === id);
  }

  /** Resolves when all drafts were looked for, however long ago. */
  async ensure(): Promise<void> {
    const looked = (this.looking ??= this.lookForAll());
    await looked;
    if (this.looking !== looked) await this.ensure();
  }

  /** Looks for all drafts afresh. Of several calls at once the last one decides. */
  refresh(): Promise<void> {
    this.looking = this.lookForAll();
    return this.looking;
  }

  private async lookForAll(): Promise<void> {
    const generation = ++this.generation;
    const before = this.readings;
    const uris = await this.find();
    const fresh: DraftEntry[] = [];
    for (let at = 0; at < uris.length; at += readsAtOnce) {
      fresh.push(...(await Promise.all(uris.slice(at, at + readsAtOnce).map((uri) => this.read(uri)))));
      if (generation !== this.generation) return;
    }
    const found = new Set(fresh.map(({ uri }) => uri.toString()));
    for (const [key, { reading }] of this.entries)
      if (!found.has(key) && reading <= before) this.entries.delete(key);
    fresh.forEach((entry) => this.keep(entry));
    this.changeEmitter.fire(undefined);
  }

  /** Looks for files that no watcher told of, as happens while watchers start, and reads only those. */
  async catchUp(): Promise<void> {
    const unknown = (await this.find()).filter((uri) => !this.entries.has(uri.toString()));
    await Promise.all(unknown.map((uri) => this.update(uri)));
  }

  /** Reads one draft again. */
  async update(uri: vscode.Uri): Promise<DraftEntry | undefined> {
    const key = uri.toString();
    const entry = await this.read(uri);
    const before = this.entries.get(key);
    if (before && before.reading > entry.reading) return before;
    if (entry.failure?.code === 'draft-missing') {
      this.entries.delete(key);
      if (before) this.changeEmitter.fire(undefined);
      return undefined;
    }
    this.keep(entry);
    this.changeEmitter.fire(before?.state.kind === entry.state.kind ? entry : undefined);
    return entry;
  }

  async updateId(id: string): Promise<void> {
    await Promise.all(this.withId(id).map(({ uri }) => this.update(uri)));
  }

  /** Reads those of the drafts again that are listed here. */
  async updateKnown(uris: readonly vscode.Uri[]): Promise<void> {
    await Promise.all(uris.filter((uri) => this.get(uri)).map((uri) => this.update(uri)));
  }

  dispose(): void {
    for (const timer of this.pending.values()) clearTimeout(timer);
    vscode.Disposable.from(...this.subscriptions).dispose();
  }

  private async find(): Promise<vscode.Uri[]> {
    const [workspace, personal] = await Promise.all([
      vscode.workspace.findFiles(draftPattern, '**/{node_modules,.git}/**'),
      this.findPersonal(this.personalFolder),
    ]);
    const unique = new Map([...workspace, ...personal].map((uri) => [uri.toString(), uri]));
    return [...unique.values()];
  }

  /** `findFiles` looks into workspace folders only. */
  private async findPersonal(folder: vscode.Uri, depth = 0): Promise<vscode.Uri[]> {
    const listed = await Promise.resolve(vscode.workspace.fs.readDirectory(folder)).catch(() => []);
    const found = listed.map(async ([name, type]) => {
      const uri = vscode.Uri.joinPath(folder, name);
      if (type === vscode.FileType.Directory && depth < 8) return this.findPersonal(uri, depth + 1);
      return type === vscode.FileType.File && isDraft(uri) ? [uri] : [];
    });
    return (await Promise.all(found)).flat();
  }

  /** A reading that began earlier may end later; it must not put back what was. */
  private keep(entry: DraftEntry): void {
    const key = entry.uri.toString();
    if ((this.entries.get(key)?.reading ?? 0) <= entry.reading) this.entries.set(key, entry);
  }

  private async read(uri: vscode.Uri): Promise<DraftEntry> {
    const reading = ++this.readings;
    let draft: Draft | undefined;
    try {
      draft = await this.desk.parse(uri);
      return { reading, uri, draft, state: await this.desk.state(uri, draft) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const known = draft === undefined ? {} : { draft };
      return { reading, uri, ...known, failure: error, state: { kind: 'local', gone: false } };
    }
  }

  private watch(watcher: vscode.FileSystemWatcher): void {
    const later = (uri: vscode.Uri) => this.later(uri);
    this.subscriptions.push(
      watcher,
      watcher.onDidCreate(later),
      watcher.onDidChange(later),
      watcher.onDidDelete(later),
    );
  }

  private later(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.pending.get(key));
    const look = () => {
      this.pending.delete(key);
      void this.update(uri);
    };
    this.pending.set(key, setTimeout(look, settleTime));
  }
}
