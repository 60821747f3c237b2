import http, {
  type ClientRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { brotliDecompress, unzip } from 'node:zlib';
import { type WireRequest, type WireResponse } from '../wire.js';

export interface StreamedJourney {
  /** Of the request, read. */
  readonly url: URL;
  readonly agent: http.Agent;
  readonly userAgent: string;
  /** Bytes, after decompression. */
  readonly answerLimit: number;
  readonly signal: AbortSignal;
  /** Called before each piece is sent. */
  readonly taken: () => void;
}

/** The pieces could not be made: that, and not the connection, is why the request failed. */
export class StreamFault extends Error {
  constructor(readonly reason: unknown) {
    super('the body of a request could not be made');
  }
}

interface Sent {
  readonly request: ClientRequest;
  /** Its answer has begun, or will never come. */
  readonly over: () => boolean;
  readonly answer: Promise<WireResponse>;
}

/**
 * Carries a request whose body is made as it is sent, by `http.request` itself: node-fetch leads each piece through two
 * more streams, which take time, and the memory of several pieces. `http.request` is looked up at each call, since VS Code
 * puts its own in that place, which goes through the user's proxy. An answer that comes before the body has gone out
 * ends the body: a server need not read what it turns away (RFC 9112 §9.5).
 *
 * @throws StreamFault, TypeError for a request that cannot be built, or an error of the connection with its `code`
 */
export async function streamedRequest(asked: WireRequest, journey: StreamedJourney): Promise<WireResponse> {
  const headers = headersOf(asked, journey);
  const sent = open(asked, headers, journey);
  const written = write(sent, asked.stream ?? [], Number(headers['content-length']), journey.taken);
  // A connection serves another request only when all of this one went over it.
  let whole = false;
  try {
    const answer = await Promise.race([sent.answer, written.then(() => sent.answer)]);
    whole = sent.request.writableFinished;
    return answer;
  } finally {
    if (!whole) sent.request.destroy();
  }
}

/** Their names in lower case. */
function headersOf({ headers }: WireRequest, { userAgent }: StreamedJourney): Record<string, string> {
  // Without a word any coding of the answer would be welcome (RFC 9110 §12.5.3).
  const all: Record<string, string> = { 'user-agent': userAgent, 'accept-encoding': 'identity' };
  for (const name in headers) all[name.toLowerCase()] = headers[name] ?? '';
  return all;
}

function open({ method }: WireRequest, headers: OutgoingHttpHeaders, journey: StreamedJourney): Sent {
  const { url, agent } = journey;
  const client = url.protocol === 'https:' ? https : http;
  const request = client.request(url, { method, agent, headers });
  let over = false;
  const answer = new Promise<WireResponse>((resolve, reject) => {
    const fail = (error: Error) => {
      // A connection that breaks while an answer is read leaves it cut, or whole: the answer itself tells.
      if (!over) reject(error);
      over = true;
    };
    request.on('error', fail);
    request.once('close', () => over || fail(coded('ECONNRESET')));
    request.once('response', (response) => {
      over = true;
      readWhole(response, journey.answerLimit).then(resolve, reject);
    });
    const stop = () => {
      reject(coded('ABORT_ERR'));
      request.destroy();
    };
    journey.signal.addEventListener('abort', stop, { once: true });
  });
  return { request, answer, over: () => over };
}

/** Resolves when nothing more is to be written. @throws StreamFault */
async function write(
  { request, over }: Sent,
  stream: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  length: number,
  taken: () => void,
): Promise<void> {
  let left = length;
  try {
    for await (const piece of stream) {
      if (over() || request.destroyed) return;
      left -= piece.byteLength;
      if (left < 0) break;
      taken();
      if (!request.write(piece)) await drained(request);
    }
  } catch (reason) {
    throw new StreamFault(reason);
  }
  if (over() || request.destroyed) return;
  // Bytes too many would begin the next request on this connection, and bytes too few would end in it.
  if (left !== 0) throw new StreamFault(new Error('a body is not as long as its Content-Length says'));
  request.end();
}

/** Resolves when the connection wants more, or nothing any more. */
function drained(request: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      request.off('drain', go).off('response', go).off('close', go);
      resolve();
    };
    request.on('drain', go).on('response', go).on('close', go);
  });
}

/** By events: to await each piece of an answer of a few bytes takes longer than to receive it. */
function piecesOf(response: IncomingMessage, limit: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = [];
    let size = 0;
    response.on('data', (piece: Buffer) => {
      size += piece.byteLength;
      if (size > limit) response.destroy(coded('max-size'));
      else pieces.push(piece);
    });
    let ended = false;
    response.on('end', () => {
      ended = response.complete;
      if (ended) resolve(Buffer.concat(pieces));
    });
    response.on('error', reject);
    response.on('close', () => ended || reject(coded('ERR_STREAM_PREMATURE_CLOSE')));
  });
}

async function readWhole(response: IncomingMessage, limit: number): Promise<WireResponse> {
  const packed = await piecesOf(response, limit);
  const { 'content-encoding': coding, ...headers } = response.headers;
  // It counts the bytes on the wire.
  if (coding !== undefined) delete headers['content-length'];
  const body = coding === undefined ? packed : await decoded(packed, coding, limit);
  return { status: response.statusCode ?? 0, headers: joined(headers), body };
}

function joined(headers: IncomingHttpHeaders): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) all[name] = typeof value === 'string' ? value : value.join(', ');
  }
  return all;
}

/** Some boxes on the way pack an answer though nobody asked for it. @throws an error of zlib with its `code` */
async function decoded(body: Buffer, coding: string, limit: number): Promise<Uint8Array> {
  if (body.byteLength === 0) return body;
  const limits = { maxOutputLength: limit };
  if (/^(x-)?gzip$|^deflate$/i.test(coding)) return promisify(unzip)(body, limits);
  if (/^br$/i.test(coding)) return promisify(brotliDecompress)(body, limits);
  return body;
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
