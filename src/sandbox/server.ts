import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Failure, sentence } from '../failure.js';
import { ConnectionFailure, type WireRequest, type WireResponse } from '../wire.js';
import { errorCode } from './folderLock.js';
import { largestBody } from './lengths.js';
import { type Sandbox } from './sandbox.js';

/** How much of a refused body is read, so that the client gets to see the answer. */
const mostDrained = 64 * 1024 * 1024;
const mostHeaders = 32 * 1024;

export interface SandboxServer {
  /** `http://127.0.0.1:{port}` */
  readonly origin: string;
  /** Cuts all connections; resolves when every request that was begun has ended. */
  close(): Promise<void>;
}

/**
 * Puts a sandbox on a loopback port; `port` 0 or absent: a free one. Rejects with `Failure('sandbox-port')` when the
 * port cannot be had. Sets the origin of the sandbox's mail pages.
 */
export async function startSandboxServer(
  sandbox: Sandbox,
  options: { port?: number } = {},
): Promise<SandboxServer> {
  const server = createServer({
    maxHeaderSize: mostHeaders,
    requestTimeout: 120_000,
    headersTimeout: 20_000,
  });
  const port = await listen(server, options.port ?? 0);
  const origin = `http://127.0.0.1:${port}`;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const running = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const work = serve(sandbox, request, response, { origin, hosts });
    running.add(work);
    // A rejection stays unhandled on purpose: it is a bug, and the host logs it.
    void work.finally(() => running.delete(work));
  });
  sandbox.setOrigin(origin);
  return {
    origin,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // Ends what waits for an answer, such as a hang, as well.
      server.closeAllConnections();
      await closed;
      // What was begun is finished: nobody writes into the mailbox after this.
      await Promise.allSettled(running);
    },
  };
}

interface Place {
  readonly origin: string;
  readonly hosts: readonly string[];
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => {
      const next = sentence('Close the program that uses it, or choose another port.');
      reject(
        new Failure('sandbox-port', sentence('The sandbox mailbox cannot use port {0}.', port), next, {
          cause,
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

async function serve(
  sandbox: Sandbox,
  request: IncomingMessage,
  response: ServerResponse,
  place: Place,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    // A page from elsewhere can point its own host name at 127.0.0.1, but not change what the browser sends as Host.
    const foreign = !place.hosts.includes((request.headers.host ?? '').toLowerCase());
    if (foreign || !request.url?.startsWith('/')) {
      write(response, {
        status: foreign ? 403 : 400,
        headers: { connection: 'close' },
        body: new Uint8Array(),
      });
      return;
    }
    const body = await readBody(request);
    const answer = await sandbox.handle(asWire(request, body, place.origin), gone.signal);
    write(response, answer);
  } catch (error) {
    request.socket.destroy();
    // Lost connections are ordered by a fault or made by the client; all else would be a bug of this file.
    if (!(error instanceof ConnectionFailure) && errorCode(error) !== 'ECONNRESET') throw error;
  }
}

function asWire(request: IncomingMessage, body: Uint8Array | undefined, origin: string): WireRequest {
  const headers: Record<string, string> = {};
  const raw = request.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  return {
    method: request.method ?? 'GET',
    url: origin + (request.url ?? '/'),
    headers,
    ...(body ? { body } : {}),
  };
}

/** `undefined`: none was announced. Longer than 4 MB: cut one byte later, which is enough to refuse it. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  if (length === undefined && coding === undefined) return undefined;
  const chunks: Buffer[] = [];
  let kept = 0;
  let read = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    read += chunk.length;
    if (read > mostDrained) throw new ConnectionFailure('no-answer', 'EMSGSIZE');
    const part = chunk.subarray(0, largestBody + 1 - kept);
    kept += part.length;
    if (part.length > 0) chunks.push(part);
  }
  return Buffer.concat(chunks);
}

function write(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const length = status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}
