import { closeSync, linkSync, openSync, renameSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileLock } from '../../../src/outbox/fileLock.js';

export const lockId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/**
 * What a child process is to do with the lock. `hold`: keep it until it is killed. `race`: take it `rounds` times; after
 * each time `leave` a free lock, that of a dead process, or that and a guard left behind by a crash.
 */
export interface LockTask {
  readonly kind: 'hold' | 'race';
  readonly folder: string;
  readonly rounds: number;
  readonly leave: 'free' | 'stale' | 'stale with guard';
  /** Milliseconds since 1970 at which to begin, together with the others. */
  readonly start: number;
}

export type LockReport =
  { readonly kind: 'held' } | { readonly kind: 'raced'; readonly taken: number; readonly together: number };

export async function runLockChild(task: LockTask): Promise<void> {
  if (task.kind === 'hold') {
    if (!fileLock(task.folder).tryAcquire(lockId)) throw new Error('the lock is held');
    process.send?.({ kind: 'held' } satisfies LockReport);
    await new Promise((resolve) => setTimeout(resolve, 60_000));
    return;
  }
  process.send?.(await race(task));
  process.disconnect();
}

async function race({ folder, rounds, leave, start }: LockTask): Promise<LockReport> {
  const lock = fileLock(folder);
  const witness = join(folder, 'witness');
  let taken = 0;
  let together = 0;
  while (Date.now() < start);
  const end = Date.now() + 60_000;
  while (taken < rounds && Date.now() < end) {
    const held = lock.tryAcquire(lockId);
    if (!held) {
      await new Promise((resolve) => setImmediate(resolve));
      continue;
    }
    taken++;
    if (!enter(witness)) together++;
    spin(Math.random());
    if (!held.stillHeld()) together++;
    exit(witness);
    if (leave !== 'free') leaveStale(folder, leave === 'stale with guard');
    held.release();
  }
  return { kind: 'raced', taken, together };
}

/** False: somebody is inside. */
function enter(witness: string): boolean {
  try {
    closeSync(openSync(witness, 'wx'));
    return true;
  } catch {
    return false;
  }
}

function exit(witness: string): void {
  try {
    unlinkSync(witness);
  } catch {
    // Somebody who was inside at the same time, and counted that, has removed it.
  }
}

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

/** Puts the lock of a process of an earlier start of the machine in place of one's own. */
function leaveStale(folder: string, withGuard: boolean): void {
  const file = join(folder, `${lockId}.lock`);
  const made = join(folder, `stale-${process.pid}`);
  const nonce = `${process.pid}-${Math.random()}`;
  writeFileSync(made, staleLock(nonce));
  if (withGuard) leaveGuard(`${file}.${nonce}`);
  renameSync(made, file);
}

function staleLock(nonce: string): string {
  return JSON.stringify({ nonce, pid: process.pid, host: hostname(), boot: 1 });
}

/** Puts a guard where none is, as whoever made it did, an hour ago. */
export function leaveGuard(file: string): void {
  const made = `${file}-${process.pid}`;
  writeFileSync(made, staleLock(`guard-${process.pid}-${Math.random()}`));
  const past = Date.now() / 1000 - 3600;
  utimesSync(made, past, past);
  try {
    linkSync(made, file);
  } catch {
    // Somebody is at work there.
  }
  unlinkSync(made);
}
