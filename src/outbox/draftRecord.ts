import { type Clock } from '../clock.js';
import { type PlacedMessage } from '../graph/mailbox.js';
import { type Ledger, type LedgerEntry, type LedgerStep, type Position, positionOf } from './ledger.js';
import { straySince } from './strays.js';

/** What is written down of one draft, for one who holds its lock. */
export class DraftRecord {
  constructor(
    private readonly parts: { readonly ledger: Ledger; readonly clock: Clock },
    readonly id: string,
  ) {}

  async entries(): Promise<readonly LedgerEntry[]> {
    return this.parts.ledger.read(this.id);
  }

  async position(): Promise<Position> {
    return positionOf(await this.entries());
  }

  async note(step: LedgerStep): Promise<void> {
    await this.parts.ledger.append(this.id, { ...step, at: this.parts.clock.now() });
  }

  async markSent(message: PlacedMessage): Promise<void> {
    const sentAt = message.sentDateTime ?? new Date(this.parts.clock.now()).toISOString();
    const link = message.webLink === undefined ? {} : { webLink: message.webLink };
    const strays = straySince(await this.entries()) === undefined ? {} : { strays: true as const };
    await this.note({ step: 'sent', sentAt, messageId: message.id, ...link, ...strays });
  }
}
