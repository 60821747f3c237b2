import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { type IncomingMessage, type ServerResponse } from 'node:http';

/** A request and its answer, as a server on loopback had them on the wire. Bodies are Base64. */
export interface RecordedExchange {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody: string;
  /** The request ended before all of it had come, or the answer before all of it had gone. */
  readonly cut: boolean;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody: string;
}

/** Where the recording goes; absent: nothing is recorded. */
export const recordingVariable = 'MARKDOWN_MAIL_EXCHANGES';

/**
 * Writes down every exchange of every HTTP server in this process whose path is one of Microsoft Graph's, a JSON line
 * each. The servers know nothing of it: Node announces each request.
 */
export function recordExchanges(file: string): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    // What names another host never reaches Graph (DNS rebinding): the server turns it away before.
    if (!isGraph(request.url ?? '') || !/^127\.0\.0\.1:\d+$/.test(request.headers.host ?? '')) return;
    // What is uploaded in ranges is only bytes.
    const sent = isUpload(request.url ?? '') ? [] : tapRequest(request);
    const answered = tapResponse(response);
    const headers = tapHead(response);
    response.once('close', () => {
      const exchange: RecordedExchange = {
        method: request.method ?? '',
        target: request.url ?? '',
        requestHeaders: flat(request.headers),
        requestBody: Buffer.concat(sent).toString('base64'),
        cut: !request.complete || !response.writableFinished,
        status: response.statusCode,
        responseHeaders: flat({ ...response.getHeaders(), ...headers }),
        responseBody: Buffer.concat(answered).toString('base64'),
      };
      appendFileSync(file, `${JSON.stringify(exchange)}\n`);
    });
  });
}

export function isGraph(target: string): boolean {
  return /^\/(?:v1\.0|beta)\//.test(target) || isUpload(target);
}

/** The URL of an upload session, which is not below the version of the API. */
export function isUpload(target: string): boolean {
  return /\/AttachmentSessions\(/.test(target);
}

/** Bodies above this are of no interest but for their length; they would fill the disk. */
const longest = 5_000_000;

/** `push` is how the parser of HTTP hands the body to the stream, whoever reads it later. */
function tapRequest(request: IncomingMessage): Buffer[] {
  const parts: Buffer[] = [];
  let size = 0;
  const push = request.push.bind(request);
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (chunk instanceof Uint8Array && (size += chunk.byteLength) <= longest) parts.push(Buffer.from(chunk));
    return push(chunk, encoding);
  };
  return parts;
}

function tapResponse(response: ServerResponse): Buffer[] {
  const parts: Buffer[] = [];
  const keep = (chunk: unknown): void => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array)
      parts.push(Buffer.from(chunk as Uint8Array));
  };
  const write = response.write.bind(response) as (...given: unknown[]) => boolean;
  const end = response.end.bind(response) as (...given: unknown[]) => ServerResponse;
  response.write = ((...given: unknown[]) => {
    keep(given[0]);
    return write(...given);
  }) as ServerResponse['write'];
  response.end = ((...given: unknown[]) => {
    keep(given[0]);
    return end(...given);
  }) as ServerResponse['end'];
  return parts;
}

/** What `writeHead` is given goes straight to the wire, past `getHeaders`. */
function tapHead(response: ServerResponse): Record<string, unknown> {
  const seen: Record<string, unknown> = {};
  const writeHead = response.writeHead.bind(response) as (...given: unknown[]) => ServerResponse;
  response.writeHead = (...given: unknown[]) => {
    const headers = given.at(-1);
    if (typeof headers === 'object' && headers !== null && !Array.isArray(headers))
      for (const [name, value] of Object.entries(headers)) seen[name.toLowerCase()] = value;
    return writeHead(...given);
  };
  return seen;
}

function flat(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
