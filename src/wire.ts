/** An HTTP request as it goes on the wire. Header names are in the case they are sent. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: no body. Empty: a body of zero bytes, sent with `Content-Length: 0`. */
  readonly body?: Uint8Array;
  /** In place of `body`: bytes that are made as they are sent. `Content-Length` is among the headers. */
  readonly stream?: AsyncIterable<Uint8Array>;
  /** The longest answer that is read, in bytes. Absent: the transport's own. */
  readonly answerLimit?: number;
}

/** An HTTP answer, read whole. Header names are in lower case. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Carries one request: node-fetch or `http.request` in the product, the sandbox in memory for the fault simulation.
 * Any HTTP status resolves; it rejects with {@link ConnectionFailure} or, when `signal` aborts, `Cancelled`, or with
 * what the request's own `stream` threw.
 */
export type Transport = (request: WireRequest, signal?: AbortSignal) => Promise<WireResponse>;

/**
 * No answer came. `never-sent`: no connection was made, so the server cannot have seen the request.
 * `no-answer`: the request may have been carried out (connection lost, time limit, answer cut short).
 */
export class ConnectionFailure extends Error {
  override readonly name = 'ConnectionFailure';

  constructor(
    readonly kind: 'never-sent' | 'no-answer',
    /** For the log: an errno such as `ECONNREFUSED`, or `timeout`; never a URL. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${kind}: ${reason}`, options);
  }
}
