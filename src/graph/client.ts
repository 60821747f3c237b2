import { type Clock, type Random } from '../clock.js';
import { type Log } from '../log.js';
import { type Transport, type WireResponse } from '../wire.js';
import { GraphFailure, unreadableAnswer } from './errors.js';
import { alreadyDone, createExchange, type Exchange } from './exchange.js';
import { JsonMismatch, jsonOf } from './json.js';
import { type Carrier, createPages } from './pages.js';
import { createPatience, type PatienceLimits } from './patience.js';
import { type Dated, DateListener } from './mailboxDates.js';
import { type GraphPath, queryOf, wirePath } from './requestPath.js';

/** What the client asks of a sign-in; `claims` is JSON text from a 401, `renew`: the last token was refused. */
export interface AccessRequest {
  readonly scopes: readonly string[];
  readonly claims?: string;
  readonly renew?: boolean;
}

export interface GraphClientOptions {
  readonly transport: Transport;
  /** Its failures pass through unchanged; the request that needed the token was then not carried out. */
  readonly token: (request: AccessRequest, signal?: AbortSignal) => Promise<string>;
  /** Of the cloud, without version and final `/`. Tokens go to its origin only. */
  readonly root: string;
  readonly version: 'v1.0' | 'beta';
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly limits?: Partial<PatienceLimits>;
  /** Bytes of one part of a large attachment; at most 4 MB. Default: {@link usualPart}. */
  readonly partBytes?: number;
}

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: GraphPath;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON. Absent in a POST: an empty body with `Content-Length: 0`. */
  readonly body?: unknown;
  /** In place of `body`: a whole message of RFC 5322, which goes as Base64 of type text/plain. */
  readonly mime?: Uint8Array;
  /** Beside `IdType="ImmutableId"`, which goes with every request. */
  readonly prefer?: readonly string[];
  readonly scopes: readonly string[];
  /** The statuses that mean success; any other 2xx is an unreadable answer. */
  readonly success: readonly number[];
  /** The longest answer, in bytes, where it is a file. */
  readonly answerLimit?: number;
  /** A request that writes, but leaves nothing behind which a repetition would double or write over. */
  readonly repeatable?: true;
  /**
   * Asked before a request that writes is repeated: `true`, it was carried out; it throws where it must not be said
   * again. Without it the request is made once, and its caller looks.
   */
  readonly carriedOut?: (signal?: AbortSignal) => Promise<boolean>;
  /**
   * Asked before a request that was turned away is made with another token, for which a person may have had to sign in:
   * it throws where it must not be said any more.
   */
  readonly stillRight?: (signal?: AbortSignal) => Promise<void>;
}

/** A request to a URL that Graph gave out and that opens what it names by itself: the URL of an upload session. */
export interface OpenRequest {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  /** Followed as it is, and never logged. */
  readonly url: string;
  /** For the log, in place of the URL. */
  readonly path: GraphPath;
  readonly headers?: Readonly<Record<string, string>>;
  readonly stream?: AsyncIterable<Uint8Array>;
  readonly success: readonly number[];
}

export interface GraphAnswer {
  readonly status: number;
  /** The body as it came. */
  readonly bytes: Uint8Array;
  /** The body through `parse`. @throws GraphFailure `mailbox-answer-unreadable` */
  read<T>(parse: (json: unknown) => T): T;
  /** Throws the same where the body is neither empty nor JSON, as a page put in between by a proxy is. */
  readNothing(): void;
}

/**
 * Requests to one mailbox server: signed in, at most four at a time (Graph page "Throttling limits", Outlook),
 * repeated where that is safe, logged without contents. A GET is repeated on throttling, gateway errors and lost answers.
 * So is a request that writes where it is `repeatable`, or where `carriedOut` looks before each repetition: what a person
 * wrote in the meantime would be lost to a blind one. All others are repeated in one case: a 401, which proves
 * that it was not carried out (RFC 9110 §15.5.2). Rejects with GraphFailure, with what `token` or `carriedOut` rejected with, or with
 * Cancelled; a request that writes and was cancelled while under way may have been carried out.
 */
export interface GraphClient {
  request(request: GraphRequest, signal?: AbortSignal): Promise<GraphAnswer>;
  /** Without a token, and once. @throws GraphFailure, Cancelled, or what `stream` threw */
  openly(request: OpenRequest, signal?: AbortSignal): Promise<GraphAnswer>;
  /** Every item of a collection, page after page; pages end when there are `enough` items. */
  items<T>(
    request: GraphRequest,
    parse: (json: unknown) => T,
    signal?: AbortSignal,
    enough?: number,
  ): Promise<readonly T[]>;
  /** One page of a collection: the first, or the one that an earlier page named as `next`. */
  page<T>(
    request: GraphRequest,
    parse: (json: unknown) => T,
    next?: string,
    signal?: AbortSignal,
  ): Promise<{ readonly items: readonly T[]; readonly next?: string }>;
  /** With the dates of the answers that came to `work`, or to others at the same time. */
  dated<T>(work: () => Promise<T>): Promise<Dated<T>>;
  readonly surroundings: Pick<GraphClientOptions, 'root' | 'clock' | 'random'> & {
    readonly partBytes: number;
  };
}

/** Below 4 MB in both ways of counting, and a multiple of 320 KiB, as other upload sessions of Graph want it. */
export const usualPart = 12 * 320 * 1024;

export function createGraphClient(options: GraphClientOptions): GraphClient {
  const listener = new DateListener();
  const { exchange, openly } = createExchange(options, listener);
  const { clock, random, partBytes = usualPart } = options;
  const root = `${options.root.replace(/\/+$/, '')}/${options.version}`;
  const carry = createCarrier(options, exchange);
  const urlOf = (request: GraphRequest) => root + wirePath(request.path) + queryOf(request.query);
  return {
    surroundings: { root: options.root, clock, random, partBytes },
    dated: (work) => listener.during(work),
    request: async (request, signal) => carry(request, urlOf(request), signal),
    openly: async (request, signal) => answerOf(await openly(request, signal)),
    ...createPages({ carry, urlOf, root }),
  };
}

/** Makes a request, and repeats it where that is safe and of use. */
function createCarrier(options: GraphClientOptions, exchange: Exchange['exchange']): Carrier {
  const patience = createPatience(options);
  return async (request, url, signal) => {
    const { method, repeatable = method === 'GET', carriedOut } = request;
    const waits = patience(repeatable || carriedOut !== undefined);
    const once = exchange(request, url);
    for (;;) {
      try {
        return answerOf(await once(signal));
      } catch (error) {
        const wait = error instanceof GraphFailure ? waits(error) : undefined;
        if (wait === undefined) throw error;
        await options.clock.sleep(wait, signal);
        if (await carriedOut?.(signal)) return answerOf(alreadyDone);
      }
    }
  };
}

function answerOf(answer: WireResponse): GraphAnswer {
  return {
    status: answer.status,
    bytes: answer.body,
    read(parse) {
      try {
        return parse(jsonOf(answer.body));
      } catch (error) {
        if (!(error instanceof JsonMismatch)) throw error;
        throw unreadableAnswer(answer, { cause: error });
      }
    },
    readNothing() {
      if (answer.body.byteLength > 0 && jsonOf(answer.body) === undefined) throw unreadableAnswer(answer);
    },
  };
}
