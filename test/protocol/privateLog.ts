import assert from 'node:assert/strict';
import { type Exchange } from '../../src/sandbox/exchanges.js';

/**
 * What no line of a log may hold: an address or a host, a URL (that of an upload session opens what it names), a token,
 * the Authorization header, and words of the mails that the benches write.
 */
const forbidden =
  /@|%40|\bexample\b|https?:|127\.0\.0\.1|localhost|authtoken|AttachmentSessions|Bearer|\btoken-you\b|\bgood-\d|Notes|Dear|Ada\b|Grüße|Charles/;

/** Of everything that a bench logged, whatever its test was about. */
export function assertPrivateLog(lines: readonly string[]): void {
  for (const line of lines) assert.doesNotMatch(line, forbidden);
}

/** Every read of our client names what it wants: bodies, people and whatever Graph adds one day do not come unasked. */
export function assertSelected(exchanges: readonly Exchange[]): void {
  for (const { method, path, headers } of exchanges) {
    const ours = Object.keys(headers).some((name) => name.toLowerCase() === 'client-request-id');
    if (ours && method === 'GET' && !oneFile.test(path)) assert.match(path, /[?&](?:\$|%24)select=/, path);
  }
}

/** One attachment by itself: its bytes, or its content id, which is no property of the type that `$select` goes by. */
const oneFile = /\/attachments\/[^/?]+(?:\/\$value)?$/;
