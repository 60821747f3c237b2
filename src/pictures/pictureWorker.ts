import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { traceOf } from '../failure.js';
import { type Job, type JobAnswer, type JobMessage, type Outcome } from './jobs.js';

export interface PictureWorkerOptions {
  readonly folder: string;
  readonly jobMilliseconds: number;
  readonly idleMilliseconds: number;
}

export type RunResult =
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'timeout' | 'ended' }
  /** `bug`: thrown by the job, `crashed`: by the thread; both with their frames only. */
  | { readonly kind: 'bug' | 'crashed'; readonly trace: string };

/** Heap of the thread, in MB. WebAssembly is outside it and is bounded by the pixels that are let in. */
const heap = 512;

/** One worker thread that runs one job at a time and is replaced when it fails. */
export class PictureWorker {
  private thread: Worker | undefined;
  private current: { readonly id: number; settle(result: RunResult): void } | undefined;
  private idle: NodeJS.Timeout | undefined;
  private disposed = false;
  private nextId = 1;

  constructor(private readonly options: PictureWorkerOptions) {}

  /** Callers wait for the job before. Never rejects. */
  async run(job: Job): Promise<RunResult> {
    if (this.disposed) return { kind: 'ended' };
    clearTimeout(this.idle);
    let thread: Worker;
    try {
      thread = this.thread ??= this.start();
    } catch (error) {
      return { kind: 'crashed', trace: traceOf(error) };
    }
    const result = await this.carryOut(job, thread);
    // After a bug, too: WebAssembly that trapped is not to be used again.
    if (result.kind !== 'done') this.end();
    else if (!this.disposed) {
      this.idle = setTimeout(() => this.end(), this.options.idleMilliseconds);
      this.idle.unref();
    }
    return result;
  }

  dispose(): void {
    this.disposed = true;
    this.current?.settle({ kind: 'ended' });
    this.end();
  }

  private carryOut(job: Job, thread: Worker): Promise<RunResult> {
    const id = this.nextId++;
    // A process may end while its worker is idle, but not while it is at work.
    thread.ref();
    return new Promise((resolve) => {
      const settle = (result: RunResult): void => {
        clearTimeout(limit);
        this.current = undefined;
        thread.unref();
        resolve(result);
      };
      const limit = setTimeout(() => settle({ kind: 'timeout' }), this.options.jobMilliseconds);
      this.current = { id, settle };
      thread.postMessage({ id, job } satisfies JobMessage);
    });
  }

  private start(): Worker {
    const thread = new Worker(join(this.options.folder, 'worker.js'), {
      // Nothing of the extension host's environment concerns a picture.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: heap },
    });
    thread.on('message', (answer: JobAnswer) => this.answered(answer));
    thread.on('error', (error) => this.lost(thread, traceOf(error)));
    thread.on('exit', (code) => this.lost(thread, `exit ${code}`));
    return thread;
  }

  private answered(answer: JobAnswer): void {
    if (answer.id !== this.current?.id) return;
    this.current.settle(
      'bug' in answer ? { kind: 'bug', trace: answer.bug } : { kind: 'done', outcome: answer.outcome },
    );
  }

  private lost(thread: Worker, trace: string): void {
    if (this.thread !== thread) return;
    this.thread = undefined;
    this.current?.settle({ kind: 'crashed', trace });
  }

  private end(): void {
    clearTimeout(this.idle);
    void this.thread?.terminate();
    this.thread = undefined;
  }
}
