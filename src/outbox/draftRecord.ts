import { type Clock } from '../clock.js';
import { type PlacedMessage } from '../graph/mailbox.js';
import { type Held } from './fileLock.js';
import { type Ledger, type LedgerEntry, type LedgerStep, type OpenLedger } from './ledger.js';
import { isOpen, type Position, positionOf } from './ledgerPosition.js';
import { flushTime } from './ledgerText.js';
import { straySince } from './strays.js';

export interface RecordParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Called when a step changed what is known of a draft. */
  changed(id: string): void;
}

/**
 * Works with a draft whose lock is held, and lets go of it. When it resolves, all that was noted is on disk, so that it
 * can be told.
 */
export async function withRecord<T>(
  parts: RecordParts,
  id: string,
  held: Held,
  work: (record: DraftRecord) => Promise<T>,
): Promise<T> {
  try {
    const ledger = await openLedger(parts.ledger, id);
    try {
      return await work(new DraftRecord(ledger, parts.clock, id));
    } finally {
      await ledger.close();
    }
  } finally {
    held.release();
    parts.changed(id);
  }
}

/** What is written down of one draft, for one who holds its lock. */
export class DraftRecord {
  constructor(
    private readonly ledger: OpenLedger,
    private readonly clock: Clock,
    readonly id: string,
  ) {}

  entries(): readonly LedgerEntry[] {
    return this.ledger.entries;
  }

  position(): Position {
    return positionOf(this.ledger.entries);
  }

  /** Resolves when it is safe to take the step that it announces. */
  async note(step: LedgerStep): Promise<void> {
    const entry = this.withStrays({ ...step, at: this.clock.now() });
    await this.ledger.write(entry);
    const time = flushTime(entry);
    if (time === 'now') await this.ledger.flush();
    // What goes wrong is told by the next flush, which comes before the next step.
    else if (time === 'soon') this.ledger.flush().catch(() => undefined);
  }

  /** Where it can't be put on disk the step is not taken, and `otherwise` says so, if there is room for that. */
  async announce(step: LedgerStep, otherwise: LedgerStep): Promise<void> {
    try {
      await this.note(step);
    } catch (error) {
      await this.note(otherwise).catch(() => undefined);
      throw error;
    }
  }

  async markSent(message: PlacedMessage): Promise<void> {
    const sentAt = message.sentDateTime ?? new Date(this.clock.now()).toISOString();
    const link = message.webLink === undefined ? {} : { webLink: message.webLink };
    // Sent elsewhere, so that no last look for its tag came before that.
    const early = isOpen(this.position()) ? {} : { strays: true as const };
    await this.note({ step: 'sent', sentAt, messageId: message.id, ...link, ...early });
  }

  /** What ends a ledger does not end it as long as there may be drafts that it does not know. */
  private withStrays(entry: LedgerEntry): LedgerEntry {
    const { step } = entry;
    if (step !== 'sent' && step !== 'discarded' && step !== 'create-refused') return entry;
    return straySince([...this.entries(), entry]) ? { ...entry, strays: true } : entry;
  }
}

async function openLedger(ledger: Ledger, id: string): Promise<OpenLedger> {
  if (ledger.open) return ledger.open(id);
  const entries = [...(await ledger.read(id))];
  return {
    entries,
    async write(entry) {
      await ledger.append(id, entry);
      entries.push(entry);
    },
    flush: async () => undefined,
    close: async () => undefined,
  };
}
