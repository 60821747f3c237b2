import { createHash, type Hash } from 'node:crypto';
import { AheadQueue } from './aheadQueue.js';
import { type AttachmentSource } from './mailbox.js';
import { attachmentChanged } from './uploadFailures.js';

/** What the bytes before `at` came to. */
interface Checkpoint {
  readonly at: number;
  readonly hash: Hash;
}

/** A part that is being read. */
interface Reading {
  readonly from: number;
  readonly to: number;
  readonly queue: AheadQueue;
  /** Of everything before `to`; resolves when it is read, however that ends. */
  readonly done: Promise<Hash>;
}

const none = new Uint8Array(0);
/** Bytes that are read and hashed ahead, while the mailbox answers to the part before. */
const ahead = 4 * 1024 * 1024;

/**
 * Reads a file part by part, mostly in order, and never gives away the last bytes of one that is not what its SHA-256
 * says: it may change while it is uploaded. Memory does not grow with the file.
 */
export class SealedReader {
  #pieces: AsyncIterator<Uint8Array> | undefined;
  /** Of the piece that was read last: what belongs to the next part. */
  #rest: Uint8Array = none;
  /** Offset of the next byte that `#rest` and `#pieces` give. */
  #at = 0;
  /** Of the beginnings of the last two parts, since the last one may be wanted again. */
  #checkpoints: readonly Checkpoint[] = [{ at: 0, hash: createHash('sha256') }];
  #reading: Reading | undefined;

  constructor(private readonly source: AttachmentSource) {}

  /** The bytes from `from` up to `to`. @throws Failure `attachment-changed`, or what the source threw */
  async *part(from: number, to: number): AsyncGenerator<Uint8Array> {
    const reading = (await this.#readAhead(from, to)) ?? (await this.#readAnew(from, to));
    yield* reading.queue.take();
    const hash = await reading.done;
    this.#checkpoints = [...this.#checkpoints.slice(-1), { at: to, hash }];
    // The next part is like this one, or the last.
    const next = Math.min(to + (to - from), this.source.size);
    this.#reading = next > to ? this.#start(to, next, hash.copy()) : undefined;
  }

  async close(): Promise<void> {
    const reading = this.#reading;
    this.#reading = undefined;
    reading?.queue.stop();
    await reading?.done;
    const pieces = this.#pieces;
    this.#pieces = undefined;
    this.#rest = none;
    await pieces?.return?.();
  }

  /** The part, where it is the one that was read ahead. */
  async #readAhead(from: number, to: number): Promise<Reading | undefined> {
    const reading = this.#reading;
    if (reading?.from === from && reading.to === to && reading.queue.untouched) return reading;
    if (reading) await this.close();
    return undefined;
  }

  async #readAnew(from: number, to: number): Promise<Reading> {
    const hash = await this.#hashOf(from);
    await this.#goTo(from);
    return (this.#reading = this.#start(from, to, hash));
  }

  #start(from: number, to: number, hash: Hash): Reading {
    const queue = new AheadQueue(ahead);
    const done = this.#read(to - from, to === this.source.size, hash, queue).then(
      () => queue.end(),
      (reason: unknown) => queue.end({ reason }),
    );
    return { from, to, queue, done: done.then(() => hash) };
  }

  async #read(left: number, last: boolean, hash: Hash, queue: AheadQueue): Promise<void> {
    let held: Uint8Array | undefined;
    while (left > 0) {
      const piece = await this.#next(left);
      if (piece === undefined) throw attachmentChanged(this.source.name);
      left -= piece.byteLength;
      hash.update(piece);
      if (held && !(await queue.put(held))) return;
      held = piece;
    }
    // Before the last piece, so that a file that is not the one that was meant never arrives.
    if (last && (hash.copy().digest('hex') !== this.source.sha256 || (await this.#next(1)) !== undefined))
      throw attachmentChanged(this.source.name);
    if (held) await queue.put(held);
  }

  /** Where the upload goes on in the middle, as after a restart, what is there already is read once more. */
  async #hashOf(at: number): Promise<Hash> {
    const known = this.#checkpoints.find((checkpoint) => checkpoint.at === at);
    if (known) return known.hash.copy();
    const hash = createHash('sha256');
    await this.#goTo(0);
    for (let left = at; left > 0;) {
      const piece = await this.#next(left);
      if (piece === undefined) throw attachmentChanged(this.source.name);
      hash.update(piece);
      left -= piece.byteLength;
    }
    this.#checkpoints = [{ at, hash }];
    return hash.copy();
  }

  async #goTo(offset: number): Promise<void> {
    if (this.#pieces && this.#at === offset) return;
    await this.close();
    this.#pieces = this.source.open(offset)[Symbol.asyncIterator]();
    this.#at = offset;
  }

  /** At most `most` bytes; absent: the file ends here. */
  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#rest.byteLength === 0) {
      const next = await this.#pieces?.next();
      if (next === undefined || next.done === true) return undefined;
      this.#rest = next.value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.byteLength);
    this.#at += piece.byteLength;
    return piece;
  }
}
