import { open, readFile, rename, rm } from 'node:fs/promises';
import { type Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { errorCode } from './folderLock.js';

/** End of the names of files that are being written; whoever holds the lock may remove them. */
export const unfinished = '.unfinished';

/**
 * Writes whole or not at all: beside the target, flushed to disk, then renamed over it. A stream that breaks off leaves
 * the target as it was.
 */
export async function writeDurably(path: string, bytes: Uint8Array | string | Readable): Promise<void> {
  const beside = `${path}${unfinished}`;
  const file = await open(beside, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await renameOver(beside, path);
}

/** A rename is on disk when its folder is. Windows has no such call, and does not need it. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Bytes that were written without a flush are on disk after this. */
export async function flushFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `undefined`: no such file. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes a file that may be open elsewhere: a mail program may hold an `.eml` on Windows. */
export async function removeFile(path: string): Promise<void> {
  await patiently(() => rm(path, { force: true }));
}

export async function renameOver(from: string, to: string): Promise<void> {
  await patiently(() => rename(from, to));
}

/** Windows refuses to touch a file that a virus scanner or an indexer has open; that passes. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await work();
      return;
    } catch (error) {
      if (attempt === 6 || !['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error))) throw error;
      await pause(attempt * 20);
    }
  }
}
