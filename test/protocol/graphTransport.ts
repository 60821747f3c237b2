import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import { createHttpTransport } from '../../src/graph/http.js';
import { ConnectionFailure, type WireRequest } from '../../src/wire.js';
import { rejection } from '../rejection.js';

export const transport = createHttpTransport({
  userAgent: 'markdown-mail-test/1',
  timeoutMilliseconds: 2000,
  answerLimitBytes: 64 * 1024,
});
export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** The body of a PUT is a streamed one, as it is in the product. */
export function request(method: string, url: string, body?: string): WireRequest {
  const headers = { Accept: 'application/json' };
  if (method === 'PUT') return streamedPut(url, [new TextEncoder().encode(body)]);
  return body === undefined
    ? { method, url, headers }
    : { method, url, headers, body: new TextEncoder().encode(body) };
}

export function streamedPut(
  url: string,
  pieces: readonly Uint8Array[] | AsyncIterable<Uint8Array>,
  length?: number,
): WireRequest {
  async function* stream() {
    yield* pieces;
  }
  const known = Array.isArray(pieces) ? Buffer.concat(pieces).byteLength : 0;
  const headers = { 'Content-Length': String(length ?? known), 'Content-Type': 'application/octet-stream' };
  return { method: 'PUT', url, headers, stream: stream() };
}

export async function failureOf(promise: Promise<unknown>): Promise<ConnectionFailure> {
  const error = await rejection(promise, ConnectionFailure);
  assert.ok(!/127\.0\.0\.1|http/.test(error.message), `${error.message} names a URL`);
  return error;
}

export async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
