import { parseMade } from './answers.js';
import { type GraphAnswer, type GraphRequest } from './client.js';
import {
  type AnswerKind,
  type AnswerProperties,
  type MadeMessage,
  type MessageFacts,
  type MessageProperties,
} from './mailbox.js';
import { type PathSegment } from './requestPath.js';
import { checkMimeSize, checkRequestSize } from './requestSize.js';

type Ask = (request: Omit<GraphRequest, 'scopes'>, signal?: AbortSignal) => Promise<GraphAnswer>;

/** The ways in which a draft comes into a mailbox, each by one request (Graph page "Create message"). */
export class DraftCreation {
  constructor(
    private readonly owner: readonly PathSegment[],
    private readonly ask: Ask,
    /** Told of each draft that was put into Drafts. */
    private readonly inDrafts: (draft: MessageFacts) => void,
  ) {}

  async create(message: MessageProperties, signal?: AbortSignal, folderId?: string): Promise<MadeMessage> {
    checkRequestSize(message, message.attachments ?? []);
    return this.post({ body: message }, signal, folderId);
  }

  async createMime(mime: Uint8Array, signal?: AbortSignal, folderId?: string): Promise<MessageFacts> {
    checkMimeSize(mime);
    return this.post({ mime }, signal, folderId);
  }

  async createAnswer(
    kind: AnswerKind,
    messageId: string,
    message: AnswerProperties,
    signal?: AbortSignal,
  ): Promise<MadeMessage> {
    const body = { message };
    checkRequestSize(body, []);
    const path = [...this.owner, 'messages', { id: messageId }, answerActions[kind]];
    const request = { method: 'POST', path, body, success: [201, 200] } as const;
    return (await this.ask(request, signal)).read(parseMade);
  }

  private async post(
    content: Pick<GraphRequest, 'body' | 'mime'>,
    signal: AbortSignal | undefined,
    folderId: string | undefined,
  ): Promise<MadeMessage> {
    const folder = folderId === undefined ? [] : ['mailFolders', { id: folderId }];
    const path = [...this.owner, ...folder, 'messages'];
    const request = { method: 'POST', path, ...content, success: [201, 200] } as const;
    const created = (await this.ask(request, signal)).read(parseMade);
    if (folderId === undefined) this.inDrafts(created);
    return created;
  }
}

/** Graph pages "message: createReply", "createReplyAll", "createForward". */
const answerActions = {
  reply: 'createReply',
  'reply-all': 'createReplyAll',
  forward: 'createForward',
} as const satisfies Record<AnswerKind, string>;
