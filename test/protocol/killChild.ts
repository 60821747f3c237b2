import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type OpenUpload, type OpenUploads } from '../../src/outbox/uploadFiles.js';
import { type DraftState } from '../../src/outbox/draftState.js';
import { Failure } from '../../src/failure.js';
import { Doom, type KillPoint } from './killPoints.js';
import { attachment, draftId, job, ledgerFolder, openWindow, streamed, willing } from './outboxBench.js';
import { QuickClock } from './outboxClock.js';

/** What a child process is to do, in its environment. `time`: milliseconds since 1970, UTC. */
export interface KillTask {
  readonly role: 'victim' | 'heir';
  readonly origin: string;
  readonly folder: string;
  readonly time: number;
  readonly point?: KillPoint;
  /** The files go by upload session, in parts of 64 KB. */
  readonly large?: true;
}

/** What a child tells its parent; it goes on when the parent answers. */
export type Report =
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | { readonly kind: 'state'; readonly stage: string; readonly state: DraftState['kind'] };

/** More than one request holds, so that the second follows in a request of its own. */
export const files = { 'a.bin': 'first '.repeat(3500), 'b.bin': 'second'.repeat(2500) };

/** A hundredth of Graph's: what counts is in which requests the files go, and two hundred processes send them. */
const options = { limits: { request: 40_000, file: 30_000 } };

/** One for a request of its own, and one of several parts. */
export const largeFiles = { 'note.txt': 'a note', 'film.bin': 'film '.repeat(30_000) };

const largeOptions = { limits: { request: 0, file: 1000 }, partBytes: 64 * 1024 };

/** Where VS Code's secrets would be. */
export function uploadsIn(folder: string): OpenUploads {
  const fileOf = (id: string) => join(folder, `${id}.secret`);
  return {
    get: async (id) => {
      const text = await readFile(fileOf(id), 'utf8').catch(() => undefined);
      return text === undefined ? undefined : (JSON.parse(text) as OpenUpload);
    },
    set: async (id, upload) => {
      if (!upload) return rm(fileOf(id), { force: true });
      await writeFile(`${fileOf(id)}.new`, JSON.stringify(upload));
      await rename(`${fileOf(id)}.new`, fileOf(id));
    },
  };
}

function optionsFor({ large, folder }: KillTask) {
  return large ? { ...largeOptions, uploads: uploadsIn(folder) } : options;
}

export async function runChild(task: KillTask): Promise<void> {
  if (task.role === 'victim') await beKilled(task);
  else await recover(task);
  process.disconnect();
}

function theJob({ large }: KillTask) {
  const contents = Object.entries(large ? largeFiles : files);
  return job({
    attachments: contents.map(([name, content]) =>
      large ? streamed(name, () => Buffer.from(content)) : attachment(name, content),
    ),
  });
}

async function beKilled(task: KillTask): Promise<void> {
  const { origin, folder, time, point } = task;
  const doom = new Doom(point);
  const { outbox } = openWindow({
    origin,
    folder,
    clock: new QuickClock(time),
    transport: doom.transport(),
    ledger: doom.ledger(ledgerFolder(folder)),
    ...optionsFor(task),
  });
  await outbox.upload(theJob(task));
  await outbox.send(theJob(task), willing);
  await report({ kind: 'steps', steps: doom.steps });
}

/** The next start: settles, the user presses Send once more, time passes, and it settles again. */
async function recover(task: KillTask): Promise<void> {
  const { origin, folder, time } = task;
  const clock = new QuickClock(time);
  const { outbox } = openWindow({ origin, folder, clock, ...optionsFor(task) });
  const tell = async (stage: string) => {
    const { kind } = await outbox.state(draftId, theJob(task).mail);
    await report({ kind: 'state', stage, state: kind });
  };
  await tell('at the start');
  await outbox.settle(draftId);
  await tell('settled');
  try {
    await outbox.send(theJob(task), willing);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'already-sent') throw error;
  }
  await tell('sent once more');
  clock.time += 5 * 60_000;
  await outbox.settle(draftId);
  await tell('at the end');
}

async function report(message: Report): Promise<void> {
  process.send?.(message);
  await once(process, 'message');
}
