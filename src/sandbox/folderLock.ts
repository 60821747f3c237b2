import { randomUUID } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure, sentence } from '../failure.js';

/** A lock that nobody gave back for so long belongs to a process that is gone or stopped; a turn takes milliseconds. */
const abandonedAfter = 30_000;
/** Taking a stale lock away takes microseconds. */
const takeoverAfter = 5_000;
const patience = 20_000;

/** Marks of the locks that this process holds, whatever copies of this module it has loaded. */
const ours = Symbol.for('markdown-mail.sandbox.locks');
const held: Set<string> = ((globalThis as Record<symbol, unknown>)[ours] ??=
  new Set<string>()) as Set<string>;

/** A lock that is held. */
export interface FolderLock {
  /** `true`: the one before us died holding it, so its work may be half done. */
  readonly takenOver: boolean;
  /** Rejects when the lock was taken away because we were stopped for too long. */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Locks through the file at `path`, across processes. The file holds the process id of its owner, so that the lock of a
 * dead process is taken over at once. Rejects with `Failure('sandbox-busy')` after 20 s.
 */
export async function lockFolder(path: string): Promise<FolderLock> {
  const mark = `${process.pid} ${randomUUID()}`;
  const deadline = Date.now() + patience;
  held.add(mark);
  let takenOver = false;
  try {
    for (let wait = 1; Date.now() < deadline; wait = Math.min(wait * 2, 25)) {
      if (await createNew(path, mark)) return lockOf(path, mark, takenOver);
      if (await removeStale(path)) takenOver = true;
      else await pause(wait * (0.5 + Math.random()));
    }
  } catch (error) {
    held.delete(mark);
    throw error;
  }
  held.delete(mark);
  throw new Failure(
    'sandbox-busy',
    sentence('The sandbox mailbox is in use by another window.'),
    sentence('Wait a moment, then try again.'),
  );
}

function lockOf(path: string, mark: string, takenOver: boolean): FolderLock {
  return {
    takenOver,
    async confirm() {
      if ((await contentOf(path)) !== mark)
        throw new Failure('sandbox-busy', sentence('The sandbox mailbox was interrupted.'));
    },
    async release() {
      held.delete(mark);
      if ((await contentOf(path)) === mark) await rm(path, { force: true });
    },
  };
}

async function createNew(path: string, mark: string): Promise<boolean> {
  try {
    await writeFile(path, mark, { flag: 'wx' });
    return true;
  } catch (error) {
    // EPERM and EBUSY: Windows, while another process is deleting the file.
    if (['EEXIST', 'EPERM', 'EBUSY'].includes(errorCode(error))) return false;
    throw error;
  }
}

/** Removes a stale lock. Only one at a time may do so, else the second would remove the first one's new lock. */
async function removeStale(path: string): Promise<boolean> {
  const seen = await contentOf(path);
  if (seen === undefined || !(await isStale(path, seen))) return false;
  const guard = `${path}.takeover`;
  if (!(await createNew(guard, String(process.pid)))) {
    if ((await ageOf(guard)) > takeoverAfter) await rm(guard, { force: true });
    return false;
  }
  try {
    if ((await contentOf(path)) !== seen) return false;
    await rm(path, { force: true });
    return true;
  } finally {
    await rm(guard, { force: true });
  }
}

async function isStale(path: string, mark: string): Promise<boolean> {
  const pid = Number(mark.split(' ')[0]);
  // Between creating a file and writing the mark a process may die, too.
  if (!Number.isInteger(pid) || pid <= 0 || !mark.includes(' ')) return (await ageOf(path)) > takeoverAfter;
  if (pid === process.pid ? !held.has(mark) : !isAlive(pid)) return true;
  return (await ageOf(path)) > abandonedAfter;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and is somebody else's.
    return errorCode(error) === 'EPERM';
  }
}

async function contentOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'EPERM', 'EBUSY'].includes(errorCode(error))) return undefined;
    throw error;
  }
}

/** ms; 0 when the file is gone. */
async function ageOf(path: string): Promise<number> {
  try {
    return Date.now() - (await stat(path)).mtimeMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
