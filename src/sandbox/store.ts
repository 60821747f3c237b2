import { type StoredMessage } from './message.js';

/** What a mailbox remembers beside its messages. */
export interface MailboxFacts {
  /** Exchange never frees a named property, so ids stay when their messages go (Graph page "extended properties"). */
  readonly namedProperties: readonly string[];
  readonly seeded: boolean;
}

/** Bytes that come in parts, for a message that does not name them yet. Lasts no longer than its process. */
export interface Spool {
  /** In place of what was written there. */
  write(offset: number, bytes: Uint8Array): Promise<void>;
  discard(): Promise<void>;
}

/** One request's view of one mailbox. Reads see its own writes; nothing is kept unless the work resolves. */
export interface MailboxTransaction {
  readonly messages: ReadonlyMap<string, StoredMessage>;
  readonly facts: MailboxFacts;
  put(message: StoredMessage): void;
  remove(key: string): void;
  setFacts(facts: MailboxFacts): void;
  /** Bytes of an attachment; those that no message names any more are dropped by the store. */
  putContent(name: string, bytes: Uint8Array): void;
  /** The same with bytes that came in parts; the spool is used up when the transaction is kept. */
  adoptContent(name: string, spool: Spool): void;
  content(name: string): Promise<Uint8Array>;
}

/** Where mailboxes live. `mailbox` is the user name (an address). */
export interface SandboxStore {
  /** Runs `work` alone on the mailbox and keeps all of its writes before it resolves, or none of them when it rejects. */
  transaction<T>(mailbox: string, work: (transaction: MailboxTransaction) => Promise<T>): Promise<T>;
  /** `name`: hexadecimal, and of no other spool. */
  spool(mailbox: string, name: string): Promise<Spool>;
}

/** The writes of one transaction, in the order of their keys. `undefined`: removed. */
export interface Writes {
  readonly messages: ReadonlyMap<string, StoredMessage | undefined>;
  readonly contents: ReadonlyMap<string, Uint8Array | Spool>;
  readonly facts: MailboxFacts | undefined;
}

export const emptyFacts: MailboxFacts = { namedProperties: [], seeded: false };

/** A transaction over a snapshot: collects the writes and shows them at once. */
export class PendingTransaction implements MailboxTransaction {
  readonly #written = new Map<string, StoredMessage | undefined>();
  readonly #contents = new Map<string, Uint8Array | Spool>();
  readonly #messages: Map<string, StoredMessage>;
  #facts: MailboxFacts;
  #factsChanged = false;

  constructor(
    messages: ReadonlyMap<string, StoredMessage>,
    facts: MailboxFacts,
    readonly readContent: (name: string) => Promise<Uint8Array>,
  ) {
    this.#messages = new Map(messages);
    this.#facts = facts;
  }

  get messages(): ReadonlyMap<string, StoredMessage> {
    return this.#messages;
  }

  get facts(): MailboxFacts {
    return this.#facts;
  }

  put(message: StoredMessage): void {
    this.#messages.set(message.key, message);
    this.#written.set(message.key, message);
  }

  remove(key: string): void {
    this.#messages.delete(key);
    this.#written.set(key, undefined);
  }

  setFacts(facts: MailboxFacts): void {
    this.#facts = facts;
    this.#factsChanged = true;
  }

  putContent(name: string, bytes: Uint8Array): void {
    this.#contents.set(name, bytes);
  }

  adoptContent(name: string, spool: Spool): void {
    this.#contents.set(name, spool);
  }

  async content(name: string): Promise<Uint8Array> {
    const written = this.#contents.get(name);
    if (written && !(written instanceof Uint8Array)) throw new Error('A spool is read after it is kept.');
    return written ?? (await this.readContent(name));
  }

  get writes(): Writes | undefined {
    if (this.#written.size === 0 && this.#contents.size === 0 && !this.#factsChanged) return undefined;
    return {
      messages: this.#written,
      contents: this.#contents,
      facts: this.#factsChanged ? this.#facts : undefined,
    };
  }
}

/** Names of the contents that `before` holds and `after` does not. */
export function droppedContents(
  before: StoredMessage | undefined,
  after: StoredMessage | undefined,
): string[] {
  const kept = new Set(after?.attachments.map((attachment) => attachment.contentName));
  return (before?.attachments ?? []).map(({ contentName }) => contentName).filter((name) => !kept.has(name));
}
