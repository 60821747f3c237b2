// A process for each way, so that the memory that is measured is its own.
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import http from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Client, LargeFileUploadTask, type FileObject, type Range } from '@microsoft/microsoft-graph-client';
import { localPieces } from '../../src/editor/localPieces.js';
import { createGraphClient, usualPart } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type AttachmentSource } from '../../src/graph/mailbox.js';
import { PartTagger } from '../../src/graph/partTags.js';
import { type BenchOrigins } from './attachmentServer.js';

export const ways = [
  'one bare PUT',
  'bare PUTs of its parts',
  'this extension',
  'Microsoft’s client',
] as const;
export type WayName = (typeof ways)[number];

export interface ClientTask extends BenchOrigins {
  readonly way: WayName;
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
}

/** What a client tells of one upload. `processor`: milliseconds of its process, in the kernel too. */
export interface Round {
  readonly milliseconds: number;
  readonly processor: number;
  /** Bytes beyond those before the first round, at the worst moment until now. */
  readonly memory: number;
}

type Upload = () => Promise<void>;

function barePut({ bare, file, size }: ClientTask): Upload {
  return async () => {
    const request = http.request(bare, { method: 'PUT', headers: { 'content-length': size } });
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject);
    });
    await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), request);
    const answer = await answered;
    answer.resume();
    if (answer.headers['x-kept'] !== String(size)) throw new Error('The bare PUT did not arrive.');
  };
}

/** What the protocol itself takes: each part waits for the answer to the one before. Nothing is hashed. */
async function bareParts(task: ClientTask): Promise<Upload> {
  const { sandbox, file, size } = task;
  const { id } = await graphMailbox(task).create({ subject: 'S' });
  const agent = new http.Agent({ keepAlive: true });
  const memory = [Buffer.allocUnsafeSlow(usualPart), Buffer.allocUnsafeSlow(usualPart)];
  return async () => {
    const handle = await open(file);
    const read = async (from: number) => {
      const [place] = memory.reverse();
      const { buffer, bytesRead } = await handle.read(place ?? Buffer.alloc(0), 0, usualPart, from);
      return buffer.subarray(0, bytesRead);
    };
    try {
      const url = await openSession(sandbox, id, size);
      let next = read(0);
      for (let from = 0; from < size; from += usualPart) {
        const part = await next;
        next = read(from + usualPart);
        await putPart(agent, { url, from, part, size });
      }
      await next;
    } finally {
      await handle.close();
    }
    await clear(sandbox, id);
  };
}

interface PartPut {
  readonly url: string;
  readonly from: number;
  readonly part: Buffer;
  readonly size: number;
}

async function putPart(agent: http.Agent, { url, from, part, size }: PartPut): Promise<void> {
  const range = `bytes ${from}-${from + part.length - 1}/${size}`;
  const headers = { 'content-length': part.length, 'content-range': range };
  const request = http.request(url, { method: 'PUT', agent, headers }).end(part);
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  await once(answer.resume(), 'end');
  if (answer.statusCode !== 200 && answer.statusCode !== 201) throw new Error('A part did not arrive.');
}

function graphMailbox({ sandbox }: ClientTask) {
  const client = createGraphClient({
    transport: createHttpTransport({ userAgent: 'markdown-mail-bench', timeoutMilliseconds: 60_000 }),
    token: async () => 'bench',
    root: sandbox,
    version: 'v1.0',
    clock: { now: () => Date.now(), sleep: async () => undefined },
    random: Math.random,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  return createGraphMailbox(client, '/me');
}

async function ours(task: ClientTask): Promise<Upload> {
  const mailbox = graphMailbox(task);
  const { file, size, sha256 } = task;
  const { id } = await mailbox.create({ subject: 'S' });
  const tagger = new PartTagger(usualPart);
  for await (const piece of localPieces(file, 0)) tagger.update(piece);
  const source: AttachmentSource = {
    ...{ name: 'film.mp4', contentType: 'video/mp4', size, sha256, tags: tagger.done() },
    open: (offset, room) => localPieces(file, offset, room),
  };
  return async () => {
    const added = await mailbox.uploadAttachment(id, source);
    await mailbox.deleteAttachment(id, added.id);
  };
}

/** Its upload task, fed from the file; it takes https: addresses only, so they are turned back on the way. */
async function microsofts(task: ClientTask): Promise<Upload> {
  const { sandbox, file, size } = task;
  const { id } = await graphMailbox(task).create({ subject: 'S' });
  const client = Client.initWithMiddleware({
    middleware: {
      execute: async (context) => {
        const { request, options } = context;
        const url = typeof request === 'string' ? request : request.url;
        context.response = await fetch(url.replace(/^https:/, 'http:'), options);
      },
    },
  });
  return async () => {
    const handle = await open(file);
    try {
      const url = (await openSession(sandbox, id, size)).replace(/^http:/, 'https:');
      const session = { url, expiry: new Date(Date.now() + 3_600_000), isCancelled: false };
      const content = fileObject(handle, size);
      await new LargeFileUploadTask(client, content, session, { rangeSize: usualPart }).upload();
    } finally {
      await handle.close();
    }
    await clear(sandbox, id);
  };
}

function fileObject(handle: FileHandle, size: number): FileObject<FileHandle> {
  return {
    content: handle,
    name: 'film.mp4',
    size,
    async sliceFile({ minValue, maxValue }: Range) {
      const slice = new Uint8Array(maxValue - minValue + 1);
      await handle.read(slice, 0, slice.length, minValue);
      return slice;
    },
  };
}

const signedIn = { authorization: 'Bearer bench', 'content-type': 'application/json' };

/** Its URL. */
async function openSession(sandbox: string, id: string, size: number): Promise<string> {
  const answer = await fetch(`${sandbox}/v1.0/me/messages/${id}/attachments/createUploadSession`, {
    method: 'POST',
    headers: signedIn,
    body: JSON.stringify({ AttachmentItem: { attachmentType: 'file', name: 'film.mp4', size } }),
  });
  return ((await answer.json()) as { uploadUrl: string }).uploadUrl;
}

async function clear(sandbox: string, id: string): Promise<void> {
  const path = `${sandbox}/v1.0/me/messages/${id}/attachments`;
  const listed = (await (await fetch(`${path}?$select=id`, { headers: signedIn })).json()) as {
    value: { id: string }[];
  };
  if (listed.value.length !== 1) throw new Error('The attachment did not arrive.');
  for (const each of listed.value) await fetch(`${path}/${each.id}`, { method: 'DELETE', headers: signedIn });
}

/** Uploads whenever it is told to, and says what that took. */
async function run(task: ClientTask): Promise<void> {
  const makers = {
    'one bare PUT': barePut,
    'bare PUTs of its parts': bareParts,
    'this extension': ours,
    'Microsoft’s client': microsofts,
  };
  const upload = await makers[task.way](task);
  const before = process.memoryUsage().rss;
  const round = async (): Promise<Round> => {
    const begun = performance.now();
    const used = process.cpuUsage();
    await upload();
    const { user, system } = process.cpuUsage(used);
    return {
      milliseconds: performance.now() - begun,
      processor: (user + system) / 1000,
      memory: process.resourceUsage().maxRSS * 1024 - before,
    };
  };
  process.on('message', () => void round().then((result) => process.send?.(result)));
  process.send?.('ready');
}

const given = process.env['BENCH_ATTACHMENT'];
if (given?.startsWith('{')) await run(JSON.parse(given) as ClientTask);
