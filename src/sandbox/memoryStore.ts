import { type StoredMessage } from './message.js';
import {
  droppedContents,
  emptyFacts,
  PendingTransaction,
  type MailboxFacts,
  type SandboxStore,
  type Spool,
  type Writes,
} from './store.js';
import { Turns } from './turns.js';

interface MemoryMailbox {
  readonly turns: Turns;
  readonly messages: Map<string, StoredMessage>;
  readonly contents: Map<string, Uint8Array>;
  facts: MailboxFacts;
}

/** Mailboxes that live as long as this object. Uses no timer, so a seeded run repeats exactly. */
export function memoryStore(): SandboxStore {
  const mailboxes = new Map<string, MemoryMailbox>();
  return {
    transaction(name, work) {
      const mailbox = mailboxes.get(name) ?? newMailbox();
      mailboxes.set(name, mailbox);
      return mailbox.turns.take(async () => {
        const transaction = new PendingTransaction(mailbox.messages, mailbox.facts, (content) =>
          contentOf(mailbox, content),
        );
        const result = await work(transaction);
        if (transaction.writes) keep(mailbox, transaction.writes);
        return result;
      });
    },
    spool: async () => new MemorySpool(),
  };
}

class MemorySpool implements Spool {
  readonly #parts = new Map<number, Uint8Array>();

  async write(offset: number, bytes: Uint8Array): Promise<void> {
    this.#parts.set(offset, bytes);
  }

  async discard(): Promise<void> {
    this.#parts.clear();
  }

  whole(): Uint8Array {
    const inOrder = [...this.#parts].sort(([a], [b]) => a - b);
    return Buffer.concat(inOrder.map(([, bytes]) => bytes));
  }
}

function newMailbox(): MemoryMailbox {
  return { turns: new Turns(), messages: new Map(), contents: new Map(), facts: emptyFacts };
}

async function contentOf(mailbox: MemoryMailbox, name: string): Promise<Uint8Array> {
  const bytes = mailbox.contents.get(name);
  if (!bytes) throw new Error('The sandbox has lost the bytes of an attachment.');
  return bytes;
}

function keep(mailbox: MemoryMailbox, writes: Writes): void {
  for (const [name, content] of writes.contents)
    mailbox.contents.set(name, content instanceof Uint8Array ? content : (content as MemorySpool).whole());
  for (const [key, message] of writes.messages) {
    for (const name of droppedContents(mailbox.messages.get(key), message)) mailbox.contents.delete(name);
    if (message) mailbox.messages.set(key, message);
    else mailbox.messages.delete(key);
  }
  if (writes.facts) mailbox.facts = writes.facts;
}
