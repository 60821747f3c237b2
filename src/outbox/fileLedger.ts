import { mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ledger, type LedgerEntry } from './ledger.js';
import { endsLedger, ledgerLine, parseLedger } from './ledgerText.js';

/**
 * A ledger in a folder: one file of JSON lines for each draft, each line flushed to disk before `append` resolves. The
 * file of a draft that is done lies in `done/`, so that a start has little to look at; renaming is atomic, so that it is
 * always in exactly one place.
 */
export function fileLedger(folder: string): Ledger {
  const done = join(folder, 'done');
  const openFile = (id: string) => join(folder, `${id}.jsonl`);
  const doneFile = (id: string) => join(done, `${id}.jsonl`);
  return {
    async read(id) {
      // Looked for again at its first place: it may have been taken out of `done/` meanwhile.
      const places = [openFile(id), doneFile(id), openFile(id)];
      for (const place of places) {
        const text = await textOf(place);
        if (text !== undefined) return parseLedger(text);
      }
      return [];
    },
    async append(id, entry) {
      await mkdir(done, { recursive: true });
      await rename(doneFile(id), openFile(id)).catch(unlessAbsent);
      const created = await appendLine(openFile(id), entry);
      if (created) await syncFolder(folder);
      if (endsLedger(entry)) await rename(openFile(id), doneFile(id));
    },
    async ids() {
      const names = await readdir(folder).catch(absentIsEmpty);
      return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length));
    },
  };
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

/** True: the file is new. */
async function appendLine(file: string, entry: LedgerEntry): Promise<boolean> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    await handle.writeFile(ledgerLine(entry, size === 0 || last[0] === 0x0a));
    await handle.sync();
    return size === 0;
  } finally {
    await handle.close();
  }
}

/** The name of a new file is on disk only when its folder is flushed too; Windows does so by itself and refuses. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function absentIsEmpty(error: unknown): string[] {
  if (isAbsent(error)) return [];
  throw error;
}

function unlessAbsent(error: unknown): void {
  if (!isAbsent(error)) throw error;
}
