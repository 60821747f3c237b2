/** Runs tasks one after the other, in the order given. A task that fails does not stop the next. */
export class Sequencer {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.last.then(task, task);
    this.last = turn.catch(() => undefined);
    return turn;
  }

  /** Resolves when all before it are done, with what lets the next one start. */
  enter(): Promise<() => void> {
    return new Promise((entered) => {
      void this.run(() => new Promise<void>((leave) => entered(leave)));
    });
  }
}
