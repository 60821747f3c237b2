import net from 'node:net';
import { type Clock } from '../clock.js';
import { Cancelled, Failure, sentence } from '../failure.js';
import { type SignInMethod, type SignInOptions, type SignInScreen } from './authenticator.js';
import { interruptible, unlessCancelled } from './interruption.js';
import { type SignInPages } from './pages.js';
import { type TokenAnswer, type TokenClient } from './tokenClient.js';

/** A browser that was closed tells nobody, so a sign-in ends by itself after five minutes. */
const limitMilliseconds = 5 * 60_000;

export interface BrowserFlow {
  readonly client: TokenClient;
  readonly screen: SignInScreen;
  readonly pages: SignInPages;
  readonly clock: Clock;
  readonly correlationId: string;
  readonly late: (answer: TokenAnswer) => Promise<void>;
}

/**
 * Authorization code with PKCE over a port of 127.0.0.1 (RFC 8252 §7.3). `signal` is the one that the client's network
 * obeys too, see {@link browserLimit}.
 */
export async function signInByBrowser(
  flow: BrowserFlow,
  options: SignInOptions,
  signal: AbortSignal,
): Promise<TokenAnswer> {
  const { client, screen, pages, clock, correlationId, late } = flow;
  const { scopes, claims, loginHint } = options;
  const over = new AbortController();
  const task = client.interactive({
    scopes: [...scopes],
    correlationId,
    // The browser may still be signed in as somebody: unless a known account is asked for, the person shall choose.
    ...(loginHint === undefined ? { prompt: 'select_account' } : { loginHint }),
    ...(claims === undefined ? {} : { claims }),
    successTemplate: pages.success,
    errorTemplate: pages.error,
    openBrowser: async (url) => {
      signal.addEventListener('abort', () => endListening(url), { once: true, signal: over.signal });
      if (signal.aborted) throw new Cancelled();
      if (!(await unlessCancelled(screen.openBrowser(url), signal))) throw browserNotOpened();
    },
  });
  // Afterwards the port may be somebody else's.
  return interruptible(task, signal, { clock, late }).finally(() => over.abort());
}

/**
 * Aborts with `signal`, or after the limit with its `Failure` as the reason. `clear` when all is done. A device code has
 * a limit of its own, set by the service.
 */
export function browserLimit(
  signal: AbortSignal,
  clock: Clock,
  method: SignInMethod,
): { signal: AbortSignal; clear(): void } {
  if (method !== 'browser') return { signal, clear: () => undefined };
  const limit = new AbortController();
  const done = new AbortController();
  clock.sleep(limitMilliseconds, done.signal).then(
    () => limit.abort(notFinished()),
    () => undefined,
  );
  return { signal: AbortSignal.any([signal, limit.signal]), clear: () => done.abort() };
}

/**
 * MSAL's loopback server has neither a limit nor a cancel. It ends when its redirect address is told of an error, with
 * the state that only this sign-in knows. A plain socket, because VS Code may route `node:http` through a proxy.
 */
function endListening(authorizeUrl: string): void {
  const query = new URL(authorizeUrl).searchParams;
  const redirect = query.get('redirect_uri') ?? '';
  const state = query.get('state') ?? '';
  if (!URL.canParse(redirect)) return;
  const { port } = new URL(redirect);
  const body = new URLSearchParams({ error: 'user_cancelled', state }).toString();
  const socket = net.connect({ host: '127.0.0.1', port: Number(port) }, () => {
    socket.end(
      `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  // A port that is closed already is what was wanted.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(1000, () => socket.destroy());
  socket.resume();
}

function browserNotOpened(): Failure {
  return new Failure(
    'sign-in-browser-not-opened',
    sentence('The browser was not opened, so nobody was signed in.'),
    sentence('Sign in again and open the page, or sign in with a device code.'),
  );
}

function notFinished(): Failure {
  return new Failure(
    'sign-in-timeout',
    sentence('The sign-in was not finished in the browser within five minutes.'),
    sentence('Sign in again.'),
  );
}
