import { isLoopback } from './clouds.js';
import { type GraphPath } from './requestPath.js';
import { jsonObject, JsonMismatch, objectOf, optionalTextIn, textIn } from './json.js';

/** An upload session: whoever has the URL can add to the message, so it is kept and logged nowhere in clear. */
export interface UploadSession {
  readonly url: string;
  /** Milliseconds since 1970; absent: not said. */
  readonly expires?: number;
}

/** How the log calls requests to a session. */
export const sessionPath: GraphPath = ['upload-session'];

/** Graph resource "uploadSession" as the one who created it gets it. @throws JsonMismatch */
export function parseSession(json: unknown, root: string): UploadSession {
  const session = objectOf(json, 'uploadSession');
  const url = textIn(session, 'uploadUrl');
  if (!mayUploadTo(root, url)) throw new JsonMismatch('uploadUrl');
  const expires = Date.parse(optionalTextIn(session, 'expirationDateTime') ?? '');
  return { url, ...(Number.isNaN(expires) ? {} : { expires }) };
}

/**
 * The offset that the session waits for, of `nextExpectedRanges` in either case and as `a`, `a-` or `a-b`: mid-upload
 * answers of Outlook differ from the first one. Absent: it waits for nothing. @throws JsonMismatch
 */
export function parseExpected(json: unknown): number | undefined {
  const session = objectOf(json, 'uploadSession');
  const ranges: unknown = session['nextExpectedRanges'] ?? session['NextExpectedRanges'];
  if (!Array.isArray(ranges)) throw new JsonMismatch('nextExpectedRanges');
  const [first] = ranges as readonly unknown[];
  if (first === undefined) return undefined;
  const offset = typeof first === 'string' ? /^(\d{1,15})(-\d*)?$/.exec(first)?.[1] : undefined;
  if (offset === undefined) throw new JsonMismatch('nextExpectedRanges');
  return Number(offset);
}

/** Bytes of a mail go over HTTPS only, but for a mailbox on this computer. */
function mayUploadTo(root: string, url: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(root)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return false;
  if (protocol === 'https:') return true;
  return protocol === 'http:' && isLoopback(hostname) && isLoopback(new URL(root).hostname);
}

/** As it is kept for a later try. */
export function sessionText(session: UploadSession): string {
  return JSON.stringify(session);
}

/** Absent: no session, one that is over by `now`, or one of another cloud. */
export function sessionOfText(
  text: string | undefined,
  root: string,
  now: number,
): UploadSession | undefined {
  const kept = jsonObject(new TextEncoder().encode(text ?? ''));
  const url = kept?.['url'];
  const expires = kept?.['expires'];
  if (typeof url !== 'string' || !mayUploadTo(root, url)) return undefined;
  if (typeof expires !== 'number') return { url };
  return expires > now ? { url, expires } : undefined;
}
