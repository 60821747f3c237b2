import { createHash } from 'node:crypto';
import { type Room } from '../draft/files.js';
import { Cancelled, throwIfCancelled } from '../failure.js';
import { type AttachmentSource } from './mailbox.js';
import { attachmentChanged } from './uploadFailures.js';

export interface PassOptions {
  /** Where the first part begins. What lies before it is read and hashed only. */
  readonly from: number;
  readonly partBytes: number;
  readonly signal: AbortSignal | undefined;
}

/** A part that is in memory when `read` resolves. */
interface Part {
  readonly from: number;
  readonly to: number;
  readonly read: Promise<Uint8Array>;
}

const none = new Uint8Array(0);
/** Bytes that are read at a time, and hashed while the next are read: few, so that the connection is not kept waiting. */
const pieceBytes = 1024 * 1024;

/**
 * One way through a file, from its beginning to its end. While a part is sent the next one is read and hashed. Two parts
 * take turns in the same memory, so that it does not grow with the file.
 */
export class SealedPass {
  readonly #hash = createHash('sha256');
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #memory: readonly [Uint8Array, Uint8Array];
  /** Where the next piece may lie, for a source that reads into what it is given. */
  #room: Room = () => undefined;
  /** Of the piece that was read last: what belongs to the next part. */
  #rest: Uint8Array = none;
  /** The one that is sent, and the one after it. */
  #parts: readonly Part[] = [];
  #begun = 0;
  #ended = false;

  constructor(
    private readonly source: AttachmentSource,
    private readonly options: PassOptions,
  ) {
    const bytes = Math.min(options.partBytes, source.size);
    this.#memory = [Buffer.allocUnsafeSlow(bytes), Buffer.allocUnsafeSlow(bytes)];
    this.#pieces = source.open(0, () => this.#room())[Symbol.asyncIterator]();
  }

  async begin(): Promise<Uint8Array> {
    const { from, partBytes } = this.options;
    for (let at = 0; at < from; at += partBytes) await this.#fill(at, Math.min(at + partBytes, from));
    this.#parts = [this.#start(from, Promise.resolve())];
    return this.part(from) ?? none;
  }

  /** The bytes from `from` to the end of its part. Absent: they are not among those in memory, or on their way there. */
  part(from: number): Promise<Uint8Array> | undefined {
    const index = this.#parts.findIndex((each) => each.from <= from && from < each.to);
    const part = this.#parts[index];
    if (!part) return undefined;
    const [, next] = this.#parts.slice(index);
    const more = part.to < this.source.size ? [next ?? this.#start(part.to, part.read)] : [];
    this.#parts = [part, ...more];
    return part.read.then((bytes) => bytes.subarray(from - part.from));
  }

  /** Resolves when nothing is read any more. */
  async end(): Promise<void> {
    this.#ended = true;
    for (const { read } of this.#parts) await read.catch(() => undefined);
    this.#rest = none;
    await this.#pieces.return?.();
  }

  #start(from: number, before: Promise<unknown>): Part {
    const to = Math.min(from + this.options.partBytes, this.source.size);
    const read = before.then(() => this.#fill(from, to));
    // Whoever asks for the part hears of it; perhaps nobody will.
    read.catch(() => undefined);
    return { from, to, read };
  }

  /** Reads on from `from` to `to`, and hashes; the last bytes of a file that is not the one that was meant never come. */
  async #fill(from: number, to: number): Promise<Uint8Array> {
    const memory = this.#memory[this.#begun++ % 2 === 0 ? 0 : 1].subarray(0, to - from);
    let filled = 0;
    this.#room = () => memory.subarray(filled, filled + pieceBytes);
    let next = this.#next(memory.byteLength);
    while (filled < memory.byteLength) {
      const piece = await next;
      if (piece === undefined) throw attachmentChanged(this.source.name);
      throwIfCancelled(this.options.signal);
      if (this.#ended) throw new Cancelled();
      const place = memory.subarray(filled, filled + piece.byteLength);
      if (piece.buffer !== place.buffer || piece.byteOffset !== place.byteOffset) place.set(piece);
      filled += piece.byteLength;
      if (filled < memory.byteLength) next = this.#next(memory.byteLength - filled);
      this.#hash.update(place);
    }
    if (to === this.source.size) await this.#proveWhole();
    return memory;
  }

  async #proveWhole(): Promise<void> {
    const beyond = new Uint8Array(1);
    this.#room = () => beyond;
    if (this.#hash.digest('hex') !== this.source.sha256 || (await this.#next(1)) !== undefined)
      throw attachmentChanged(this.source.name);
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
}
