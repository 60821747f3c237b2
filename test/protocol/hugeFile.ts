import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mediaTypeOf } from '../../src/draft/mediaTypes.js';
import { localPieces } from '../../src/editor/localPieces.js';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';

const mebibyte = 1024 * 1024;

/** Writes `megabytes` MB of which no two are the same; gives their SHA-256. */
export async function writeHugeFile(path: string, megabytes: number): Promise<string> {
  const hash = createHash('sha256');
  const block = Buffer.alloc(mebibyte);
  for (let at = 0; at < mebibyte; at += 4) block.writeUInt32LE(Math.imul(at + 1, 0x9e3779b1) >>> 0, at);
  const file = await open(path, 'w');
  try {
    for (let n = 0; n < megabytes; n++) {
      block.writeUInt32LE(n, (n * 4096) % mebibyte);
      hash.update(block);
      await file.write(block);
    }
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: mebibyte }) as AsyncIterable<Buffer>)
    hash.update(piece);
  return hash.digest('hex');
}

/** An attachment as the editor makes it of a local file. */
export async function attachmentOf(path: string, name: string): Promise<OutgoingMail['attachments'][number]> {
  const { size } = await stat(path);
  return {
    name,
    contentType: mediaTypeOf(name),
    size,
    read: () => Promise.reject(new Error('a huge file is not read whole')),
    open: (offset, room) => localPieces(path, offset, room),
  };
}

/** The files below `folder` whose names end so. */
export async function filesBelow(folder: string, end: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith(end)).map((name) => join(folder, name));
}
