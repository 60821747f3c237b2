import { type Random } from '../clock.js';
import { ConnectionFailure, type WireRequest, type WireResponse } from '../wire.js';
import { createAdmission } from './admission.js';
import { claimsChallenge } from './claimsChallenge.js';
import {
  type AccessRequest,
  type GraphClientOptions,
  type GraphRequest,
  type OpenRequest,
} from './client.js';
import { failureOfAnswer, failureOfConnection, type GraphFailure, unreadableAnswer } from './errors.js';
import { type RequestKind } from './errorTable.js';
import { usualLimits } from './patience.js';
import { type DateListener } from './mailboxDates.js';
import { base64Of } from './requestSize.js';
import { describeAnswer, describeFailure } from './requestLog.js';
import { type GraphPath } from './requestPath.js';

/** Outlook allows an app four requests at once for each mailbox (Graph page "Throttling limits"). */
const atOnce = 4;

const immutableIds = 'IdType="ImmutableId"';

/** One attempt at a request, signed in. Resolves with an answer of a status that the request calls success. */
export type Attempt = (signal?: AbortSignal) => Promise<WireResponse>;

export interface Exchange {
  /** An attempt is one request on the wire, or two where the first was turned away with a 401, once for all attempts. */
  readonly exchange: (request: GraphRequest, url: string) => Attempt;
  /** One request on the wire, without a token. */
  readonly openly: (request: OpenRequest, signal?: AbortSignal) => Promise<WireResponse>;
}

/** In place of the answer to a request that need not be made any more. */
export const alreadyDone: WireResponse = { status: 204, headers: {}, body: new Uint8Array(0) };

/** `clock`: hears the dates of those answers that are the mailbox's own. */
export function createExchange(options: GraphClientOptions, clock: DateListener): Exchange {
  const admission = createAdmission(atOnce, options.clock);
  const longestPause = options.limits?.totalMilliseconds ?? usualLimits.totalMilliseconds;

  const onWire = async (request: GraphRequest | OpenRequest, wire: WireRequest, signal?: AbortSignal) => {
    const answer = await admission.run(() => logged(request, wire, options, signal), signal);
    if (request.success.includes(answer.status)) return { answer };
    const failure = failed(answer, options.clock.now(), request);
    if (failure.retryAfter !== undefined && failure.retryAfter <= longestPause)
      admission.pause(failure.retryAfter);
    return { answer, failure };
  };

  const withToken = async (request: GraphRequest, url: string, token: string, signal?: AbortSignal) => {
    const came = await onWire(request, wireRequest(request, url, token, options.random), signal);
    if (came.failure?.refused ?? true) clock.hear(came.answer);
    return came;
  };

  const exchange = (request: GraphRequest, url: string): Attempt => {
    let renewed = false;
    return async (signal) => {
      const first = await withToken(request, url, await options.token(access(request), signal), signal);
      if (first.failure === undefined) return first.answer;
      if (renewed || !turnedAway(first.answer, first.failure)) throw first.failure;
      renewed = true;
      const token = await options.token({ ...access(request), ...renewal(first.answer) }, signal);
      await request.stillRight?.(signal);
      if (await request.carriedOut?.(signal)) return alreadyDone;
      const second = await withToken(request, url, token, signal);
      if (second.failure !== undefined) throw second.failure;
      return second.answer;
    };
  };

  return {
    exchange,
    async openly(request, signal) {
      const { method, url, headers = {}, stream } = request;
      const wire = { method, url, headers, ...(stream === undefined ? {} : { stream }) };
      const { answer, failure } = await onWire(request, wire, signal);
      if (failure !== undefined) throw failure;
      return answer;
    },
  };
}

function access({ scopes }: GraphRequest): AccessRequest {
  return { scopes };
}

function renewal(answer: WireResponse): Pick<AccessRequest, 'renew' | 'claims'> {
  const claims = claimsChallenge(answer.headers['www-authenticate']);
  return { renew: true, ...(claims === undefined ? {} : { claims }) };
}

/** A 401 of the mailbox server itself: it has Graph's body or the challenge that RFC 9110 §11.6.1 requires of it. */
function turnedAway(answer: WireResponse, failure: GraphFailure): boolean {
  if (failure.retry !== 'renew-token') return false;
  return failure.refused || /^bearer\b/i.test(answer.headers['www-authenticate'] ?? '');
}

function failed(
  answer: WireResponse,
  now: number,
  { path }: Pick<GraphRequest | OpenRequest, 'path'>,
): GraphFailure {
  return answer.status >= 200 && answer.status < 300
    ? unreadableAnswer(answer)
    : failureOfAnswer(answer, now, kindOf(path));
}

function kindOf(path: GraphPath): RequestKind {
  if (path[0] === 'me') return 'own';
  return path.at(-1) === 'createUploadSession' ? 'shared-file' : 'shared';
}

async function logged(
  request: GraphRequest | OpenRequest,
  wire: WireRequest,
  { transport, clock, log }: GraphClientOptions,
  signal?: AbortSignal,
): Promise<WireResponse> {
  const started = clock.now();
  try {
    const answer = await transport(wire, signal);
    const line = describeAnswer(request, wire, answer, clock.now() - started);
    if (answer.status < 400) log.info(line);
    else log.warn(line);
    return answer;
  } catch (error) {
    log.warn(describeFailure(request, wire, error, clock.now() - started));
    throw error instanceof ConnectionFailure ? failureOfConnection(error) : error;
  }
}

function wireRequest(
  { method, body, mime, prefer, answerLimit }: GraphRequest,
  url: string,
  token: string,
  random: Random,
): WireRequest {
  const headers: Record<string, string> = {
    Authorization: `Bearer ${token}`,
    Accept: 'application/json',
    Prefer: [immutableIds, ...(prefer ?? [])].join(', '),
    'client-request-id': correlationId(random),
  };
  if (body !== undefined) {
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    return { method, url, headers: { ...headers, 'Content-Type': 'application/json' }, body: bytes };
  }
  if (mime !== undefined) {
    const bytes = new TextEncoder().encode(base64Of(mime));
    return { method, url, headers: { ...headers, 'Content-Type': 'text/plain' }, body: bytes };
  }
  if (method !== 'POST')
    return { method, url, headers, ...(answerLimit === undefined ? {} : { answerLimit }) };
  // Graph answers 411 to an action without it; some clients and proxies leave it out.
  return { method, url, headers: { ...headers, 'Content-Length': '0' }, body: new Uint8Array(0) };
}

/** A version 4 UUID (RFC 9562 §5.4). It names a request and protects nothing, so chance need not be secret. */
function correlationId(random: Random): string {
  const digits = (count: number) =>
    Math.floor(random() * 16 ** count)
      .toString(16)
      .padStart(count, '0');
  const variant = Math.floor(random() * 4 + 8).toString(16);
  return `${digits(8)}-${digits(4)}-4${digits(3)}-${variant}${digits(3)}-${digits(12)}`;
}
