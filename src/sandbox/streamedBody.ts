import { ConnectionFailure, type WireRequest } from '../wire.js';
import { largestBody } from './lengths.js';

/** How much of a refused body is read, so that the client gets to see the answer. */
const mostDrained = 64 * 1024 * 1024;

/** The request with its streamed body in hand; `cut`: the connection is lost when half of it is here. */
export async function withWholeBody(request: WireRequest, cut = false): Promise<WireRequest> {
  const { stream, ...rest } = request;
  if (stream === undefined) return request;
  const announced = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'content-length');
  const length = Number(announced?.[1] ?? 0);
  return { ...rest, body: await wholeBody(stream, length, cut ? length / 2 : Infinity) };
}

/**
 * Longer than 4 MB: cut one byte later, which is enough to refuse it. `announced`: bytes that are to come, where it is
 * known; they are put together while they come, so that the answer need not wait for that.
 */
export async function wholeBody(
  stream: AsyncIterable<Uint8Array>,
  announced = 0,
  cutAt = Infinity,
): Promise<Uint8Array> {
  let body = Buffer.allocUnsafe(Math.min(announced, largestBody + 1));
  let kept = 0;
  let read = 0;
  for await (const chunk of stream) {
    read += chunk.length;
    if (read > mostDrained) throw new ConnectionFailure('no-answer', 'EMSGSIZE');
    if (read >= cutAt) throw new ConnectionFailure('no-answer', 'ECONNRESET');
    const part = chunk.subarray(0, largestBody + 1 - kept);
    if (kept + part.length > body.length) {
      const larger = Math.min(2 * (kept + part.length), largestBody + 1);
      body = Buffer.concat([body.subarray(0, kept)], larger);
    }
    body.set(part, kept);
    kept += part.length;
  }
  return body.subarray(0, kept);
}
