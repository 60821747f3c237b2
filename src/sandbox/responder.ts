import { type Clock, type Random } from '../clock.js';
import { type WireRequest, type WireResponse } from '../wire.js';
import { type Answer } from './call.js';
import { makeGuid } from './ids.js';
import { ProtocolError } from './protocolError.js';

const graphJson =
  'application/json; odata.metadata=minimal; odata.streaming=true; IEEE754Compatible=false; charset=utf-8';

/** Puts the headers that every Graph answer carries around an answer (Graph page "best-practices-concept"). */
export class Responder {
  /** The preferences that were honoured. */
  applied: readonly string[] = [];
  readonly #headers: ReadonlyMap<string, string>;
  readonly #requestId: string;
  readonly #now: number;

  constructor(request: WireRequest, clock: Clock, random: Random) {
    this.#headers = new Map(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    this.#requestId = makeGuid(random);
    this.#now = clock.now();
  }

  /** A header of the request, by its name in lower case. */
  header(name: string): string | undefined {
    return this.#headers.get(name);
  }

  respond(answer: Answer | ProtocolError): WireResponse {
    if (answer instanceof ProtocolError) return this.#failed(answer);
    const { status, headers = {}, json, bytes, contentType } = answer;
    const body = json === undefined ? (bytes ?? new Uint8Array()) : encode(json);
    const type = json === undefined ? contentType : graphJson;
    const applied = this.applied.length > 0 ? { 'preference-applied': this.applied.join(', ') } : {};
    return this.#response(status, body, {
      ...(type ? { 'content-type': type } : {}),
      ...applied,
      ...headers,
    });
  }

  #failed({ status, code, text, headers }: ProtocolError): WireResponse {
    if (status === 411) {
      // The web server in front of Graph answers, not Graph.
      const page = `<!DOCTYPE HTML><html><head><title>Length Required</title></head><body><h2>Length Required</h2><p>HTTP Error 411. ${text}</p></body></html>`;
      return this.#response(status, new TextEncoder().encode(page), {
        'content-type': 'text/html; charset=us-ascii',
      });
    }
    const innerError = {
      date: new Date(this.#now).toISOString().slice(0, 19),
      'request-id': this.#requestId,
      'client-request-id': this.#clientRequestId,
    };
    const body = encode({ error: { code, message: text, innerError } });
    return this.#response(status, body, { 'content-type': 'application/json', ...headers });
  }

  #response(status: number, body: Uint8Array, headers: Readonly<Record<string, string>>): WireResponse {
    return {
      status,
      headers: {
        'cache-control': 'private',
        date: new Date(this.#now).toUTCString(),
        'request-id': this.#requestId,
        'client-request-id': this.#clientRequestId,
        'x-ms-ags-diagnostic':
          '{"ServerInfo":{"DataCenter":"Sandbox","Slice":"E","Ring":"1","ScaleUnit":"000"}}',
        ...headers,
      },
      body,
    };
  }

  get #clientRequestId(): string {
    return this.header('client-request-id') ?? this.#requestId;
  }
}

function encode(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}
