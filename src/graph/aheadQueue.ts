/** Pieces between one who makes them and one who takes them; the maker waits while enough lie here. */
export class AheadQueue {
  readonly #pieces: Uint8Array[] = [];
  #bytes = 0;
  #end: { readonly reason?: unknown } | undefined;
  #stopped = false;
  #touched = false;
  #taker: () => void = () => undefined;
  #maker: () => void = () => undefined;

  constructor(private readonly most: number) {}

  /** Nothing was taken yet. */
  get untouched(): boolean {
    return !this.#touched;
  }

  /** False: nobody wants more. */
  async put(piece: Uint8Array): Promise<boolean> {
    this.#pieces.push(piece);
    this.#bytes += piece.byteLength;
    this.#taker();
    while (this.#bytes > this.most && !this.#stopped)
      await new Promise<void>((resolve) => (this.#maker = resolve));
    return !this.#stopped;
  }

  /** No more will come; with a `reason`, because of it. */
  end(reason?: { readonly reason: unknown }): void {
    this.#end = reason ?? {};
    this.#taker();
  }

  stop(): void {
    this.#stopped = true;
    this.#maker();
  }

  async *take(): AsyncGenerator<Uint8Array> {
    this.#touched = true;
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) {
        this.#bytes -= piece.byteLength;
        this.#maker();
        yield piece;
      } else if (this.#end) {
        if ('reason' in this.#end) throw this.#end.reason;
        return;
      } else await new Promise<void>((resolve) => (this.#taker = resolve));
    }
  }
}
