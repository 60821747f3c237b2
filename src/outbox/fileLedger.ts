import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ledger, type LedgerEntry } from './ledger.js';
import { LedgerFile } from './ledgerFile.js';
import { parseLedger } from './ledgerText.js';

/**
 * A ledger in a folder: one file of JSON lines for each draft. The file of a draft that is done lies in `done/`, so that
 * a start has little to look at; renaming is atomic, so that it is always in exactly one place.
 */
export function fileLedger(folder: string): Required<Ledger> {
  const done = join(folder, 'done');
  const places = (id: string) => ({ open: join(folder, `${id}.jsonl`), done: join(done, `${id}.jsonl`) });
  const textOf = async (id: string) => {
    const { open, done } = places(id);
    // Looked for again at its first place: it may have been taken out of `done/` meanwhile.
    for (const place of [open, done, open]) {
      const text = await textIn(place);
      if (text !== undefined) return { place, text };
    }
    return undefined;
  };
  const open = async (id: string) => {
    const found = await textOf(id);
    return new LedgerFile({ ...places(id), folder, made: () => mkdir(done, { recursive: true }) }, found);
  };
  return {
    open,
    read: async (id) => parseLedger((await textOf(id))?.text ?? ''),
    async append(id: string, entry: LedgerEntry) {
      const file = await open(id);
      try {
        await file.write(entry);
      } finally {
        await file.close();
      }
    },
    async ids() {
      const names = await readdir(folder).catch(absentIsEmpty);
      return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length));
    },
  };
}

async function textIn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function absentIsEmpty(error: unknown): string[] {
  if (isAbsent(error)) return [];
  throw error;
}
