import { type Clock } from '../clock.js';
import { Cancelled, Failure, throwIfCancelled } from '../failure.js';
import { type Log } from '../log.js';
import { ConnectionFailure, type Transport, type WireResponse } from '../wire.js';
import { signInFailure, signInLogLine } from './authErrors.js';
import { answerFault, connectionFault } from './networkFailures.js';

/** MSAL's `NetworkRequestOptions`, as far as it is used. */
interface RequestOptions {
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** MSAL's `INetworkModule`; its answers are `NetworkResponse`. */
export interface MsalNetwork {
  sendGetRequestAsync<T>(url: string, options?: RequestOptions): Promise<NetworkAnswer<T>>;
  sendPostRequestAsync<T>(url: string, options?: RequestOptions): Promise<NetworkAnswer<T>>;
}

interface NetworkAnswer<T> {
  readonly headers: Record<string, string>;
  readonly body: T;
  readonly status: number;
}

export interface NetworkOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends requests on their way, and refuses later ones. */
  readonly signal?: AbortSignal | undefined;
  /** A reason to send nothing now. */
  readonly blocked?: (() => Failure | undefined) | undefined;
  /** Wraps a fault into an error of MSAL's own, the only kind that it lets through with its cause. */
  readonly wrap: (fault: Failure | Cancelled) => Error;
}

/** A poll that failed by chance is repeated this often in a row: the code on the person's screen is still good. */
const pollsLost = 5;

/** MSAL's network, carried by our transport. Every answer that is not the service's own becomes a `Failure`. */
export function createMsalNetwork(options: NetworkOptions): MsalNetwork {
  const devicePolls = new DevicePolls(options);
  const send = async <T>(method: 'GET' | 'POST', url: string, request: RequestOptions = {}) => {
    const ask = () => exchange(options, method, url, request);
    const poll = method === 'POST' && isDevicePoll(request.body);
    try {
      const answer = poll ? await devicePolls.send(ask) : await ask();
      if (poll || isDeviceRequest(method, request.body)) throwIfRefused(answer.body, options.log);
      return { ...answer, body: withInterval(answer.body) as T };
    } catch (error) {
      if (error instanceof Failure || error instanceof Cancelled) throw options.wrap(error);
      throw error;
    }
  };
  return {
    sendGetRequestAsync: (url, request) => send('GET', url, request),
    sendPostRequestAsync: (url, request) => send('POST', url, request),
  };
}

type Answer = NetworkAnswer<Record<string, unknown>>;

async function exchange(
  options: NetworkOptions,
  method: string,
  url: string,
  request: RequestOptions,
): Promise<Answer> {
  const { transport, clock, log, signal } = options;
  const { host } = new URL(url);
  throwIfCancelled(signal);
  const reason = options.blocked?.();
  if (reason) throw reason;
  let response: WireResponse;
  try {
    const body = method === 'POST' ? { body: Buffer.from(request.body ?? '') } : {};
    response = await transport(
      { method, url, headers: { Accept: 'application/json', ...request.headers }, ...body },
      signal,
    );
  } catch (error) {
    if (!(error instanceof ConnectionFailure)) throw error;
    log.warn(`sign-in: no answer: ${error.kind} ${error.reason}`);
    throw connectionFault(error, host);
  }
  const fault = answerFault(response, host, clock.now());
  if (fault) {
    log.warn(`sign-in: HTTP ${response.status}: ${signInLogLine(fault)}`);
    throw fault;
  }
  const body = JSON.parse(Buffer.from(response.body).toString('utf8')) as Record<string, unknown>;
  return { status: response.status, headers: { ...response.headers }, body };
}

/** What RFC 8628 §3.5 asks of a client while it polls and MSAL leaves out. */
class DevicePolls {
  private slower = 0;
  private lost = 0;

  constructor(private readonly options: NetworkOptions) {}

  async send(ask: () => Promise<Answer>): Promise<Answer> {
    await this.options.clock.sleep(this.slower, this.options.signal);
    try {
      const answer = await ask();
      this.lost = 0;
      return answer.body['error'] === 'slow_down' ? this.slowDown() : answer;
    } catch (error) {
      if (!isPassing(error) || ++this.lost > pollsLost) throw error;
      return this.slowDown();
    }
  }

  /** Five seconds more between polls; MSAL itself would end the sign-in here. */
  private slowDown(): Answer {
    this.slower += 5000;
    return { status: 400, headers: {}, body: { error: 'authorization_pending' } };
  }
}

function isPassing(error: unknown): boolean {
  return (
    error instanceof Failure &&
    ['sign-in-offline', 'sign-in-unreachable', 'sign-in-busy'].includes(error.code)
  );
}

/** MSAL sends `device_code` in place of the URN of RFC 8628 §3.4. */
function isDevicePoll(body: string | undefined): boolean {
  return new URLSearchParams(body ?? '').get('grant_type') === 'device_code';
}

/** The request of RFC 8628 §3.1 is the only one without a grant type. */
function isDeviceRequest(method: string, body: string | undefined): boolean {
  return method === 'POST' && !new URLSearchParams(body ?? '').has('grant_type');
}

/** Of a refused device code MSAL would show `undefined` as the code, and of a refused poll it would keep one word. */
function throwIfRefused(body: Record<string, unknown>, log: Log): void {
  const {
    error,
    error_description: description,
    error_codes: codes,
    suberror,
    correlation_id: correlationId,
  } = body;
  if (typeof error !== 'string' || error === 'authorization_pending') return;
  const errorNo: unknown = Array.isArray(codes) ? codes[0] : undefined;
  const fields = { errorCode: error, errorMessage: description, subError: suberror, errorNo, correlationId };
  const refusal = Object.assign(new Error('refused'), fields);
  log.warn(`sign-in: device code refused: ${signInLogLine(refusal)}`);
  throw signInFailure(refusal, 'deviceCode') ?? refusal;
}

/** Without `interval` MSAL polls without a pause; RFC 8628 §3.2 says that 5 seconds are meant. */
function withInterval(body: Record<string, unknown>): Record<string, unknown> {
  return 'device_code' in body && !(Number(body['interval']) >= 1) ? { ...body, interval: 5 } : body;
}
