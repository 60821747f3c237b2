import { type AttachmentSource } from './mailbox.js';
import { SealedPass } from './sealedPass.js';

/**
 * Gives a file part by part, mostly in order, and never a part that is not what its tag says, or, where no tags are known,
 * never the last part of one that is not what its SHA-256 says: it may change while it is uploaded. Size and times would
 * not tell: two writes within one tick of a file system's clock share a time, a write through a memory map may come after
 * the time that it sets, and a network share answers from a cache.
 */
export class SealedReader {
  #pass: SealedPass | undefined;
  /** One thing after another: a part may be prepared while it is asked for, or while all is closed. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly source: AttachmentSource,
    private readonly partBytes: number,
    private readonly signal?: AbortSignal,
  ) {}

  /**
   * The bytes from `from` to the end of the part they lie in. They stay until another part is asked for: by then they
   * have arrived, or their request has ended. @throws Failure `attachment-changed`, Cancelled, or what the source threw
   */
  part(from: number): Promise<Uint8Array> {
    return this.#inTurn(() => this.#part(from));
  }

  /** Begins to read it. Where it can't be read, whoever asks for it hears why. */
  prepare(from: number): void {
    this.part(from).catch(() => undefined);
  }

  close(): Promise<void> {
    this.#pass?.stop();
    return this.#inTurn(() => this.#end());
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  async #part(from: number): Promise<Uint8Array> {
    const known = this.#pass?.part(from);
    if (known) return known;
    await this.#end();
    this.#pass = new SealedPass(this.source, { from, partBytes: this.partBytes, signal: this.signal });
    return this.#pass.begin();
  }

  async #end(): Promise<void> {
    const pass = this.#pass;
    this.#pass = undefined;
    await pass?.end();
  }
}
