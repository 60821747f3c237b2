import { type Draft } from './draft/draft.js';
import { parseDraft } from './draft/parseDraft.js';
import { safeFileName } from './fileName.js';
import { type DraftPage, type DraftReader } from './graph/draftReader.js';
import { type MailboxDraft, type MailboxFile } from './graph/draftAnswers.js';
import { GraphFailure } from './graph/errors.js';
import { isLiveDraft, type Mailbox } from './graph/mailbox.js';
import { markOfMail } from './outbox/contentMark.js';
import { splitHistory } from './outbox/history.js';
import { type MailboxReference } from './outbox/ledger.js';
import { type Outbox } from './outbox/outbox.js';
import { outboxFailures } from './outbox/outboxFailures.js';
import { changedAgain, copyGone, type SeenCopy } from './outbox/seenCopy.js';
import { type UploadedTexts } from './outbox/uploadedTexts.js';
import { copyText, newDraftText } from './received/receivedDraft.js';
import { type Composed } from './render/compose.js';

/** A draft file as it is now, with the mail that it makes. */
export interface CurrentDraft {
  readonly text: string;
  readonly draft: Draft;
  readonly composed: Pick<Composed, 'mail' | 'blocks'>;
}

/** A message in the mailbox as it was read. */
export interface MailboxCopy {
  readonly seen: SeenCopy;
  readonly draft: MailboxDraft;
  /** Attachments and pictures that the draft file does not name yet. Those of a message answered are left out. */
  readonly unsaved: readonly MailboxFile[];
  /** The text of a file that makes this message. `paths`: of files that are saved, by the ids of the attachments. */
  text(paths?: ReadonlyMap<string, string>): string;
}

/** How a draft file begins that is made of a message. */
export interface FilePlace {
  /** Absent: the text is only shown. */
  readonly id?: string;
  readonly account?: string;
  readonly mailbox?: string;
  readonly unsigned?: true;
}

export interface CopyParts {
  outbox(): Outbox;
  texts(): UploadedTexts;
  mailbox(reference: MailboxReference): Promise<Mailbox>;
  reader(reference: MailboxReference): Promise<DraftReader>;
}

/** The drafts in mailboxes as Markdown: beside their files, or to make files of. Nothing in a mailbox is changed by it. */
export class MailboxCopies {
  constructor(private readonly parts: CopyParts) {}

  /** Called before an upload: HTML can't be turned back into the Markdown that it came from. */
  async remember(id: string, { text, draft, composed: { mail, blocks } }: CurrentDraft): Promise<void> {
    // The text may have got its `id:` since it was composed.
    const shift = parseDraft(text).bodyLine - draft.bodyLine;
    const placed = blocks.map(({ line, index }) => ({ line: line + shift, index }));
    await this.parts.texts().keep(id, { mark: markOfMail(mail), text, html: mail.html, blocks: placed });
  }

  async forget(id: string): Promise<void> {
    await this.parts.texts().forget(id);
  }

  /** One page of the drafts in a mailbox; `next` as the last page named it. */
  async list(reference: MailboxReference, next?: string, signal?: AbortSignal): Promise<DraftPage> {
    return (await this.parts.reader(reference)).drafts(next, signal);
  }

  async webLink(reference: MailboxReference, messageId: string): Promise<string | undefined> {
    return (await (await this.parts.reader(reference)).facts(messageId))?.webLink;
  }

  /** @throws Failure `copy-changed-again`, `copy-gone` */
  async requireUnchanged({ seen }: MailboxCopy, signal?: AbortSignal): Promise<void> {
    const facts = await (await this.parts.reader(seen.mailbox)).facts(seen.messageId, signal);
    if (!facts?.isDraft) throw copyGone();
    if (facts.changeKey !== seen.changeKey) throw changedAgain();
  }

  /** The bytes of an attachment, up to 150 MB. */
  async bytes({ seen }: MailboxCopy, attachmentId: string, signal?: AbortSignal): Promise<Uint8Array> {
    return (await this.parts.reader(seen.mailbox)).bytes(seen.messageId, attachmentId, signal);
  }

  /**
   * The copy of a draft, with the text that its file would have. @throws Failure `not-uploaded`, `already-sent`,
   * `copy-gone`, `several-copies`
   */
  async of(
    id: string,
    reference: MailboxReference,
    current: CurrentDraft,
    signal?: AbortSignal,
  ): Promise<MailboxCopy> {
    const known = await this.parts.outbox().copyOf(id);
    const mailbox = known?.mailbox ?? reference;
    const messageId = known?.messageId ?? (await this.tagged(id, mailbox, signal));
    const { draft, files } = await this.read(mailbox, messageId, signal);
    const theirs = known?.theirs ?? [];
    const own = files.filter((file) => !theirs.includes(file.id));
    const kept = known && (await this.parts.texts().of(id)).find(({ mark }) => mark === known.mark);
    const { mail, blocks } = current.composed;
    const base = kept ?? { text: current.text, html: mail.html, blocks };
    const body = mail.answers ? ownBody(draft.body) : draft.body;
    const unsaved = own.filter(unknownTo(current.draft, base.html));
    const { markdownOf } = await import('./markdownWriter.js');
    return {
      seen: {
        messageId,
        changeKey: draft.changeKey,
        mailbox,
        ...(known?.untagged ? { untagged: true } : {}),
      },
      draft,
      unsaved,
      text: (paths) =>
        copyText({ ...draft, body, files: named(own, unsaved, paths) }, current.text, base, markdownOf),
    };
  }

  /** Any draft of a mailbox, with the text of a new file for it. @throws Failure `copy-gone` */
  async foreign(
    mailbox: MailboxReference,
    messageId: string,
    place: (draft: MailboxDraft) => FilePlace,
    signal?: AbortSignal,
  ): Promise<MailboxCopy> {
    const { draft, files } = await this.read(mailbox, messageId, signal);
    const { markdownOf } = await import('./markdownWriter.js');
    return {
      seen: {
        messageId,
        changeKey: draft.changeKey,
        mailbox,
        ...(draft.tag === undefined ? { untagged: true } : {}),
      },
      draft,
      unsaved: files.filter(({ kind }) => kind !== 'link'),
      text: (paths) =>
        newDraftText({ ...draft, files: named(files, files, paths) }, place(draft), markdownOf),
    };
  }

  private async read(
    reference: MailboxReference,
    messageId: string,
    signal?: AbortSignal,
  ): Promise<{ draft: MailboxDraft; files: readonly MailboxFile[] }> {
    const reader = await this.parts.reader(reference);
    try {
      const draft = await reader.draft(messageId, signal);
      if (!draft.isDraft) throw copyGone();
      return { draft, files: await reader.files(messageId, signal) };
    } catch (error) {
      if (error instanceof GraphFailure && error.code === 'message-not-found') throw copyGone();
      throw error;
    }
  }

  /** A copy that another computer made. */
  private async tagged(id: string, reference: MailboxReference, signal?: AbortSignal): Promise<string> {
    const found = await (await this.parts.mailbox(reference)).findByTag(id, signal);
    const live = found.filter(isLiveDraft);
    if (live.length > 1) throw outboxFailures.severalCopies(live.length);
    if (!live[0]) throw found.some(({ isDraft }) => !isDraft) ? copyGone() : outboxFailures.notUploaded();
    return live[0].id;
  }
}

/** What the writer of an answer wrote: the history below belongs to the mailbox. */
function ownBody(body: MailboxDraft['body']): MailboxDraft['body'] {
  if (body.contentType === 'text') return body;
  return { ...body, content: splitHistory(body.content)?.own ?? body.content };
}

/** Attachments by the names that the draft gives them, pictures by the page that was made of it. */
function unknownTo({ header }: Draft, html: string): (file: MailboxFile) => boolean {
  const names = header.attachments.map(
    ({ path, name }) => name ?? path.replaceAll('\\', '/').split('/').at(-1),
  );
  return ({ kind, name, isInline, contentId }) => {
    if (kind === 'link') return false;
    if (isInline && contentId !== undefined && html.includes(`cid:${contentId}"`)) return false;
    const at = names.indexOf(name);
    if (at >= 0) names.splice(at, 1);
    return at < 0;
  };
}

/** With the path that each has, or would have; those of `unsaved` that were left out are not named. */
function named(
  files: readonly MailboxFile[],
  unsaved: readonly MailboxFile[],
  paths: ReadonlyMap<string, string> | undefined,
): (MailboxFile & { readonly path: string })[] {
  return files
    .filter((file) => file.kind !== 'link' && (!paths || paths.has(file.id) || !unsaved.includes(file)))
    .map((file) => ({ ...file, path: paths?.get(file.id) ?? fileNameOf(file) }));
}

/** The name under which an attachment is saved, harmless on any system. An attached mail is its MIME text. */
export function fileNameOf({ name, kind, isInline }: MailboxFile): string {
  const safe = safeFileName(name) || (isInline ? 'picture' : 'attachment');
  return kind === 'message' && !/\.eml$/iu.test(safe) ? `${safe}.eml` : safe;
}
