/** Pieces between one who makes them and one who takes them. It holds as much as is made: a part of a file, at most. */
export class AheadQueue {
  readonly #pieces: Uint8Array[] = [];
  #end: { readonly reason?: unknown } | undefined;
  #stopped = false;
  #touched = false;
  #taker: () => void = () => undefined;

  /** Nothing was taken yet. */
  get untouched(): boolean {
    return !this.#touched;
  }

  /** Nobody wants more. */
  get stopped(): boolean {
    return this.#stopped;
  }

  put(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#taker();
  }

  /** No more will come; with a `reason`, because of it. */
  end(reason?: { readonly reason: unknown }): void {
    this.#end = reason ?? {};
    this.#taker();
  }

  stop(): void {
    this.#stopped = true;
  }

  async *take(): AsyncGenerator<Uint8Array> {
    this.#touched = true;
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece) yield piece;
      else if (this.#end) {
        if ('reason' in this.#end) throw this.#end.reason;
        return;
      } else await new Promise<void>((resolve) => (this.#taker = resolve));
    }
  }
}
