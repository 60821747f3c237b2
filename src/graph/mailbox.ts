import { type Room } from '../draft/files.js';
import { type Dated } from './mailboxDates.js';
import { type PartTags } from './partTags.js';
import { type MessageSummary, type OriginalMessage } from './received.js';

/** `{ emailAddress: { address, name? } }` of Microsoft Graph. */
export interface Recipient {
  readonly emailAddress: { readonly address: string; readonly name?: string };
}

/**
 * The writable properties of a Graph message that a draft uses (graph-facts §2.1). Absent: untouched.
 * `internetMessageHeaders` and `attachments` can be set at creation only.
 */
export interface MessageProperties {
  readonly subject?: string;
  readonly body?: { readonly contentType: 'html' | 'text'; readonly content: string };
  readonly toRecipients?: readonly Recipient[];
  readonly ccRecipients?: readonly Recipient[];
  readonly bccRecipients?: readonly Recipient[];
  readonly replyTo?: readonly Recipient[];
  readonly from?: Recipient;
  readonly importance?: 'low' | 'normal' | 'high';
  readonly categories?: readonly string[];
  readonly isReadReceiptRequested?: boolean;
  readonly isDeliveryReceiptRequested?: boolean;
  readonly internetMessageHeaders?: readonly { readonly name: string; readonly value: string }[];
  readonly singleValueExtendedProperties?: readonly { readonly id: string; readonly value: string }[];
  readonly attachments?: readonly FileAttachment[];
}

export interface FileAttachment {
  readonly '@odata.type': '#microsoft.graph.fileAttachment';
  readonly name: string;
  readonly contentType: string;
  /** Base64 with padding. */
  readonly contentBytes: string;
  readonly isInline?: boolean;
  readonly contentId?: string;
}

/** A file too large for one request, read when it is needed. `size` in bytes. */
export interface AttachmentSource {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly contentId?: string;
  /** Of the bytes that are meant, hexadecimal. */
  readonly sha256: string;
  /** Of the same bytes: where they fit the parts that are sent, each part is proved before it leaves. */
  readonly tags?: PartTags;
  /** The bytes from `offset` on, in what `room` gives where the source can do that. */
  open(offset: number, room?: Room): AsyncIterable<Uint8Array>;
}

export interface AttachmentUploadOptions {
  readonly signal?: AbortSignal;
  /** Called with the bytes that are on their way or there, of `size`. */
  readonly progress?: (sent: number) => void;
  /** What `keep` was given in an earlier try, perhaps of an earlier process. */
  readonly session?: string;
  /** Given what a later try needs to go on; `undefined`: there is nothing to go on with. It opens the upload: a secret. */
  readonly keep?: (session: string | undefined) => Promise<void>;
}

/** What the product reads of a message. Times are ISO 8601 in UTC. */
export interface MessageFacts {
  readonly id: string;
  readonly changeKey: string;
  readonly isDraft: boolean;
  readonly parentFolderId: string;
  readonly webLink?: string;
  readonly internetMessageId?: string;
  readonly sentDateTime?: string;
}

/** A message as it was when a write to it was answered: with what others wrote before. */
export interface WrittenMessage extends MessageFacts {
  /** Absent: the answer does not tell. */
  readonly written?: { readonly content: MessageContent; readonly hasAttachments: boolean };
}

/** A message as it was when its creation was answered. */
export interface MadeMessage extends MessageFacts {
  /** As the mailbox keeps it. Absent: the answer does not tell. */
  readonly made?: MessageContent;
}

/**
 * A message with where it lies. `other`: any folder beside the three. A deleted draft keeps its immutable id and is
 * found in `deleteditems`.
 */
export interface PlacedMessage extends MessageFacts {
  readonly folder: 'drafts' | 'sentitems' | 'deleteditems' | 'other';
}

/** Whether it is there, and neither sent nor thrown away. */
export function isLiveDraft(message: PlacedMessage | undefined): message is PlacedMessage {
  return message?.isDraft === true && message.folder !== 'deleteditems';
}

export interface AttachmentFacts {
  readonly id: string;
  readonly name: string;
  /** Bytes, Exchange's overhead included. */
  readonly size: number;
  readonly isInline: boolean;
  readonly contentId?: string;
}

/** The words of a message as the mailbox holds them: `html` is Exchange's rewriting, recipients are addresses. */
export interface MessageContent {
  readonly subject: string;
  readonly html: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** What the mailbox calls the recipients, by address; absent where it has no names for them. */
  readonly names?: ReadonlyMap<string, string>;
  /** It carries a time before which it is not sent, as the mailbox writes it. */
  readonly deferred?: string;
  /** Names the request that made it. Absent: another program's, or a person's. */
  readonly creation?: string;
  /** It bears a draft's tag. */
  readonly tagged?: true;
  /** It was handed over without a draft, and only waits to leave: whether a copy of it stays. */
  readonly posted?: 'saved' | 'unsaved';
  /** When it came into the mailbox, as the mailbox writes it. */
  readonly created?: string;
  /** `low`, `normal` or `high`. */
  readonly importance?: string;
  /** Of the message as it was read. */
  readonly changeKey?: string;
  /** It has internet headers of its writer's, which no update can change. */
  readonly headers?: true;
}

/** A category of the mailbox's own list; `color` is `preset0` to `preset24`, or `none`. */
export interface Category {
  readonly name: string;
  readonly color: string;
}

export type AnswerKind = 'reply' | 'reply-all' | 'forward';

/** What an answer is made with: everything but the body, which would replace the history. */
export type AnswerProperties = Omit<MessageProperties, 'body' | 'attachments'>;

/**
 * One mailbox, as the outbox needs it. Every call carries `Prefer: IdType="ImmutableId"`. Calls that only read are repeated on
 * throttling and gateway errors, and those that delete after a look; `create`, `createMime`, `createAnswer`, `update`,
 * `send`, `sendMail` and `addAttachment` are carried out by at most one request each. Failures of the mailbox are `GraphFailure`s, whose `refused` says what they
 * prove; any other `Failure` (no token, `attachment-too-large`) came before the request. A cancelled `create`, `send`
 * or `addAttachment` may have been carried out.
 */
export interface Mailbox {
  /** `folderId`: of {@link Mailbox.draftFolder}; absent: Drafts. */
  create(message: MessageProperties, signal?: AbortSignal, folderId?: string): Promise<MadeMessage>;
  /**
   * A draft from a whole message of RFC 5322 (Graph page "Create a message in MIME format"): the one way to give it a
   * text part, a Message-ID and a thread of its own. It has no tag yet. @throws Failure `message-too-large`
   */
  createMime(mime: Uint8Array, signal?: AbortSignal, folderId?: string): Promise<MessageFacts>;
  /**
   * The id of a folder that drafts can be put into: by `drafts`, `inbox` or `archive`, or by its display name at the top
   * of the mailbox. @throws Failure `folder-unknown`, `folder-unfit`
   */
  draftFolder(name: string, signal?: AbortSignal): Promise<string>;
  /** All messages, in any folder, with this Message-ID, its angle brackets included. */
  findByMessageId(internetMessageId: string, signal?: AbortSignal): Promise<readonly PlacedMessage[]>;
  /**
   * `createReply`, `createReplyAll` or `createForward`: a draft with recipients, subject, thread and history as Exchange
   * makes them; what `message` names replaces those.
   */
  createAnswer(
    kind: AnswerKind,
    messageId: string,
    message: AnswerProperties,
    signal?: AbortSignal,
  ): Promise<MadeMessage>;
  /** `stillRight`: throws where it must not be said any more, after a person had to sign in for it. */
  update(
    id: string,
    change: MessageProperties,
    signal?: AbortSignal,
    stillRight?: () => Promise<void>,
  ): Promise<WrittenMessage>;
  /** Absent: the mailbox says there is no such message. */
  get(id: string, signal?: AbortSignal): Promise<PlacedMessage | undefined>;
  /** All messages, in any folder, that carry the draft's tag. */
  findByTag(draftId: string, signal?: AbortSignal): Promise<readonly PlacedMessage[]>;
  /** `POST …/send` once. Resolves when the server accepted it (202 or 200): queued, not delivered. */
  send(id: string, signal?: AbortSignal): Promise<void>;
  /**
   * `sendMail` once: a message that never was a draft. Resolves when the server accepted it; the answer names nothing.
   * `saved`: it leaves a copy in Sent Items.
   */
  sendMail(message: MessageProperties, saved: boolean, signal?: AbortSignal): Promise<void>;
  /**
   * A message that is already gone counts as deleted. `changeKey`: of the draft as it was seen; absent: whatever it became
   * since. @throws GraphFailure `message-changed-meanwhile` where the request was not answered, and somebody has written
   * to the draft, or sent it, since it was seen
   */
  delete(id: string, signal?: AbortSignal, changeKey?: string): Promise<void>;
  attachments(id: string, signal?: AbortSignal): Promise<readonly AttachmentFacts[]>;
  addAttachment(id: string, attachment: FileAttachment, signal?: AbortSignal): Promise<AttachmentFacts>;
  /**
   * Adds a file of 3 MB to 150 MB part by part (Graph page "Attach large files to Outlook messages"): goes on after a
   * lost connection, begins anew where the session is over. Its last part goes out only when the bytes were those that
   * `sha256` names, and where there are `tags`, each part only when it is the one that was meant. Cancelled before the
   * last byte went out, it leaves nothing behind. @throws Failure `attachment-changed`, `attachment-too-large`,
   * `attachment-upload-failed`, beside GraphFailure and what `open` threw
   */
  uploadAttachment(
    id: string,
    source: AttachmentSource,
    options?: AttachmentUploadOptions,
  ): Promise<AttachmentFacts>;
  /**
   * One that is already gone counts as deleted. @throws GraphFailure `message-changed-meanwhile` where the request was
   * not answered, and the message is no draft any more
   */
  deleteAttachment(id: string, attachmentId: string, signal?: AbortSignal): Promise<void>;
  /** What a person could have edited elsewhere, for a comparison with what was uploaded. */
  content(id: string, signal?: AbortSignal): Promise<MessageContent>;
  /**
   * At most `top` messages, the newest first, drafts left out: those of the inbox, or what `search`, as a person types
   * it, finds in all folders.
   */
  recent(
    options: { readonly search?: string; readonly top: number },
    signal?: AbortSignal,
  ): Promise<readonly MessageSummary[]>;
  /** The mailbox's own list. It needs `MailboxSettings.Read`, which nothing else asks for. */
  categories(signal?: AbortSignal): Promise<readonly Category[]>;
  /** What `work` comes to that asks this mailbox, with what the mailbox's clock showed meanwhile. */
  dated<T>(work: () => Promise<T>): Promise<Dated<T>>;
  /** A message for its reader. @throws GraphFailure `message-not-found`, `message-id-invalid` */
  original(id: string, signal?: AbortSignal): Promise<OriginalMessage>;
}

/** The property that carries a draft's id: one constant GUID for all time (a new one for each draft would use up the mailbox's named properties). */
export const draftTag = 'String {6f1c6f38-0a5b-4a7e-9d0e-7f2f3c1b9a64} Name MarkdownMailDraft';

/** Names the request that made a draft, so that one request carried out late, or twice, is told from another computer's. */
export const creationProperty = 'String {6f1c6f38-0a5b-4a7e-9d0e-7f2f3c1b9a64} Name MarkdownMailCreation';

/**
 * On what goes by `sendMail`, `saved` or `unsaved`: until it leaves it may lie among the drafts, and bears the tag, so that
 * another computer would take it for one.
 */
export const postedProperty = 'String {6f1c6f38-0a5b-4a7e-9d0e-7f2f3c1b9a64} Name MarkdownMailPosted';

/** PidTagDeferredSendTime ([MS-OXOMSG] 2.2.3.6): not before this time, ISO 8601 in UTC. */
export const deferredSendTime = 'SystemTime 0x3FEF';
