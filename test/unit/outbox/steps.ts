import { type DraftState } from '../../../src/outbox/draftState.js';
import { type LedgerEntry, type LedgerStep } from '../../../src/outbox/ledger.js';
import { positionOf } from '../../../src/outbox/ledgerPosition.js';
import { mail } from '../../sampleMail.js';

const mailbox = { environment: 'test', accountId: 'a', path: '/me' };

/** Later than any step here. */
export const due = 1000;

/** One of each step. `at` is its place in {@link entries}. */
export const steps = {
  creating: { step: 'creating', hash: 'h1', mailbox, mark: 'm1', fixed: 'f', files: [] },
  'create-refused': { step: 'create-refused' },
  updating: { step: 'updating', hash: 'h2', mark: 'm2' },
  uploaded: {
    step: 'uploaded',
    hash: 'h1',
    mailbox,
    messageId: 'id',
    changeKey: 'k1',
    webLink: 'https://mail.example/id',
    files: [],
    mark: 'm1',
    fixed: 'f',
  },
  attached: { step: 'attached', key: 'f1', attachmentId: 'a1' },
  detached: { step: 'detached', attachmentId: 'a1' },
  conflict: { step: 'conflict', changeKey: 'k9' },
  holding: { step: 'holding' },
  released: { step: 'released' },
  sending: { step: 'sending', hash: 'h1', messageId: 'id', due },
  accepted: { step: 'accepted' },
  scheduled: { step: 'scheduled', until: due },
  cancelling: { step: 'cancelling' },
  posting: { step: 'posting', hash: 'h1', mailbox, saved: true },
  'send-failed': { step: 'send-failed', code: 'refused' },
  sent: { step: 'sent', sentAt: '2026-01-05T09:00:00Z', messageId: 'id' },
  looked: { step: 'looked', date: 1 },
  gone: { step: 'gone' },
  discarding: { step: 'discarding' },
  swept: { step: 'swept' },
  discarded: { step: 'discarded' },
} as const satisfies { [S in LedgerStep['step']]: Extract<LedgerStep, { step: S }> };

export type StepName = keyof typeof steps;
export const stepNames = Object.keys(steps) as StepName[];

export function entries(...names: readonly StepName[]): LedgerEntry[] {
  return names.map((name, at) => ({ ...steps[name], at }));
}

/** A position in one word, with what matters about it. */
export function wordFor(names: readonly StepName[]): string {
  const position = positionOf(entries(...names));
  const pending = 'copy' in position && position.copy.pending ? ' pending' : '';
  switch (position.kind) {
    case 'none':
      return position.gone ? 'gone' : 'none';
    case 'uploaded': {
      const flags = `${position.conflict ? ' conflict' : ''}${position.failed ? ' failed' : ''}`;
      return `uploaded${pending}${flags}`;
    }
    case 'sending':
      return position.accepted ? 'accepted' : 'sending';
    case 'posting':
      return position.acceptedAt === undefined ? 'posting' : 'posted';
    default:
      return position.kind;
  }
}

export type StateWord = DraftState['kind'];

export const plainMail = mail({ html: '<p>Dear Ada</p>', text: 'Dear Ada' });

export function attached(name: string, bytes: Uint8Array, contentType = 'text/plain') {
  return { name, contentType, size: bytes.byteLength, read: async () => bytes };
}
