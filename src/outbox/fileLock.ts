import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';

/** A held lock. */
export interface Held {
  /** False: somebody took it away, so nothing that needs it may follow. */
  stillHeld(): boolean;
  release(): void;
}

/** Mutual exclusion by draft id, across the windows of one machine. */
export interface Lock {
  /** Absent: another holder is alive. */
  tryAcquire(id: string): Held | undefined;
  /** Whether a living process holds it. */
  isHeld(id: string): boolean;
}

interface Holder {
  readonly nonce: string;
  readonly pid: number;
  readonly host: string;
  /** When this machine started, in seconds since 1970: a process id means nothing after a restart. */
  readonly boot: number;
  /** For how many seconds the machine had run then. Absent in a lock of an earlier version. */
  readonly up?: number;
}

/** Clocks drift and are set while a machine runs. In seconds, for locks without `up`. */
const bootTolerance = 120;
/** A lock is written at once after it is created; one this old (milliseconds) and torn was left by a crash. */
const writingTime = 10_000;
/** A lock that names another host (a renamed machine, a shared home folder) can't be asked whether it lives. */
const foreignLifetime = 12 * 60 * 60 * 1000;

/**
 * A lock in files, created exclusively and naming its process. A lock whose process is gone, or that is from before
 * the machine's start, is taken over; a living process is never robbed.
 */
export function fileLock(folder: string): Lock {
  const fileOf = (id: string) => join(folder, `${id}.lock`);
  return {
    tryAcquire(id) {
      mkdirSync(folder, { recursive: true });
      const file = fileOf(id);
      const mine = newHolder();
      if (!create(file, mine) && !(clearStale(file) && create(file, mine))) return undefined;
      heldHere.add(mine.nonce);
      return {
        stillHeld: () => readHolder(file)?.nonce === mine.nonce,
        release: () => {
          heldHere.delete(mine.nonce);
          if (readHolder(file)?.nonce === mine.nonce) unlinkSync(file);
        },
      };
    },
    isHeld(id) {
      const holder = readHolder(fileOf(id));
      return holder !== undefined && !isStale(holder, fileOf(id));
    },
  };
}

function newHolder(): Holder {
  return { nonce: randomUUID(), pid: process.pid, host: hostname(), boot: bootTime(), up: uptime() };
}

function bootTime(): number {
  return Math.round(Date.now() / 1000 - uptime());
}

function create(file: string, holder: Holder): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    try {
      writeSync(handle, JSON.stringify(holder));
    } catch (error) {
      // On a full disk: an empty lock would keep others out until it counts as torn.
      unlinkIfThere(file);
      throw error;
    } finally {
      closeSync(handle);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Absent: no lock. A file that can't be read as a lock was torn by a crash while it was written. */
function readHolder(file: string): Holder | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder> | null;
    if (!value?.nonce) throw new SyntaxError('no lock');
    const { nonce, pid = 0, host = '', boot = 0, up } = value;
    return { nonce, pid, host, boot, ...(up === undefined ? {} : { up }) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof SyntaxError) return Math.abs(ageOf(file)) < writingTime ? beingWritten : torn;
    throw error;
  }
}

const torn: Holder = { nonce: '', pid: 0, host: '', boot: 0 };
const beingWritten: Holder = { ...torn };

/** What this process holds: a lock with its process id that is not among these is from an earlier process. */
const heldHere = new Set<string>();

function isStale(holder: Holder, file: string): boolean {
  if (holder === torn || holder === beingWritten) return holder === torn;
  if (holder.host !== hostname()) return ageOf(file) > foreignLifetime;
  if (holder.pid === process.pid) return !heldHere.has(holder.nonce);
  return isFromEarlierStart(holder) || !isAlive(holder.pid);
}

/** By the clock as it is now, the machine started after the lock was written; or it has not run for so long. */
function isFromEarlierStart({ boot, up }: Holder): boolean {
  return bootTime() > boot + (up ?? bootTolerance) || (up !== undefined && uptime() < up - 1);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Removes a stale lock. Only the holder of its guard may, and the guard bears the nonce of that very lock: so none
 * removes the lock of one who was quicker, however long it slept in between. A guard is a lock too, and can be stale.
 */
function clearStale(file: string, lock = file): boolean {
  const holder = readHolder(file);
  if (!holder) return true;
  if (!isStale(holder, file)) return false;
  const guard = `${lock}.${holder.nonce || 'torn'}`;
  const mine = newHolder();
  if (!create(guard, mine) && !(clearStale(guard, lock) && create(guard, mine))) return false;
  try {
    const found = readHolder(file);
    if (found?.nonce === holder.nonce && isStale(found, file)) unlinkIfThere(file);
    return true;
  } finally {
    unlinkIfThere(guard);
  }
}

function ageOf(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}

function unlinkIfThere(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
