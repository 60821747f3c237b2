import { type Random } from '../clock.js';
import { Failure, inEnglish } from '../failure.js';
import { ConnectionFailure, type WireRequest, type WireResponse } from '../wire.js';
import { callerOf, ownerOf } from './access.js';
import { type Answer, type Call, type SandboxUser } from './call.js';
import { ExchangeLog, type Exchange } from './exchanges.js';
import { CutShort, FaultPlan, hang, type Fault, type Mishap } from './faults.js';
import { secureRandom } from './ids.js';
import { refuseBadLength } from './lengths.js';
import { type StoredMessage } from './message.js';
import { readPreferences } from './preferences.js';
import { ProtocolError } from './protocolError.js';
import { Responder } from './responder.js';
import { parseGraphPath, route, type GraphPath } from './router.js';
import { seedMailbox } from './seed.js';
import { departDue } from './sending.js';
import { type SandboxOptions } from './sandboxOptions.js';
import { type MailboxTransaction } from './store.js';
import { usualSwitches, type SandboxSwitches } from './switches.js';
import { withWholeBody } from './streamedBody.js';
import { UploadSessions } from './uploadSessions.js';
import { answerPage, type PageSource } from './webPages.js';

export { type SandboxOptions };

/** A mailbox that speaks the Microsoft Graph mail protocol, without a network. */
export interface Sandbox {
  /**
   * Answers one request, as a `Transport` does. A cut connection rejects with `ConnectionFailure('no-answer')`; a hang
   * lasts until `signal` aborts.
   */
  handle(request: WireRequest, signal?: AbortSignal): Promise<WireResponse>;
  /** What goes wrong, in order of precedence. Add and remove at will. */
  readonly faults: Fault[];
  readonly switches: SandboxSwitches;
  readonly exchanges: readonly Exchange[];
  /** The origin that `webLink` names. Default: the one of each request. */
  setOrigin(origin: string | undefined): void;
  /** Where the URLs of upload sessions point. Default: Graph's host with `uploads.` before it. */
  setUploadOrigin(origin: string | undefined): void;
  /** All messages of a mailbox, for tests; `userName` is the address. */
  messages(userName: string): Promise<readonly StoredMessage[]>;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const core = new SandboxCore(options);
  return {
    handle: (request, signal) => core.handle(request, signal),
    faults: core.plan.faults,
    switches: core.switches,
    exchanges: core.log.entries,
    setOrigin: (origin) => void (core.origin = origin),
    setUploadOrigin: (origin) => void (core.uploadOrigin = origin),
    messages: (userName) => core.messages(userName),
  };
}

interface Access {
  readonly path: GraphPath;
  readonly caller: SandboxUser;
  readonly owner: SandboxUser;
}

class SandboxCore {
  readonly plan = new FaultPlan();
  readonly log: ExchangeLog;
  readonly switches: SandboxSwitches;
  origin: string | undefined;
  uploadOrigin: string | undefined;
  readonly #random: Random;
  readonly #uploads: UploadSessions;
  /** Requests in work, by mailbox. */
  readonly #busy = new Map<string, number>();

  constructor(readonly options: SandboxOptions) {
    this.switches = { ...usualSwitches, ...options.switches };
    this.#random = options.random ?? secureRandom;
    const { store, clock } = options;
    this.#uploads = new UploadSessions({ store, clock, random: this.#random, switches: this.switches });
    this.log = new ExchangeLog(options.exchangeLimit ?? 200, 32 * 1024 * 1024);
  }

  async handle(given: WireRequest, signal: AbortSignal | undefined): Promise<WireResponse> {
    const url = new URL(given.url);
    const exchange = this.log.begin(given, url);
    const mishap = this.plan.next(given.method, exchange.path);
    try {
      const request = await withWholeBody(given, mishap?.amidBody);
      this.log.body(exchange, request.body);
      const responder = new Responder(request, this.options.clock, this.#random);
      const response = await this.#answer(request, url, responder, mishap, signal);
      exchange.status = response.status;
      return response;
    } catch (error) {
      if (error instanceof ConnectionFailure) exchange.status = 'dropped';
      throw error;
    }
  }

  async messages(userName: string): Promise<readonly StoredMessage[]> {
    return this.#open(userName, async ({ messages }) => [...messages.values()]);
  }

  async #answer(
    request: WireRequest,
    url: URL,
    responder: Responder,
    mishap: Mishap | undefined,
    signal: AbortSignal | undefined,
  ): Promise<WireResponse> {
    let answer: Answer | ProtocolError | undefined;
    if (!mishap || mishap.afterCommit) answer = await this.#carryOut(request, url, responder);
    if (answer && 'created' in answer && answer.created)
      this.plan.created([answer.created.id, answer.created.immutableId]);
    const outcome = mishap?.outcome ?? answer;
    if (outcome === 'drop') throw new ConnectionFailure('no-answer', 'ECONNRESET');
    if (outcome === 'cut' && answer) throw new CutShort(responder.respond(answer));
    if (outcome === 'hang' || outcome === 'cut' || outcome === undefined) return hang(signal);
    return responder.respond(outcome);
  }

  async #carryOut(request: WireRequest, url: URL, responder: Responder): Promise<Answer | ProtocolError> {
    try {
      if (this.#isUpload(url)) return await this.#uploads.answer(request, url, responder);
      if (!/^\/(v1\.0|beta)(\/|$)/.test(url.pathname))
        return await answerPage(request.method, url, this.#pages());
      refuseBadLength(request, responder, this.switches);
      const caller = await callerOf(this.options, responder.header('authorization'));
      const path = parseGraphPath(url.pathname);
      const owner = ownerOf(this.options, path, caller);
      return await this.#inTurn(owner, () =>
        this.#transact(request, url, responder, { path, caller, owner }),
      );
    } catch (error) {
      if (error instanceof ProtocolError) return error;
      this.options.report?.(error);
      if (error instanceof Failure)
        return new ProtocolError(503, 'serviceNotAvailable', 'The mailbox is busy.');
      return new ProtocolError(500, 'ErrorInternalServerError', 'An internal server error occurred.');
    }
  }

  #isUpload(url: URL): boolean {
    return this.uploadOrigin === undefined
      ? url.host.startsWith(uploadHost)
      : url.origin === this.uploadOrigin;
  }

  /** The fifth request at once on a mailbox is throttled (Graph page "throttling-limits"). */
  async #inTurn<T>(owner: SandboxUser, work: () => Promise<T>): Promise<T> {
    const busy = this.#busy.get(owner.id) ?? 0;
    if (busy >= this.switches.concurrentRequests) {
      const text = 'Application is over its MailboxConcurrency limit.';
      throw new ProtocolError(429, 'ApplicationThrottled', text, { 'retry-after': '1' });
    }
    this.#busy.set(owner.id, busy + 1);
    try {
      return await work();
    } finally {
      this.#busy.set(owner.id, (this.#busy.get(owner.id) ?? 1) - 1);
    }
  }

  async #transact(request: WireRequest, url: URL, responder: Responder, access: Access): Promise<Answer> {
    let tidied = false;
    const mailbox = access.owner.userName;
    try {
      return await this.options.store.transaction(mailbox.toLowerCase(), async (transaction) => {
        const seeded = this.#seed(transaction, access.owner);
        tidied = this.#tidy(transaction) || seeded;
        responder.applied = readPreferences(responder.header('prefer')).applied;
        return route(this.#call(request, url, responder, access, transaction), access.path.segments);
      });
    } catch (error) {
      // A request that failed keeps nothing, but what was due happened all the same.
      if (tidied && error instanceof ProtocolError) await this.#open(mailbox, async () => undefined);
      throw error;
    }
  }

  #call(
    request: WireRequest,
    url: URL,
    responder: Responder,
    { path, caller, owner }: Access,
    transaction: MailboxTransaction,
  ): Call {
    return {
      method: request.method,
      version: path.version,
      url,
      query: url.searchParams,
      contentType: responder.header('content-type') ?? '',
      ifMatch: responder.header('if-match'),
      body: request.body,
      preferences: readPreferences(responder.header('prefer')),
      caller,
      owner,
      users: this.options.users,
      transaction,
      clock: this.options.clock,
      random: this.#random,
      switches: this.switches,
      folderDisplayNames: this.options.folderDisplayNames ?? {},
      uploadOrigin: this.uploadOrigin ?? `${url.protocol}//${uploadHost}${url.host}`,
      uploads: this.#uploads,
      webLink: (message) => `${this.origin ?? url.origin}/mail/${encodeURIComponent(message.immutableId)}`,
    };
  }

  /** A look at a mailbox as it is by now. */
  #open<T>(mailbox: string, work: (transaction: MailboxTransaction) => Promise<T>): Promise<T> {
    return this.options.store.transaction(mailbox.toLowerCase(), async (transaction) => {
      this.#tidy(transaction);
      return work(transaction);
    });
  }

  #tidy(transaction: MailboxTransaction): boolean {
    return departDue({
      transaction,
      clock: this.options.clock,
      random: this.#random,
      switches: this.switches,
    });
  }

  #seed(transaction: MailboxTransaction, owner: SandboxUser): boolean {
    if (!this.options.seed || transaction.facts.seeded) return false;
    seedMailbox(transaction, owner, this.options.clock.now(), this.#random);
    return true;
  }

  #pages(): PageSource {
    const { users, translate = inEnglish } = this.options;
    return {
      transaction: (mailbox, work) => this.#open(mailbox, work),
      mailboxes: users.map(({ userName }) => userName),
      translate,
    };
  }
}

/** What the upload origin's host begins with, where no server gave it one. */
const uploadHost = 'uploads.';
