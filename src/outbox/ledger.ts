import { type Sentence } from '../failure.js';

/** Which mailbox a draft was put into. `environment` is the cloud, so that the sandbox never mixes with a real one. */
export interface MailboxReference {
  readonly environment: string;
  readonly accountId: string;
  /** `/me`, or `/users/{address}`. */
  readonly path: string;
}

/** A file of the mailbox copy, as it was put there. `key` names content, name and use. */
export interface UploadedFile {
  readonly key: string;
  readonly attachmentId: string;
}

/** A file that a create request carries: how it is told again in the mailbox copy. */
export interface AnnouncedFile {
  readonly key: string;
  readonly name: string;
}

/** A hash of the words and recipients of a mail, blind to how Exchange rewrites its HTML (see contentMark.ts). */
export type ContentMark = string;

interface Uploaded {
  readonly messageId: string;
  readonly changeKey: string;
  readonly webLink?: string;
  readonly internetMessageId?: string;
  readonly files: readonly UploadedFile[];
  /** Ids of the files that an answer took over from the message answered. They are nobody's to delete. */
  readonly theirs?: readonly string[];
  readonly mark: ContentMark;
  /** Of an answer: what the mailbox filled in when it was made or found (contentMark.ts). Absent: not read. */
  readonly filled?: string;
  /** How its words were set, as the mailbox gave them back (formatMark.ts). Absent: not read. */
  readonly format?: string;
  /** Hash of what Graph takes at creation only (internet headers): when it changes, the copy is made anew. */
  readonly fixed: string;
  /** When the mailbox is to let it leave, in milliseconds. Absent: at once, or not written down. */
  readonly waits?: number;
  /** Made from MIME: hash of the mail that it was made from. An update of its body would lose its text part. */
  readonly mime?: string;
  /** How each property was written, as long as nobody else wrote: an update says what differs. */
  readonly parts?: Readonly<Record<string, string>>;
  /** A draft of another program that a file was made of: it has no tag until it is updated. */
  readonly untagged?: true;
}

/** In place of the hash of a mail: the copy had the words of the file when it was found, and whatever else it has. */
export const adoptedHash = 'adopted';
/** In place of the hash of a mail: the copy had other words than the file when it was found. They are somebody's. */
export const foreignHash = 'foreign';
/** In place of the hash of a mail: a person saw the copy beside the file, and wants the file to replace it. */
export const seenHash = 'seen';

/** One line of a ledger. It is on disk before the step it announces begins. `hash` names the outgoing mail. */
export type LedgerStep =
  | {
      readonly step: 'creating';
      readonly hash: string;
      readonly mailbox: MailboxReference;
      readonly mark: ContentMark;
      readonly fixed: string;
      readonly files: readonly AnnouncedFile[];
      /** Further files follow in requests of their own. */
      readonly more?: true;
      /** Names this request: what it makes bears it. */
      readonly creation?: string;
      /** An answer: files that the copy has at its creation are those of the message answered. */
      readonly answers?: true;
      /** An answer: the message answered. */
      readonly original?: string;
      /** Made from MIME, which can't carry the tag: how the copy is found until it has one. */
      readonly internetMessageId?: string;
    }
  /** `strays`, here and below: there may be drafts of it left (strays.ts). */
  | { readonly step: 'create-refused'; readonly strays?: true }
  /** `names`: of the files that the copy will have. `fixed`: as in `uploaded`, where the update brings something that no update takes away. */
  | {
      readonly step: 'updating';
      readonly hash: string;
      readonly mark: ContentMark;
      readonly fixed?: string;
      readonly names?: readonly string[];
    }
  | ({ readonly step: 'uploaded'; readonly hash: string; readonly mailbox: MailboxReference } & Uploaded)
  /** A file came to the copy, or left it, in the midst of an update. */
  | ({ readonly step: 'attached' } & UploadedFile)
  | { readonly step: 'detached'; readonly attachmentId: string }
  | { readonly step: 'conflict'; readonly changeKey: string }
  | { readonly step: 'holding' }
  | { readonly step: 'released' }
  /**
   * `due`: the mailbox is to hold it until then (milliseconds since 1970). `missing`: it was held, and is not there any
   * more, long before its time.
   */
  | {
      readonly step: 'sending';
      readonly hash: string;
      readonly messageId: string;
      readonly due?: number;
      readonly missing?: true;
    }
  | { readonly step: 'accepted' }
  /** Accepted, and held by the mailbox until then (milliseconds since 1970). */
  | { readonly step: 'scheduled'; readonly until: number }
  /** The copy that the mailbox holds is about to be deleted, so that it does not go. */
  | { readonly step: 'cancelling' }
  /** About to be sent without a draft. `saved`: a copy comes to Sent Items. */
  | {
      readonly step: 'posting';
      readonly hash: string;
      readonly mailbox: MailboxReference;
      readonly saved: boolean;
    }
  /** `why`: in words. Without it, and with the code `told-not-sent`, a person said so. */
  | { readonly step: 'send-failed'; readonly code: string; readonly why?: readonly Sentence[] }
  /** Without `messageId`: no copy was kept. */
  | {
      readonly step: 'sent';
      readonly sentAt: string;
      readonly messageId?: string;
      readonly webLink?: string;
      readonly strays?: true;
      /** A person said so; no mailbox showed it. */
      readonly told?: true;
    }
  /** No draft is left that this ledger does not know. `last`: and nothing else is open. */
  | { readonly step: 'swept'; readonly last?: true }
  /** The mailbox was asked about what is open, and its clock showed `date` (milliseconds since 1970) or less (twoClocks.ts). */
  | { readonly step: 'looked'; readonly date: number }
  | { readonly step: 'gone' }
  | { readonly step: 'discarding' }
  | { readonly step: 'discarded'; readonly strays?: true };

/** `at`: milliseconds since 1970, UTC. */
export type LedgerEntry = LedgerStep & { readonly at: number };

/** The durable memory of the outbox: one append-only list of entries for each draft id. */
export interface Ledger {
  read(id: string): Promise<readonly LedgerEntry[]>;
  /** Resolves when the entry is on disk. */
  append(id: string, entry: LedgerEntry): Promise<void>;
  /** For one who holds the draft's lock. Absent: each entry is appended by itself. */
  open?(id: string): Promise<OpenLedger>;
  ids(): Promise<readonly string[]>;
}

/** The ledger of one draft as long as one works with it, and nobody else writes to it. */
export interface OpenLedger {
  /** As they were read, and what was written since. */
  readonly entries: readonly LedgerEntry[];
  /** Resolves when whoever reads the ledger sees the entry. It is on disk for certain after {@link flush}. */
  write(entry: LedgerEntry): Promise<void>;
  /** Resolves when all that was written is on disk. */
  flush(): Promise<void>;
  /** Flushes, and lets go. */
  close(): Promise<void>;
}

/** The mailbox that the draft was last put into. */
export function referenceOf(entries: readonly LedgerEntry[]): MailboxReference | undefined {
  return entries.flatMap((entry) => ('mailbox' in entry ? [entry.mailbox] : [])).at(-1);
}

/** Ids of all mailbox copies that there ever were. */
export function knownCopies(entries: readonly LedgerEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap((entry) => (entry.step === 'uploaded' ? [entry.messageId] : [])));
}
