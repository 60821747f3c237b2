import http from 'node:http';
import https from 'node:https';
import fetch, { type RequestInit, type Response } from 'node-fetch';
import { Cancelled, throwIfCancelled } from '../failure.js';
import { type ConnectionFailure, type Transport, type WireRequest, type WireResponse } from '../wire.js';
import { connectionFailure } from './connectionFaults.js';
import { type FreshConnection, freshConnection } from './freshConnection.js';
import { StreamFault, streamedRequest } from './streamedRequest.js';

export interface HttpTransportOptions {
  readonly userAgent: string;
  /** For one request: connection, headers and body together. A streamed body begins it anew with each piece. */
  readonly timeoutMilliseconds: number;
  /** The longest answer that is read, in bytes after decompression; default 16 MiB. */
  readonly answerLimitBytes?: number;
}

/**
 * Carries requests with node-fetch, which VS Code routes through the user's proxy and certificates because it calls
 * `http.request`, and those with a streamed body by `http.request` alone. Redirects are answers, not followed: a token
 * must not travel. Nothing is repeated here. A POST gets a connection of its own (see {@link freshConnection}); other
 * methods share kept-alive ones. Header names go out in lower case, which RFC 9110 §5.1 makes equal.
 */
export function createHttpTransport(options: HttpTransportOptions): Transport {
  const shared = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true }),
  };
  return async (request, signal) => {
    throwIfCancelled(signal);
    const url = new URL(request.url);
    const { protocol } = url;
    const fresh = request.method === 'POST' ? freshConnection(protocol) : undefined;
    const agent = fresh?.agent ?? (protocol === 'https:' ? shared.https : shared.http);
    try {
      return await carry(request, { options, url, agent, fresh }, signal);
    } finally {
      fresh?.close();
    }
  };
}

interface Journey {
  readonly options: HttpTransportOptions;
  readonly url: URL;
  readonly agent: http.Agent;
  readonly fresh: FreshConnection | undefined;
}

async function carry(request: WireRequest, journey: Journey, signal?: AbortSignal): Promise<WireResponse> {
  const stop = new AbortController();
  let timedOut = false;
  const limit = setTimeout(
    () => {
      timedOut = true;
      stop.abort();
    },
    timeFor(request, journey.options),
  );
  const cancel = () => stop.abort();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await answered(request, journey, stop.signal, () => void limit.refresh());
  } catch (error) {
    if (error instanceof StreamFault) throw error.reason;
    // A time limit that strikes together with a cancel is still a time limit: the request may have been carried out.
    if (stop.signal.aborted && !timedOut) throw new Cancelled();
    throw classified(error, timedOut, journey.fresh);
  } finally {
    clearTimeout(limit);
    signal?.removeEventListener('abort', cancel);
  }
}

/** Milliseconds. A file may take as long as ten usual answers. */
function timeFor({ answerLimit }: WireRequest, { timeoutMilliseconds }: HttpTransportOptions): number {
  return timeoutMilliseconds * (answerLimit === undefined ? 1 : 10);
}

function fetchInit(request: WireRequest, { options, agent }: Journey, signal: AbortSignal): RequestInit {
  return {
    method: request.method,
    headers: { 'User-Agent': options.userAgent, ...request.headers },
    redirect: 'manual',
    size: answerLimitOf(request, options),
    agent,
    signal,
    ...(request.body === undefined ? {} : { body: bufferOf(request.body) }),
  };
}

/** `taken` is called before each piece of a streamed body. */
async function answered(
  request: WireRequest,
  journey: Journey,
  signal: AbortSignal,
  taken: () => void,
): Promise<WireResponse> {
  if (!request.stream) return readWhole(await fetch(request.url, fetchInit(request, journey, signal)));
  const { options, url, agent } = journey;
  const answerLimit = answerLimitOf(request, options);
  return streamedRequest(request, { url, agent, userAgent: options.userAgent, answerLimit, signal, taken });
}

function answerLimitOf({ answerLimit }: WireRequest, { answerLimitBytes }: HttpTransportOptions): number {
  return answerLimit ?? answerLimitBytes ?? 16 * 1024 * 1024;
}

/** The same bytes, in the type that node-fetch names. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function readWhole(response: Response): Promise<WireResponse> {
  const body = new Uint8Array(await response.arrayBuffer());
  const headers: Record<string, string> = {};
  response.headers.forEach((value, name) => (headers[name] = value));
  if (headers['content-encoding'] !== undefined) {
    // They describe the bytes on the wire; `body` is decoded.
    delete headers['content-encoding'];
    delete headers['content-length'];
  }
  return { status: response.status, headers, body };
}

/** node-fetch puts the URL into its messages, so neither they nor the error itself go any further. */
function classified(error: unknown, timedOut: boolean, fresh: FreshConnection | undefined): Error {
  const fault = faultOf(error);
  if (error instanceof TypeError) return new TypeError(`request cannot be built: ${fault.reason}`);
  const neverReady = fresh?.neverReady() ?? false;
  const failure: ConnectionFailure = timedOut
    ? connectionFailure({ reason: 'timeout', neverReady })
    : connectionFailure({ ...fault, neverReady });
  return failure;
}

function faultOf(error: unknown): { reason: string; systemCall?: string } {
  if (typeof error !== 'object' || error === null) return { reason: 'unknown' };
  const { code, type, erroredSysCall, syscall = erroredSysCall } = error as Record<string, unknown>;
  const reason = [code, type].find((word) => typeof word === 'string' && /^[\w-]{1,60}$/.test(word));
  return {
    reason: typeof reason === 'string' ? reason : 'unknown',
    ...(typeof syscall === 'string' ? { systemCall: syscall } : {}),
  };
}
