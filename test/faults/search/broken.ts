import { GraphFailure } from '../../../src/graph/errors.js';
import { isLiveDraft, postedProperty } from '../../../src/graph/mailbox.js';
import {
  begun,
  believesItsFiles,
  computersClockAlone,
  isOpen,
  ledger,
  lineAfterTheStep,
  mailbox,
  placed,
  proves,
} from './brokenParts.js';
import { type Variant } from './world.js';

/** A mail that waits to leave without a draft looks like a draft. */
export const unmarked = mailbox((inner) => ({
  sendMail: ({ singleValueExtendedProperties = [], ...message }, saved, signal) => {
    const others = singleValueExtendedProperties.filter(({ id }) => id !== postedProperty);
    return inner.sendMail({ ...message, singleValueExtendedProperties: others }, saved, signal);
  },
}));

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
