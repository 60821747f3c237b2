import { type LedgerEntry } from './ledger.js';

/** Whether nothing is left to settle once this entry is on disk. */
export function endsLedger(entry: LedgerEntry): boolean {
  switch (entry.step) {
    case 'discarded':
    case 'create-refused':
    case 'sent':
      return entry.strays === undefined;
    case 'swept':
      return entry.last !== undefined;
    default:
      return false;
  }
}

/**
 * When an entry has to be on disk. `now`: it announces a step, which a crash must not make forgotten, or is told to people
 * for good. `soon`: while the next step is taken. `later`: it says what a step came to, which a look would show again.
 */
export function flushTime({ step }: Pick<LedgerEntry, 'step'>): 'now' | 'soon' | 'later' {
  switch (step) {
    case 'creating':
    case 'updating':
    case 'sending':
    case 'cancelling':
    case 'posting':
    case 'discarding':
    case 'sent':
      return 'now';
    case 'holding':
      return 'soon';
    case 'create-refused':
    case 'uploaded':
    case 'attached':
    case 'detached':
    case 'conflict':
    case 'released':
    case 'accepted':
    case 'scheduled':
    case 'send-failed':
    case 'swept':
    case 'looked':
    case 'gone':
    case 'discarded':
      return 'later';
  }
}

/** The entries of a ledger file. A line torn by a crash is skipped: the step that it would have announced was never begun. */
export function parseLedger(text: string): LedgerEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return isEntry(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}

/** What to append for an entry. `whole`: the file is empty or ends with a line break; a torn last line is closed first. */
export function ledgerLine(entry: LedgerEntry, whole: boolean): string {
  return `${whole ? '' : '\n'}${JSON.stringify(entry)}\n`;
}

function isEntry(value: unknown): value is LedgerEntry {
  return typeof value === 'object' && value !== null && 'step' in value && 'at' in value;
}
