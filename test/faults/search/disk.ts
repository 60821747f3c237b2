import { type Ledger, type LedgerEntry, type OpenLedger } from '../../../src/outbox/ledger.js';
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
    append: async (_id, entry) => {
      await append(window, entry, (await window.step('append to a ledger')) ?? {});
      computer.lines.flushed = computer.lines.written;
    },
    open: async () => {
      await window.step('read a ledger');
      return openDisk(window);
    },
    ids: async () => (disk.open && world.file.id !== undefined ? [world.file.id] : []),
  };
}

async function append(window: Window, entry: LedgerEntry, { fault, ms = 0 }: Partial<Strike>): Promise<void> {
  const { computer, world } = window;
  const { ledger: disk } = computer;
  if (fault === 'disk stays full') computer.fullUntil = world.time.now + ms;
  if (fault === 'disk full' || world.time.now < computer.fullUntil) throw diskFull();
  if (fault === 'torn line' || fault === 'disk full, line torn') disk.tear(entry);
  else disk.append(entry);
  if (!fault?.includes('torn')) computer.lines.written++;
  if (fault === 'torn line' || fault === 'killed after') await window.die();
  if (fault?.startsWith('disk full')) throw diskFull();
}

function openDisk(window: Window): OpenLedger {
  const { computer, world } = window;
  const { ledger: disk, lines } = computer;
  const entries = [...disk.read()];
  let broken = false;
  const flush = async () => {
    const { written } = lines;
    if (!broken && written === lines.flushed) return;
    const { fault, ms = 0 } = broken ? {} : ((await window.step('flush a ledger')) ?? {});
    if (fault === 'disk stays full') computer.fullUntil = world.time.now + ms;
    broken ||= fault === 'disk full' || world.time.now < computer.fullUntil;
    if (broken) throw diskFull();
    lines.flushed = Math.max(lines.flushed, written);
    if (fault === 'killed after') await window.die();
  };
  return {
    entries,
    write: async (entry) => {
      const strike = await window.step('append to a ledger');
      await append(window, entry, strike ?? {});
      entries.push(entry);
    },
    flush,
    close: flush,
  };
}

export function diskFull(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}
