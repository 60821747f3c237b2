import { Cancelled } from '../../../src/failure.js';

interface Moment {
  readonly at: number;
  readonly order: number;
  /** Absent: taken back. */
  fire?: (() => void) | undefined;
}

/**
 * Virtual time: nothing waits, the next thing due happens when all promises have come to rest. Things due at the same
 * moment happen in the order they were asked for, so that a run repeats exactly.
 */
export class Timeline {
  /** Milliseconds since 1970. */
  now = Date.UTC(2026, 0, 1);
  private readonly heap: Moment[] = [];
  private asked = 0;

  after(milliseconds: number, fire: () => void): Moment {
    const moment = { at: this.now + Math.max(0, milliseconds), order: this.asked++, fire };
    this.push(moment);
    return moment;
  }

  wait(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.after(milliseconds, resolve));
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new Cancelled());
      const stop = () => {
        moment.fire = undefined;
        reject(new Cancelled());
      };
      const moment = this.after(milliseconds, () => {
        signal?.removeEventListener('abort', stop);
        resolve();
      });
      signal?.addEventListener('abort', stop);
    });
  }

  /** Lets time pass until `work` is done. @throws Error when nothing is due any more and it is not */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const end = () => void (done = true);
    work.then(end, end);
    await this.pump(() => done);
    return work;
  }

  private pump(done: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const turn = () => {
        if (done()) return resolve();
        const moment = this.pop();
        if (!moment) return reject(new Error('The simulation stands still: nothing is due.'));
        this.now = Math.max(this.now, moment.at);
        moment.fire?.();
        // A tick that is asked for by a microtask comes when no microtask is left.
        queueMicrotask(() => process.nextTick(turn));
      };
      queueMicrotask(() => process.nextTick(turn));
    });
  }

  private push(moment: Moment): void {
    const { heap } = this;
    let at = heap.push(moment) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || before(parent, moment)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = moment;
  }

  private pop(): Moment | undefined {
    for (;;) {
      const first = this.takeFirst();
      if (!first || first.fire) return first;
    }
  }

  private takeFirst(): Moment | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const [left, right] = [heap[child], heap[child + 1]];
      if (!left) break;
      if (right && before(right, left)) child++;
      const smallest = heap[child];
      if (!smallest || before(last, smallest)) break;
      heap[at] = smallest;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function before(a: Moment, b: Moment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}
