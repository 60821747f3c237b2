import { createHash, type Hash } from 'node:crypto';
import { type Room } from '../draft/files.js';
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
  /** Of everything before `to`, when it is read; absent: it was not read to its end. */
  readonly done: Promise<Hash | undefined>;
}

const none = new Uint8Array(0);
/** Bytes that are read and hashed at a time: few enough to be in the processor's cache still when they are hashed. */
const pieceBytes = 512 * 1024;
/** The part that is sent, the one before, which may be wanted again, and the one that is read ahead. */
const mostCheckpoints = 3;

/**
 * Reads a file part by part, mostly in order, and never gives away the last bytes of one that is not what its SHA-256
 * says: it may change while it is uploaded. While a part is sent the next one is read and hashed. Two parts take turns
 * in the same memory, so that it does not grow with the file: when a part is asked for, the one before has arrived,
 * or its request has ended.
 */
export class SealedReader {
  #pieces: AsyncIterator<Uint8Array> | undefined;
  /** Of the piece that was read last: what belongs to the next part. */
  #rest: Uint8Array = none;
  /** Offset of the next byte that `#rest` and `#pieces` give. */
  #at = 0;
  #checkpoints: readonly Checkpoint[] = [{ at: 0, hash: createHash('sha256') }];
  /** The part that was asked for, and the one after it. */
  #readings: readonly Reading[] = [];
  /** Where the next piece may lie, for a source that reads into what it is given. */
  #room: Room = () => undefined;
  /** Of the part that was read last, and of the one before. */
  #memory: readonly Uint8Array[] = [];

  constructor(private readonly source: AttachmentSource) {}

  /** The bytes from `from` up to `to`. @throws Failure `attachment-changed`, or what the source threw */
  async *part(from: number, to: number): AsyncGenerator<Uint8Array> {
    const reading = (await this.#readAhead(from, to)) ?? (await this.#readAnew(from, to));
    // The next part is like this one, or the last.
    const next = Math.min(to + (to - from), this.source.size);
    this.#readings = [reading, ...(next > to ? [this.#start(to, next, reading.done)] : [])];
    yield* reading.queue.take();
  }

  async close(): Promise<void> {
    const readings = this.#readings;
    this.#readings = [];
    for (const { queue } of readings) queue.stop();
    for (const { done } of readings) await done;
    const pieces = this.#pieces;
    this.#pieces = undefined;
    this.#rest = none;
    // A request that has just ended may hold it still.
    this.#memory = [];
    await pieces?.return?.();
  }

  /** The part, where it is the one that was read ahead. */
  async #readAhead(from: number, to: number): Promise<Reading | undefined> {
    const reading = this.#readings[1];
    if (reading?.from === from && reading.to === to && reading.queue.untouched) return reading;
    if (this.#readings.length > 0) await this.close();
    return undefined;
  }

  async #readAnew(from: number, to: number): Promise<Reading> {
    const hash = await this.#hashOf(from);
    await this.#goTo(from);
    return this.#start(from, to, Promise.resolve(hash));
  }

  /** `beginning`: the hash of what lies before `from`, when that is read. */
  #start(from: number, to: number, beginning: Promise<Hash | undefined>): Reading {
    const queue = new AheadQueue();
    const read = async () => {
      const known = await beginning;
      if (known === undefined) throw new Error('What lies before this part was not read.');
      this.#checkpoints = [...this.#checkpoints, { at: from, hash: known }].slice(-mostCheckpoints);
      const hash = known.copy();
      await this.#read(from, to, hash, queue);
      return queue.stopped ? undefined : hash;
    };
    const done = read().then(
      (hash) => {
        queue.end();
        return hash;
      },
      (reason: unknown) => {
        queue.end({ reason });
        return undefined;
      },
    );
    return { from, to, queue, done };
  }

  async #read(from: number, to: number, hash: Hash, queue: AheadQueue): Promise<void> {
    this.#room = this.#roomOf(from, to);
    let held: Uint8Array | undefined;
    for (let left = to - from; left > 0;) {
      if (queue.stopped) return;
      const piece = await this.#next(left);
      if (piece === undefined) throw attachmentChanged(this.source.name);
      left -= piece.byteLength;
      hash.update(piece);
      if (held) queue.put(held);
      held = piece;
    }
    // Before the last piece, so that a file that is not the one that was meant never arrives.
    const last = to === this.source.size;
    if (last && (hash.copy().digest('hex') !== this.source.sha256 || (await this.#next(1)) !== undefined))
      throw attachmentChanged(this.source.name);
    if (held) queue.put(held);
  }

  /** The part's own place, as far as it is not read yet. */
  #roomOf(from: number, to: number): Room {
    const [latest, before] = this.#memory;
    const memory = before && before.byteLength >= to - from ? before : Buffer.allocUnsafeSlow(to - from);
    this.#memory = latest ? [memory, latest] : [memory];
    return () => {
      const begin = this.#at - from;
      const room = memory.subarray(begin, Math.min(begin + pieceBytes, to - from));
      return room.byteLength > 0 ? room : undefined;
    };
  }

  /** Where the upload goes on in the middle, as after a restart, what is there already is read once more. */
  async #hashOf(at: number): Promise<Hash> {
    const known = this.#checkpoints.find((checkpoint) => checkpoint.at === at);
    if (known) return known.hash;
    const hash = createHash('sha256');
    await this.#goTo(0);
    const memory = Buffer.allocUnsafeSlow(pieceBytes);
    this.#room = () => memory;
    for (let left = at; left > 0;) {
      const piece = await this.#next(left);
      if (piece === undefined) throw attachmentChanged(this.source.name);
      hash.update(piece);
      left -= piece.byteLength;
    }
    return hash;
  }

  async #goTo(offset: number): Promise<void> {
    if (this.#pieces && this.#at === offset) return;
    await this.close();
    this.#pieces = this.source.open(offset, () => this.#room())[Symbol.asyncIterator]();
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
