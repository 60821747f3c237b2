import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
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
  const body = new GrowingBody(announced, cutAt);
  if (stream instanceof Readable) await drain(stream, (chunk) => body.add(chunk));
  else for await (const chunk of stream) body.add(chunk);
  return body.bytes;
}

/** By events: to await each chunk of a large body takes longer than to receive it. */
async function drain(stream: Readable, take: (chunk: Uint8Array) => void): Promise<void> {
  stream.on('data', (chunk: Uint8Array) => {
    try {
      take(chunk);
    } catch (error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  });
  await finished(stream, { writable: false });
}

class GrowingBody {
  #bytes: Buffer;
  #kept = 0;
  #read = 0;

  constructor(
    announced: number,
    private readonly cutAt: number,
  ) {
    this.#bytes = Buffer.allocUnsafe(Math.min(announced, largestBody + 1));
  }

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#kept);
  }

  add(chunk: Uint8Array): void {
    this.#read += chunk.length;
    if (this.#read > mostDrained) throw new ConnectionFailure('no-answer', 'EMSGSIZE');
    if (this.#read >= this.cutAt) throw new ConnectionFailure('no-answer', 'ECONNRESET');
    const part = chunk.subarray(0, largestBody + 1 - this.#kept);
    if (this.#kept + part.length > this.#bytes.length) {
      const larger = Math.min(2 * (this.#kept + part.length), largestBody + 1);
      this.#bytes = Buffer.concat([this.#bytes.subarray(0, this.#kept)], larger);
    }
    this.#bytes.set(part, this.#kept);
    this.#kept += part.length;
  }
}
