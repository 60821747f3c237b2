import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Clock } from '../../src/clock.js';
import { newDraftId } from '../../src/draft/draftId.js';
import { Cancelled } from '../../src/failure.js';
import { createGraphClient } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type Mailbox } from '../../src/graph/mailbox.js';
import { type Log } from '../../src/log.js';
import { fileLedger } from '../../src/outbox/fileLedger.js';
import { fileLock } from '../../src/outbox/fileLock.js';
import { seal } from '../../src/outbox/fingerprint.js';
import { creation } from '../../src/outbox/graphMessage.js';
import { type Ledger, type LedgerEntry } from '../../src/outbox/ledger.js';
import { Outbox } from '../../src/outbox/outbox.js';
import { compose } from '../../src/render/compose.js';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { startSandboxServer } from '../../src/sandbox/server.js';
import { type Transport } from '../../src/wire.js';
import { milliseconds, printTable, ratio } from './report.js';
import { keptFiles, type Sample, samplesRoot } from './samples.js';
import { median } from './timing.js';

const rounds = 15;

const user = { id: '00000000-0000-4000-8000-000000000001', userName: 'you@example.com', displayName: 'You' };
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const clock: Clock = {
  now: () => Date.now(),
  sleep: async (milliseconds, signal) => {
    try {
      await delay(milliseconds, undefined, signal ? { signal } : {});
    } catch {
      throw new Cancelled();
    }
  },
};

interface Steps {
  readonly upload: () => Promise<void>;
  readonly send: () => Promise<void>;
}

/** The steps from a mail to a sent one, in one way of doing it. */
interface Way {
  readonly name: string;
  prepare(mail: OutgoingMail): Promise<Steps>;
}

interface Taken {
  readonly upload: number;
  readonly send: number;
  /** `METHOD /path` of each request, ids shortened. */
  readonly requests: readonly string[];
}

function memoryLedger(): Ledger {
  const kept = new Map<string, LedgerEntry[]>();
  return {
    read: async (id) => [...(kept.get(id) ?? [])],
    append: async (id, entry) => void kept.set(id, [...(kept.get(id) ?? []), entry]),
    ids: async () => [...kept.keys()],
  };
}

function bare(mailbox: () => Mailbox): Way {
  return {
    name: 'create and send, nothing else',
    async prepare(mail) {
      const { message } = await creation(newDraftId(clock, Math.random), await seal(mail));
      let id = '';
      return {
        upload: async () => void (id = (await mailbox().create(message)).id),
        send: () => mailbox().send(id),
      };
    },
  };
}

function throughOutbox(name: string, mailbox: () => Mailbox, ledger: Ledger, locks: string): Way {
  const outbox = new Outbox({
    ledger,
    lock: fileLock(locks),
    clock,
    log: silent,
    mailbox: async () => mailbox(),
    changed: () => undefined,
  });
  const screen = { confirm: async () => true, hold: async () => true, sending: () => undefined };
  const reference = { environment: 'bench', accountId: 'you', path: '/me' };
  return {
    name,
    async prepare(mail) {
      const job = { id: newDraftId(clock, Math.random), mail, mailbox: reference };
      return {
        upload: async () => expectState((await outbox.upload(job)).kind, 'uploaded'),
        send: async () => expectState((await outbox.send(job, screen)).state.kind, 'sent'),
      };
    },
  };
}

function expectState(found: string, wanted: string): void {
  if (found !== wanted) throw new Error(`A mail is ${found} where it should be ${wanted}.`);
}

async function timeWay(way: Way, mail: OutgoingMail, requests: string[]): Promise<Taken> {
  const { upload, send } = await way.prepare(mail);
  requests.length = 0;
  const begun = performance.now();
  await upload();
  const uploaded = performance.now();
  await send();
  return { upload: uploaded - begun, send: performance.now() - uploaded, requests: [...requests] };
}

/** What a request is about, without ids and addresses. */
function requestName(method: string, url: string): string {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.replace(/^\/v1\.0\/me/, '').replace(/\/messages\/[^/]+/, '/messages/…');
  return `${method} ${path}${searchParams.has('$filter') ? '?$filter' : ''}`;
}

/** Prints what the outbox's promises cost: durable steps, a lock, and looks at the mailbox before and after. */
export async function reportSending(samples: readonly Sample[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-outbox-'));
  const sandbox = createSandbox({ users: [user], authorize: () => user, store: memoryStore(), clock });
  const server = await startSandboxServer(sandbox);
  const requests: string[] = [];
  const http = createHttpTransport({ userAgent: 'markdown-mail-bench', timeoutMilliseconds: 10_000 });
  const transport: Transport = (request, signal) => {
    requests.push(requestName(request.method, request.url));
    return http(request, signal);
  };
  const token = async () => 'bench';
  const client = createGraphClient({
    ...{ transport, token, root: server.origin, version: 'v1.0', clock },
    ...{ random: Math.random, log: silent },
  });
  // As the product does: a mailbox is kept, since it remembers the ids of its folders.
  const kept = createGraphMailbox(client, '/me');
  const mailbox = () => kept;
  const ways = [
    bare(mailbox),
    throughOutbox('outbox, ledger in memory', mailbox, memoryLedger(), join(folder, 'locks-memory')),
    throughOutbox('outbox as shipped', mailbox, fileLedger(join(folder, 'ledger')), join(folder, 'locks')),
  ];
  try {
    for (const sample of samples) await reportSample(sample, ways, requests);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function reportSample(sample: Sample, ways: readonly Way[], requests: string[]): Promise<void> {
  const { draft, location } = sample;
  const around = { location, root: samplesRoot, files: keptFiles(), approved: () => false };
  const { mail } = await compose(draft, around);
  const results = ways.map(({ name }) => ({ name, taken: [] as Taken[] }));
  // The first round opens connections and compiles; it does not count.
  for (let round = -1; round < rounds; round++) {
    for (const [index, way] of ways.entries()) {
      const taken = await timeWay(way, mail, requests);
      if (round >= 0) results[index]?.taken.push(taken);
    }
  }
  const base = medianOf(results[0]?.taken ?? [], ({ upload, send }) => upload + send);
  const files = mail.attachments.length + mail.images.length;
  printTable({
    title: `Upload and send: ${sample.name}, ${files} attached or inline file${files === 1 ? '' : 's'}`,
    note: [
      `Milliseconds against the sandbox over loopback, median of ${rounds} mails by turns; a real mailbox`,
      'takes many times longer to answer, so there the number of requests decides. The goal: no more than 20 ms added.',
    ],
    head: ['way', 'upload', 'send', 'both', 'added', 'ratio', 'requests'],
    rows: results.map(({ name, taken }) => {
      const both = medianOf(taken, ({ upload, send }) => upload + send);
      return [
        name,
        milliseconds(medianOf(taken, ({ upload }) => upload)),
        milliseconds(medianOf(taken, ({ send }) => send)),
        milliseconds(both),
        milliseconds(both - base),
        ratio(both, base),
        String(medianOf(taken, (one) => one.requests.length)),
      ];
    }),
  });
  console.log(`  requests of the outbox: ${results.at(-1)?.taken.at(-1)?.requests.join(', ')}`);
}

function medianOf(taken: readonly Taken[], read: (taken: Taken) => number): number {
  return median(taken.map(read));
}
