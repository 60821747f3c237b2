import { createHash, randomInt } from 'node:crypto';
import { type Random } from '../clock.js';
import { type FolderName, type StoredAttachment, type StoredMessage } from './message.js';

/** First bytes of Exchange's ids, which give their known beginnings (Graph page "outlook-immutable-id"). */
const beginnings = {
  message: [0x00, 0x03, 0x24], // AAMk
  immutable: [0x00, 0x09, 0x00, 0x2e, 0x00], // AAkALg
  folder: [0x01, 0x03, 0x24], // AQMk
  conversation: [0x00, 0x04, 0x24], // AAQk
} as const;
type Kind = keyof typeof beginnings;

const checkLength = 4;
const idLength = 110;

/** The default source of chance: ids also guard the read-only mail pages, so it must not be guessable. */
export const secureRandom: Random = () => randomInt(0, 2 ** 47) / 2 ** 47;

export function randomBytes(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => Math.floor(random() * 256));
}

export function hash(...parts: (string | Uint8Array)[]): Buffer {
  const digest = createHash('sha512');
  for (const part of parts) digest.update(part).update('\0');
  return digest.digest();
}

/** An id as Exchange makes them: URL-safe base64, about 150 characters, with a checksum that tells garbage from strangers. */
export function makeId(kind: Kind, item: Uint8Array): string {
  const start = Buffer.from(beginnings[kind]);
  const digest = hash(kind, item);
  const filled = Buffer.concat([start, digest, hash(digest)]).subarray(0, idLength - checkLength);
  return urlSafe(Buffer.concat([filled, checkOf(filled)]));
}

/** False: "Id is malformed." rather than "not found". */
export function isWellFormedId(id: string): boolean {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(id)) return false;
  const bytes = Buffer.from(id, 'base64url');
  const body = bytes.subarray(0, -checkLength);
  return bytes.length === idLength && checkOf(body).equals(bytes.subarray(-checkLength));
}

/** Asked for with every message that is read. */
const folderIds = new Map<string, string>();

export function folderId(ownerId: string, folder: FolderName | 'msgfolderroot'): string {
  const name = `${ownerId} ${folder}`;
  const id = folderIds.get(name) ?? makeId('folder', hash(ownerId, folder));
  folderIds.set(name, id);
  return id;
}

/** Attachments take part in the id form of their message. */
export function attachmentId(
  message: StoredMessage,
  attachment: StoredAttachment,
  immutable: boolean,
): string {
  const parent = immutable ? message.immutableId : message.id;
  return makeId(immutable ? 'immutable' : 'message', hash(parent, attachment.key));
}

/** A change key: opaque base64 that differs after every write. */
export function makeChangeKey(random: Random, revision: number): string {
  const bytes = Buffer.alloc(22);
  bytes.set([0x09, 0, 0, 0, 0x16, 0, 0, 0]);
  bytes.set(randomBytes(random, 10), 8);
  bytes.writeUInt32BE(revision, 18);
  return bytes.toString('base64');
}

/** RFC 9562 version 4. */
export function makeGuid(random: Random): string {
  const bytes = Buffer.from(randomBytes(random, 16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function checkOf(bytes: Uint8Array): Buffer {
  return hash('check', bytes).subarray(0, checkLength);
}

function urlSafe(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
