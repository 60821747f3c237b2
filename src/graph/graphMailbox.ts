import {
  contentExpansion,
  contentProperties,
  messageProperties,
  parseCategory,
  parseContent,
  parseMessage,
  parseWritten,
} from './answers.js';
import { type GraphAnswer, type GraphClient, type GraphRequest } from './client.js';
import { DraftCreation } from './draftCreation.js';
import { changedMeanwhile, presentOrAbsent } from './errors.js';
import {
  type AnswerKind,
  type AnswerProperties,
  type AttachmentFacts,
  type AttachmentSource,
  type AttachmentUploadOptions,
  type Category,
  type FileAttachment,
  type Mailbox,
  type MadeMessage,
  type MessageContent,
  type MessageFacts,
  type MessageProperties,
  type PlacedMessage,
  type WrittenMessage,
} from './mailbox.js';
import { type Dated } from './mailboxDates.js';
import { MailAttachments } from './mailAttachments.js';
import { createMailFolders } from './mailFolders.js';
import {
  type MessageSummary,
  type OriginalMessage,
  originalProperties,
  parseOriginal,
  parseSummary,
  recentQuery,
  searchPhrase,
} from './received.js';
import { type GraphPath, odataString, type PathSegment, tagFilter } from './requestPath.js';
import { checkRequestSize } from './requestSize.js';
import { categoryScopes, type MailScopes, ownMailboxScopes, sharedMailboxScopes } from './scopes.js';

/**
 * The mailbox at `path`; an address after `/users/` is given plain, not percent-encoded. `scopes`: absent, those
 * that `path` needs (a `from` other than the account's own address needs `Mail.Send.Shared` also under `/me`).
 * Beside GraphFailure it throws Failure `attachment-too-large` and `message-too-large`, before a byte is sent.
 */
export function createGraphMailbox(
  client: GraphClient,
  path: '/me' | `/users/${string}`,
  scopes: MailScopes = path === '/me' ? ownMailboxScopes : sharedMailboxScopes,
): Mailbox {
  return new GraphMailbox(client, path === '/me' ? ['me'] : ['users', { user: path.slice(7) }], scopes);
}

class GraphMailbox implements Mailbox {
  private readonly messages: GraphPath;
  private readonly folders: ReturnType<typeof createMailFolders>;
  private readonly creation: DraftCreation;
  private readonly files: MailAttachments;

  constructor(
    private readonly client: GraphClient,
    private readonly owner: readonly PathSegment[],
    private readonly scopes: MailScopes,
  ) {
    this.messages = [...owner, 'messages'];
    this.folders = createMailFolders(client, [...owner, 'mailFolders'], scopes.write);
    this.creation = new DraftCreation(
      owner,
      (request, signal) => this.ask(request, signal),
      (draft) => this.folders.learnDrafts(draft),
    );
    this.files = new MailAttachments({
      ...{ client, scopes: scopes.write },
      message: (id) => this.message(id),
      get: (id, signal) => this.get(id, signal),
    });
  }

  create(message: MessageProperties, signal?: AbortSignal, folderId?: string): Promise<MadeMessage> {
    return this.creation.create(message, signal, folderId);
  }

  createMime(mime: Uint8Array, signal?: AbortSignal, folderId?: string): Promise<MessageFacts> {
    return this.creation.createMime(mime, signal, folderId);
  }

  createAnswer(
    kind: AnswerKind,
    messageId: string,
    message: AnswerProperties,
    signal?: AbortSignal,
  ): Promise<MadeMessage> {
    return this.creation.createAnswer(kind, messageId, message, signal);
  }

  draftFolder(name: string, signal?: AbortSignal): Promise<string> {
    return this.folders.forDrafts(name, signal);
  }

  async update(
    id: string,
    change: MessageProperties,
    signal?: AbortSignal,
    stillRight?: () => Promise<void>,
  ): Promise<WrittenMessage> {
    checkUpdatable(change);
    checkRequestSize(change, []);
    const request = { method: 'PATCH', path: this.message(id), body: change, success: [200] } as const;
    const asked = stillRight ? { ...request, stillRight } : request;
    return (await this.ask(asked, signal)).read(parseWritten);
  }

  async get(id: string, signal?: AbortSignal): Promise<PlacedMessage | undefined> {
    const query = { $select: messageProperties };
    const request = { method: 'GET', path: this.message(id), query, success: [200] } as const;
    const facts = await presentOrAbsent(async () => (await this.ask(request, signal)).read(parseMessage));
    return facts && { ...facts, folder: await this.folders.of(facts, signal) };
  }

  findByTag(draftId: string, signal?: AbortSignal): Promise<readonly PlacedMessage[]> {
    return this.find(tagFilter(draftId), signal);
  }

  findByMessageId(internetMessageId: string, signal?: AbortSignal): Promise<readonly PlacedMessage[]> {
    return this.find(`internetMessageId eq ${odataString(internetMessageId)}`, signal);
  }

  private async find(filter: string, signal?: AbortSignal): Promise<readonly PlacedMessage[]> {
    const query = { $filter: filter, $select: messageProperties, $top: '50' };
    const found = await this.list({ method: 'GET', path: this.messages, query }, parseMessage, signal);
    const placed: PlacedMessage[] = [];
    for (const facts of found) placed.push({ ...facts, folder: await this.folders.of(facts, signal) });
    return placed;
  }

  async send(id: string, signal?: AbortSignal): Promise<void> {
    const request = { method: 'POST', path: [...this.message(id), 'send'], success: [202, 200] } as const;
    const answer = await this.client.request({ ...request, scopes: this.scopes.send }, signal);
    answer.readNothing();
  }

  async sendMail(message: MessageProperties, saved: boolean, signal?: AbortSignal): Promise<void> {
    const body = { message, saveToSentItems: saved };
    checkRequestSize(body, message.attachments ?? []);
    const path = [...this.owner, 'sendMail'];
    const request = { method: 'POST', path, body, success: [202, 200], scopes: this.scopes.send } as const;
    (await this.client.request(request, signal)).readNothing();
  }

  async categories(signal?: AbortSignal): Promise<readonly Category[]> {
    const path = [...this.owner, 'outlook', 'masterCategories'];
    const query = { $select: 'displayName,color' };
    const request = { method: 'GET', path, query, success: [200], scopes: categoryScopes } as const;
    return this.client.items(request, parseCategory, signal);
  }

  async delete(id: string, signal?: AbortSignal, changeKey?: string): Promise<void> {
    // A DELETE moves to Deleted Items, where the immutable id stays valid: a second one would destroy the copy there.
    const carriedOut = async () => {
      const left = await this.get(id, signal);
      if (left === undefined || left.folder === 'deleteditems') return true;
      if (changeKey !== undefined && !(left.isDraft && left.changeKey === changeKey))
        throw changedMeanwhile();
      return false;
    };
    const request = { method: 'DELETE', path: this.message(id), success: [204, 200], carriedOut } as const;
    await presentOrAbsent(() => this.ask(request, signal));
  }

  attachments(id: string, signal?: AbortSignal): Promise<readonly AttachmentFacts[]> {
    return this.files.list(id, signal);
  }

  addAttachment(id: string, attachment: FileAttachment, signal?: AbortSignal): Promise<AttachmentFacts> {
    return this.files.add(id, attachment, signal);
  }

  uploadAttachment(
    id: string,
    source: AttachmentSource,
    options?: AttachmentUploadOptions,
  ): Promise<AttachmentFacts> {
    return this.files.upload(id, source, options);
  }

  deleteAttachment(id: string, attachmentId: string, signal?: AbortSignal): Promise<void> {
    return this.files.delete(id, attachmentId, signal);
  }

  async content(id: string, signal?: AbortSignal): Promise<MessageContent> {
    const query = { $select: contentProperties, $expand: contentExpansion };
    const prefer = ['outlook.body-content-type="html"'];
    const request = { method: 'GET', path: this.message(id), query, prefer, success: [200] } as const;
    return (await this.ask(request, signal)).read(parseContent);
  }

  async recent(
    { search, top }: { readonly search?: string; readonly top: number },
    signal?: AbortSignal,
  ): Promise<readonly MessageSummary[]> {
    const phrase = search === undefined ? undefined : searchPhrase(search);
    const inbox = [...this.messages.slice(0, -1), 'mailFolders', 'inbox', 'messages'];
    const path = phrase === undefined ? inbox : this.messages;
    const request = { method: 'GET', path, query: recentQuery(top, phrase) } as const;
    const found = await this.list(request, parseSummary, signal, top);
    return found.flatMap((message) => message ?? []).slice(0, top);
  }

  async original(id: string, signal?: AbortSignal): Promise<OriginalMessage> {
    const query = { $select: originalProperties };
    const prefer = ['outlook.body-content-type="text"'];
    const request = { method: 'GET', path: this.message(id), query, prefer, success: [200] } as const;
    return (await this.ask(request, signal)).read(parseOriginal);
  }

  dated<T>(work: () => Promise<T>): Promise<Dated<T>> {
    return this.client.dated(work);
  }

  private message(id: string): GraphPath {
    return [...this.messages, { id }];
  }

  private ask(request: Omit<GraphRequest, 'scopes'>, signal?: AbortSignal): Promise<GraphAnswer> {
    return this.client.request({ ...request, scopes: this.scopes.write }, signal);
  }

  private list<T>(
    request: Omit<GraphRequest, 'scopes' | 'success'>,
    parse: (json: unknown) => T,
    signal?: AbortSignal,
    enough?: number,
  ): Promise<readonly T[]> {
    const whole = { ...request, success: [200], scopes: this.scopes.write };
    return this.client.items(whole, parse, signal, enough);
  }
}

/** Graph takes these at creation only, and drops `attachments` from a PATCH without a word. */
function checkUpdatable(change: MessageProperties): void {
  if (change.attachments !== undefined || change.internetMessageHeaders !== undefined)
    throw new TypeError('attachments and internetMessageHeaders are set at creation only');
}
