import { Readable } from 'node:stream';

/** A body that is made as it is sent, and what went wrong in making it. */
export class StreamedBody {
  readonly readable: Readable;
  #fault: { readonly reason: unknown } | undefined;

  /** `taken` is called before each piece is made. */
  constructor(pieces: AsyncIterable<Uint8Array>, taken: () => void) {
    this.readable = Readable.from(this.#watched(pieces, taken), { objectMode: false });
    // node-fetch hears of it too; without a listener an abort between its steps would end the process.
    this.readable.on('error', () => undefined);
  }

  /** Set when the pieces could not be made: that, and not the broken connection, is why the request failed. */
  get fault(): { readonly reason: unknown } | undefined {
    return this.#fault;
  }

  /** Lets go of what the pieces are made from. */
  end(): void {
    this.readable.destroy();
  }

  async *#watched(pieces: AsyncIterable<Uint8Array>, taken: () => void): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of pieces) {
        taken();
        yield piece;
      }
    } catch (reason) {
      this.#fault = { reason };
      throw reason;
    }
  }
}
