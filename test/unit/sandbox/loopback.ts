import { type Clock } from '../../../src/clock.js';
import { memoryStore } from '../../../src/sandbox/memoryStore.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../../src/sandbox/sandbox.js';
import { startSandboxServer, type SandboxServer } from '../../../src/sandbox/server.js';
import { type SandboxUser } from '../../../src/sandbox/call.js';

export const ada: SandboxUser = {
  id: '11111111-1111-4111-8111-111111111111',
  userName: 'ada@example.com',
  displayName: 'Ada Lovelace',
  aliases: ['countess@example.com'],
};
export const team: SandboxUser = {
  id: '22222222-2222-4222-8222-222222222222',
  userName: 'team@example.com',
  displayName: 'The Team',
  sharedWith: ['ada@example.com'],
};
export const stranger: SandboxUser = {
  id: '33333333-3333-4333-8333-333333333333',
  userName: 'stranger@example.com',
  displayName: 'A Stranger',
};

/** A clock that stands still until it is moved. */
export class StillClock implements Clock {
  constructor(public time = Date.UTC(2026, 8, 9, 2, 54, 56)) {}
  now(): number {
    return this.time;
  }
  async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
  }
}

export type Json = Record<string, unknown> & { id: string; value: Json[]; changeKey: string };

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  readonly json: Json;
  readonly code: string;
}

/** A sandbox behind a real loopback port, and what a test says to it. */
export class Loopback {
  private constructor(
    readonly sandbox: Sandbox,
    readonly server: SandboxServer,
    readonly clock: StillClock,
  ) {}

  static async start(options: Partial<SandboxOptions> = {}): Promise<Loopback> {
    const clock = new StillClock();
    const users = [ada, team, stranger];
    const sandbox = createSandbox({
      users,
      authorize: (token) => users.find(({ userName }) => `token-${userName}` === token),
      store: memoryStore(),
      clock,
      report: (error) => console.error(error),
      ...options,
    });
    return new Loopback(sandbox, await startSandboxServer(sandbox), clock);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const url = path.startsWith('http') ? path : `${this.server.origin}${path}`;
    const response = await fetch(url, {
      method,
      redirect: 'error',
      headers: {
        authorization: 'Bearer token-ada@example.com',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return replyOf(response);
  }

  get(path: string, headers?: Record<string, string>): Promise<Reply> {
    return this.ask('GET', path, undefined, headers);
  }

  /** A draft with one recipient, unless `message` says otherwise. */
  async draft(message: object = {}, headers?: Record<string, string>): Promise<Json> {
    const reply = await this.ask(
      'POST',
      '/v1.0/me/messages',
      { subject: 'S', toRecipients: [to('b@example.com')], ...message },
      headers,
    );
    if (reply.status !== 201) throw new Error(`The draft was refused: ${reply.status} ${reply.text}`);
    return reply.json;
  }

  send(id: string, headers?: Record<string, string>): Promise<Reply> {
    return this.ask('POST', `/v1.0/me/messages/${id}/send`, '', headers);
  }
}

async function replyOf(response: Response): Promise<Reply> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const text = bytes.toString('utf8');
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    text,
    get json() {
      return JSON.parse(text) as Json;
    },
    get code() {
      return (JSON.parse(text) as { error: { code: string } }).error.code;
    },
  };
}

export const to = (address: string, name?: string): object => ({
  emailAddress: name === undefined ? { address } : { address, name },
});

export const file = (name: string, bytes: Uint8Array, more: object = {}): object => ({
  '@odata.type': '#microsoft.graph.fileAttachment',
  name,
  contentType: 'application/octet-stream',
  contentBytes: Buffer.from(bytes).toString('base64'),
  ...more,
});

export const immutable = { prefer: 'IdType="ImmutableId"' };
export const tagId = 'String {6f1c6f38-0a5b-4a7e-9d0e-7f2f3c1b9a64} Name MarkdownMailDraft';
