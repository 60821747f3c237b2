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

export function request(method: string, url: string, body?: string): WireRequest {
  const headers = { Accept: 'application/json' };
  return body === undefined
    ? { method, url, headers }
    : { method, url, headers, body: new TextEncoder().encode(body) };
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
