/** Gives turns, one at a time, in the order they were asked for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `work` when all earlier work has settled. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    // A failed turn is its caller's matter; the next one starts all the same.
    this.#last = turn.then(
      () => undefined,
      () => undefined,
    );
    return turn;
  }
}
