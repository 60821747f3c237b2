import { type Ledger, type LedgerEntry } from '../../../src/outbox/ledger.js';
import { type Strike } from './faults.js';
import { type Window } from './window.js';

/** The ledger on the disk of a window's computer, as that window reads and writes it. */
export function ledgerOf(window: Window): Ledger {
  const { computer, world } = window;
  const { ledger: disk } = computer;
  return {
    read: async () => {
      await window.step('read a ledger');
      return disk.read();
    },
    append: async (_id, entry) => append(window, entry, (await window.step('append to a ledger')) ?? {}),
    ids: async () => (disk.open && world.file.id !== undefined ? [world.file.id] : []),
  };
}

async function append(window: Window, entry: LedgerEntry, { fault, ms = 0 }: Partial<Strike>): Promise<void> {
  const { computer, world } = window;
  const { ledger: disk } = computer;
  if (fault === 'power cut') return computer.cutPower();
  if (fault === 'disk stays full') computer.fullUntil = world.time.now + ms;
  if (fault === 'disk full' || world.time.now < computer.fullUntil) throw diskFull();
  if (fault === 'torn line' || fault === 'disk full, line torn') disk.tear(entry);
  else disk.append(entry);
  if (fault === 'torn line' || fault === 'killed after') await window.die();
  if (fault?.startsWith('disk full')) throw diskFull();
}

export function diskFull(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}
