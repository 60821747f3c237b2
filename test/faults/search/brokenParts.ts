import { GraphFailure } from '../../../src/graph/errors.js';
import { type AttachmentFacts, type Mailbox, type PlacedMessage } from '../../../src/graph/mailbox.js';
import { Cancelled, Failure, sentence } from '../../../src/failure.js';
import { type Ledger, type LedgerEntry } from '../../../src/outbox/ledger.js';
import { type StoredMessage } from '../../../src/sandbox/message.js';
import { type Window } from './window.js';
import { type Variant } from './world.js';

/** What a broken outbox believes, as long as its process lives. */
class Belief {
  readonly files = new Map<string, readonly AttachmentFacts[]>();
  readonly sent = new Set<string>();
  readonly deleted = new Map<string, PlacedMessage>();
  /** By message. */
  readonly changeKeys = new Map<string, string>();
}

type Overrides = (inner: Mailbox, window: Window, belief: Belief) => Partial<Mailbox>;

/** The outbox with another mailbox than it thinks. */
export function mailbox(overrides: Overrides): Variant {
  return {
    parts: (parts, window) => {
      const belief = new Belief();
      return {
        ...parts,
        mailbox: async (reference) => {
          const inner = await parts.mailbox(reference);
          return Object.assign(Object.create(inner) as Mailbox, overrides(inner, window, belief));
        },
      };
    },
  };
}

/** One that appends each entry by itself. */
function plain(whole: Ledger): Ledger {
  return {
    read: (id) => whole.read(id),
    append: (id, entry) => whole.append(id, entry),
    ids: () => whole.ids(),
  };
}

export function ledger(change: (inner: Ledger, window: Window) => Partial<Ledger>): Variant {
  return {
    parts: (parts, window) => ({
      ...parts,
      ledger: { ...plain(parts.ledger), ...change(parts.ledger, window) },
    }),
  };
}

export const proves = () => new Failure('timeout', sentence('It took too long.'));
export const isOpen = (error: unknown) =>
  error instanceof Cancelled || (error instanceof GraphFailure && !error.refused);

/** Ledger lines that announce a step are on disk only when the request that they announce has been answered. */
export function lineAfterTheStep(): Variant {
  return {
    parts: (parts, window) => {
      const late: LedgerEntry[] = [];
      const flush = async (id: string) => {
        for (const entry of late.splice(0)) await parts.ledger.append(id, entry);
      };
      const announces = ({ step }: LedgerEntry) => step === 'creating' || step === 'sending';
      return {
        ...parts,
        ledger: {
          ...plain(parts.ledger),
          read: async (id) => [...(await parts.ledger.read(id)), ...late],
          append: async (id, entry) => {
            if (announces(entry)) return void late.push(entry);
            await flush(id);
            await parts.ledger.append(id, entry);
          },
        },
        mailbox: async (reference) => {
          const inner = await parts.mailbox(reference);
          const { id = '' } = window.world.file;
          const own: Partial<Mailbox> = {
            create: (message, signal) => inner.create(message, signal).finally(() => flush(id)),
            send: (messageId, signal) => inner.send(messageId, signal).finally(() => flush(id)),
          };
          return Object.assign(Object.create(inner) as Mailbox, own);
        },
      };
    },
  };
}

/** What the mailbox's clock shows is made up from the computer's, and time counts from the request on. */
export function computersClockAlone(): Variant {
  return {
    parts: (parts) => ({
      ...parts,
      ledger: {
        ...plain(parts.ledger),
        read: async (id) => (await parts.ledger.read(id)).flatMap((entry) => begun(entry, 0)),
      },
      mailbox: async (reference) => {
        const inner = await parts.mailbox(reference);
        const own: Pick<Mailbox, 'dated'> = {
          dated: async (work) => {
            const earliest = parts.clock.now();
            const value = await work();
            return { value, dates: { earliest, latest: parts.clock.now() } };
          },
        };
        return Object.assign(Object.create(inner) as Mailbox, own);
      },
    }),
  };
}

/** What is open counts as begun so many milliseconds before its line, by both clocks. */
export function begun(entry: LedgerEntry, before: number): LedgerEntry[] {
  if (entry.step !== 'sending' && entry.step !== 'posting') return [entry];
  const at = entry.at - before;
  return [entry, { step: 'looked', date: at, at }];
}

/** Every draft in the mailbox is taken for the mail's. */
export function placed({ immutableId, changeKey, isDraft, folder }: StoredMessage): PlacedMessage {
  const known = ['drafts', 'sentitems', 'deleteditems'] as const;
  const place = known.find((name) => name === folder) ?? 'other';
  return { id: immutableId, changeKey, isDraft, parentFolderId: folder, folder: place };
}

/** What was added and deleted by requests is believed to be there, whatever the mailbox says. */
export const believesItsFiles: Overrides = (inner, _window, { files }) => ({
  addAttachment: async (id, file, signal) => {
    const facts = { id: `believed ${file.name}`, name: file.name, size: 1, isInline: false };
    const added = await inner.addAttachment(id, file, signal).catch((error: unknown) => {
      if (!isOpen(error)) throw error;
      return facts;
    });
    files.set(id, [...(files.get(id) ?? []), added]);
    return added;
  },
  deleteAttachment: async (id, attachmentId, signal) => {
    await inner.deleteAttachment(id, attachmentId, signal);
    files.set(
      id,
      (files.get(id) ?? []).filter((file) => file.id !== attachmentId),
    );
  },
  attachments: async (id, signal) => {
    const list = files.get(id) ?? (await inner.attachments(id, signal));
    files.set(id, list);
    return list;
  },
});
