import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ledger, type LedgerEntry } from './ledger.js';

/** A ledger in a folder: one file of JSON lines for each draft, each line flushed to disk before `append` resolves. */
export function fileLedger(folder: string): Ledger {
  const fileOf = (id: string) => join(folder, `${id}.jsonl`);
  return {
    async read(id) {
      return parseLines(await textOf(fileOf(id)));
    },
    async append(id, entry) {
      await mkdir(folder, { recursive: true });
      const created = await appendLine(fileOf(id), JSON.stringify(entry));
      if (created) await syncFolder(folder);
    },
    async ids() {
      const names = await readdir(folder).catch(absentIsEmpty);
      return names.filter((name) => name.endsWith('.jsonl')).map((name) => name.slice(0, -'.jsonl'.length));
    },
  };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return '';
    throw error;
  }
}

/** A line torn by a crash is skipped: the step that it would have announced was never begun. */
function parseLines(text: string): LedgerEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isEntry(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

function isEntry(value: unknown): value is LedgerEntry {
  return typeof value === 'object' && value !== null && 'step' in value && 'at' in value;
}

/** True: the file is new. A torn last line is closed first, so that it can't swallow this one. */
async function appendLine(file: string, line: string): Promise<boolean> {
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    const separator = size > 0 && last[0] !== 0x0a ? '\n' : '';
    await handle.writeFile(`${separator}${line}\n`);
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
