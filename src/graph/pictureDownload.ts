import { Cancelled, Failure, sentence, throwIfCancelled } from '../failure.js';
import { pictureEnding } from '../render/pictureFacts.js';
import { ConnectionFailure, type Transport, type WireResponse } from '../wire.js';
import { createHttpTransport } from './http.js';

/** Bytes; the transport reads no more. */
const largest = 10 * 1024 * 1024;
const mostRedirects = 5;
/** Milliseconds for one picture, redirects included. */
const longest = 20_000;

export interface DownloadedPicture {
  readonly bytes: Uint8Array;
  /** How a file's name ends that holds such a picture, by its content. */
  readonly ending: string;
}

/** Carries the requests for pictures, within the limits of {@link downloadPicture}. */
export function pictureTransport(userAgent: string): Transport {
  return createHttpTransport({ userAgent, timeoutMilliseconds: longest, answerLimitBytes: largest });
}

/**
 * Fetches a picture from the internet, without cookies and without anybody's name. `hosts`: those that the user was
 * shown. A redirect may lead to another public host, but neither from `https` to `http` nor into a private network.
 * @throws Failure `picture-not-downloaded` with the reason; Cancelled when `signal` aborts
 */
export async function downloadPicture(
  url: string,
  options: { readonly transport: Transport; readonly hosts: ReadonlySet<string> },
  signal?: AbortSignal,
): Promise<DownloadedPicture> {
  const limit = AbortSignal.timeout(longest);
  const both = signal ? AbortSignal.any([signal, limit]) : limit;
  if (!URL.canParse(url)) throw notDownloaded(noAddress);
  let target = new URL(url);
  for (let redirects = 0; redirects <= mostRedirects; redirects++) {
    const answer = await ask(target, options.transport, both, signal);
    const next = redirectOf(answer, target);
    if (!next) return pictureOf(answer);
    if (!mayFollow(target, next, options.hosts)) throw notDownloaded(ledAstray);
    target = next;
  }
  throw notDownloaded(tooManyRedirects);
}

async function ask(
  target: URL,
  transport: Transport,
  both: AbortSignal,
  signal: AbortSignal | undefined,
): Promise<WireResponse> {
  throwIfCancelled(signal);
  try {
    return await transport({ method: 'GET', url: anonymous(target), headers: { Accept: 'image/*' } }, both);
  } catch (error) {
    if (signal?.aborted) throw new Cancelled();
    if (error instanceof Cancelled) throw notDownloaded(tooSlow);
    if (!(error instanceof ConnectionFailure)) throw error;
    const { reason } = error;
    throw notDownloaded(reason === 'max-size' ? tooLarge : reason === 'timeout' ? tooSlow : noAnswer);
  }
}

/** Without the user name and password that an address may carry. */
function anonymous(target: URL): string {
  const plain = new URL(target);
  plain.username = '';
  plain.password = '';
  plain.hash = '';
  return plain.href;
}

function redirectOf({ status, headers }: WireResponse, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status)) return undefined;
  const location = headers['location'];
  if (location === undefined || !URL.canParse(location, from.href)) throw notDownloaded(ledAstray);
  return new URL(location, from);
}

function mayFollow(from: URL, to: URL, hosts: ReadonlySet<string>): boolean {
  if (to.protocol !== 'https:' && to.protocol !== 'http:') return false;
  if (from.protocol === 'https:' && to.protocol === 'http:') return false;
  return hosts.has(to.host) || isPublicName(to.hostname);
}

/** Names of the internet have a dot; numbers, `localhost` and names of a local network are not taken for public. */
function isPublicName(host: string): boolean {
  return (
    /\.[a-z][a-z0-9-]*$/i.test(host) && !/\.(?:local|localhost|internal|lan|home|corp|arpa)$/i.test(host)
  );
}

function pictureOf({ status, body }: WireResponse): DownloadedPicture {
  if (status !== 200) throw notDownloaded(sentence('The server answered with {0}.', status));
  const ending = pictureEnding(body);
  if (ending === undefined) throw notDownloaded(noPicture);
  return { bytes: body, ending };
}

function notDownloaded(reason: ReturnType<typeof sentence>): Failure {
  return new Failure('picture-not-downloaded', reason);
}

const noAddress = sentence('This is not an address of the internet.');
const noAnswer = sentence('The server did not answer.');
const tooSlow = sentence('The picture did not come within 20 seconds.');
const tooLarge = sentence('The picture is larger than 10 MB.');
const noPicture = sentence('What came is not a picture.');
const ledAstray = sentence('The server pointed to a place that you were not asked about.');
const tooManyRedirects = sentence('The server pointed from place to place without an end.');
