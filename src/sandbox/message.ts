/** Folders of the sandbox, by their well-known names (Graph page "mailFolder resource type"). */
export const folderNames = [
  'inbox',
  'drafts',
  'sentitems',
  'deleteditems',
  'archive',
  'junkemail',
  'outbox',
] as const;
export type FolderName = (typeof folderNames)[number];

/** `recipient` of Graph. `address` is as the client wrote it: Exchange judges recipients at send only. */
export interface Recipient {
  readonly emailAddress: { readonly name?: string; readonly address: string };
}

/** `content` is what Exchange would keep and return, `original` what the client sent and a reader gets. */
export interface StoredBody {
  readonly contentType: 'html' | 'text';
  readonly content: string;
  readonly original: string;
  /** A text part of the sender's own, beside HTML: it came in MIME, and lasts until the body is written again. */
  readonly text?: string;
}

/** `singleValueLegacyExtendedProperty` of Graph. */
export interface ExtendedProperty {
  readonly id: string;
  readonly value: string;
}

/** What a client can write into a message, complete. Names and values are Graph's. */
export interface MessageContent {
  readonly subject: string;
  readonly body: StoredBody;
  readonly toRecipients: readonly Recipient[];
  readonly ccRecipients: readonly Recipient[];
  readonly bccRecipients: readonly Recipient[];
  readonly replyTo: readonly Recipient[];
  readonly from: Recipient | null;
  readonly sender: Recipient | null;
  readonly importance: 'low' | 'normal' | 'high';
  readonly inferenceClassification: 'focused' | 'other';
  readonly categories: readonly string[];
  readonly flag: Readonly<Record<string, unknown>>;
  readonly isRead: boolean;
  /** `null`: made from MIME. */
  readonly isDeliveryReceiptRequested: boolean | null;
  readonly isReadReceiptRequested: boolean;
  readonly internetMessageId: string;
  readonly internetMessageHeaders: readonly { readonly name: string; readonly value: string }[];
  readonly singleValueExtendedProperties: readonly ExtendedProperty[];
}

/** A file attachment; its bytes lie in the store under `contentName`. */
export interface StoredAttachment {
  readonly key: string;
  readonly contentName: string;
  readonly name: string;
  readonly contentType: string | null;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly contentLocation: string | null;
  /** Bytes of the file itself. */
  readonly length: number;
  readonly modified: number;
}

/** One message at rest. Never changed in place: a write puts another record under the same `key`. Times: ms since 1970, UTC. */
export interface StoredMessage {
  /** Known to the store only; never leaves the sandbox. */
  readonly key: string;
  /** The default id: another one after each move. */
  readonly id: string;
  readonly immutableId: string;
  readonly changeKey: string;
  readonly revision: number;
  readonly folder: FolderName;
  readonly isDraft: boolean;
  readonly created: number;
  readonly modified: number;
  readonly received: number;
  readonly sent: number;
  /** When it came into its folder. */
  readonly placed: number;
  /** Present: accepted by `/send`, leaves for Sent Items at this time. */
  readonly departs?: number;
  /** Present: leaves no copy in Sent Items. */
  readonly unsaved?: true;
  /** Present: an answer. The ids of what it answers, the oldest first (RFC 5322 §3.6.4). */
  readonly answers?: { readonly references: readonly string[] };
  /** The owner of the mailbox, who is the author unless `from` says otherwise. */
  readonly author: Recipient;
  readonly conversationId: string;
  readonly conversationIndex: string;
  readonly content: MessageContent;
  readonly attachments: readonly StoredAttachment[];
}
