import { GraphFailure } from '../../../src/graph/errors.js';
import {
  type AttachmentFacts,
  isLiveDraft,
  type Mailbox,
  type PlacedMessage,
} from '../../../src/graph/mailbox.js';
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
function mailbox(overrides: Overrides): Variant {
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

function ledger(change: (inner: Ledger, window: Window) => Partial<Ledger>): Variant {
  return {
    parts: (parts, window) => ({
      ...parts,
      ledger: { ...plain(parts.ledger), ...change(parts.ledger, window) },
    }),
  };
}

const proves = () => new Failure('timeout', sentence('It took too long.'));
const isOpen = (error: unknown) =>
  error instanceof Cancelled || (error instanceof GraphFailure && !error.refused);

/** Ledger lines that announce a step are on disk only when the request that they announce has been answered. */
function lineAfterTheStep(): Variant {
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
function computersClockAlone(): Variant {
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
function begun(entry: LedgerEntry, before: number): LedgerEntry[] {
  if (entry.step !== 'sending' && entry.step !== 'posting') return [entry];
  const at = entry.at - before;
  return [entry, { step: 'looked', date: at, at }];
}

/** Every draft in the mailbox is taken for the mail's. */
function placed({ immutableId, changeKey, isDraft, folder }: StoredMessage): PlacedMessage {
  const known = ['drafts', 'sentitems', 'deleteditems'] as const;
  const place = known.find((name) => name === folder) ?? 'other';
  return { id: immutableId, changeKey, isDraft, parentFolderId: folder, folder: place };
}

/** What was added and deleted by requests is believed to be there, whatever the mailbox says. */
const believesItsFiles: Overrides = (inner, _window, { files }) => ({
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

/** The outbox made worse on purpose, in ways that somebody could make it so. */
export const broken: Readonly<Record<string, Variant>> = {
  'ledger lines are written after the step': lineAfterTheStep(),
  'nothing is looked for by its tag': mailbox(() => ({ findByTag: async () => [] })),
  'a send without an answer is sent again': mailbox((inner) => ({
    send: (id, signal) =>
      inner.send(id, signal).catch((error: unknown) => {
        if (!isOpen(error)) throw error;
        return inner.send(id);
      }),
  })),
  'a direct send without an answer is sent again': mailbox((inner) => ({
    sendMail: (message, saved, signal) =>
      inner.sendMail(message, saved, signal).catch((error: unknown) => {
        if (!isOpen(error)) throw error;
        return inner.sendMail(message, saved);
      }),
  })),
  'a cancelled schedule is not looked at': mailbox((inner, _window, { deleted }) => ({
    delete: async (id, signal) => {
      const seen = await inner.get(id, signal);
      await inner.delete(id, signal).catch(() => undefined);
      if (seen) deleted.set(id, { ...seen, isDraft: true, folder: 'deleteditems' });
    },
    get: async (id, signal) => deleted.get(id) ?? inner.get(id, signal),
  })),
  'a full disk is not noticed': ledger((inner) => ({
    append: (id, entry) => inner.append(id, entry).catch(() => undefined),
  })),
  'a refused sign-in is taken for an answer': mailbox((inner) => ({
    send: (id, signal) =>
      inner.send(id, signal).catch((error: unknown) => {
        if (!(error instanceof GraphFailure) || error.status !== 401) throw error;
      }),
  })),
  'no lock': {
    parts: (parts) => ({
      ...parts,
      lock: {
        isHeld: () => false,
        tryAcquire: () => ({ stillHeld: () => true, release: () => undefined }),
      },
    }),
  },
  'any draft is taken for the mail’s': mailbox((_inner, { world }) => ({
    findByTag: async () => (await world.messages()).map(placed),
  })),
  'failed on a timeout': mailbox((inner) => ({
    send: (id, signal) =>
      inner.send(id, signal).catch((error: unknown) => {
        throw isOpen(error) ? proves() : error;
      }),
  })),
  'sent without a look': mailbox((inner, _window, { sent }) => ({
    send: async (id, signal) => {
      await inner.send(id, signal);
      sent.add(id);
    },
    get: async (id, signal) => {
      const found = await inner.get(id, signal);
      return found && sent.has(id) ? { ...found, isDraft: false } : found;
    },
  })),
  'a torn line swallows the next one': {
    parts: (parts, { computer }) => {
      computer.ledger.closesTornLines = false;
      return parts;
    },
  },
  'ledger lines are not flushed': ledger((inner) => ({
    open: async (id) => {
      const opened = await inner.open?.(id);
      if (!opened) throw new Error('This ledger cannot be opened.');
      return { ...opened, flush: async () => undefined, close: async () => undefined };
    },
  })),
  'a copy is updated without a look at its change key': mailbox((inner, _window, { changeKeys }) => ({
    get: async (id, signal) => {
      const found = await inner.get(id, signal);
      if (!found) return undefined;
      const changeKey = changeKeys.get(id) ?? found.changeKey;
      changeKeys.set(id, changeKey);
      return { ...found, changeKey };
    },
    create: async (message, signal) => {
      const made = await inner.create(message, signal);
      changeKeys.set(made.id, made.changeKey);
      return made;
    },
    update: async (id, change, signal) => {
      const changed = await inner.update(id, change, signal);
      return { ...changed, changeKey: changeKeys.get(id) ?? changed.changeKey };
    },
  })),
  'the second draft of a lost creation stays': ledger((inner) => ({
    read: async (id) =>
      (await inner.read(id)).map((entry) => {
        if (entry.step !== 'creating') return entry;
        const { creation, ...rest } = entry;
        return creation === undefined ? entry : rest;
      }),
  })),
  'of several drafts all but one are deleted, whoever wrote to them': mailbox((inner) => ({
    findByTag: async (id, signal) => {
      const found = await inner.findByTag(id, signal);
      const [keep, ...others] = found.filter(isLiveDraft);
      for (const other of others) await inner.delete(other.id, signal);
      return found.filter((message) => !isLiveDraft(message) || message === keep);
    },
  })),
  'files are not compared before sending': mailbox(believesItsFiles),
  'ages are told by the clock of the computer alone': computersClockAlone(),
  'what was begun is old at once': ledger((inner) => ({
    read: async (id) => (await inner.read(id)).flatMap((entry) => begun(entry, 24 * 60 * 60_000)),
  })),
  'settling deletes the copy': ledger((inner) => ({
    read: async (id) => {
      const entries = await inner.read(id);
      const last = entries.at(-1);
      return last?.step === 'sending'
        ? [...entries.slice(0, -1), { step: 'discarding', at: last.at }]
        : entries;
    },
  })),
};
