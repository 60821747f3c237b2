import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock } from '../../src/clock.js';
import { type AccessRequest, createGraphClient } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type Mailbox } from '../../src/graph/mailbox.js';
import { fileLedger } from '../../src/outbox/fileLedger.js';
import { fileLock } from '../../src/outbox/fileLock.js';
import { type Ledger, type MailboxReference } from '../../src/outbox/ledger.js';
import { type RequestLimits } from '../../src/outbox/graphMessage.js';
import { type Job, Outbox, type SendScreen } from '../../src/outbox/outbox.js';
import { type OpenUploads } from '../../src/outbox/uploadFiles.js';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';
import { type Exchange } from '../../src/sandbox/exchanges.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { type StoredMessage } from '../../src/sandbox/message.js';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { type SandboxServer, startSandboxServer } from '../../src/sandbox/server.js';
import { type Transport } from '../../src/wire.js';
import { failureOf } from '../rejection.js';
import { mail } from '../sampleMail.js';
import { QuickClock } from './outboxClock.js';
import { assertPrivateLog, assertSelected } from './privateLog.js';

export { failureOf, mail };

export const you = {
  id: '44444444-4444-4444-8444-444444444444',
  userName: 'you@example.com',
  displayName: 'You',
};
export const draftId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const reference: MailboxReference = { environment: 'test', accountId: 'a', path: '/me' };

export interface WindowOptions {
  /** Where its ledgers and locks lie; another one stands for another machine. */
  readonly folder?: string;
  readonly token?: (request: AccessRequest) => Promise<string>;
  readonly transport?: Transport;
  readonly ledger?: Ledger;
  /** Small ones make a small file a large one. */
  readonly limits?: RequestLimits;
  readonly partBytes?: number;
  readonly uploads?: OpenUploads;
}

/** One window's outbox, and what it told the editor. */
export interface Window {
  readonly outbox: Outbox;
  readonly mailbox: Mailbox;
  /** Log lines. */
  readonly lines: readonly string[];
}

export const ledgerFolder = (folder: string): string => join(folder, 'outbox');

interface WindowPlace {
  /** Of the mailbox server. */
  readonly origin: string;
  readonly folder: string;
  readonly clock: Clock;
}

/** What the extension puts together in one window: real HTTP, ledgers and locks in files. */
export function openWindow({ origin, folder, clock, ...options }: WindowPlace & WindowOptions): Window {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const log = { info: write, warn: write, error: write };
  const client = createGraphClient({
    transport: options.transport ?? createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 1500 }),
    token: options.token ?? (async () => 'token-you'),
    root: origin,
    version: 'v1.0',
    clock,
    random: Math.random,
    log,
    ...(options.partBytes === undefined ? {} : { partBytes: options.partBytes }),
  });
  const mailbox = createGraphMailbox(client, '/me');
  const outbox = new Outbox({
    ledger: options.ledger ?? fileLedger(ledgerFolder(folder)),
    lock: fileLock(join(folder, 'locks')),
    clock,
    log,
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.uploads ? { uploads: options.uploads } : {}),
    mailbox: async () => mailbox,
    changed: () => undefined,
  });
  return { outbox, mailbox, lines };
}

/** The sandbox on a loopback port, a folder of ledgers and locks, and any number of windows over both. */
export class OutboxBench {
  readonly clock = new QuickClock();
  private readonly windows: Window[] = [];
  private closed = false;

  private constructor(
    readonly folder: string,
    readonly sandbox: Sandbox,
    readonly server: SandboxServer,
  ) {}

  static async start(options: Partial<SandboxOptions> = {}): Promise<OutboxBench> {
    const folder = await mkdtemp(join(tmpdir(), 'markdown-mail-outbox-'));
    const late: { clock?: Clock } = {};
    const clock: Clock = {
      now: () => late.clock?.now() ?? 0,
      sleep: async () => undefined,
    };
    const sandbox = createSandbox({
      users: [you],
      authorize: (token) => (token === 'token-you' ? you : undefined),
      store: memoryStore(),
      clock,
      exchangeLimit: 2000,
      report: (error) => console.error(error),
      ...options,
    });
    const bench = new OutboxBench(folder, sandbox, await startSandboxServer(sandbox));
    late.clock = bench.clock;
    return bench;
  }

  /** Ends the server before the test does, as a mailbox that is gone. */
  async closeServer(): Promise<void> {
    if (!this.closed) await this.server.close();
    this.closed = true;
  }

  async close(): Promise<void> {
    await this.closeServer();
    await rm(this.folder, { recursive: true, force: true });
    for (const { lines } of this.windows) assertPrivateLog(lines);
    assertSelected(this.sandbox.exchanges);
  }

  window(options: WindowOptions = {}): Window {
    const window = openWindow({
      origin: this.server.origin,
      folder: this.folder,
      clock: this.clock,
      ...options,
    });
    this.windows.push(window);
    return window;
  }

  fault(...faults: Sandbox['faults']): void {
    this.sandbox.faults.push(...faults);
  }

  async messages(): Promise<readonly StoredMessage[]> {
    return this.sandbox.messages(you.userName);
  }

  async drafts(): Promise<readonly StoredMessage[]> {
    return (await this.messages()).filter(({ isDraft, folder }) => isDraft && folder === 'drafts');
  }

  async delivered(): Promise<readonly StoredMessage[]> {
    return (await this.messages()).filter(({ isDraft }) => !isDraft);
  }

  /** The one draft in the mailbox. */
  async draft(): Promise<StoredMessage> {
    const [only, ...more] = await this.drafts();
    assert.ok(only && more.length === 0, `one draft is expected, not ${only ? 1 + more.length : 0}`);
    return only;
  }

  /** Requests that write, as `METHOD path` with ids replaced, in their order. */
  writes(): string[] {
    return this.sandbox.exchanges.filter(({ method }) => method !== 'GET').map(lineOf);
  }

  on(method: string, path = /./): Exchange[] {
    return this.sandbox.exchanges.filter((each) => each.method === method && path.test(each.path));
  }

  forgetExchanges(): void {
    (this.sandbox.exchanges as Exchange[]).length = 0;
  }

  async attachmentBytes(message: StoredMessage): Promise<Record<string, string>> {
    const url = `${this.server.origin}/v1.0/me/messages/${message.id}/attachments`;
    const headers = { authorization: 'Bearer token-you' };
    const answer = await fetch(url, { headers });
    const { value } = (await answer.json()) as { value: { name: string; contentBytes: string }[] };
    const decoded = value.map(({ name, contentBytes }) => [name, Buffer.from(contentBytes, 'base64')]);
    return Object.fromEntries(decoded.map(([name, bytes]) => [name, String(bytes)])) as Record<
      string,
      string
    >;
  }
}

function lineOf({ method, path }: Exchange): string {
  return `${method} ${decodeURIComponent(path).replace(/\/(messages|attachments)\/[^/?]+/g, '/$1/*')}`;
}

export function jsonOf({ body }: Exchange): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(body)) as Record<string, unknown>;
}

export function job(change: Partial<OutgoingMail> = {}): Job {
  return { id: draftId, mail: mail(change), mailbox: reference };
}

/** A file that is read piece by piece, as a local one is; `at` is told of each opening. */
export function streamed(
  name: string,
  content: () => Uint8Array,
  at: (offset: number) => void = () => undefined,
): OutgoingMail['attachments'][number] {
  async function* open(offset: number) {
    at(offset);
    const bytes = content();
    for (let from = offset; from < bytes.byteLength; from += 16_384)
      yield bytes.subarray(from, from + 16_384);
  }
  return { ...attachment(name, content()), read: async () => content(), open };
}

export function attachment(name: string, content: string | Uint8Array): OutgoingMail['attachments'][number] {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { name, contentType: 'text/plain', size: bytes.byteLength, read: async () => bytes };
}

/** Someone who confirms, waits, and never says "send again". */
export const willing: SendScreen = {
  confirm: async (again) => again === undefined,
  hold: async () => true,
  sending: () => undefined,
};
