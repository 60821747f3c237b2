import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Room } from '../draft/files.js';
import { Cancelled, throwIfCancelled } from '../failure.js';
import { type AttachmentSource } from './mailbox.js';
import { type Proof, proofOf } from './proof.js';
import { attachmentChanged } from './uploadFailures.js';

export interface PassOptions {
  /** Lies in the part that comes first. What lies before that part is read where the proof wants it. */
  readonly from: number;
  readonly partBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** Bytes of the file that have a place in memory. */
interface Part {
  readonly from: number;
  readonly to: number;
  /** They are there, and may be sent. */
  readonly read: Promise<Uint8Array>;
  /** The proof has seen them, and has nothing against them. */
  readonly taken: Promise<void>;
}

/** Memory of a part, and when the part that lay in it needs it no longer. */
interface Place {
  readonly memory: Uint8Array;
  free: Promise<unknown>;
}

const none = new Uint8Array(0);
/** The part that is sent, one that is ready to follow it at once, and one that is read and proved meanwhile. */
const inMemory = 3;
/**
 * Bytes that are hashed before the connection is looked after again: less than a millisecond. A thread for it, kept from
 * file to file, made nothing faster on two cores and took three times the memory (measured with 100 MB over loopback).
 */
const hashedAtOnce = 256 * 1024;

/**
 * One way through a file to its end, in parts that begin at multiples of their size. While one is sent the next two are read
 * and, where the proof can tell of each part, proved; otherwise a part is hashed while it is sent, and only the last one before.
 * Two, so that a part is ready when the answer to the one before it comes: with one it was late every other time (measured).
 * Three parts take turns in the same memory, so that it does not grow with the file.
 */
export class SealedPass {
  readonly #first: number;
  readonly #proof: Proof;
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #places: Place[] = [];
  /** Where the next piece may lie, for a source that reads into what it is given. */
  #room: Room = () => undefined;
  /** Of the piece that was read last: what belongs to the next part. */
  #rest: Uint8Array = none;
  /** The one that is sent, and those after it. */
  #parts: readonly Part[] = [];
  #begun = 0;
  #ended = false;

  constructor(
    private readonly source: AttachmentSource,
    private readonly options: PassOptions,
  ) {
    const { from, partBytes } = options;
    this.#first = from - (from % partBytes);
    this.#proof = proofOf(source, partBytes, this.#first);
    this.#pieces = source.open(this.#proof.start, () => this.#room())[Symbol.asyncIterator]();
  }

  async begin(): Promise<Uint8Array> {
    const { from, partBytes } = this.options;
    const { memory } = this.#place(0);
    for (let at = this.#proof.start; at < this.#first; at += partBytes)
      await this.#take(await this.#fill(memory), false);
    this.#parts = [this.#start(this.#first)];
    return this.part(from) ?? none;
  }

  /** The bytes from `from` to the end of its part. Absent: they are not among those in memory, or on their way there. */
  part(from: number): Promise<Uint8Array> | undefined {
    const index = this.#parts.findIndex((each) => each.from <= from && from < each.to);
    const part = this.#parts[index];
    if (!part) return undefined;
    const parts = this.#parts.slice(index);
    for (let last = parts.at(-1) ?? part; parts.length < inMemory && last.to < this.source.size;) {
      last = this.#start(last.to, last);
      parts.push(last);
    }
    this.#parts = parts;
    return part.read.then((bytes) => bytes.subarray(from - part.from));
  }

  /** Nothing is read after the piece that is being read. */
  stop(): void {
    this.#ended = true;
  }

  /** Resolves when nothing is read any more. */
  async end(): Promise<void> {
    this.stop();
    await Promise.allSettled(this.#parts.flatMap(({ read, taken }) => [read, taken]));
    this.#rest = none;
    await this.#pieces.return?.();
  }

  #start(from: number, before?: Part): Part {
    const to = Math.min(from + this.options.partBytes, this.source.size);
    const place = this.#place(this.#begun++ % inMemory);
    const filled = Promise.all([before?.read, place.free, before && nextTurn()]).then(() =>
      this.#fill(place.memory.subarray(0, to - from)),
    );
    const last = to === this.source.size;
    const taken = Promise.all([filled, before?.taken]).then(([bytes]) => this.#take(bytes, last));
    place.free = taken;
    const read = last || this.#proof.eachPart ? taken.then(() => filled) : filled;
    // Whoever asks for the part hears of it; perhaps nobody will.
    for (const each of [filled, taken, read]) each.catch(() => undefined);
    return { from, to, read, taken };
  }

  #place(index: number): Place {
    const bytes = Math.min(this.options.partBytes, this.source.size);
    return (this.#places[index] ??= { memory: Buffer.allocUnsafeSlow(bytes), free: Promise.resolve() });
  }

  /** Reads on. */
  async #fill(memory: Uint8Array): Promise<Uint8Array> {
    let filled = 0;
    this.#room = () => memory.subarray(filled);
    while (filled < memory.byteLength) {
      const piece = await this.#next(memory.byteLength - filled);
      this.#goOn();
      if (piece === undefined) throw attachmentChanged(this.source.name);
      const place = memory.subarray(filled, filled + piece.byteLength);
      if (piece.buffer !== place.buffer || piece.byteOffset !== place.byteOffset) place.set(piece);
      filled += piece.byteLength;
    }
    return memory;
  }

  /** A part. After the last one the file has to end. */
  async #take(bytes: Uint8Array, last: boolean): Promise<void> {
    for (let at = 0; at < bytes.byteLength; at += hashedAtOnce) {
      if (at > 0) await nextTurn();
      this.#goOn();
      this.#proof.take(bytes.subarray(at, at + hashedAtOnce));
    }
    if (!this.#proof.holds(last) || (last && !(await this.#ends())))
      throw attachmentChanged(this.source.name);
  }

  async #ends(): Promise<boolean> {
    const beyond = new Uint8Array(1);
    this.#room = () => beyond;
    return (await this.#next(1)) === undefined;
  }

  /** At most `most` bytes; absent: the file ends here. */
  async #next(most: number): Promise<Uint8Array | undefined> {
    while (this.#rest.byteLength === 0) {
      const next = await this.#pieces.next();
      if (next.done === true) return undefined;
      this.#rest = next.value;
    }
    const piece = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(piece.byteLength);
    return piece;
  }

  #goOn(): void {
    throwIfCancelled(this.options.signal);
    if (this.#ended) throw new Cancelled();
  }
}
