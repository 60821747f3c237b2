import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock as clock } from '../../src/auth/systemClock.js';
import { newDraftId } from '../../src/draft/draftId.js';
import { createGraphClient } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { fileLedger } from '../../src/outbox/fileLedger.js';
import { fileLock } from '../../src/outbox/fileLock.js';
import { type Job, Outbox } from '../../src/outbox/outbox.js';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { type Transport } from '../../src/wire.js';
import { mail } from '../sampleMail.js';
import { printTable } from './report.js';

const user = { id: '00000000-0000-4000-8000-000000000001', userName: 'you@example.com', displayName: 'You' };
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const screen = { confirm: async () => true, hold: async () => true, sending: () => undefined };
const direct = { ...screen, confirm: async () => 'saved' as const };

/** One kind of job: what is done before, what is counted, and the fewest requests that could do it. */
interface Row {
  readonly name: string;
  readonly least: number;
  readonly change?: Partial<OutgoingMail>;
  /** Why there are more than the fewest. */
  readonly more: string;
  before?(outbox: Outbox, job: Job): Promise<unknown>;
  run(outbox: Outbox, job: Job): Promise<unknown>;
}

const files = ['a.txt', 'b.txt'].map((name) => ({
  ...{ name, contentType: 'text/plain', size: 3 },
  read: async () => new TextEncoder().encode('abc'),
}));
const known = ({ id, mail, mailbox }: Job): Job => ({ id, mail, mailbox });
const changed = (job: Job): Job => ({ ...known(job), mail: { ...job.mail, html: '<p>Other</p>' } });
const looks =
  'a look before sending by the id, for changes in Outlook, and beside it one by the tag, for a second copy and for ' +
  'another computer; a look after, since 202 is no proof';

const rows: readonly Row[] = [
  {
    ...{ name: 'new mail, sent', least: 2, more: looks },
    run: (outbox, job) => outbox.send(job, screen),
  },
  {
    ...{ name: 'new mail with 2 small files, sent', least: 2, change: { attachments: files } },
    more: `the files read back; ${looks}`,
    run: (outbox, job) => outbox.send(job, screen),
  },
  {
    ...{ name: 'new mail, uploaded', least: 1, more: '' },
    run: (outbox, job) => outbox.upload(job),
  },
  {
    ...{ name: 'unchanged, uploaded again', least: 1, more: '' },
    before: (outbox, job) => outbox.upload(job),
    run: (outbox, job) => outbox.upload(known(job)),
  },
  {
    ...{ name: 'changed text, uploaded again', least: 1, more: 'a look before, so as not to overwrite' },
    before: (outbox, job) => outbox.upload(job),
    run: (outbox, job) => outbox.upload(changed(job)),
  },
  {
    ...{ name: 'uploaded earlier, sent', least: 1 },
    more: `a look at the copy before asking; ${looks}`,
    before: (outbox, job) => outbox.upload(job),
    run: (outbox, job) => outbox.send(known(job), screen),
  },
  {
    ...{ name: 'new mail, to be sent later', least: 2, more: 'the looks before sending' },
    change: { sendAt: Date.UTC(2100, 0) },
    run: (outbox, job) => outbox.send(job, screen),
  },
  {
    ...{ name: 'new mail, without a draft', least: 1, more: 'a look for the copy in Sent Items' },
    run: (outbox, job) => outbox.sendDirectly(job, direct),
  },
];

/** Counts what each job asks of the mailbox. The ids of folders are asked for once in a session, and not counted. */
export async function reportRequests(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-requests-'));
  const sandbox = createSandbox({ users: [user], authorize: () => user, store: memoryStore(), clock });
  let asked: string[] = [];
  const transport: Transport = (request, signal) => {
    const path = new URL(request.url).pathname
      .replace(/^\/v1\.0\/me/, '')
      .replace(/s\/[A-Za-z0-9%_=-]{20,}/, 's/…');
    if (!path.startsWith('/mailFolders')) asked.push(`${request.method} ${path}`);
    return sandbox.handle(request, signal);
  };
  const client = createGraphClient({
    ...{ transport, token: async () => 'bench', root: 'https://graph.test', version: 'v1.0', clock },
    ...{ random: Math.random, log: silent },
  });
  const mailbox = createGraphMailbox(client, '/me');
  const outbox = new Outbox({
    ledger: fileLedger(join(folder, 'ledger')),
    lock: fileLock(join(folder, 'locks')),
    ...{ clock, log: silent, mailbox: async () => mailbox, changed: () => undefined },
  });
  const counted: string[][] = [];
  const reasons: string[] = [];
  try {
    for (const row of rows) {
      const job = freshJob(row.change);
      await row.before?.(outbox, job);
      asked = [];
      await row.run(outbox, job);
      counted.push([row.name, asked.map(short).join(', '), String(asked.length), String(row.least)]);
      reasons.push(...(row.more === '' ? [] : [`${row.name}: ${row.more}.`]));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  printTable({
    title: 'Requests per job',
    note: ['Against the sandbox in memory; the ids of folders, asked for once in a session, are left out.'],
    head: ['job', 'requests', 'count', 'least possible'],
    rows: counted,
    words: 2,
  });
  console.log('  What those above the least are for:');
  for (const reason of reasons) console.log(`  ${reason}`);
}

function short(request: string): string {
  return request.replace('/messages/…', '').replace('/messages', '').trim();
}

function freshJob(change: Partial<OutgoingMail> = {}): Job {
  const mailbox = { environment: 'bench', accountId: 'you', path: '/me' };
  return { id: newDraftId(clock, Math.random), mail: mail(change), mailbox, fresh: true };
}
