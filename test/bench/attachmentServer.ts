// A process of its own, so that its memory and its processor time are not those of the client.
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { usualPart } from '../../src/graph/client.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { startSandboxServer } from '../../src/sandbox/server.js';

/** What the server tells its parent. `bare` takes a PUT and puts its bytes together as the sandbox does, nothing else. */
export interface BenchOrigins {
  readonly sandbox: string;
  readonly bare: string;
}

const user = { id: '00000000-0000-4000-8000-000000000001', userName: 'you@example.com', displayName: 'You' };

async function serve(): Promise<void> {
  const sandbox = createSandbox({
    users: [user],
    authorize: () => user,
    store: memoryStore(),
    clock: { now: () => Date.now(), sleep: async () => undefined },
    exchangeLimit: 0,
  });
  const { origin } = await startSandboxServer(sandbox);
  let kept: Buffer;
  const bare = createServer((request, response) => {
    const parts: Buffer[] = [];
    let part = Buffer.allocUnsafe(usualPart);
    let filled = 0;
    request.on('data', (piece: Buffer) => {
      for (let at = 0; at < piece.length;) {
        const taken = piece.copy(part, filled, at);
        at += taken;
        filled += taken;
        if (filled < usualPart) continue;
        parts.push(part);
        part = Buffer.allocUnsafe(usualPart);
        filled = 0;
      }
    });
    request.on('end', () => {
      kept = Buffer.concat([...parts, part.subarray(0, filled)]);
      response.writeHead(201, { 'content-length': '0', 'x-kept': String(kept.length) }).end();
    });
  });
  await new Promise<void>((resolve) => bare.listen(0, '127.0.0.1', resolve));
  const { port } = bare.address() as AddressInfo;
  process.send?.({ sandbox: origin, bare: `http://127.0.0.1:${port}` } satisfies BenchOrigins);
}

if (process.env['BENCH_ATTACHMENT'] === 'server') {
  process.once('disconnect', () => process.exit());
  await serve();
}
