import { type Address, type Importance, type Sensitivity } from '../draft/draft.js';
import { type InlineImage } from './rendered.js';

/** A file that goes with the mail. `size` in bytes; `read` gives the bytes as they are at that moment. */
export interface OutgoingAttachment {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  /** Where the file is, as a URI, for a preview that opens it; absent: it is no file. */
  readonly location?: string;
  readonly read: () => Promise<Uint8Array>;
}

/** A mail as it would go: what the preview shows, what is uploaded, and what is sent are all this. */
export interface OutgoingMail {
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
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly html: string;
  readonly text: string;
  readonly images: readonly InlineImage[];
  readonly attachments: readonly OutgoingAttachment[];
}
