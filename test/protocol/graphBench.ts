import { type Clock } from '../../src/clock.js';
import { Cancelled } from '../../src/failure.js';
import { type AccessRequest, createGraphClient } from '../../src/graph/client.js';
import { GraphFailure } from '../../src/graph/errors.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { draftTag, type FileAttachment, type MessageProperties } from '../../src/graph/mailbox.js';
import { type Exchange } from '../../src/sandbox/exchanges.js';
import { type Fault } from '../../src/sandbox/faults.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { startSandboxServer } from '../../src/sandbox/server.js';
import { rejection } from '../rejection.js';
import { assertPrivateLog, assertSelected } from './privateLog.js';

export const ada = {
  id: '11111111-1111-4111-8111-111111111111',
  userName: 'ada@example.com',
  displayName: 'Ada',
};
export const team = {
  id: '22222222-2222-4222-8222-222222222222',
  userName: 'team@example.com',
  displayName: 'Team',
  sharedWith: ['ada@example.com'],
};
const eve = {
  id: '33333333-3333-4333-8333-333333333333',
  userName: 'eve@example.com',
  displayName: 'Eve',
};
export const draftId = '01J8ZQ4X7T9R5K2M3N6P8Q0S1T';

export function mail(change: MessageProperties = {}): MessageProperties {
  return {
    subject: 'Grüße 👋 שלום',
    body: { contentType: 'html', content: '<p>Dear Ada</p>' },
    toRecipients: [{ emailAddress: { address: 'bob@example.com', name: 'Bob' } }],
    singleValueExtendedProperties: [{ id: draftTag, value: draftId }],
    ...change,
  };
}

export function file(name: string, text: string): FileAttachment {
  return {
    '@odata.type': '#microsoft.graph.fileAttachment',
    name,
    contentType: 'text/plain',
    contentBytes: Buffer.from(text).toString('base64'),
  };
}

/** Time as it is, but a wait takes no more than 20 ms, a time limit 500 ms; what was asked for is noted. */
export function hurriedClock(): Clock & { waits: number[] } {
  let skipped = 0;
  const waits: number[] = [];
  return {
    waits,
    now: () => Date.now() + skipped,
    sleep: (milliseconds, signal) => {
      waits.push(milliseconds);
      const real = milliseconds > 12_000 ? 500 : Math.min(milliseconds, 20);
      skipped += milliseconds - real;
      return new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, real);
        signal?.addEventListener('abort', () => (clearTimeout(timer), reject(new Cancelled())), {
          once: true,
        });
      });
    },
  };
}

export function failureOf(work: Promise<unknown>): Promise<GraphFailure> {
  return rejection(work, GraphFailure);
}

/** The product's mailbox over real HTTP on a sandbox of its own, with everything that goes in and out. */
export async function startBench({
  seed = false,
  ...options
}: { readonly partBytes?: number; readonly seed?: boolean; readonly version?: 'v1.0' | 'beta' } = {}) {
  const clock = hurriedClock();
  const tokens: AccessRequest[] = [];
  const lines: string[] = [];
  const sandbox = createSandbox({
    users: [ada, team, eve],
    authorize: (token) => (token.startsWith('good-') ? ada : undefined),
    store: memoryStore(),
    clock,
    seed,
  });
  const server = await startSandboxServer(sandbox);
  const write = (line: string) => void lines.push(line);
  const client = createGraphClient({
    transport: createHttpTransport({ userAgent: 'markdown-mail-test', timeoutMilliseconds: 400 }),
    token: async (request) => `good-${tokens.push(request)}`,
    root: server.origin,
    version: 'v1.0',
    clock,
    random: Math.random,
    log: { info: write, warn: write, error: write },
    ...options,
  });
  return {
    sandbox,
    server,
    tokens,
    lines,
    waits: clock.waits,
    /** What the mailboxes below are made from. */
    client,
    box: createGraphMailbox(client, '/me'),
    shared: createGraphMailbox(client, '/users/team@example.com'),
    /** A mailbox that nobody shares. */
    stranger: createGraphMailbox(client, '/users/eve@example.com'),
    close: async () => {
      await server.close();
      assertPrivateLog(lines);
      assertSelected(sandbox.exchanges);
    },
    stored: () => sandbox.messages(ada.userName),
    onWire: (method: string, path = /./): Exchange[] =>
      sandbox.exchanges.filter((exchange) => exchange.method === method && path.test(exchange.path)),
    fault: (what: Fault['do'], when: NonNullable<Fault['when']>, retryAfter?: number | string | null) =>
      void sandbox.faults.push({ when, do: what, ...(retryAfter === undefined ? {} : { retryAfter }) }),
  };
}
