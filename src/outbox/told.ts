import { Failure } from '../failure.js';
import { type DraftState, stateOf } from './draftState.js';
import { knownCopies, type LedgerEntry, type LedgerStep } from './ledger.js';
import { type Position, positionOf } from './ledgerPosition.js';
import { type OutboxParts } from './outboxParts.js';
import { outboxFailures } from './outboxFailures.js';
import { type Evidence, lookForPosted, lookForSent } from './settlement.js';

/** What a person said of a mail whose outcome was open. */
const toldNotSent = 'told-not-sent';

type Open = Extract<Position, { kind: 'sending' | 'posting' }>;

/** What the mailbox shows now of a mail whose sending was begun; nothing is written down. Absent: it could not tell. */
export async function evidenceOf(parts: OutboxParts, id: string): Promise<Evidence | undefined> {
  const entries = await parts.ledger.read(id);
  const position = open(entries);
  const reference = position.kind === 'posting' ? position.entry.mailbox : position.copy.last.mailbox;
  if (position.kind === 'posting' && !position.entry.saved) return undefined;
  try {
    const mailbox = await parts.mailbox(reference);
    if (position.kind === 'posting') return await lookForPosted(mailbox, id, knownCopies(entries));
    return await lookForSent(mailbox, id, position.entry.messageId);
  } catch (error) {
    if (error instanceof Failure) return { kind: 'unreachable' };
    throw error;
  }
}

/**
 * Ends an open outcome by a person's word. The word is kept as such: what is shown says who said so. Its caller has shown
 * the evidence. @throws Failure `nothing-open`, `draft-busy`
 */
export async function tell(
  parts: OutboxParts,
  id: string,
  outcome: 'sent' | 'not-sent',
): Promise<DraftState> {
  const held = parts.lock.tryAcquire(id);
  if (!held) throw outboxFailures.busy();
  try {
    const position = open(await parts.ledger.read(id));
    await parts.ledger.append(id, { ...lineOf(position, outcome), at: parts.clock.now() });
    return stateOf(await parts.ledger.read(id), undefined, false, parts.clock.now());
  } finally {
    held.release();
    parts.changed(id);
  }
}

function lineOf(position: Open, outcome: 'sent' | 'not-sent'): LedgerStep {
  const sentAt = new Date(position.entry.at).toISOString();
  if (position.kind === 'posting')
    return outcome === 'sent' ? { step: 'sent', sentAt, told: true } : { step: 'create-refused' };
  if (outcome === 'not-sent') return { step: 'send-failed', code: toldNotSent };
  const { messageId, webLink } = position.copy.last;
  return { step: 'sent', sentAt, messageId, ...(webLink === undefined ? {} : { webLink }), told: true };
}

function open(entries: readonly LedgerEntry[]): Open {
  const position = positionOf(entries);
  if (position.kind === 'sending' || position.kind === 'posting') return position;
  throw outboxFailures.nothingOpen();
}
