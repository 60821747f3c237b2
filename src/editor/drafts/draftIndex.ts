import * as vscode from 'vscode';
import { type Draft } from '../../draft/draft.js';
import { Failure } from '../../failure.js';
import { type DraftState } from '../../outbox/draftState.js';
import { settings } from '../settings.js';
import { readChanged } from './bulkReading.js';
import { type DraftDesk } from './draftDesk.js';
import { draftPattern, isDraft } from './draftFile.js';
import { type FileStamp, stampOf } from './draftHead.js';
import { findDrafts } from './findDrafts.js';
import { type Places } from './arrangement.js';
import { type StateKind } from './draftShelf.js';
import { type ListedDrafts, Shelves } from './shelves.js';
import { isStale } from './staleEntry.js';
import { templateTest } from './templateFolders.js';
import { watchFolders } from './watchFolders.js';

/** A draft file of the workspace or the personal folder, as the tree shows it. */
export interface DraftEntry {
  /** Counts the readings: of two entries for one file the later reading is the truer. */
  readonly reading: number;
  readonly uri: vscode.Uri;
  /** Without its body: of thousands of drafts these are not kept. Absent: the file could not be read. */
  readonly draft?: Draft;
  /** Why the file could not be read, or its state not be told. */
  readonly failure?: Failure;
  readonly state: DraftState;
  /** When the file was changed last, in milliseconds since 1970. */
  readonly modified: number;
  /** Absent: whether the file is another can't be told by its date and size. */
  readonly stamp?: FileStamp;
}

/** Editors and git write in bursts; one look per burst (milliseconds) is enough. */
const settleTime = 120;
/** From so many changed files at once on, as a checkout makes them, all drafts are looked at together. */
const many = 100;

/** All drafts, kept fresh by file watchers, by edits in open editors, and by what the outbox says. */
export class DraftIndex implements vscode.Disposable {
  private readonly shelves = new Shelves<DraftEntry>();
  private readonly pending = new Map<string, NodeJS.Timeout>();
  private readonly changeEmitter = new vscode.EventEmitter<DraftEntry | undefined>();
  private readonly subscriptions: vscode.Disposable[] = [this.changeEmitter];
  private looking: Promise<void> | undefined;
  private generation = 0;
  private readings = 0;
  /** The mailbox that the states were told by. */
  private environment = '';

  /** Fires with the entry that changed, or with nothing when drafts came, went, or stand at other places. */
  readonly onDidChange = this.changeEmitter.event;

  constructor(
    private readonly desk: DraftDesk,
    readonly personalFolder: vscode.Uri,
  ) {
    this.watch(vscode.workspace.createFileSystemWatcher(draftPattern));
    this.watch(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(personalFolder, draftPattern)),
    );
    this.subscriptions.push(
      watchFolders(personalFolder, {
        gone: (wasInside) => this.all().forEach(({ uri }) => wasInside(uri) && this.later(uri)),
        came: (drafts) => (drafts ? drafts.forEach((uri) => this.later(uri)) : void this.catchUp()),
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isDraft(document.uri) && this.get(document.uri)) this.later(document.uri);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(() => void this.refresh()),
    );
  }

  all(): readonly DraftEntry[] {
    return this.shelves.byState.all();
  }

  get size(): number {
    return this.shelves.byState.size;
  }

  get(uri: vscode.Uri): DraftEntry | undefined {
    return this.shelves.byState.get(uri.toString());
  }

  withId(id: string): readonly DraftEntry[] {
    return this.shelves.byState.withId(id);
  }

  count(kind: StateKind): number {
    return this.shelves.byState.count(kind);
  }

  /** The drafts in a state, newest first, at most so many. */
  inState(kind: StateKind, most?: number): readonly DraftEntry[] {
    return this.shelves.byState.group(kind, most);
  }

  /** The drafts in the groups and the order of the list. */
  get list(): ListedDrafts<DraftEntry> {
    return this.shelves.list;
  }

  /** Absent: by state, the newest first. */
  arrange(ways: Places | undefined): void {
    this.shelves.arrange(ways);
    this.changeEmitter.fire(undefined);
  }

  /** Resolves when all drafts were looked for, however long ago. */
  async ensure(): Promise<void> {
    const looked = (this.looking ??= this.lookForAll());
    try {
      await looked;
    } catch (error) {
      // Whoever asks next has it tried again.
      if (this.looking === looked) this.looking = undefined;
      throw error;
    }
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
    const environment = JSON.stringify(settings.mail());
    const same = environment === this.environment;
    const uris = await findDrafts(this.personalFolder);
    const finished = await this.readAll(uris, generation, (entry, stamp) => !same || isStale(entry, stamp));
    if (!finished) return;
    this.environment = environment;
    const found = new Set(uris.map((uri) => uri.toString()));
    for (const { reading, uri } of this.all())
      if (!found.has(uri.toString()) && reading <= before) this.shelves.remove(uri.toString());
    this.shelves.order();
    this.changeEmitter.fire(undefined);
  }

  /** Looks for files that no watcher told of, as happens while watchers start, and reads only those. */
  async catchUp(): Promise<void> {
    const { generation, size } = this;
    await this.readAll(await findDrafts(this.personalFolder), generation, (entry) => !entry);
    // While VS Code takes all rows over afresh, what is clicked in one that still stands there is lost.
    if (this.size !== size) this.changeEmitter.fire(undefined);
  }

  private readAll(
    uris: readonly vscode.Uri[],
    generation: number,
    stale: (entry: DraftEntry | undefined, stamp: FileStamp | undefined) => boolean,
  ): Promise<boolean> {
    return readChanged<vscode.Uri, FileStamp>(uris, {
      stamp: stampOf,
      stale: (uri, stamp) => stale(this.get(uri), stamp),
      read: async (uri, stamp) => {
        const entry = await this.read(uri, stamp);
        if (entry.failure?.code !== 'draft-missing') this.shelves.put(entry);
      },
      show: () => this.changeEmitter.fire(undefined),
      wanted: () => generation === this.generation,
    });
  }

  /** Reads one draft again. */
  async update(uri: vscode.Uri): Promise<DraftEntry | undefined> {
    const key = uri.toString();
    const entry = await this.read(uri, await stampOf(uri));
    const before = this.shelves.byState.get(key);
    if (before && before.reading > entry.reading) return before;
    if (entry.failure?.code === 'draft-missing') {
      if (this.shelves.remove(key)) this.changeEmitter.fire(undefined);
      return undefined;
    }
    this.changeEmitter.fire(this.shelves.put(entry) === 'moved' ? undefined : entry);
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

  private async read(uri: vscode.Uri, stamp: FileStamp | undefined): Promise<DraftEntry> {
    const modified = stamp?.modified ?? Date.now();
    const file = { reading: ++this.readings, uri, modified, ...(stamp?.settled ? { stamp } : {}) };
    let known: Pick<DraftEntry, 'draft'> = {};
    try {
      const draft = await this.desk.parseHead(uri, stamp?.size);
      known = { draft };
      return { ...file, ...known, state: await this.desk.state(uri, draft) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { ...file, ...known, failure: error, state: { kind: 'local', gone: false } };
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
    this.pending.set(
      key,
      setTimeout(() => this.lookAt(uri), settleTime),
    );
  }

  private lookAt(uri: vscode.Uri): void {
    this.pending.delete(uri.toString());
    if (this.pending.size < many) {
      if (!templateTest(this.personalFolder)(uri)) void this.update(uri);
      return;
    }
    for (const timer of this.pending.values()) clearTimeout(timer);
    this.pending.clear();
    void this.refresh();
  }
}
