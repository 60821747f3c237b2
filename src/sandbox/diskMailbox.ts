import { join } from 'node:path';
import { createReadStream } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { DiskSpool, spoolEnd } from './diskSpool.js';
import { emlStream } from './eml.js';
import { emlName } from './fileNames.js';
import { lockFolder, type FolderLock } from './folderLock.js';
import { englishFolderNames } from './folderDisplayNames.js';
import { flushFolder, readIfThere, removeFile, writeDurably } from './durableFile.js';
import {
  readRecord,
  readRecords,
  recordFile,
  removeUnfinished,
  stampOf,
  sweep,
  type DiskRecord,
  type LoadedRecord,
} from './diskRecords.js';
import { type StoredMessage } from './message.js';
import {
  droppedContents,
  emptyFacts,
  PendingTransaction,
  type MailboxFacts,
  type MailboxTransaction,
  type Writes,
} from './store.js';
import { Turns } from './turns.js';

/**
 * The count of commits, and what the last one touched, with the `.eml` of before. Written ahead of the messages, so
 * that all others look again.
 */
interface Generation {
  readonly count: number;
  readonly touched: readonly { readonly key: string; readonly eml?: string }[];
}

/** Bytes of an attachment that are read whole for an `.eml`. */
const largestInMemory = 4 * 1024 * 1024;

/**
 * One mailbox on disk. The record of a message is its one point of truth: bytes are written before it, the `.eml` is
 * made from it afterwards. When a process died in between, the next one repairs what the last commit touched.
 */
export class DiskMailbox {
  readonly #turns = new Turns();
  readonly #records: string;
  #loaded = new Map<string, LoadedRecord>();
  #facts: MailboxFacts = emptyFacts;
  /** The generation that `#loaded` shows; -1: nothing was loaded. */
  #seen = -1;

  constructor(readonly folder: string) {
    this.#records = join(folder, '.messages');
  }

  transaction<T>(work: (transaction: MailboxTransaction) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      await mkdir(this.#records, { recursive: true });
      const lock = await lockFolder(join(this.#records, 'lock'));
      try {
        await this.#refresh(lock.takenOver);
        const messages = new Map([...this.#loaded].map(([key, { message }]) => [key, message]));
        const transaction = new PendingTransaction(messages, this.#facts, (name) => this.#content(name));
        const result = await work(transaction);
        if (transaction.writes) await this.#commit(transaction.writes, lock);
        return result;
      } finally {
        await lock.release();
      }
    });
  }

  async spool(name: string): Promise<DiskSpool> {
    await mkdir(this.#records, { recursive: true });
    return new DiskSpool(join(this.#records, name + spoolEnd));
  }

  /** The same bytes, as a stream where they would fill the memory. */
  async #contentStream(name: string): Promise<Uint8Array | Readable> {
    const path = this.#contentPath(name);
    const size = await stat(path).then(
      (facts) => facts.size,
      () => 0,
    );
    return size > largestInMemory ? createReadStream(path, { highWaterMark: 1 << 20 }) : this.#content(name);
  }

  async #content(name: string): Promise<Uint8Array> {
    const bytes = await readIfThere(this.#contentPath(name));
    if (!bytes) throw new Error('The sandbox has lost the bytes of an attachment.');
    return bytes;
  }

  /** Reads what other processes wrote; repairs what one of them left half done. */
  async #refresh(takenOver: boolean): Promise<void> {
    const last = await this.#generation();
    const { count, touched } = last;
    const first = this.#seen < 0;
    if (count === this.#seen && !takenOver) return;
    if (!first && count === this.#seen + 1 && !takenOver) {
      for (const { key } of touched) {
        const record = await readRecord(this.#records, key);
        if (record) this.#loaded.set(key, record);
        else this.#loaded.delete(key);
      }
    } else this.#loaded = await readRecords(this.#records, this.#loaded);
    this.#facts = await this.#readFacts();
    if (first || takenOver) {
      await sweep(this.#records, this.#loaded);
      await this.#repair(last);
    }
    this.#seen = count;
  }

  async #commit(writes: Writes, lock: FolderLock): Promise<void> {
    const keys = [...writes.messages.keys()];
    const before = new Map(keys.map((key) => [key, this.#loaded.get(key)]));
    const touched = [...before].map(([key, record]) => (record ? { key, eml: record.eml } : { key }));
    await lock.confirm();
    const count = this.#seen + 1;
    // Our own view is behind until all is written: should this fail half-way, the next turn reads everything again.
    this.#seen = -1;
    await this.#writeJson('generation.json', { count, touched } satisfies Generation);
    for (const [name, content] of writes.contents) {
      if (content instanceof Uint8Array) await writeDurably(this.#contentPath(name), content);
      else await (content as DiskSpool).moveTo(this.#contentPath(name));
    }
    if (writes.facts) await this.#writeJson('mailbox.json', writes.facts);
    for (const [key, message] of writes.messages) await this.#writeRecord(key, message);
    await flushFolder(this.#records);
    for (const key of keys) await this.#showEml(before.get(key)?.eml, this.#loaded.get(key));
    for (const key of keys) {
      for (const name of droppedContents(before.get(key)?.message, this.#loaded.get(key)?.message)) {
        await removeFile(this.#contentPath(name));
      }
    }
    if (writes.facts) this.#facts = writes.facts;
    this.#seen = count;
  }

  async #writeRecord(key: string, message: StoredMessage | undefined): Promise<void> {
    const path = join(this.#records, recordFile(key));
    if (!message) {
      await removeFile(path);
      this.#loaded.delete(key);
      return;
    }
    const record: DiskRecord = { format: 1, eml: this.#emlPlace(message), message };
    await writeDurably(path, JSON.stringify(record, undefined, 1));
    this.#loaded.set(key, { ...record, stamp: (await stampOf(path)) ?? '' });
  }

  /** A name that no other message has; file systems may not tell upper from lower case. */
  #emlPlace(message: StoredMessage): string {
    const base = `${englishFolderNames[message.folder]}/${emlName(message)}`;
    const taken = new Set<string>();
    for (const [key, { eml }] of this.#loaded) if (key !== message.key) taken.add(eml.toLowerCase());
    for (let copy = 1; ; copy++) {
      const place = copy === 1 ? `${base}.eml` : `${base} (${copy}).eml`;
      if (!taken.has(place.toLowerCase())) return place;
    }
  }

  async #showEml(before: string | undefined, record: DiskRecord | undefined): Promise<void> {
    if (record) {
      const path = join(this.folder, record.eml);
      await mkdir(join(path, '..'), { recursive: true });
      await writeDurably(path, await emlStream(record.message, (name) => this.#contentStream(name)));
    }
    if (before !== undefined && before !== record?.eml) await removeFile(join(this.folder, before));
  }

  /** Only the last commit can be half done: the next one starts after its end, or after this. */
  async #repair({ touched }: Generation): Promise<void> {
    for (const folder of Object.values(englishFolderNames)) await removeUnfinished(join(this.folder, folder));
    for (const { key, eml } of touched) await this.#showEml(eml, this.#loaded.get(key));
    for (const record of this.#loaded.values()) {
      if ((await stampOf(join(this.folder, record.eml))) === undefined)
        await this.#showEml(undefined, record);
    }
  }

  async #generation(): Promise<Generation> {
    const value = parseJson(await readIfThere(join(this.#records, 'generation.json')));
    return isGeneration(value) ? value : { count: 0, touched: [] };
  }

  async #readFacts(): Promise<MailboxFacts> {
    const value = parseJson(await readIfThere(join(this.#records, 'mailbox.json')));
    return isFacts(value) ? value : emptyFacts;
  }

  async #writeJson(name: string, value: object): Promise<void> {
    await writeDurably(join(this.#records, name), JSON.stringify(value));
  }

  #contentPath(name: string): string {
    return join(this.#records, `${name}.bin`);
  }
}

/** `undefined` where there is no file, or one that somebody damaged. */
function parseJson(bytes: Buffer | undefined): unknown {
  try {
    return bytes && (JSON.parse(bytes.toString('utf8')) as unknown);
  } catch {
    return undefined;
  }
}

function isGeneration(value: unknown): value is Generation {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'count' in value &&
    Number.isSafeInteger(value.count) &&
    'touched' in value &&
    Array.isArray(value.touched)
  );
}

function isFacts(value: unknown): value is MailboxFacts {
  if (typeof value !== 'object' || value === null) return false;
  return 'seeded' in value && 'namedProperties' in value && Array.isArray(value.namedProperties);
}
