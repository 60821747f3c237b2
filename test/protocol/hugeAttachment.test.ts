import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHttpTransport } from '../../src/graph/http.js';
import { diskStore } from '../../src/sandbox/diskStore.js';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.js';
import { type SandboxServer, startSandboxServer } from '../../src/sandbox/server.js';
import { type Transport } from '../../src/wire.js';
import { attachmentOf, filesBelow, sha256OfFile, writeHugeFile } from './hugeFile.js';
import { uploadsIn } from './killChild.js';
import { job, openWindow, willing, you } from './outboxBench.js';
import { QuickClock } from './outboxClock.js';

/** What a child is to do, in its environment: it is this same file once more. */
interface Task {
  readonly origin: string;
  readonly folder: string;
  readonly file: string;
  /** Die amid this part, counted from 1. */
  readonly dieAt?: number;
}

interface Report {
  readonly state: string;
  /** Bytes of parts that were sent. */
  readonly sent: number;
  /** Bytes of memory beyond those of the program itself, at the worst moment. */
  readonly memory: number;
}

const task = process.env.HUGE_CHILD;
const megabyte = 1024 * 1024;
const size = 150 * megabyte;

/** Counts the bytes of parts, and dies when it is told to: no `finally`, no farewell. */
function countingTransport(count: { parts: number; sent: number }, dieAt: number | undefined): Transport {
  const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 60_000 });
  async function* counted(stream: AsyncIterable<Uint8Array>, part: number): AsyncGenerator<Uint8Array> {
    for await (const piece of stream) {
      count.sent += piece.byteLength;
      yield piece;
      if (part === dieAt) process.kill(process.pid, 'SIGKILL');
    }
  }
  return (request, signal) => {
    if (!request.stream) return http(request, signal);
    return http({ ...request, stream: counted(request.stream, ++count.parts) }, signal);
  };
}

async function runChild({ origin, folder, file, dieAt }: Task): Promise<void> {
  const count = { parts: 0, sent: 0 };
  const { outbox } = openWindow({
    origin,
    folder,
    clock: new QuickClock(),
    transport: countingTransport(count, dieAt),
    uploads: uploadsIn(folder),
  });
  const work = job({ attachments: [await attachmentOf(file, 'film.mp4')] });
  const before = process.memoryUsage().rss;
  const { state } = await outbox.send(work, willing);
  // KiB; the most that the process ever had (getrusage).
  const memory = process.resourceUsage().maxRSS * 1024 - before;
  process.send?.({ state: state.kind, sent: count.sent, memory } satisfies Report);
  process.disconnect();
}

function startChild(work: Task): Promise<{ signal: string | null; report: Report | undefined }> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, HUGE_CHILD: JSON.stringify(work) },
    execArgv: [],
  });
  let report: Report | undefined;
  child.on('message', (message) => (report = message as Report));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (_code, signal) => resolve({ signal, report }));
  });
}

if (task !== undefined) await runChild(JSON.parse(task) as Task);
else
  describe('an attachment of 150 MB, over loopback', function () {
    this.timeout(240_000);
    let folder: string;
    let sandbox: Sandbox;
    let server: SandboxServer;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'markdown-mail-huge-'));
      sandbox = createSandbox({
        users: [you],
        authorize: () => you,
        store: diskStore(join(folder, 'mailbox')),
        clock: { now: () => Date.UTC(2026, 0, 5, 9), sleep: async () => undefined },
        exchangeLimit: 0,
        report: (error) => console.error(error),
      });
      server = await startSandboxServer(sandbox);
    });
    after(async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('survives a cut connection and a killed process, arrives whole, and fills no memory', async () => {
      const file = join(folder, 'film');
      const sha256 = await writeHugeFile(file, size / megabyte);
      const path = /AttachmentSessions/;
      sandbox.faults.push({ when: { method: 'PUT', path, nth: 5 }, do: 'dropAmidBody' });
      const base = { origin: server.origin, folder, file };
      const serverBefore = process.memoryUsage().rss;
      assert.equal((await startChild({ ...base, dieAt: 20 })).signal, 'SIGKILL');
      assert.deepEqual(await filesBelow(folder, '.bin'), [], 'nothing is on the draft yet');
      const { report } = await startChild(base);
      assert.equal(report?.state, 'sent');
      assert.ok(report.sent < size / 1.5, `the second process sent ${report.sent} bytes once more`);
      const [message, ...others] = await sandbox.messages(you.userName);
      assert.ok(message && others.length === 0);
      assert.deepEqual([message.folder, message.isDraft], ['sentitems', false]);
      assert.deepEqual(
        message.attachments.map(({ name, length }) => [name, length]),
        [['film.mp4', size]],
      );
      const [kept, ...more] = await filesBelow(folder, '.bin');
      assert.ok(kept && more.length === 0);
      assert.equal(await sha256OfFile(kept), sha256);
      const [eml] = await filesBelow(join(folder, 'mailbox', you.userName, 'Sent Items'), '.eml');
      assert.ok(eml && (await stat(eml)).size > (size * 4) / 3);
      const ofServer = process.memoryUsage().rss - serverBefore;
      console.log(`    added memory: ${mb(report.memory)} MB; of the sandbox: ${mb(ofServer)} MB`);
      assert.ok(report.memory < 100 * megabyte, `${mb(report.memory)} MB`);
    });
  });

function mb(bytes: number): string {
  return (bytes / megabyte).toFixed(0);
}
