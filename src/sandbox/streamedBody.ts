import { ConnectionFailure, type WireRequest } from '../wire.js';
import { largestBody } from './lengths.js';

/** How much of a refused body is read, so that the client gets to see the answer. */
const mostDrained = 64 * 1024 * 1024;

/** The request with its streamed body in hand; `cut`: the connection is lost when half of it is here. */
export async function withWholeBody(request: WireRequest, cut = false): Promise<WireRequest> {
  const { stream, ...rest } = request;
  if (stream === undefined) return request;
  const announced = Object.entries(request.headers).find(([name]) => name.toLowerCase() === 'content-length');
  return { ...rest, body: await wholeBody(stream, cut ? Number(announced?.[1] ?? 0) / 2 : Infinity) };
}

/** Longer than 4 MB: cut one byte later, which is enough to refuse it. */
export async function wholeBody(stream: AsyncIterable<Uint8Array>, cutAt = Infinity): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  let read = 0;
  for await (const chunk of stream) {
    read += chunk.length;
    if (read > mostDrained) throw new ConnectionFailure('no-answer', 'EMSGSIZE');
    if (read >= cutAt) throw new ConnectionFailure('no-answer', 'ECONNRESET');
    const part = chunk.subarray(0, largestBody + 1 - kept);
    kept += part.length;
    if (part.length > 0) chunks.push(part);
  }
  return Buffer.concat(chunks);
}
