import { type Failure, sentence } from '../failure.js';
import { type ConnectionFailure, type WireResponse } from '../wire.js';
import { SignInUnreachable } from './authErrors.js';

/** No answer came from `host`. */
export function connectionFault(fault: ConnectionFailure, host: string): Failure {
  const { reason } = fault;
  if (/^(ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/.test(reason))
    return new SignInUnreachable(
      'sign-in-offline',
      sentence('The sign-in service {0} cannot be found from here.', host),
      sentence('Check the network connection, then try again.'),
      undefined,
      { cause: fault },
    );
  if (isCertificateReason(reason))
    return new SignInUnreachable(
      'sign-in-certificate',
      sentence('The certificate of {0} is not trusted on this computer ({1}).', host, reason),
      sentence('If your organization inspects traffic, its certificate must be installed on this computer.'),
      undefined,
      { cause: fault },
    );
  return new SignInUnreachable(
    'sign-in-unreachable',
    sentence('The sign-in service {0} did not answer ({1}).', host, reason),
    sentence('Try again. If it stays like this, check the network and the proxy setting of VS Code.'),
    undefined,
    { cause: fault },
  );
}

/** `undefined`: the answer is for MSAL to read. `now` in milliseconds since 1970. */
export function answerFault(answer: WireResponse, host: string, now: number): Failure | undefined {
  if (answer.status === 407)
    return new SignInUnreachable(
      'sign-in-proxy',
      sentence('The proxy wants a user name and password before it lets the sign-in through.'),
      sentence('Set them in the proxy settings of VS Code, then try again.'),
    );
  if (answer.status === 429 || answer.status >= 500) return busy(answer, now);
  if (isJsonObject(answer)) return undefined;
  return new SignInUnreachable(
    'sign-in-unexpected-answer',
    sentence('Something other than the sign-in service answered for {0} (HTTP {1}).', host, answer.status),
    sentence(
      'A proxy or the sign-in page of a network may be in between: open any page in a browser, then try again.',
    ),
  );
}

function busy({ status, headers }: WireResponse, now: number): Failure {
  const wait = retryAfter(headers['retry-after'], now) ?? (status === 429 ? 60_000 : undefined);
  if (wait !== undefined) return busyUntil(now + wait, now);
  return new SignInUnreachable(
    'sign-in-busy',
    sentence('The sign-in service is not available at the moment (HTTP {0}).', status),
    sentence('Try again in a minute.'),
  );
}

/** The service asked to be left alone until `retryAt`, in milliseconds since 1970 like `now`. */
export function busyUntil(retryAt: number, now: number): Failure {
  const seconds = Math.max(1, Math.ceil((retryAt - now) / 1000));
  return new SignInUnreachable(
    'sign-in-busy',
    sentence('The sign-in service is busy.'),
    seconds === 1 ? sentence('Try again in a second.') : sentence('Try again in {0} seconds.', seconds),
    retryAt,
  );
}

/** Milliseconds, from either form of RFC 9110 §10.2.3; at most an hour. */
function retryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  const wait = /^\s*\d+\s*$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(wait) ? Math.min(Math.max(wait, 0), 3_600_000) : undefined;
}

export function isJsonObject({ body }: WireResponse): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** X509 verification and host name codes of `node:tls` ("X509 certificate error codes"). */
function isCertificateReason(reason: string): boolean {
  return /CERT|SELF_SIGNED|LEAF_SIGNATURE|ISSUER|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|^ERR_TLS/.test(
    reason,
  );
}
