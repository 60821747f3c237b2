import { type Answer } from './call.js';
import { ConnectionFailure, type WireResponse } from '../wire.js';
import { ProtocolError } from './protocolError.js';

/** What goes wrong. `…AfterCommit`: the request was carried out, and the client is not told. */
export type FaultAction =
  | 'throttle'
  | 'unavailable'
  | 'gatewayTimeout'
  | 'gatewayTimeoutAfterCommit'
  | 'dropBeforeCommit'
  | 'dropAfterCommit'
  | 'dropAmidBody'
  | 'cutAfterCommit'
  | 'hang'
  | 'hangAfterCommit'
  | 'preconditionFailedOnce'
  | 'notFoundOnceAfterCreate'
  | 'unauthorized'
  | 'sendAsDenied'
  | 'mailboxFull'
  | 'htmlErrorPage'
  | {
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly afterCommit?: boolean;
    };

export interface Fault {
  /** Which requests. `path` is tried on path and query; `nth`: only the nth of them, from 1. Absent: every request. */
  readonly when?: { readonly method?: string; readonly path?: RegExp; readonly nth?: number };
  readonly do: FaultAction;
  /** Seconds of `Retry-After`; `null`: no such header. Default: 1 for `throttle`, none otherwise. */
  readonly retryAfter?: number | string | null;
}

/** What a fault does to a request: an answer in place of the real one, a lost connection, or silence. */
export interface Mishap {
  readonly afterCommit: boolean;
  readonly outcome: ProtocolError | Answer | 'drop' | 'cut' | 'hang';
  /** The connection is cut while the body comes, where it comes as a stream. */
  readonly amidBody?: true;
}

/** Counts how often each fault matched, and which messages are too fresh to be found. */
export class FaultPlan {
  readonly faults: Fault[] = [];
  readonly #matched = new WeakMap<Fault, number>();
  readonly #done = new WeakSet<Fault>();
  readonly #fresh = new Map<Fault, Set<string>>();

  /** The mishap of this request. Every fault that matches counts it; the first that acts wins. */
  next(method: string, target: string): Mishap | undefined {
    let mishap: Mishap | undefined;
    for (const fault of this.faults) {
      const { when } = fault;
      if (when?.method && when.method.toUpperCase() !== method) continue;
      // `search` leaves `lastIndex` of a global expression alone.
      if (when?.path && target.search(when.path) < 0) continue;
      const count = (this.#matched.get(fault) ?? 0) + 1;
      this.#matched.set(fault, count);
      if (mishap || this.#done.has(fault) || (when?.nth !== undefined && when.nth !== count)) continue;
      mishap = this.#mishapOf(fault, target);
    }
    return mishap;
  }

  /** A message that was created under these ids: with `notFoundOnceAfterCreate` the next request for it finds nothing. */
  created(ids: readonly string[]): void {
    for (const fault of this.faults) {
      if (fault.do !== 'notFoundOnceAfterCreate') continue;
      const fresh = this.#fresh.get(fault) ?? new Set();
      fresh.add(ids.join(' '));
      this.#fresh.set(fault, fresh);
    }
  }

  #mishapOf(fault: Fault, target: string): Mishap | undefined {
    if (fault.do === 'notFoundOnceAfterCreate') {
      const fresh = this.#fresh.get(fault);
      const names = (id: string) => target.includes(id) || target.includes(encodeURIComponent(id));
      const entry = [...(fresh ?? [])].find((ids) => ids.split(' ').some(names));
      if (entry === undefined) return undefined;
      fresh?.delete(entry);
    }
    if (fault.do === 'preconditionFailedOnce') this.#done.add(fault);
    return mishapOf(fault);
  }
}

const page = (status: number, words: string): Answer => ({
  status,
  contentType: 'text/html; charset=us-ascii',
  bytes: new TextEncoder().encode(
    `<html><head><title>${words}</title></head><body><h1>${words}</h1></body></html>`,
  ),
});

type Refusal = Exclude<
  Extract<FaultAction, string>,
  | 'dropBeforeCommit'
  | 'dropAfterCommit'
  | 'dropAmidBody'
  | 'cutAfterCommit'
  | 'hang'
  | 'hangAfterCommit'
  | 'htmlErrorPage'
>;

/** Faults that answer instead of Graph: status, code, text. */
const refusals: Readonly<Record<Refusal, readonly [status: number, code: string, text: string]>> = {
  throttle: [429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'],
  unavailable: [503, 'serviceNotAvailable', 'The service is temporarily unavailable.'],
  gatewayTimeout: [504, 'UnknownError', ''],
  gatewayTimeoutAfterCommit: [504, 'UnknownError', ''],
  preconditionFailedOnce: [
    412,
    'ErrorIrresolvableConflict',
    'The change key passed in the request does not match.',
  ],
  notFoundOnceAfterCreate: [404, 'ErrorItemNotFound', 'The specified object was not found in the store.'],
  unauthorized: [401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  sendAsDenied: [
    403,
    'ErrorSendAsDenied',
    'The user account does not have the right to send mail on behalf of it.',
  ],
  mailboxFull: [403, 'ErrorQuotaExceeded', 'Mailbox has exceeded maximum mailbox size.'],
};

function mishapOf(fault: Fault): Mishap {
  const action = fault.do;
  const headers = retryAfter(fault, action === 'throttle' ? 1 : null);
  if (typeof action === 'object') {
    const { status, code, message = '', afterCommit = false } = action;
    return {
      afterCommit,
      outcome: new ProtocolError(status, code, message, { ...headers, ...action.headers }),
    };
  }
  const afterCommit = action.endsWith('AfterCommit');
  switch (action) {
    case 'dropBeforeCommit':
    case 'dropAfterCommit':
      return { afterCommit, outcome: 'drop' };
    case 'dropAmidBody':
      return { afterCommit, outcome: 'drop', amidBody: true };
    case 'cutAfterCommit':
      return { afterCommit, outcome: 'cut' };
    case 'hang':
    case 'hangAfterCommit':
      return { afterCommit, outcome: 'hang' };
    case 'htmlErrorPage':
      return { afterCommit, outcome: { ...page(502, 'Bad Gateway'), headers } };
    default: {
      const [status, code, text] = refusals[action];
      return { afterCommit, outcome: new ProtocolError(status, code, text, headers) };
    }
  }
}

function retryAfter(fault: Fault, usual: number | null): Record<string, string> {
  const value = fault.retryAfter === undefined ? usual : fault.retryAfter;
  return value === null ? {} : { 'retry-after': String(value) };
}

/** The connection breaks off in the middle of the answer. A server writes the half; without a network none is seen. */
export class CutShort extends ConnectionFailure {
  constructor(readonly answer: WireResponse) {
    super('no-answer', 'ERR_STREAM_PREMATURE_CLOSE');
  }
}

/** Silence, until the client gives up. */
export function hang(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new ConnectionFailure('no-answer', 'timeout'));
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
