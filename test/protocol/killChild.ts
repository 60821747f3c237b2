import { once } from 'node:events';
import { type DraftState } from '../../src/outbox/draftState.js';
import { Failure } from '../../src/failure.js';
import { Doom, type KillPoint } from './killPoints.js';
import { attachment, draftId, job, ledgerFolder, openWindow, willing } from './outboxBench.js';
import { QuickClock } from './outboxClock.js';

/** What a child process is to do, in its environment. `time`: milliseconds since 1970, UTC. */
export interface KillTask {
  readonly role: 'victim' | 'heir';
  readonly origin: string;
  readonly folder: string;
  readonly time: number;
  readonly point?: KillPoint;
}

/** What a child tells its parent; it goes on when the parent answers. */
export type Report =
  | { readonly kind: 'steps'; readonly steps: readonly string[] }
  | { readonly kind: 'state'; readonly stage: string; readonly state: DraftState['kind'] };

/** More than one request holds, so that the second follows in a request of its own. */
export const files = { 'a.bin': 'first '.repeat(350_000), 'b.bin': 'second'.repeat(250_000) };

export async function runChild(task: KillTask): Promise<void> {
  if (task.role === 'victim') await beKilled(task);
  else await recover(task);
  process.disconnect();
}

function theJob() {
  return job({ attachments: Object.entries(files).map(([name, content]) => attachment(name, content)) });
}

async function beKilled({ origin, folder, time, point }: KillTask): Promise<void> {
  const doom = new Doom(point);
  const { outbox } = openWindow({
    origin,
    folder,
    clock: new QuickClock(time),
    transport: doom.transport(),
    ledger: doom.ledger(ledgerFolder(folder)),
  });
  await outbox.upload(theJob());
  await outbox.send(theJob(), willing);
  await report({ kind: 'steps', steps: doom.steps });
}

/** The next start: settles, the user presses Send once more, time passes, and it settles again. */
async function recover({ origin, folder, time }: KillTask): Promise<void> {
  const clock = new QuickClock(time);
  const { outbox } = openWindow({ origin, folder, clock });
  const tell = async (stage: string) => {
    const { kind } = await outbox.state(draftId, theJob().mail);
    await report({ kind: 'state', stage, state: kind });
  };
  await tell('at the start');
  await outbox.settle(draftId);
  await tell('settled');
  try {
    await outbox.send(theJob(), willing);
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
