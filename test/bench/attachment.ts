import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcherFolder } from '../launcher/folders.js';
import { writeHugeFile } from '../protocol/hugeFile.js';
import { type ClientResult, type ClientTask, type WayName, ways } from './attachmentClient.js';
import { type BenchOrigins } from './attachmentServer.js';
import { milliseconds, printTable } from './report.js';
import { median } from './timing.js';

const megabytes = 100;
const size = megabytes * 1024 * 1024;
/** Of each process; the first two warm up and do not count: V8 compiles, the system gives memory. */
const rounds = 6;
const warmUp = 2;
/** Processes of each way, by turns, so that a machine that grows slower does so for all. */
const turns = 3;

function start(file: string, task: string) {
  return fork(join(launcherFolder, '..', 'bench', `${file}.mjs`), {
    env: { ...process.env, BENCH_ATTACHMENT: task },
    execArgv: [],
  });
}

async function runWay(task: ClientTask): Promise<ClientResult> {
  const child = start('attachmentClient', JSON.stringify(task));
  const [result] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`${task.way} ended with ${String(code)}.`);
    }),
  ])) as [ClientResult];
  return result;
}

/** Prints how fast a large attachment goes up, beside a bare PUT of the same bytes, and what memory that takes. */
export async function reportAttachment(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-attachment-'));
  const server = start('attachmentServer', 'server');
  try {
    const file = join(folder, 'film');
    const sha256 = await writeHugeFile(file, megabytes);
    const [origins] = (await once(server, 'message')) as [BenchOrigins];
    const results = new Map<WayName, ClientResult[]>(ways.map((way) => [way, []]));
    for (let turn = 0; turn < turns; turn++)
      for (const way of turn % 2 === 0 ? ways : [...ways].reverse())
        results.get(way)?.push(await runWay({ ...origins, way, file, size, sha256, rounds }));
    print(results);
  } finally {
    server.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(results: ReadonlyMap<WayName, readonly ClientResult[]>): void {
  const timesOf = (way: WayName) =>
    (results.get(way) ?? []).flatMap((each) => each.milliseconds.slice(warmUp));
  const base = median(timesOf(ways[0]));
  printTable({
    title: `An attachment of ${megabytes} MB over loopback`,
    note: [
      `Median of ${turns * (rounds - warmUp)} uploads in ${turns} processes for each way, by turns; the server is a process of its own and keeps`,
      'the bytes in memory, put together in the same steps for all. The extension looks at the list before and',
      'after, and hashes what it sends.',
      'Speed is that of the way over that of the bare PUT; memory is what was added, at the worst moment.',
    ],
    head: ['way', 'ms', 'MB/s', 'speed', 'memory, MB'],
    rows: ways.map((way) => {
      const time = median(timesOf(way));
      const memory = Math.max(...(results.get(way) ?? []).map((each) => each.memory));
      return [
        way,
        milliseconds(time),
        ((megabytes * 1000) / time).toFixed(0),
        `${(base / time).toFixed(2)}×`,
        (memory / 1024 / 1024).toFixed(0),
      ];
    }),
  });
}
