import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createHttpTransport } from '../../src/graph/http.js';
import { fileLedger } from '../../src/outbox/fileLedger.js';
import { type Ledger, type LedgerEntry } from '../../src/outbox/ledger.js';
import { type Transport } from '../../src/wire.js';

/** `torn`: half of a ledger line is on disk. `amid`: a part of the body is on its way. */
export interface KillPoint {
  readonly step: number;
  readonly when: 'before' | 'after' | 'torn' | 'amid';
}

/** Counts what a process does to the world, and kills it at one point: no `finally`, no flush, no farewell. */
export class Doom {
  /** What each step was, in their order. */
  readonly steps: string[] = [];

  constructor(private readonly point?: KillPoint) {}

  transport(): Transport {
    const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 10_000 });
    return async (request, signal) => {
      const step = this.steps.push(`${request.method} ${kindOf(request.url)}`) - 1;
      this.strike(step, 'before');
      const stream = request.stream && this.struckAmid(request.stream, step);
      const answer = await http(stream ? { ...request, stream } : request, signal);
      this.strike(step, 'after');
      return answer;
    };
  }

  ledger(folder: string): Ledger {
    const ledger = fileLedger(folder);
    return {
      ...ledger,
      open: async (id) => {
        const opened = await ledger.open(id);
        const write = async (entry: LedgerEntry) => {
          const step = this.steps.push(`ledger ${entry.step}`) - 1;
          this.strike(step, 'before');
          this.strike(step, 'torn', () => tear(join(folder, `${id}.jsonl`), JSON.stringify(entry)));
          await opened.write(entry);
          this.strike(step, 'after');
        };
        const { entries } = opened;
        return { entries, write, flush: () => opened.flush(), close: () => opened.close() };
      },
    };
  }

  private async *struckAmid(stream: AsyncIterable<Uint8Array>, step: number): AsyncGenerator<Uint8Array> {
    for await (const piece of stream) {
      yield piece.subarray(0, piece.byteLength / 2);
      // By then the half is with the system.
      await setImmediate();
      this.strike(step, 'amid');
      yield piece.subarray(piece.byteLength / 2);
    }
  }

  private strike(step: number, when: KillPoint['when'], last: () => void = () => undefined): void {
    if (this.point?.step !== step || this.point.when !== when) return;
    last();
    process.kill(process.pid, 'SIGKILL');
    // Nothing more is done, however late the signal comes.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}

/** Every point at which a run of these steps can be killed. */
export function killPointsOf(steps: readonly string[]): KillPoint[] {
  return steps.flatMap((name, step) => [
    { step, when: 'before' as const },
    ...(name.startsWith('ledger') ? [{ step, when: 'torn' as const }] : []),
    ...(name === bodyInParts ? [{ step, when: 'amid' as const }] : []),
    { step, when: 'after' as const },
  ]);
}

function tear(file: string, line: string): void {
  mkdirSync(join(file, '..'), { recursive: true });
  const bytes = Buffer.from(line);
  appendFileSync(file, bytes.subarray(0, bytes.length / 2));
}

const bodyInParts = 'PUT upload session';

function kindOf(url: string): string {
  const { pathname, search } = new URL(url);
  if (pathname.includes('/AttachmentSessions(')) return 'upload session';
  const filter = search.includes('filter') ? '?filter' : '';
  return pathname.replace(/\/(messages|mailFolders)\/[^/]+/i, '/$1/*') + filter;
}
