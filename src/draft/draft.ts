import { type Sentence } from '../failure.js';
import { type HeaderKey } from './headerKeys.js';

/** One mailbox of RFC 5322 §3.4: `name` is the display name, unquoted and decoded. */
export interface Address {
  readonly name?: string;
  readonly address: string;
}

/** A file named under `attachments:`; `line` is the 0-based line it stands on in the draft. */
export interface AttachmentReference {
  readonly path: string;
  /** The name that the reader sees; absent: the file's own. */
  readonly name?: string;
  readonly line: number;
}

/** A stretch of the file, in UTF-16 units. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** An address or a path in the header, as far as it stands there to the letter. */
export interface PlacedValue extends Place {
  readonly key: HeaderKey;
  readonly text: string;
}

export type Importance = 'low' | 'normal' | 'high';
export type Sensitivity = 'normal' | 'personal' | 'private' | 'confidential';

/** The message that a mail answers, by its immutable id of Graph. */
export interface Answered {
  readonly kind: 'reply' | 'reply-all' | 'forward';
  readonly messageId: string;
}

/** What a draft, the mail made of it and the mailbox's copy all say in the same way. Lists may be empty. */
export interface Envelope {
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly replyTo: readonly Address[];
  readonly from?: Address;
  readonly subject: string;
  readonly importance: Importance;
  readonly sensitivity: Sensitivity;
  readonly categories: readonly string[];
  readonly readReceipt: boolean;
  readonly deliveryReceipt: boolean;
}

/** The header of a draft, each key of `product.md` §3 in its type. Absent keys are absent, lists are then empty. */
export interface Header extends Envelope {
  readonly mailbox?: string;
  readonly account?: string;
  readonly attachments: readonly AttachmentReference[];
  readonly sendAt?: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly answers?: Answered;
  /** Message-IDs (RFC 5322 §3.6.4) of the thread that the mail joins, that of the message answered last. */
  readonly thread?: readonly string[];
  /** The text part is ours too, and not what the mailbox makes of the HTML. */
  readonly plainText?: boolean;
  /** Where the mailbox keeps the draft: a folder by its name. Absent: Drafts. */
  readonly folder?: string;
  readonly theme?: string;
  readonly signature?: string | false;
  readonly lang?: string;
  readonly id?: string;
  readonly sent?: string;
}

/** Something in the draft that its writer should know. `line` is 0-based. Errors stop an upload or a send. */
export interface Problem {
  /** Stable, listed in README. */
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: Sentence;
  readonly line: number;
  /** Absent: the line, or what `problemPlace` finds in it. */
  readonly place?: Place;
}

/** The message that a draft answers, as it was quoted in its file. `line` is the 0-based line of the marker above it. */
export interface QuotedOriginal {
  readonly line: number;
  readonly text: string;
}

/** A draft file, read. */
export interface Draft {
  readonly header: Header;
  /** The Markdown below the header. */
  readonly body: string;
  /** 0-based line of the file on which `body` begins. */
  readonly bodyLine: number;
  /** Offset of `body` in the file. Absent: the draft was not read from one. */
  readonly bodyOffset?: number;
  /** What is no part of the mail (see quotedOriginal.ts). Absent: nothing. */
  readonly original?: QuotedOriginal;
  /** 0-based lines of the header's keys; absent: the draft was not read from a file. */
  readonly keyLines?: Readonly<Partial<Record<HeaderKey, number>>>;
  /** Where addresses and paths stand. */
  readonly places?: readonly PlacedValue[];
  /** What is wrong with the header itself. */
  readonly problems: readonly Problem[];
}

/** A change to a text, by UTF-16 offsets. */
export interface TextChange {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}
