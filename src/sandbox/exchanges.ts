import { type WireRequest } from '../wire.js';

/** One request as it was received, and how it was answered. */
export interface Exchange {
  readonly method: string;
  /** Path and query, as sent. */
  readonly path: string;
  /** Names in the case they were sent. */
  readonly headers: Readonly<Record<string, string>>;
  body: Uint8Array | undefined;
  /** `dropped`: the connection was cut; `open`: not answered (yet). */
  status: number | 'dropped' | 'open';
}

/** The last requests, so many and so large that a long session does not fill the memory. */
export class ExchangeLog {
  readonly entries: Exchange[] = [];
  #bytes = 0;

  constructor(
    readonly most: number,
    readonly mostBytes: number,
  ) {}

  begin(request: WireRequest, url: URL): Exchange {
    const { method, headers, body } = request;
    const exchange: Exchange = { method, path: url.pathname + url.search, headers, body, status: 'open' };
    this.entries.push(exchange);
    this.#bytes += body?.length ?? 0;
    this.#trim();
    return exchange;
  }

  /** A body that came as a stream. */
  body(exchange: Exchange, body: Uint8Array | undefined): void {
    if (exchange.body !== undefined || !this.entries.includes(exchange)) return;
    exchange.body = body;
    this.#bytes += body?.length ?? 0;
    this.#trim();
  }

  #trim(): void {
    while (this.entries.length > this.most || (this.#bytes > this.mostBytes && this.entries.length > 1)) {
      this.#bytes -= this.entries.shift()?.body?.length ?? 0;
    }
  }
}
