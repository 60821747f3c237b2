import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Failure, sentence } from '../failure.js';
import { ConnectionFailure, type WireRequest, type WireResponse } from '../wire.js';
import { CutShort } from './faults.js';
import { errorCode } from './folderLock.js';
import { type Sandbox } from './sandbox.js';
import { wholeBody } from './streamedBody.js';

const mostHeaders = 32 * 1024;

export interface SandboxServer {
  /** `http://127.0.0.1:{port}` */
  readonly origin: string;
  /** Where upload sessions are: the same with another port. */
  readonly uploadOrigin: string;
  /** Cuts all connections; resolves when every request that was begun has ended. */
  close(): Promise<void>;
}

/**
 * Puts a sandbox on a loopback port, and its upload sessions on another; `port` 0 or absent: a free one. Rejects with
 * `Failure('sandbox-port')` when the port cannot be had. Sets the origins that the sandbox names.
 */
export async function startSandboxServer(
  sandbox: Sandbox,
  options: { port?: number } = {},
): Promise<SandboxServer> {
  const graph = await startServer(sandbox, options.port ?? 0, false);
  const uploads = await startServer(sandbox, 0, true).catch(async (error: unknown) => {
    await graph.close();
    throw error;
  });
  sandbox.setOrigin(graph.origin);
  sandbox.setUploadOrigin(uploads.origin);
  return {
    origin: graph.origin,
    uploadOrigin: uploads.origin,
    close: async () => void (await Promise.all([graph.close(), uploads.close()])),
  };
}

/** `streamed`: the sandbox reads the bodies, so that a fault may strike amid them. */
async function startServer(
  sandbox: Sandbox,
  wanted: number,
  streamed: boolean,
): Promise<Pick<SandboxServer, 'origin' | 'close'>> {
  const server = createServer({
    maxHeaderSize: mostHeaders,
    requestTimeout: 120_000,
    headersTimeout: 20_000,
  });
  const port = await listen(server, wanted);
  const origin = `http://127.0.0.1:${port}`;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const running = new Set<Promise<void>>();
  server.on('request', (request, response) => {
    const work = serve(sandbox, request, response, { origin, hosts, streamed });
    running.add(work);
    // A rejection stays unhandled on purpose: it is a bug, and the host logs it.
    void work.finally(() => running.delete(work));
  });
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
  readonly streamed: boolean;
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
  // A request whose body is left in the middle has no socket any more.
  const { socket } = request;
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
    const answer = await sandbox.handle(await asWire(request, place), gone.signal);
    write(response, answer);
  } catch (error) {
    if (error instanceof CutShort) await writeHalf(response, error.answer);
    socket.destroy();
    // Lost connections are ordered by a fault or made by the client; all else would be a bug of this file.
    if (!(error instanceof ConnectionFailure) && errorCode(error) !== 'ECONNRESET') throw error;
  }
}

async function asWire(request: IncomingMessage, { origin, streamed }: Place): Promise<WireRequest> {
  const headers: Record<string, string> = {};
  const raw = request.rawHeaders;
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  const none = length === undefined && coding === undefined;
  const body = none
    ? {}
    : streamed
      ? { stream: request }
      : { body: await wholeBody(request, Number(length ?? 0)) };
  return { method: request.method ?? 'GET', url: origin + (request.url ?? '/'), headers, ...body };
}

function write(response: ServerResponse, { status, headers, body }: WireResponse): void {
  const length = status === 204 ? {} : { 'content-length': String(body.length) };
  response.writeHead(status, { ...headers, ...length });
  response.end(body);
}

/** The head says how long the body would be, and half of it comes. An empty one is given a length that never comes. */
function writeHalf(response: ServerResponse, { status, headers, body }: WireResponse): Promise<void> {
  const whole = Math.max(body.length, 2);
  response.writeHead(status, { ...headers, 'content-length': String(whole) });
  const half = body.length === 0 ? Buffer.from(' ') : body.subarray(0, body.length / 2);
  return new Promise((resolve) => response.write(half, () => resolve()));
}
