import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir, uptime } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileLock } from '../../../src/outbox/fileLock.js';
import { leaveGuard, lockId, type LockReport, type LockTask, runLockChild } from './lockChild.js';

/** Set in the children, which are this same file once more. */
const task = process.env.LOCK_CHILD;

function startChild(work: LockTask): ChildProcess {
  return fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, LOCK_CHILD: JSON.stringify(work) },
    execArgv: [],
  });
}

async function reportOf(child: ChildProcess): Promise<LockReport> {
  const [report] = (await once(child, 'message')) as [LockReport];
  return report;
}

const bootTime = () => Math.round(Date.now() / 1000 - uptime());

function lockTests(): void {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'markdown-mail-lock-'));
    file = join(folder, `${lockId}.lock`);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const put = (holder: object) =>
    writeFileSync(
      file,
      JSON.stringify({ nonce: 'n', pid: 1, host: hostname(), boot: bootTime(), ...holder }),
    );
  const age = (name: string, seconds: number) => {
    const past = Date.now() / 1000 - seconds;
    utimesSync(name, past, past);
  };
  const isFree = () => {
    const seen = fileLock(folder).isHeld(lockId);
    const held = fileLock(folder).tryAcquire(lockId);
    assert.equal(seen, held === undefined, 'what is shown is what can be had');
    held?.release();
    return held !== undefined;
  };

  it('one of two in one process has it; the other when it is released', () => {
    const [one, two] = [fileLock(folder), fileLock(folder)];
    const held = one.tryAcquire(lockId);
    assert.ok(held?.stillHeld() === true);
    assert.equal(two.tryAcquire(lockId), undefined);
    assert.equal(one.tryAcquire(lockId), undefined, 'nor has the same object it twice');
    assert.ok(two.isHeld(lockId));
    held.release();
    assert.ok(!held.stillHeld() && !two.isHeld(lockId));
    assert.ok(two.tryAcquire(lockId)?.stillHeld());
  });

  it('each draft has its own', () => {
    const lock = fileLock(folder);
    assert.ok(lock.tryAcquire(lockId) && lock.tryAcquire('another'));
    assert.ok(!lock.isHeld('third'));
  });

  it('leaves nothing behind, and is for its owner alone', function () {
    const held = fileLock(folder).tryAcquire(lockId);
    assert.deepEqual(readdirSync(folder), [`${lockId}.lock`]);
    if (process.platform !== 'win32') assert.equal(statSync(file).mode & 0o777, 0o600);
    held?.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('who lost it knows, and does not release it for another', () => {
    const held = fileLock(folder).tryAcquire(lockId);
    put({ nonce: 'other', pid: process.ppid });
    const others = readFileSync(file, 'utf8');
    assert.ok(held && !held.stillHeld());
    held.release();
    assert.equal(readFileSync(file, 'utf8'), others);
  });

  it('a living child keeps it; killed, it is free', async () => {
    const child = startChild({ kind: 'hold', folder, rounds: 0, leave: 'free', start: 0 });
    assert.deepEqual(await reportOf(child), { kind: 'held' });
    assert.ok(!isFree());
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(isFree());
  });

  it('one of this process id, but of an earlier process, is free', () => {
    put({ pid: process.pid });
    assert.ok(isFree());
  });

  it('one of a living process is kept, however old it is', () => {
    put({ pid: process.ppid });
    age(file, 30 * 24 * 3600);
    assert.ok(!isFree());
  });

  it('one from before the machine was started is free, whoever has that process id now', () => {
    put({ pid: process.ppid, boot: bootTime() - 3600 });
    assert.ok(isFree());
  });

  it('a clock that was set by a minute makes no other start', () => {
    for (const drift of [-60, 60]) {
      put({ pid: process.ppid, boot: bootTime() + drift });
      assert.ok(!isFree());
    }
  });

  it('a clock that is set by hours while it is held takes it from nobody', () => {
    const up = uptime();
    for (const jump of [0.5 * up, -10 * 3600, -300 * 24 * 3600]) {
      put({ pid: process.ppid, boot: bootTime() - jump, up });
      assert.ok(!isFree(), `set by ${jump} s`);
    }
  });

  it('one from before the machine was started is known by how long that had run', () => {
    put({ pid: process.ppid, boot: bootTime() - 3600, up: 1800 });
    assert.ok(isFree(), 'it was written before the start');
    put({ pid: process.ppid, up: uptime() + 60 });
    assert.ok(isFree(), 'the machine has not run for so long');
  });

  it('a torn file from the future, since the clock was set back, is free', () => {
    writeFileSync(file, '{');
    age(file, -10 * 3600);
    assert.ok(isFree());
  });

  it('one of another machine is kept for half a day', () => {
    put({ host: 'another.example', pid: 1, boot: 1 });
    age(file, 11 * 3600);
    assert.ok(!isFree());
    age(file, 13 * 3600);
    assert.ok(isFree());
  });

  it('a torn file is one being written at first, and free after a while', () => {
    put({ pid: process.ppid });
    const whole = readFileSync(file);
    for (const length of [0, 1, 10, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      assert.ok(!isFree(), `${length} bytes, just written`);
      age(file, 60);
      assert.ok(isFree(), `${length} bytes, left behind`);
    }
  });

  it('a file that holds something else is free after a while, and breaks nothing', () => {
    for (const text of ['null', '[]', '17', '{}', 'text']) {
      writeFileSync(file, text);
      age(file, 60);
      assert.ok(isFree(), text);
    }
  });

  it('whoever removes a stale lock keeps others from it; dead, it keeps nobody out', () => {
    put({ boot: 1 });
    const guard = `${file}.n`;
    writeFileSync(
      guard,
      JSON.stringify({ nonce: 'g', pid: process.ppid, host: hostname(), boot: bootTime() }),
    );
    assert.equal(fileLock(folder).tryAcquire(lockId), undefined, 'a living one is at work');
    rmSync(guard);
    leaveGuard(guard);
    assert.ok(fileLock(folder).tryAcquire(lockId));
    assert.deepEqual(readdirSync(folder), [`${lockId}.lock`]);
  });

  it('a chain of those who died at it keeps nobody out', () => {
    put({ boot: 1 });
    let nonce = 'n';
    for (let n = 0; n < 5; n++) {
      const dead = { nonce: `g${n}`, pid: process.ppid, host: hostname(), boot: 1 };
      writeFileSync(`${file}.${nonce}`, JSON.stringify(dead));
      nonce = dead.nonce;
    }
    assert.ok(fileLock(folder).tryAcquire(lockId));
    assert.deepEqual(readdirSync(folder), [`${lockId}.lock`]);
  });

  for (const leave of ['free', 'stale', 'stale with guard'] as const)
    it(`20 processes take one lock again and again (${leave}): never two at once`, async () => {
      const rounds = Number(process.env.LOCK_ROUNDS ?? 10);
      const start = Date.now() + 4000;
      const children = Array.from({ length: 20 }, () =>
        startChild({ kind: 'race', folder, rounds, leave, start }),
      );
      const reports = await Promise.all(children.map(reportOf));
      const raced = reports.flatMap((report) => (report.kind === 'raced' ? [report] : []));
      assert.deepEqual(
        raced.map(({ together }) => together).filter((count) => count > 0),
        [],
        'two were inside at once',
      );
      assert.deepEqual(new Set(raced.map(({ taken }) => taken)), new Set([rounds]));
    }).timeout(120_000);
}

if (task !== undefined) await runLockChild(JSON.parse(task) as LockTask);
else describe('the lock in files', lockTests);
