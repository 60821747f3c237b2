import { Cancelled } from '../failure.js';
import { ConnectionFailure, type WireRequest, type WireResponse } from '../wire.js';
import { requestIdOf } from './errors.js';
import { type GraphPath, logPath } from './requestPath.js';

/** What the log calls a request. */
export interface LoggedRequest {
  readonly method: string;
  readonly path: GraphPath;
}

/** `POST /me/messages/…a3fC8= 202 request-id 7f0c… 120 ms, 0 bytes out, 0 bytes in`. No query, no contents. */
export function describeAnswer(
  request: LoggedRequest,
  wire: WireRequest,
  answer: WireResponse,
  milliseconds: number,
): string {
  const what = `${answer.status} request-id ${requestIdOf(answer.headers) ?? 'none'}`;
  return line(request, what, milliseconds, wire, `${answer.body.byteLength} bytes in`);
}

/** `GET /me/messages/…a3fC8= no-answer ECONNRESET client-request-id 7f0c… 120 ms, …`. */
export function describeFailure(
  request: LoggedRequest,
  wire: WireRequest,
  error: unknown,
  milliseconds: number,
): string {
  const what = `${outcome(error)} client-request-id ${wire.headers['client-request-id'] ?? 'none'}`;
  return line(request, what, milliseconds, wire, 'no answer');
}

function line(
  { method, path }: LoggedRequest,
  what: string,
  milliseconds: number,
  wire: WireRequest,
  end: string,
): string {
  const sent = wire.body?.byteLength ?? Number(wire.headers['Content-Length'] ?? 0);
  return `${method} ${logPath(path)} ${what} ${Math.round(milliseconds)} ms, ${sent} bytes out, ${end}`;
}

function outcome(error: unknown): string {
  if (error instanceof ConnectionFailure) return `${error.kind} ${error.reason}`;
  return error instanceof Cancelled ? 'cancelled' : 'failed';
}
