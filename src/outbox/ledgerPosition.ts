import { type LedgerEntry, type LedgerStep } from './ledger.js';

type Entry<S extends LedgerStep['step']> = Extract<LedgerEntry, { step: S }>;

/**
 * What the mailbox copy is known to be. `pending`: an update that was begun and not seen to end; `earlier`: others before
 * it, any of which may have been the last that was carried out.
 */
export interface KnownCopy {
  readonly last: Entry<'uploaded'>;
  readonly pending?: Entry<'updating'>;
  readonly earlier?: readonly Entry<'updating'>[];
}

/** Where a draft stands by its ledger alone. */
export type Position =
  | { readonly kind: 'none'; readonly gone: boolean }
  | { readonly kind: 'creating'; readonly entry: Entry<'creating'> }
  | {
      readonly kind: 'uploaded';
      readonly copy: KnownCopy;
      readonly conflict: boolean;
      readonly failed?: Entry<'send-failed'>;
    }
  | { readonly kind: 'holding'; readonly copy: KnownCopy; readonly at: number }
  | {
      readonly kind: 'sending';
      readonly copy: KnownCopy;
      readonly entry: Entry<'sending'>;
      readonly accepted: boolean;
    }
  | {
      readonly kind: 'scheduled';
      readonly copy: KnownCopy;
      readonly entry: Entry<'sending'>;
      readonly until: number;
    }
  | {
      readonly kind: 'cancelling';
      readonly copy: KnownCopy;
      readonly entry: Entry<'sending'>;
      /** What was known when it began: the mailbox was seen to hold the mail, or had said yes, or neither. */
      readonly taken: 'seen' | 'accepted' | 'open';
    }
  /** `acceptedAt`: the mailbox said yes. */
  | { readonly kind: 'posting'; readonly entry: Entry<'posting'>; readonly acceptedAt?: number }
  | { readonly kind: 'sent'; readonly entry: Entry<'sent'> }
  | { readonly kind: 'discarding'; readonly copy: KnownCopy };

/** Replays a ledger. Entries that make no sense where they stand (a torn file) leave the position as it was. */
export function positionOf(entries: readonly LedgerEntry[]): Position {
  return entries.reduce<Position>(next, { kind: 'none', gone: false });
}

/** Whether it was begun to send the mail, and is not known what came of it. */
export function isOpen({ kind }: Position): boolean {
  return kind === 'sending' || kind === 'scheduled' || kind === 'cancelling' || kind === 'posting';
}

/** What was known of a message last, also when it is not the draft's copy any more. Absent: it never was. */
export function lastKnown(entries: readonly LedgerEntry[], messageId: string): KnownCopy | undefined {
  let position: Position = { kind: 'none', gone: false };
  let known: KnownCopy | undefined;
  for (const entry of entries) {
    position = next(position, entry);
    if ('copy' in position && position.copy.last.messageId === messageId) known = position.copy;
  }
  return known;
}

function next(position: Position, entry: LedgerEntry): Position {
  const copy = 'copy' in position ? position.copy : undefined;
  switch (entry.step) {
    case 'creating':
      return { kind: 'creating', entry };
    case 'swept':
    case 'looked':
      return position;
    case 'create-refused':
    case 'discarded':
      return { kind: 'none', gone: false };
    case 'gone':
      return { kind: 'none', gone: true };
    case 'uploaded':
      return { kind: 'uploaded', copy: { last: entry }, conflict: false };
    case 'sent':
      return { kind: 'sent', entry };
    case 'updating':
      return copy ? { kind: 'uploaded', copy: withUpdate(copy, entry), conflict: false } : position;
    case 'attached':
    case 'detached':
      return 'copy' in position ? { ...position, copy: withFile(position.copy, entry) } : position;
    case 'conflict':
      return copy ? { kind: 'uploaded', copy, conflict: true } : position;
    case 'holding':
      return copy ? { kind: 'holding', copy, at: entry.at } : position;
    case 'released':
      return copy ? { kind: 'uploaded', copy, conflict: false } : position;
    case 'sending':
      return copy ? { kind: 'sending', copy, entry, accepted: false } : position;
    case 'accepted':
      if (position.kind === 'posting') return { ...position, acceptedAt: entry.at };
      return position.kind === 'sending' ? { ...position, accepted: true } : position;
    case 'scheduled':
      return position.kind === 'sending'
        ? { kind: 'scheduled', copy: position.copy, entry: position.entry, until: entry.until }
        : position;
    case 'cancelling':
      if (position.kind === 'scheduled') return cancelling(position, 'seen');
      return position.kind === 'sending'
        ? cancelling(position, position.accepted ? 'accepted' : 'open')
        : position;
    case 'posting':
      return { kind: 'posting', entry };
    case 'send-failed':
      return copy ? { kind: 'uploaded', copy, conflict: false, failed: entry } : position;
    case 'discarding':
      return copy ? { kind: 'discarding', copy } : position;
  }
}

function withUpdate({ last, ...copy }: KnownCopy, pending: Entry<'updating'>): KnownCopy {
  const earlier = updatesOf({ last, ...copy });
  return { last, pending, ...(earlier.length > 0 ? { earlier } : {}) };
}

/** All updates that were begun since the copy was known for certain. */
export function updatesOf({ pending, earlier = [] }: KnownCopy): readonly Entry<'updating'>[] {
  return pending ? [...earlier, pending] : [];
}

type Cancelling = Extract<Position, { kind: 'cancelling' }>;

function cancelling(
  { copy, entry }: Omit<Cancelling, 'kind' | 'taken'>,
  taken: Cancelling['taken'],
): Cancelling {
  return { kind: 'cancelling', copy, entry, taken };
}

function withFile({ last, ...copy }: KnownCopy, entry: Entry<'attached'> | Entry<'detached'>): KnownCopy {
  const others = last.files.filter(({ attachmentId }) => attachmentId !== entry.attachmentId);
  if (entry.step === 'detached') return { ...copy, last: { ...last, files: others } };
  const { key, attachmentId } = entry;
  return { ...copy, last: { ...last, files: [...others, { key, attachmentId }] } };
}
