import { type Clock } from '../../../src/clock.js';
import { Cancelled, Failure, sentence } from '../../../src/failure.js';
import { createGraphClient } from '../../../src/graph/client.js';
import { createGraphMailbox } from '../../../src/graph/graphMailbox.js';
import { type DirectScreen } from '../../../src/outbox/directSend.js';
import { type Held, type Lock } from '../../../src/outbox/fileLock.js';
import { type Job, Outbox, type OutboxParts, type SendScreen } from '../../../src/outbox/outbox.js';
import { ConnectionFailure, type Transport, type WireRequest, type WireResponse } from '../../../src/wire.js';
import { reference, silent } from '../simulation.js';
import { type Computer } from './computer.js';
import { diskFull, ledgerOf } from './disk.js';
import { type StepKind, type Strike } from './faults.js';
import { journeyOf } from './journey.js';
import { type Asked, versionAt } from './versions.js';
import { isAboutFolders, type World } from './world.js';

/** One window of the extension: a process, which can die at every step. What it then awaits never comes. */
export class Window {
  dead = false;
  readonly outbox: Outbox;
  /** When the person's time to undo was over, for the send that is under way. */
  heldUntil = 0;
  /** The person said yes to sending once more what may have been sent. */
  again = false;
  /** When the person was asked whether the mail is to be sent. */
  askedAt = 0;
  /** The person asked it to delete the copy. */
  discards = false;
  /** When it last read a message from the mailbox, by the message's id. */
  readonly looks = new Map<string, number>();
  /** The same of the list of its files. */
  readonly listings = new Map<string, number>();
  /** When it last asked for all that bears the draft's tag. */
  lookedForTag = 0;
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
      ledger: ledgerOf(this),
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

  /** The power of its computer fails. */
  private lose(): Promise<never> {
    this.computer.cutPower(this.world.random());
    return never();
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
    if (fault === 'power cut') return this.lose();
    if (fault === 'stall') return this.wait(ms);
    if (fault === 'clock jumps') this.computer.clockError += ms;
    else if (fault.endsWith('in Outlook')) await this.world.outlook.act(fault);
  }

  /** The jobs of the editor: the file as the mail that it makes, with an id in it. */
  async job(): Promise<Job & Asked> {
    const { file } = this.world;
    if (file.sent !== undefined) throw new Failure('already-sent', sentence('The file says so.'));
    const { id, fresh } = file.id === undefined ? await this.identity() : { id: file.id, fresh: false };
    const { version, sendAt } = file;
    const job = { id, mail: this.mailOf({ version, sendAt }), mailbox: reference, version, sendAt };
    return fresh ? { ...job, fresh } : job;
  }

  mailOf({ version, sendAt }: Asked): Job['mail'] {
    const { mail, files } = versionAt(version);
    const attachments = Object.entries(files).map(([name, text]) => {
      const bytes = new TextEncoder().encode(text);
      const read = async () => {
        await this.step('read a file');
        return bytes;
      };
      return { name, contentType: 'text/plain', size: bytes.byteLength, read };
    });
    return this.world.inForm({ ...mail, attachments, ...(sendAt === undefined ? {} : { sendAt }) });
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
    const { fault, ms = 0 } = (await this.step('write the draft')) ?? {};
    if (fault === 'disk stays full') this.computer.fullUntil = this.world.time.now + ms;
    if (fault === 'disk full' || this.world.time.now < this.computer.fullUntil) throw diskFull();
    change();
    if (fault === 'killed after') await this.die();
  }

  screen({ version, sendAt }: Asked, again: boolean): SendScreen {
    return {
      confirm: async (earlier) => {
        this.askedAt = this.world.time.now;
        const strike = await this.step('confirm');
        if (strike?.fault === 'declined' || (earlier && !again)) return false;
        this.world.asked.push({ version, sendAt });
        this.again = earlier !== undefined;
        return true;
      },
      hold: () => this.hold(),
      sending: () => undefined,
    };
  }

  directScreen({ version, sendAt }: Asked, saved: boolean): DirectScreen {
    return {
      confirm: async () => {
        const strike = await this.step('confirm');
        if (strike?.fault === 'declined') return undefined;
        this.world.asked.push({ version, sendAt });
        return saved ? 'saved' : 'unsaved';
      },
      hold: () => this.hold(),
      sending: () => undefined,
    };
  }

  private async hold(): Promise<boolean> {
    const strike = await this.step('hold');
    await this.wait(this.world.random() * 10_000);
    this.heldUntil = this.world.time.now;
    return strike?.fault !== 'undone';
  }

  private clock(): Clock {
    const { time } = this.world;
    return {
      now: () => time.now + this.computer.clockError,
      steady: () => time.now,
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
    const { fault, ms = 0 } = (await this.step('token')) ?? {};
    const { now } = this.world.time;
    if (fault === 'signed out for a while') this.computer.signedOutUntil = now + ms;
    if (fault === 'signed out' || now < this.computer.signedOutUntil)
      throw new Failure('signed-out', sentence('Nobody is signed in.'));
    return 'token';
  }

  private transport(): Transport {
    return async (request, signal) => {
      if (isAboutFolders(request)) return this.serve(request, 0);
      if (request.method !== 'GET') this.world.audit.begin(this, request);
      const sends = /\/send(?:Mail)?$/.test(request.url);
      const strike = await this.step(sends ? 'request that sends' : 'request');
      if (strike?.fault.endsWith('for a while')) this.world.begin(strike.fault, strike.ms ?? 0);
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
