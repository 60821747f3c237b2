import { type WireRequest, type WireResponse } from '../../../src/wire.js';

/** What is answered in place of carrying a request out, by the fault that it is. */
export function answers({ method }: WireRequest): Readonly<Record<string, WireResponse | undefined>> {
  return {
    '503 before': refusal(503, 'serviceNotAvailable'),
    '503 with Retry-After': refusal(503, 'serviceNotAvailable', { 'retry-after': '20' }),
    '429 before': refusal(429, 'ApplicationThrottled', { 'retry-after': '2' }),
    ...(method === 'GET' ? {} : { '412': refusal(412, 'ErrorIrresolvableConflict') }),
    '404': refusal(404, 'ErrorItemNotFound'),
    '401': refusal(401, 'InvalidAuthenticationToken'),
    ...(method === 'GET' ? {} : { 'mailbox full': refusal(403, 'ErrorQuotaExceeded') }),
    'page of a proxy': { status: 502, headers: {}, body: new TextEncoder().encode('<html></html>') },
  };
}

export function refusal(status: number, code: string, headers: Record<string, string> = {}): WireResponse {
  const body = new TextEncoder().encode(JSON.stringify({ error: { code, message: '' } }));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body };
}
