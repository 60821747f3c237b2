import { type Clock } from '../../../src/clock.js';
import { Cancelled } from '../../../src/failure.js';
import { type AccessRequest, createGraphClient, type GraphClient } from '../../../src/graph/client.js';
import { type PatienceLimits } from '../../../src/graph/patience.js';
import { type Transport, type WireRequest, type WireResponse } from '../../../src/wire.js';

/** A clock that moves only by sleeping. */
export function virtualClock(start = Date.UTC(2026, 8, 1)): Clock & { readonly sleeps: number[] } {
  let now = start;
  const sleeps: number[] = [];
  return {
    sleeps,
    now: () => now,
    async sleep(milliseconds, signal) {
      await Promise.resolve();
      if (signal?.aborted) throw new Cancelled();
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
}

export type Answer = WireResponse | Error | ((request: WireRequest) => WireResponse | Promise<WireResponse>);

/** Answers requests in the order of the script; one more than the script has is an error of the test. */
export function scripted(...script: Answer[]): { transport: Transport; sent: WireRequest[] } {
  const sent: WireRequest[] = [];
  const transport: Transport = async (request) => {
    const answer = script[sent.length];
    sent.push(request);
    if (answer === undefined) throw new Error(`unexpected request ${request.method} ${request.url}`);
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer(request) : answer;
  };
  return { transport, sent };
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): WireResponse {
  return {
    status,
    headers: {
      'content-type': 'application/json; odata.metadata=minimal',
      'request-id': 'srv-1',
      ...headers,
    },
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
}

export function graphError(status: number, code: string, headers: Record<string, string> = {}): WireResponse {
  // The message holds what must never get out: an address and a subject.
  const message = 'Secret subject for eve@example.com';
  return json(status, { error: { code, message, innerError: { 'request-id': 'srv-1' } } }, headers);
}

export function page(status: number, html = '<html><body>Bad gateway</body></html>'): WireResponse {
  return { status, headers: { 'content-type': 'text/html' }, body: new TextEncoder().encode(html) };
}

export const empty = (status: number, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers,
  body: new Uint8Array(0),
});

export const message = (change: Record<string, unknown> = {}) => ({
  '@odata.etag': 'W/"CQ1"',
  id: 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0ABC=',
  changeKey: 'CQ1',
  isDraft: true,
  parentFolderId: 'folder-drafts',
  webLink: 'https://outlook.office365.com/owa/?ItemID=1',
  internetMessageId: '<1@example.com>',
  ...change,
});

export interface Bench {
  readonly client: GraphClient;
  readonly sent: WireRequest[];
  readonly tokens: AccessRequest[];
  readonly lines: string[];
  readonly sleeps: number[];
}

/** A client on a script, with everything that goes in and out of it. Tokens are `token-1`, `token-2` … */
export function bench(script: Answer[], limits?: Partial<PatienceLimits>, root?: string): Bench {
  const { transport, sent } = scripted(...script);
  const clock = virtualClock();
  const tokens: AccessRequest[] = [];
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const client = createGraphClient({
    transport,
    token: async (request) => `token-${tokens.push(request)}`,
    root: root ?? 'https://graph.microsoft.com',
    version: 'v1.0',
    clock,
    random: () => 0.5,
    log: { info: write, warn: write, error: write },
    ...(limits === undefined ? {} : { limits }),
  });
  return { client, sent, tokens, lines, sleeps: clock.sleeps };
}
