import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcherFolder } from '../launcher/folders.js';
import { writeHugeFile } from '../protocol/hugeFile.js';
import { type ClientTask, type Round, type WayName, ways } from './attachmentClient.js';
import { type BenchOrigins } from './attachmentServer.js';
import { milliseconds, printTable } from './report.js';
import { median, quantile } from './timing.js';

const megabytes = 100;
const size = megabytes * 1024 * 1024;
/** Uploads of each way, one way after another in every round. */
const rounds = 15;
/** Rounds that do not count: V8 compiles, the system gives memory. */
const warmUp = 4;

function start(file: string, task: string): ChildProcess {
  return fork(join(launcherFolder, '..', 'bench', `${file}.mjs`), {
    env: { ...process.env, BENCH_ATTACHMENT: task },
    execArgv: [],
  });
}

/** The next message of a process; it must not end instead. */
async function told<T>(child: ChildProcess): Promise<T> {
  const stop = new AbortController();
  try {
    const said = once(child, 'message', { signal: stop.signal });
    const ended = once(child, 'exit', { signal: stop.signal }).then(([code]) => {
      throw new Error(`A process of the bench ended with ${String(code)}.`);
    });
    ended.catch(() => undefined);
    const [message] = (await Promise.race([said, ended])) as [T];
    return message;
  } finally {
    stop.abort();
  }
}

type Results = ReadonlyMap<WayName, Round[]>;

/** Every round is one upload of each way, every other round in reverse: what slows the machine slows all of them. */
async function measure(origins: BenchOrigins, file: string, sha256: string): Promise<Results> {
  const results: Results = new Map<WayName, Round[]>(ways.map((way) => [way, []]));
  const clients = new Map<WayName, ChildProcess>();
  try {
    for (const way of ways) {
      const task: ClientTask = { ...origins, way, file, size, sha256 };
      const client = start('attachmentClient', JSON.stringify(task));
      clients.set(way, client);
      await told(client);
    }
    for (let round = 0; round < warmUp + rounds; round++)
      for (const way of round % 2 === 0 ? ways : [...ways].reverse()) {
        const client = clients.get(way);
        if (!client) continue;
        client.send('upload');
        const result = await told<Round>(client);
        if (round >= warmUp) results.get(way)?.push(result);
      }
  } finally {
    for (const client of clients.values()) if (client.connected) client.disconnect();
  }
  return results;
}

/** Prints how fast a large attachment goes up, beside a bare PUT of the same bytes, and what memory that takes. */
export async function reportAttachment(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-attachment-'));
  const server = start('attachmentServer', 'server');
  try {
    const file = join(folder, 'film');
    const sha256 = await writeHugeFile(file, megabytes);
    print(await measure(await told<BenchOrigins>(server), file, sha256));
  } finally {
    if (server.connected) server.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(results: Results): void {
  const of = (way: WayName) => results.get(way) ?? [];
  const bare = of(ways[0]);
  printTable({
    title: `An attachment of ${megabytes} MB over loopback`,
    note: [
      `Medians of ${rounds} rounds, each of them one upload of every way; the server is a process of its own and keeps`,
      'the bytes in memory, put together in the same steps for all. Graph takes a file in parts of 4 MB at most, each',
      'after the answer to the one before: the second row sends them by node:http, with nothing else done. The extension',
      'looks at the list before and after as well, and proves what it sends by a tag of each part (GMAC). Tags and SHA-256',
      'are of an earlier pass over the file, as in the extension, which no row has among its times.',
      'Speed is that of the way over that of the bare PUT of the same round, and where half of the rounds lie;',
      'processor is the time of the client’s process, the proof included; memory is what was added, at the worst moment.',
    ],
    head: ['way', 'ms', 'MB/s', 'speed', 'half of them', 'processor, ms', 'memory, MB'],
    rows: ways.map((way) => {
      const time = median(of(way).map((round) => round.milliseconds));
      const speeds = of(way).map((round, n) => (bare[n]?.milliseconds ?? NaN) / round.milliseconds);
      const memory = Math.max(...of(way).map((round) => round.memory));
      return [
        way,
        milliseconds(time),
        ((megabytes * 1000) / time).toFixed(0),
        `${median(speeds).toFixed(2)}×`,
        `${quantile(speeds, 0.25).toFixed(2)}–${quantile(speeds, 0.75).toFixed(2)}`,
        milliseconds(median(of(way).map((round) => round.processor))),
        (memory / 1024 / 1024).toFixed(0),
      ];
    }),
  });
}
