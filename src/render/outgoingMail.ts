import { type Answered, type Envelope } from '../draft/draft.js';
import { type Room } from '../draft/files.js';
import { type InlineImage } from './rendered.js';

/** A file that goes with the mail. `size` in bytes; `read` gives the bytes as they are at that moment. */
export interface OutgoingAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** Where the file is, as a URI, for a preview that opens it; absent: it is no file. */
  readonly location?: string;
  readonly read: () => Promise<Uint8Array>;
  /** The same piece by piece from `offset` on, for files that would fill the memory. Absent: only whole. */
  readonly open?: (offset: number, room?: Room) => AsyncIterable<Uint8Array>;
  /** Another when the content is another, as far as the file system tells. Absent: it cannot be told. */
  readonly version?: string;
}

/** A mail as it would go: what the preview shows, what is uploaded, and what is sent are all this. */
export interface OutgoingMail extends Envelope {
  /** Not before this moment, as milliseconds since 1970 in whole seconds; absent, or past: at once. */
  readonly sendAt?: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly html: string;
  readonly text: string;
  readonly images: readonly InlineImage[];
  readonly attachments: readonly OutgoingAttachment[];
  /**
   * The message that this mail answers. Where `to`, `cc` or `subject` are empty then, they are what the mailbox makes of
   * that message; its text follows below `html`.
   */
  readonly answers?: Answered;
  /** Message-IDs of the thread that the mail joins, that of the message answered last. Never beside `answers`. */
  readonly thread?: readonly string[];
  /** `text` goes along as a part of its own. Absent: the mailbox makes one of the HTML. Never beside `answers`. */
  readonly plainText?: true;
  /** The folder of the mailbox that the draft is kept in, by its name; absent: Drafts. Never beside `answers`. */
  readonly folder?: string;
}
