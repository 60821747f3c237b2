import { type LedgerEntry, positionOf } from './ledger.js';

/** What is known of a draft, for people and for programs. Times are milliseconds since 1970, UTC, or ISO 8601. */
export type DraftState =
  /** `gone`: there was a mailbox copy, and it was deleted elsewhere. */
  | { readonly kind: 'local'; readonly gone: boolean }
  | { readonly kind: 'uploaded' | 'changed' | 'conflict'; readonly copy: Copy; readonly since: number }
  | {
      readonly kind: 'sending' | 'unknown';
      readonly copy: Copy;
      readonly since: number;
      readonly accepted: boolean;
    }
  | { readonly kind: 'failed'; readonly copy: Copy; readonly since: number; readonly code: string }
  | { readonly kind: 'sent'; readonly sentAt: string; readonly copy?: Copy };

export interface Copy {
  readonly messageId: string;
  readonly webLink?: string;
}

/**
 * The state that a ledger tells. `hash` is that of the mail as the file would make it now; absent, the file is taken
 * as unchanged. `busy`: a living process works with the draft.
 */
export function stateOf(
  entries: readonly LedgerEntry[],
  hash: string | undefined,
  busy: boolean,
): DraftState {
  const position = positionOf(entries);
  switch (position.kind) {
    case 'none':
      return { kind: 'local', gone: position.gone };
    case 'creating':
      return { kind: 'local', gone: false };
    case 'sent': {
      const { messageId, webLink, sentAt } = position.entry;
      return { kind: 'sent', sentAt, copy: copyOf({ messageId, webLink }) };
    }
    case 'holding': {
      const copy = copyOf(position.copy.last);
      if (busy) return { kind: 'sending', copy, since: position.at, accepted: false };
      return { kind: 'uploaded', copy, since: position.copy.last.at };
    }
    case 'sending': {
      const { entry, accepted } = position;
      return {
        kind: busy ? 'sending' : 'unknown',
        copy: copyOf(position.copy.last),
        since: entry.at,
        accepted,
      };
    }
    case 'discarding':
      return { kind: 'uploaded', copy: copyOf(position.copy.last), since: position.copy.last.at };
    case 'uploaded': {
      const { last, pending } = position.copy;
      const base = { copy: copyOf(last), since: last.at };
      if (position.conflict) return { kind: 'conflict', ...base };
      if (pending !== undefined || (hash !== undefined && hash !== last.hash))
        return { kind: 'changed', ...base };
      const { failed } = position;
      if (failed) return { kind: 'failed', copy: base.copy, since: failed.at, code: failed.code };
      return { kind: 'uploaded', ...base };
    }
  }
}

function copyOf({ messageId, webLink }: { messageId: string; webLink?: string | undefined }): Copy {
  return webLink === undefined ? { messageId } : { messageId, webLink };
}
