import { type FileHandle, open, rename } from 'node:fs/promises';
import { type LedgerEntry, type OpenLedger } from './ledger.js';
import { endsLedger, ledgerLine, parseLedger } from './ledgerText.js';

/** Where the file of one draft lies. */
export interface LedgerPlaces {
  readonly folder: string;
  /** As long as something is to be settled, and then. */
  readonly open: string;
  readonly done: string;
  /** Makes the folders of both. */
  readonly made: () => Promise<unknown>;
}

/** The file of one draft, opened with its first line and held open until it is closed. */
export class LedgerFile implements OpenLedger {
  readonly entries: LedgerEntry[];
  private handle: FileHandle | undefined;
  /** It is empty, or ends with a line break. */
  private whole: boolean;
  /** Where it was found. Absent: it is new, and its name is not on disk yet. */
  private place: string | undefined;
  private written = 0;
  private flushed = 0;
  /** After a failed flush the system forgets what it could not write, and the next one says that all is well. */
  private lost: { readonly error: unknown } | undefined;

  constructor(
    private readonly places: LedgerPlaces,
    found: { readonly place: string; readonly text: string } | undefined,
  ) {
    const { place, text } = found ?? { place: undefined, text: '' };
    this.place = place;
    this.entries = parseLedger(text);
    this.whole = text === '' || text.endsWith('\n');
  }

  async write(entry: LedgerEntry): Promise<void> {
    this.handle ??= await this.begin();
    const line = ledgerLine(entry, this.whole);
    // A full disk may take half of it.
    this.whole = false;
    await this.handle.writeFile(line);
    this.whole = true;
    this.entries.push(entry);
    this.written++;
  }

  async flush(): Promise<void> {
    if (this.lost) throw this.lost.error;
    const { handle, written } = this;
    if (!handle || written === this.flushed) return;
    try {
      // fdatasync(2): what is needed to read the data again, such as the length, is flushed too; times are not.
      await Promise.all([handle.datasync(), this.flushName()]);
    } catch (error) {
      this.lost = { error };
      throw error;
    }
    this.flushed = Math.max(this.flushed, written);
  }

  async close(): Promise<void> {
    try {
      await this.flush();
    } finally {
      await this.handle?.close();
    }
    const last = this.entries.at(-1);
    if (this.handle && last && endsLedger(last)) await this.putAway();
    this.handle = undefined;
  }

  private async putAway(): Promise<void> {
    await this.places.made();
    await rename(this.places.open, this.places.done);
  }

  private async begin(): Promise<FileHandle> {
    if (this.place === undefined) await this.places.made();
    if (this.place === this.places.done) await rename(this.places.done, this.places.open);
    return open(this.places.open, 'a', 0o600);
  }

  /** The name of a new file is on disk only when its folder is flushed too; Windows does so by itself and refuses. */
  private async flushName(): Promise<void> {
    if (this.place !== undefined || process.platform === 'win32') return;
    const folder = await open(this.places.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    this.place = this.places.open;
  }
}
