import { createHash } from 'node:crypto';
import { sentence } from '../failure.js';
import { type Log } from '../log.js';
import { type PictureMaker } from '../render/pictureMaker.js';
import { type Job, notMade, type Outcome } from './jobs.js';
import { OutcomeCache } from './outcomeCache.js';
import { PictureWorker } from './pictureWorker.js';

export interface WorkshopOptions {
  /** Where worker.js and its files are: dist/pictures. */
  readonly folder: string;
  readonly log?: Log;
  /** The longest that one picture may take; default 20 s. */
  readonly jobMilliseconds?: number;
  /** How long an idle worker is kept; default 60 s. */
  readonly idleMilliseconds?: number;
  /** Pictures that wait at the same time; default 500. */
  readonly mostWaiting?: number;
  /** What is kept in memory of made pictures; default 64 MiB. */
  readonly cacheBytes?: number;
}

/** A picture that took too long or ended the worker is not tried again at each keystroke, but soon. */
const refusedFor = 60_000;

/**
 * Makes pictures in a worker thread, so that the extension host goes on. The worker starts at the first picture, ends
 * when idle, and is replaced when it fails. One picture at a time; what was made once is kept in memory.
 */
export function createPictureMaker(options: WorkshopOptions): PictureMaker & { dispose(): void } {
  const workshop = new Workshop(options);
  return {
    convert: (bytes, { widest }) => workshop.make({ kind: 'convert', bytes, widest }),
    formula: (tex, { display }) => workshop.make({ kind: 'formula', tex, display }),
    diagram: (source, { widest }) => workshop.make({ kind: 'diagram', source, widest }),
    dispose: () => workshop.dispose(),
  };
}

class Workshop {
  private readonly cache: OutcomeCache;
  private readonly worker: PictureWorker;
  /** Of the same picture asked for twice, one is made. */
  private readonly underWay = new Map<string, Promise<Outcome>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: WorkshopOptions) {
    this.cache = new OutcomeCache(options.cacheBytes ?? 64 * 1024 * 1024);
    this.worker = new PictureWorker({
      folder: options.folder,
      jobMilliseconds: options.jobMilliseconds ?? 20_000,
      idleMilliseconds: options.idleMilliseconds ?? 60_000,
    });
  }

  async make(job: Job): Promise<Outcome> {
    const key = keyOf(job);
    const known = this.cache.get(key, Date.now()) ?? this.underWay.get(key);
    if (known) return known;
    if (this.underWay.size >= (this.options.mostWaiting ?? 500)) return notMade(tooMany);
    const turn = this.last.then(() => this.made(key, job));
    this.last = turn;
    this.underWay.set(key, turn);
    return turn;
  }

  dispose(): void {
    this.worker.dispose();
  }

  private async made(key: string, job: Job): Promise<Outcome> {
    const result = await this.worker.run(job);
    this.underWay.delete(key);
    switch (result.kind) {
      case 'done':
        this.cache.set(key, result.outcome);
        return result.outcome;
      case 'ended':
        return notMade(ended);
      case 'timeout':
        return this.refused(key, job, 'time limit', tookTooLong);
      case 'crashed':
      case 'bug':
        return this.refused(key, job, `${result.kind}: ${result.trace}`, failed);
    }
  }

  private refused(key: string, job: Job, why: string, reason: typeof failed): Outcome {
    this.options.log?.error(`pictures: ${job.kind}: ${why}`);
    const outcome = notMade(reason);
    this.cache.set(key, outcome, Date.now() + refusedFor);
    return outcome;
  }
}

/** The bytes of a file are never written to, so each array is hashed once. */
const digests = new WeakMap<Uint8Array, string>();

function keyOf(job: Job): string {
  switch (job.kind) {
    case 'convert': {
      const digest = digests.get(job.bytes) ?? sha256(job.bytes);
      digests.set(job.bytes, digest);
      return `convert ${job.widest} ${digest}`;
    }
    case 'formula':
      return `formula ${job.display} ${sha256(job.tex)}`;
    case 'diagram':
      return `diagram ${job.widest} ${sha256(job.source)}`;
  }
}

function sha256(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

const tooMany = sentence('There are too many pictures in this mail to make them all. Split it into several.');
const ended = sentence('Markdown Mail is closing, so this picture was not made.');
const tookTooLong = sentence('It took too long to make this picture. Make it simpler or smaller.');
const failed = sentence(
  'This picture could not be made. The log says why; save it as PNG to go on without that.',
);
