import { type FileFacts, type Files } from '../draft/files.js';

/** Enough for the pictures of a few mails. */
const limit = 64 * 1024 * 1024;

interface Read {
  readonly version: string;
  readonly bytes: Uint8Array;
}

const reads = new WeakMap<Files, Map<string, Read>>();

/**
 * The bytes of a file, read again only when it changed: typing must not read all pictures at each key. The same array
 * comes back for the same content, so that what is known of it stays known. Nobody may write to it.
 */
export async function readOnce(files: Files, location: string, { version }: FileFacts): Promise<Uint8Array> {
  if (version === undefined) return files.read(location);
  const known = reads.get(files) ?? new Map<string, Read>();
  reads.set(files, known);
  const before = known.get(location);
  known.delete(location);
  const read = before?.version === version ? before : { version, bytes: await files.read(location) };
  known.set(location, read);
  forgetOldest(known);
  return read.bytes;
}

function forgetOldest(known: Map<string, Read>): void {
  let held = 0;
  for (const { bytes } of known.values()) held += bytes.byteLength;
  for (const [location, { bytes }] of known) {
    if (held <= limit) return;
    known.delete(location);
    held -= bytes.byteLength;
  }
}
