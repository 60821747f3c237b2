import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { spoolEnd } from './diskSpool.js';
import { readIfThere, removeFile, unfinished } from './durableFile.js';
import { folderNames, type StoredMessage } from './message.js';

/** A message on disk with the place of its `.eml`, relative to the mailbox: `Drafts/2026-11-20 13.25 Notes.eml`. */
export interface DiskRecord {
  readonly format: 1;
  readonly eml: string;
  readonly message: StoredMessage;
}

/** What was read, and how its file looked then. */
export interface LoadedRecord extends DiskRecord {
  readonly stamp: string;
}

export const recordFile = (key: string): string => `${key}.json`;

/** `undefined`: no such file, or one that is not a whole record; such a file is left alone. */
export async function readRecord(folder: string, key: string): Promise<LoadedRecord | undefined> {
  const path = join(folder, recordFile(key));
  const stamp = await stampOf(path);
  const bytes = await readIfThere(path);
  if (!bytes || stamp === undefined) return undefined;
  const record = parseRecord(bytes.toString('utf8'));
  return record?.message.key === key ? { ...record, stamp } : undefined;
}

/** Reads what changed since `known`; a file that looks the same is not read again. */
export async function readRecords(
  folder: string,
  known: ReadonlyMap<string, LoadedRecord>,
): Promise<Map<string, LoadedRecord>> {
  const records = new Map<string, LoadedRecord>();
  for (const name of (await readdir(folder)).sort()) {
    const key = /^([0-9a-f]+)\.json$/.exec(name)?.[1];
    if (!key) continue;
    const before = known.get(key);
    const same = before && before.stamp === (await stampOf(join(folder, name)));
    const record = same ? before : await readRecord(folder, key);
    if (record) records.set(key, record);
  }
  return records;
}

/** ms after which nobody writes a spool any more; other processes have sessions of their own under way. */
const spoolAge = 2 * 24 * 60 * 60 * 1000;

/** Removes what a killed process left: files half written, and bytes that no message names. */
export async function sweep(folder: string, records: ReadonlyMap<string, LoadedRecord>): Promise<void> {
  const named = new Set<string>();
  for (const { message } of records.values())
    for (const each of message.attachments) named.add(each.contentName);
  for (const name of await readdir(folder)) {
    if (name.endsWith(spoolEnd) && (await ageOf(join(folder, name))) > spoolAge)
      await removeFile(join(folder, name));
    const content = /^(.+)\.bin$/.exec(name)?.[1];
    if (name.endsWith(unfinished) || (content && !named.has(content))) await removeFile(join(folder, name));
  }
}

/** ms since the last write; 0 for a file that just went. */
async function ageOf(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}

/** Removes half-written files of a folder that may not be there. */
export async function removeUnfinished(folder: string): Promise<void> {
  if ((await stampOf(folder)) === undefined) return;
  for (const name of await readdir(folder)) {
    if (name.endsWith(unfinished)) await removeFile(join(folder, name));
  }
}

/** A file renamed into place is another file: its number, time and length tell. */
export async function stampOf(path: string): Promise<string | undefined> {
  try {
    const { ino, mtimeNs, size } = await stat(path, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function parseRecord(text: string): DiskRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Half written, by hand perhaps: our own writes are whole or absent.
    return undefined;
  }
  return isRecord(value) ? value : undefined;
}

function isRecord(value: unknown): value is DiskRecord {
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== 1) return false;
  if (!('eml' in value) || typeof value.eml !== 'string' || !('message' in value)) return false;
  const message = value.message as Partial<StoredMessage> | null;
  return (
    typeof message?.key === 'string' &&
    typeof message.id === 'string' &&
    folderNames.some((name) => name === message.folder) &&
    typeof message.content === 'object' &&
    Array.isArray(message.attachments)
  );
}
