import { type Clock, type Random } from '../../src/clock.js';
import { Cancelled } from '../../src/failure.js';
import { createGraphClient } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { type DraftState } from '../../src/outbox/draftState.js';
import { type Lock } from '../../src/outbox/fileLock.js';
import { type Ledger, type LedgerEntry, type MailboxReference } from '../../src/outbox/ledger.js';
import { type Log } from '../../src/log.js';
import { type RequestLimits } from '../../src/outbox/graphMessage.js';
import { type OpenUpload, type OpenUploads } from '../../src/outbox/uploadFiles.js';
import { Outbox, type SendScreen } from '../../src/outbox/outbox.js';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox, type SandboxOptions } from '../../src/sandbox/sandbox.js';
import { ConnectionFailure, type Transport } from '../../src/wire.js';

export { mail } from '../sampleMail.js';

/** The process is gone: nothing after this throw may have any effect. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** What happens at one step. `crash…`: the process dies; the others happen to one request of a living process. */
export type Mishap =
  | 'crash before'
  | 'crash after'
  | 'request lost'
  | 'half of the request lost'
  | 'answer lost'
  | 'answer 503 after it was carried out'
  | 'answer 429 before it was carried out'
  | 'never connected'
  /** Nothing goes wrong, but {@link World.leap} passes first. */
  | 'time passes';

export const mishaps: readonly Mishap[] = [
  'crash before',
  'crash after',
  'request lost',
  'half of the request lost',
  'answer lost',
  'answer 503 after it was carried out',
  'answer 429 before it was carried out',
  'never connected',
];

const user = { id: '00000000-0000-4000-8000-000000000001', userName: 'you@example.com', displayName: 'You' };
export const reference: MailboxReference = { environment: 'test', accountId: 'a', path: '/me' };
export const draftId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** What processes are made with. `keepsUploads` false: after a restart nothing is known of an open upload. */
export interface Setup {
  readonly limits?: RequestLimits;
  readonly partBytes?: number;
  readonly keepsUploads?: boolean;
  /** The mailbox holds received messages, which can be answered. */
  readonly seed?: boolean;
}

/** One mailbox, one ledger and one lock that outlive processes, in virtual time and with chance from a seed. */
export class World {
  now = Date.UTC(2026, 0, 1);
  /** Milliseconds. */
  leap = 0;
  /** Requests that send, and that the mailbox carried out. */
  accepted = 0;
  readonly entries: LedgerEntry[] = [];
  readonly sandbox;
  readonly uploads: OpenUploads | undefined;
  private readonly random: Random;
  private holder: object | undefined;

  constructor(
    seed = 1,
    switches: SandboxOptions['switches'] = {},
    readonly setup: Setup = {},
  ) {
    const kept = new Map<string, OpenUpload>();
    this.uploads = setup.keepsUploads
      ? {
          get: async (id) => kept.get(id),
          set: async (id, upload) => void (upload ? kept.set(id, upload) : kept.delete(id)),
        }
      : undefined;
    this.random = seededRandom(seed);
    this.sandbox = createSandbox({
      users: [user],
      authorize: () => user,
      store: memoryStore(),
      clock: this.clock(),
      random: this.random,
      switches,
      ...(setup.seed ? { seed: true } : {}),
    });
  }

  /** A process with the outbox in it. At step `strike` (from 0) it meets `mishap`. */
  process(strike = Infinity, mishap: Mishap = 'crash before'): Process {
    return new Process(this, strike, mishap);
  }

  clock(alive: () => void = () => undefined): Clock {
    return {
      now: () => this.now,
      sleep: async (milliseconds, signal) => {
        alive();
        if (signal?.aborted) throw new Cancelled();
        // An alarm that is put off for later must not move the time of those who wait less.
        if (milliseconds > 12_000) return never(signal);
        this.now += milliseconds;
        await Promise.resolve();
      },
    };
  }

  chance(): number {
    return this.random();
  }

  acquire(who: object): boolean {
    if (this.holder) return false;
    this.holder = who;
    return true;
  }

  release(who: object): void {
    if (this.holder === who) this.holder = undefined;
  }

  isHeld(): boolean {
    return this.holder !== undefined;
  }

  async delivered(): Promise<number> {
    return (await this.sandbox.messages(user.userName)).filter(({ isDraft }) => !isDraft).length;
  }

  /** The files of each delivered mail, by name. */
  async deliveredFiles(): Promise<Record<string, string>[]> {
    const sent = (await this.sandbox.messages(user.userName)).filter(({ isDraft }) => !isDraft);
    return Promise.all(sent.map((message) => this.filesOf(message.id)));
  }

  private async filesOf(messageId: string): Promise<Record<string, string>> {
    const url = `https://graph.test/v1.0/me/messages/${messageId}/attachments`;
    const answer = await this.sandbox.handle({ method: 'GET', url, headers: { Authorization: 'Bearer t' } });
    const { value } = JSON.parse(new TextDecoder().decode(answer.body)) as {
      value: { name: string; contentBytes: string }[];
    };
    const texts = value.map(({ name, contentBytes }) => [
      name,
      Buffer.from(contentBytes, 'base64').toString(),
    ]);
    return Object.fromEntries(texts) as Record<string, string>;
  }

  async drafts(): Promise<number> {
    const messages = await this.sandbox.messages(user.userName);
    return messages.filter((message) => message.isDraft && message.folder === 'drafts').length;
  }
}

export class Process {
  steps = 0;
  dead = false;
  readonly outbox: Outbox;
  readonly sends: string[] = [];

  constructor(
    private readonly world: World,
    private readonly strike: number,
    private readonly mishap: Mishap,
  ) {
    const alive = () => this.assertAlive();
    const clock = world.clock(alive);
    const client = createGraphClient({
      transport: this.transport(),
      token: () => Promise.resolve('token'),
      root: 'https://graph.test',
      version: 'v1.0',
      clock,
      random: () => world.chance(),
      log: silent,
      ...(world.setup.partBytes === undefined ? {} : { partBytes: world.setup.partBytes }),
    });
    this.outbox = new Outbox({
      ledger: this.ledger(),
      lock: this.lock(),
      clock,
      log: silent,
      ...(world.uploads ? { uploads: this.openUploads(world.uploads) } : {}),
      ...(world.setup.limits ? { limits: world.setup.limits } : {}),
      mailbox: () => Promise.resolve(createGraphMailbox(client, '/me')),
      changed: () => undefined,
    });
  }

  get struck(): boolean {
    return this.steps > this.strike;
  }

  private assertAlive(): void {
    if (this.dead) throw new Crash();
  }

  private die(): never {
    this.dead = true;
    this.world.release(this);
    throw new Crash();
  }

  /** Counts a step; true: this is the one at which the mishap strikes. */
  private step(): boolean {
    this.assertAlive();
    const strikes = this.steps++ === this.strike;
    if (strikes && this.mishap === 'time passes') this.world.now += this.world.leap;
    return strikes;
  }

  private transport(): Transport {
    return async (request, signal) => {
      const strikes = this.step();
      if (/\/send(?:Mail)?$/.test(request.url)) this.sends.push(request.url);
      const mishap = strikes && this.mishap !== 'time passes' ? this.mishap : undefined;
      if (mishap === 'crash before') return this.die();
      if (mishap === 'never connected') throw new ConnectionFailure('never-sent', 'ECONNREFUSED');
      if (mishap === 'half of the request lost') await half(request.stream);
      if (mishap?.endsWith('request lost')) throw new ConnectionFailure('no-answer', 'timeout');
      if (mishap === 'answer 429 before it was carried out')
        return { status: 429, headers: {}, body: new Uint8Array() };
      const answer = await this.world.sandbox.handle(request, signal);
      if (/\/send(?:Mail)?$/.test(request.url) && answer.status === 202) this.world.accepted++;
      this.assertAlive();
      if (mishap === 'crash after') return this.die();
      if (mishap === 'answer lost') throw new ConnectionFailure('no-answer', 'ECONNRESET');
      if (mishap) return { status: 503, headers: {}, body: new Uint8Array() };
      return answer;
    };
  }

  private ledger(): Ledger {
    const { entries } = this.world;
    return {
      read: async () => {
        this.assertAlive();
        return [...entries];
      },
      append: async (_id, entry) => {
        const strikes = this.step();
        if (strikes && this.mishap === 'crash before') this.die();
        entries.push(entry);
        if (strikes && this.mishap === 'crash after') this.die();
      },
      ids: async () => (entries.length > 0 ? [draftId] : []),
    };
  }

  private openUploads(uploads: OpenUploads): OpenUploads {
    return {
      get: (id) => {
        this.assertAlive();
        return uploads.get(id);
      },
      set: async (id, upload) => {
        const strikes = this.step();
        if (strikes && this.mishap === 'crash before') this.die();
        await uploads.set(id, upload);
        if (strikes && this.mishap === 'crash after') this.die();
      },
    };
  }

  private lock(): Lock {
    return {
      tryAcquire: () => {
        this.assertAlive();
        if (!this.world.acquire(this)) return undefined;
        return { stillHeld: () => !this.dead, release: () => this.world.release(this) };
      },
      isHeld: () => this.world.isHeld(),
    };
  }
}

/** Someone who confirms, waits, and never says "send again". */
export const willing: SendScreen = {
  confirm: async (again) => again === undefined,
  hold: async () => true,
  sending: () => undefined,
};

export function attachment(name: string, text: string): OutgoingMail['attachments'][number] {
  const bytes = new TextEncoder().encode(text);
  return { name, contentType: 'text/plain', size: bytes.byteLength, read: async () => bytes };
}

/** The same, for a file that is read piece by piece. */
export function largeAttachment(name: string, text: string): OutgoingMail['attachments'][number] {
  const bytes = new TextEncoder().encode(text);
  async function* open(offset: number) {
    for (let at = offset; at < bytes.byteLength; at += 33) yield bytes.subarray(at, at + 33);
  }
  return { ...attachment(name, text), open };
}

export function kindOf(state: DraftState): DraftState['kind'] {
  return state.kind;
}

export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Resolves at nothing; rejects when it is no longer waited for. */
function never(signal?: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Cancelled())));
}

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Reads half of what a request would have sent. */
async function half(stream: AsyncIterable<Uint8Array> | undefined): Promise<void> {
  let pieces = 0;
  for await (const piece of stream ?? []) if (piece.byteLength > 0 && ++pieces === 2) return;
}
