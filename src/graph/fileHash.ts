import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** The SHA-256 of a file that comes piece by piece, each after the one before it. */
export interface FileHash {
  /** Resolves when the bytes are not needed any more. They are not to change before. */
  update(bytes: Uint8Array): Promise<void>;
  /** In hexadecimal. */
  digest(): Promise<string>;
  /** It is not needed any more. */
  end(): void;
}

/** Bytes that are hashed before whatever else waits gets its turn: less than a millisecond. */
const hashedAtOnce = 1024 * 1024;

export function hashHere(): FileHash {
  const hash = createHash('sha256');
  return {
    async update(bytes) {
      for (let at = 0; at < bytes.byteLength; at += hashedAtOnce) {
        if (at > 0) await nextTurn();
        hash.update(bytes.subarray(at, at + hashedAtOnce));
      }
    },
    digest: async () => hash.digest('hex'),
    end: () => undefined,
  };
}

/**
 * For bytes in shared memory (`SharedArrayBuffer`): they are hashed in a thread, which all files share, while this one
 * sends them. Where no thread starts, it is done here.
 */
export function hashBeside(): FileHash {
  const thread = HashThread.current();
  const id = thread.open();
  let here: FileHash | undefined;
  const hashed = async <T>(beside: () => Promise<T>, instead: (hash: FileHash) => Promise<T>): Promise<T> =>
    (await thread.started) ? beside() : instead((here ??= hashHere()));
  return {
    update: (bytes) =>
      hashed(
        async () => void (await thread.ask({ id, bytes })),
        (hash) => hash.update(bytes),
      ),
    digest: () =>
      hashed(
        () => thread.ask({ id }),
        (hash) => hash.digest(),
      ),
    end: () => thread.close(id),
  };
}

/** `bytes`: to be added; without them the digest is asked for, and with `end` neither. */
interface Question {
  readonly id: number;
  readonly bytes?: Uint8Array;
  readonly end?: true;
}

/** A string, so that it starts from any bundle without a file of its own. It answers each question but the last. */
const program = `
const { parentPort } = require('node:worker_threads');
const { createHash } = require('node:crypto');
const hashes = new Map();
parentPort.on('message', ({ id, bytes, end }) => {
  if (end) return hashes.delete(id);
  const hash = hashes.get(id) ?? createHash('sha256');
  hashes.set(id, hash);
  if (bytes) hash.update(bytes);
  parentPort.postMessage(bytes ? '' : hash.digest('hex'));
});
`;

/** Milliseconds for which an idle thread waits for the next file. */
const idleTime = 30_000;

/** Answers come in the order of the questions. */
class HashThread {
  static #current: HashThread | undefined;

  /** The one that runs; else a new one. */
  static current(): HashThread {
    return (HashThread.#current ??= new HashThread());
  }

  readonly #worker = new Worker(program, {
    eval: true,
    // Nothing of the extension host is for it: no arguments, no streams.
    ...{ argv: [], execArgv: [], stdin: false },
    resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2 },
  });
  readonly #asked: { readonly answer: (digest: string) => void; readonly fail: (reason: Error) => void }[] =
    [];
  readonly #open = new Set<number>();
  #last = 0;
  #idle: NodeJS.Timeout | undefined;
  readonly started: Promise<boolean>;

  private constructor() {
    this.started = once(this.#worker, 'online').then(
      () => true,
      () => false,
    );
    this.#worker.on('message', (digest: string) => this.#asked.shift()?.answer(digest));
    this.#worker.on('error', (reason: Error) => this.#fail(reason));
    this.#worker.on('exit', () => this.#fail(new Error('The thread that hashes files has ended.')));
  }

  open(): number {
    clearTimeout(this.#idle);
    this.#worker.ref();
    this.#open.add(++this.#last);
    return this.#last;
  }

  ask(question: Question): Promise<string> {
    return new Promise((answer, fail) => {
      this.#asked.push({ answer, fail });
      this.#worker.postMessage(question);
    });
  }

  close(id: number): void {
    if (!this.#open.delete(id)) return;
    this.#worker.postMessage({ id, end: true } satisfies Question);
    if (this.#open.size > 0) return;
    // An idle thread keeps no process alive.
    this.#worker.unref();
    this.#idle = setTimeout(() => {
      this.#forget();
      void this.#worker.terminate();
    }, idleTime).unref();
  }

  #fail(reason: Error): void {
    this.#forget();
    for (const { fail } of this.#asked.splice(0)) fail(reason);
  }

  #forget(): void {
    if (HashThread.#current === this) HashThread.#current = undefined;
  }
}
