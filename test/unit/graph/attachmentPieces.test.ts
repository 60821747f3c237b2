import assert from 'node:assert/strict';
import { createGraphClient } from '../../../src/graph/client.js';
import { createGraphMailbox } from '../../../src/graph/graphMailbox.js';
import { type Fault } from '../../../src/sandbox/faults.js';
import { memoryStore } from '../../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../../src/sandbox/sandbox.js';
import { type Transport } from '../../../src/wire.js';
import { part, size, uploadSource } from '../../protocol/uploadSource.js';

const you = { id: '11111111-1111-4111-8111-111111111111', userName: 'you@example.com', displayName: 'You' };

/** Uploads over a connection that takes so many bytes in a second; the pieces of each request, and what was told. */
async function uploadAt(bytesPerSecond: number, fault?: Fault) {
  let now = Date.UTC(2026, 0, 5, 9);
  const clock = { now: () => now, sleep: async (wait: number) => void (now += wait) };
  const sandbox = createSandbox({ users: [you], authorize: () => you, store: memoryStore(), clock });
  sandbox.switches.smallestSession = 1000;
  if (fault) sandbox.faults.push(fault);
  const requests: number[][] = [];
  async function* paced(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const pieces: number[] = [];
    requests.push(pieces);
    for await (const piece of stream) {
      now += (piece.byteLength * 1000) / bytesPerSecond;
      pieces.push(piece.byteLength);
      yield piece;
    }
  }
  const transport: Transport = (request, signal) =>
    sandbox.handle(request.stream ? { ...request, stream: paced(request.stream) } : request, signal);
  const client = createGraphClient({
    ...{ transport, clock, random: () => 0.5, token: async () => 'token', partBytes: part },
    ...{ root: 'https://graph.microsoft.com', version: 'v1.0' },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const box = createGraphMailbox(client, '/me');
  const { id } = await box.create({ subject: 'S' });
  const told: number[] = [];
  await box.uploadAttachment(id, uploadSource(), { progress: (sent) => void told.push(sent) });
  return { requests, told };
}

describe('The pieces in which a part is sent', () => {
  const smallest = part / 16;
  const wholes = (requests: readonly number[][]) =>
    requests.map((pieces) => pieces.reduce((sum, piece) => sum + piece, 0));

  it('are small on a slow connection, so that its progress is seen and no time limit strikes', async () => {
    const { requests, told } = await uploadAt(2000);
    assert.deepEqual(wholes(requests), [part, part, part, part, part, 7]);
    assert.ok(requests.flat().every((piece) => piece <= smallest));
    assert.ok(told.every((sent, n) => sent - (told[n - 1] ?? 0) <= smallest));
    assert.equal(told.at(-1), size);
  });

  it('grow to whole parts on a fast one', async () => {
    const { requests } = await uploadAt(100_000_000);
    assert.deepEqual(requests[0], [1, 2, 4, 8].map((n) => n * smallest).concat(smallest));
    assert.deepEqual(requests.slice(1), [[part], [part], [part], [part], [7]]);
  });

  it('are as large as half a second takes', async () => {
    const { requests } = await uploadAt(part / 2);
    assert.ok(Math.max(...(requests[2] ?? [])) <= part / 4, JSON.stringify(requests));
    assert.ok((requests[2] ?? []).length < 16, JSON.stringify(requests));
  });

  it('are small again after a failure', async () => {
    const when = { method: 'PUT', nth: 3 };
    const { requests } = await uploadAt(100_000_000, { when, do: 'dropBeforeCommit' });
    assert.deepEqual(requests[2], [part]);
    assert.equal(requests[3]?.[0], smallest);
    assert.deepEqual(wholes(requests), [part, part, part, part, part, part, 7]);
  });
});
