import net from 'node:net';
import { type AddressInfo } from 'node:net';

/** What a raw server does with one whole request; `bytes` is everything received on the connection so far. */
export type Answering = (socket: net.Socket, request: string, count: number) => void;

export interface RawServer {
  readonly origin: string;
  /** The text of each request, in the order they came, over all connections. */
  readonly requests: readonly string[];
  readonly connections: () => number;
  close(): Promise<void>;
}

/** A server that reads requests byte for byte (no HTTP library) and answers as told. Loopback, any free port. */
export async function startRawServer(answer: Answering): Promise<RawServer> {
  const requests: string[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let received = '';
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1');
      for (let end = requestEnd(received); end !== undefined; end = requestEnd(received)) {
        const request = received.slice(0, end);
        received = received.slice(end);
        requests.push(request);
        answer(socket, request, requests.length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Where a request with headers and `Content-Length` ends; absent while it is incomplete. */
function requestEnd(text: string): number | undefined {
  const headers = text.indexOf('\r\n\r\n');
  if (headers < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headers))?.[1] ?? '0';
  const end = headers + 4 + Number(length);
  return text.length < end ? undefined : end;
}

/** An HTTP answer with its length stated. */
export function httpAnswer(status: number, body = '', headers: Record<string, string> = {}): string {
  const all = { 'Content-Length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n${body}`;
}
