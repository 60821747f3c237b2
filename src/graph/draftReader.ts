import { messageProperties, parseMessage } from './answers.js';
import { type GraphAnswer, type GraphClient, type GraphRequest } from './client.js';
import { presentOrAbsent } from './errors.js';
import {
  attachmentFacts,
  draftExpansion,
  draftProperties,
  type MailboxDraft,
  type MailboxFile,
  parseDraftSummary,
  parseInlineId,
  parseMailboxDraft,
  parseMailboxFile,
  rowExpansion,
  rowProperties,
  type DraftSummary,
} from './draftAnswers.js';
import { type MailScopes, ownMailboxScopes, sharedMailboxScopes } from './scopes.js';
import { type MessageFacts } from './mailbox.js';
import { type GraphPath, type PathSegment } from './requestPath.js';
import { largestFile } from './requestSize.js';

/** Drafts asked for at once. */
const pageSize = 30;

export interface DraftPage {
  readonly drafts: readonly DraftSummary[];
  /** Names the next page, to be handed back as it is. Absent: this was the last. */
  readonly next?: string;
}

/** What a person may look at of the drafts in a mailbox. Every call only reads. */
export interface DraftReader {
  /** Of the folder Drafts, the one that was changed last first. */
  drafts(next?: string, signal?: AbortSignal): Promise<DraftPage>;
  /** Absent: the mailbox says there is no such message. */
  facts(messageId: string, signal?: AbortSignal): Promise<MessageFacts | undefined>;
  /** @throws GraphFailure `message-not-found`, `message-id-invalid` */
  draft(messageId: string, signal?: AbortSignal): Promise<MailboxDraft>;
  files(messageId: string, signal?: AbortSignal): Promise<readonly MailboxFile[]>;
  /** The bytes of a file; of an attached message, its MIME text (Graph page "Get attachment"). */
  bytes(messageId: string, attachmentId: string, signal?: AbortSignal): Promise<Uint8Array>;
}

/** `path` as for `createGraphMailbox`. */
export function createDraftReader(
  client: GraphClient,
  path: '/me' | `/users/${string}`,
  scopes: MailScopes = path === '/me' ? ownMailboxScopes : sharedMailboxScopes,
): DraftReader {
  return new GraphDraftReader(
    client,
    path === '/me' ? ['me'] : ['users', { user: path.slice(7) }],
    scopes.write,
  );
}

class GraphDraftReader implements DraftReader {
  constructor(
    private readonly client: GraphClient,
    private readonly owner: readonly PathSegment[],
    private readonly scopes: readonly string[],
  ) {}

  async drafts(next?: string, signal?: AbortSignal): Promise<DraftPage> {
    const query = {
      $select: rowProperties,
      $expand: rowExpansion,
      $orderby: 'lastModifiedDateTime desc',
      $top: String(pageSize),
    };
    const request = this.get([...this.owner, 'mailFolders', 'drafts', 'messages'], query);
    const page = await this.client.page(request, parseDraftSummary, next, signal);
    return { drafts: page.items, ...(page.next === undefined ? {} : { next: page.next }) };
  }

  async facts(messageId: string, signal?: AbortSignal): Promise<MessageFacts | undefined> {
    const request = this.get(this.message(messageId), { $select: messageProperties });
    return presentOrAbsent(async () => (await this.ask(request, signal)).read(parseMessage));
  }

  async draft(messageId: string, signal?: AbortSignal): Promise<MailboxDraft> {
    const query = { $select: draftProperties, $expand: draftExpansion };
    return (await this.ask(this.get(this.message(messageId), query), signal)).read(parseMailboxDraft);
  }

  async files(messageId: string, signal?: AbortSignal): Promise<readonly MailboxFile[]> {
    const path = [...this.message(messageId), 'attachments'];
    const request = this.get(path, { $select: attachmentFacts });
    const listed = await this.client.items(request, parseMailboxFile, signal);
    const found: MailboxFile[] = [];
    for (const file of listed) {
      // `$select` may not name `contentId`, which only files have; so each picture is asked for by itself.
      const contentId =
        file.isInline && file.kind === 'file' ? await this.contentId(path, file.id, signal) : undefined;
      found.push(contentId === undefined ? file : { ...file, contentId });
    }
    return found;
  }

  async bytes(messageId: string, attachmentId: string, signal?: AbortSignal): Promise<Uint8Array> {
    const path = [...this.message(messageId), 'attachments', { id: attachmentId }, '$value'];
    return (await this.ask({ ...this.get(path), answerLimit: largestFile + 1024 * 1024 }, signal)).bytes;
  }

  private async contentId(path: GraphPath, id: string, signal?: AbortSignal): Promise<string | undefined> {
    const request = { ...this.get([...path, { id }]), answerLimit: largestFile };
    return (await this.ask(request, signal)).read(parseInlineId);
  }

  private message(id: string): GraphPath {
    return [...this.owner, 'messages', { id }];
  }

  private get(path: GraphPath, query?: GraphRequest['query']): GraphRequest {
    const request = { method: 'GET', path, success: [200], scopes: this.scopes } as const;
    return query === undefined ? request : { ...request, query };
  }

  private ask(request: GraphRequest, signal?: AbortSignal): Promise<GraphAnswer> {
    return this.client.request(request, signal);
  }
}
