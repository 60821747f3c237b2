import { type Clock } from '../../../src/clock.js';
import { Cancelled, Failure, sentence } from '../../../src/failure.js';
import { createGraphClient } from '../../../src/graph/client.js';
import { createGraphMailbox } from '../../../src/graph/graphMailbox.js';
import { type Held, type Lock } from '../../../src/outbox/fileLock.js';
import { type Ledger, type LedgerEntry } from '../../../src/outbox/ledger.js';
import { type Job, Outbox, type OutboxParts, type SendScreen } from '../../../src/outbox/outbox.js';
import { ConnectionFailure, type Transport, type WireRequest, type WireResponse } from '../../../src/wire.js';
import { reference, silent } from '../simulation.js';
import { type Computer } from './computer.js';
import { type Fault, type StepKind, type Strike } from './faults.js';
import { journeyOf } from './journey.js';
import { versionAt } from './versions.js';
import { isAboutFolders, type World } from './world.js';

/** One window of the extension: a process, which can die at every step. What it then awaits never comes. */
export class Window {
  dead = false;
  readonly outbox: Outbox;
  /** When the person's time to undo was over, for the send that is under way. */
  heldUntil = 0;
  /** The person asked it to delete the copy. */
  discards = false;
  /** When it last read a message from the mailbox, by the message's id. */
  readonly looks = new Map<string, number>();
  /** The same of the list of its files. */
  readonly listings = new Map<string, number>();
  private readonly mourners: (() => void)[] = [];

  constructor(
    readonly world: World,
    readonly computer: Computer,
    readonly name: string,
  ) {
    computer.windows.add(this);
    const clock = this.clock();
    const client = createGraphClient({
      transport: this.transport(),
      token: () => this.token(),
      root: 'https://graph.test',
      version: 'v1.0',
      clock,
      random: world.random,
      log: silent,
    });
    const parts: OutboxParts = {
      ledger: this.ledger(),
      lock: this.lock(),
      clock,
      log: silent,
      random: world.random,
      mailbox: async () => createGraphMailbox(client, '/me'),
      changed: () => undefined,
    };
    this.outbox = new Outbox(world.variant.parts?.(parts, this) ?? parts);
  }

  /** Resolves with what `work` came to, or with `died`. */
  async survive<T>(work: Promise<T>): Promise<T | 'died'> {
    // Another window's power cut took it along: what it began to do ends in nothing.
    if (this.dead) {
      work.catch(() => undefined);
      return 'died';
    }
    const death = new Promise<'died'>((resolve) => this.mourners.push(() => resolve('died')));
    return Promise.race([work, death]);
  }

  /** Nothing that this process awaits comes any more. */
  die(): Promise<never> {
    this.dead = true;
    this.computer.windows.delete(this);
    for (const mourner of this.mourners.splice(0)) mourner();
    return never();
  }

  /** A step, which takes a moment, and at which something may go wrong. */
  async step(kind: StepKind): Promise<Strike | undefined> {
    if (this.dead) return never();
    const strike = this.world.strikeAt(this.name, kind);
    if (strike) await this.suffer(strike);
    await this.wait(this.world.random() * 3);
    return strike;
  }

  /** Time that passes for a living process only. */
  async wait(milliseconds: number): Promise<void> {
    await this.world.time.wait(milliseconds);
    if (this.dead) return never();
  }

  /** What can happen at every step; the others are the step's own matter. */
  private async suffer({ fault, ms = 0 }: Strike): Promise<void> {
    if (fault === 'kill') return this.die();
    if (fault === 'stall') return this.wait(ms);
    if (fault === 'clock jumps') this.computer.clockError += ms;
    else if (fault.endsWith('in Outlook')) await this.world.outlook.act(fault);
  }

  /** The jobs of the editor: the file as the mail that it makes, with an id in it. */
  async job(): Promise<Job & { readonly version: number }> {
    const { file } = this.world;
    if (file.sent !== undefined) throw new Failure('already-sent', sentence('The file says so.'));
    const { id, fresh } = file.id === undefined ? await this.identity() : { id: file.id, fresh: false };
    const { version } = file;
    const job = { id, mail: this.mailOf(version), mailbox: reference, version };
    return fresh ? { ...job, fresh } : job;
  }

  mailOf(version: number): Job['mail'] {
    const { mail, files } = versionAt(version);
    const attachments = Object.entries(files).map(([name, text]) => {
      const bytes = new TextEncoder().encode(text);
      const read = async () => {
        await this.step('read a file');
        return bytes;
      };
      return { name, contentType: 'text/plain', size: bytes.byteLength, read };
    });
    return { ...mail, attachments };
  }

  private async identity(): Promise<{ id: string; fresh: boolean }> {
    const { file } = this.world;
    const holder = this.computer.acquire('file', this);
    if (!holder) throw new Failure('draft-busy', sentence('Another window gives it an id.'));
    const id = this.world.newId();
    try {
      await this.write(() => file.set('id', id));
    } finally {
      this.computer.release('file', holder);
    }
    return { id, fresh: true };
  }

  async write(change: () => void): Promise<void> {
    const strike = await this.step('write the draft');
    if (strike?.fault === 'disk full') throw diskFull();
    change();
    if (strike?.fault === 'killed after') await this.die();
  }

  screen(again: boolean, version: number): SendScreen {
    return {
      confirm: async (earlier) => {
        const strike = await this.step('confirm');
        if (strike?.fault === 'declined' || (earlier && !again)) return false;
        this.world.asked.add(version);
        if (earlier) this.world.askedAgain++;
        return true;
      },
      hold: async () => {
        const strike = await this.step('hold');
        await this.wait(this.world.random() * 10_000);
        this.heldUntil = this.world.time.now;
        return strike?.fault !== 'undone';
      },
      sending: () => undefined,
    };
  }

  private clock(): Clock {
    const { time } = this.world;
    return {
      now: () => time.now + this.computer.clockError,
      sleep: async (milliseconds, signal) => {
        // An alarm runs beside other steps and is none.
        if (milliseconds <= 12_000) await this.step('sleep');
        if (signal?.aborted) throw new Cancelled();
        await time.sleep(milliseconds, signal);
        if (this.dead) return never();
      },
    };
  }

  private async token(): Promise<string> {
    const strike = await this.step('token');
    if (strike?.fault === 'signed out') throw new Failure('signed-out', sentence('Nobody is signed in.'));
    return 'token';
  }

  private transport(): Transport {
    return async (request, signal) => {
      if (isAboutFolders(request)) return this.serve(request, 0);
      if (request.method !== 'GET') this.world.audit.begin(this, request);
      const strike = await this.step(/\/send$/.test(request.url) ? 'request that sends' : 'request');
      const answer = await this.survived(journeyOf(this, request, strike?.fault, strike?.ms)(signal));
      await this.step('answer');
      return answer;
    };
  }

  /** An answer, or the lack of one, comes to the living only. */
  private async survived(journey: Promise<WireResponse>): Promise<WireResponse> {
    try {
      const answer = await journey;
      return this.dead ? await never() : answer;
    } catch (error) {
      if (this.dead) return never();
      throw error;
    }
  }

  private ledger(): Ledger {
    const { ledger: disk } = this.computer;
    return {
      read: async () => {
        await this.step('read a ledger');
        return disk.read();
      },
      append: async (_id, entry) => {
        const { fault } = (await this.step('append to a ledger')) ?? {};
        await this.appendStruck(entry, fault);
      },
      ids: async () => (disk.open && this.world.file.id !== undefined ? [this.world.file.id] : []),
    };
  }

  private async appendStruck(entry: LedgerEntry, fault: Fault | undefined): Promise<void> {
    const { ledger: disk } = this.computer;
    if (fault === 'power cut') return this.computer.cutPower();
    if (fault === 'disk full') throw diskFull();
    if (fault === 'torn line' || fault === 'disk full, line torn') disk.tear(entry);
    else disk.append(entry);
    if (fault === 'torn line' || fault === 'killed after') await this.die();
    if (fault?.startsWith('disk full')) throw diskFull();
  }

  private lock(): Lock {
    const { computer } = this;
    return {
      tryAcquire: (id): Held | undefined => {
        const holder = computer.acquire(id, this);
        if (!holder) return undefined;
        return {
          stillHeld: () => computer.holderOf(id) === holder,
          release: () => {
            if (!this.dead) computer.release(id, holder);
          },
        };
      },
      isHeld: (id) => computer.holderOf(id) !== undefined,
    };
  }

  /** Hands a request to the mailbox, at once. */
  serve(request: WireRequest, issued: number): Promise<WireResponse> {
    return this.world.serve(this, request, issued);
  }
}

export function never(): Promise<never> {
  return new Promise(() => undefined);
}

export function lost(): ConnectionFailure {
  return new ConnectionFailure('no-answer', 'ECONNRESET');
}

function diskFull(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}
