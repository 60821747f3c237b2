import { ConnectionFailure } from '../wire.js';

/** Errno and `node:dns` codes that can only come up before a connection stands, whatever the system call. */
const beforeConnection = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** These also strike an established connection (the cable was pulled), so the system call decides. */
const maybeBeforeConnection = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ENETDOWN', 'ETIMEDOUT']);

/** X509 verification codes of `node:tls` ("X509 certificate error codes") and the host name check. */
const certificateFaults = new Set([
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_REJECTED',
  'CERT_UNTRUSTED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_CHAIN_TOO_LONG',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
  'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'HOSTNAME_MISMATCH',
  'PATH_LENGTH_EXCEEDED',
]);

/** Whether a {@link ConnectionFailure.reason} says that the server's certificate was not accepted. */
export function isCertificateFault(reason: string): boolean {
  return certificateFaults.has(reason);
}

/** What is known when a request ended without a whole answer. */
export interface ConnectionFault {
  /** Errno, TLS or stream code, or `timeout`. */
  readonly reason: string;
  /** The system call that failed, where the operating system named one. */
  readonly systemCall?: string | undefined;
  /** `true`: sockets were opened for this request alone and none became ready for a byte of it. */
  readonly neverReady: boolean;
}

/**
 * `never-sent` only where it is proved. Node verifies the certificate before it lets a byte of the request into the
 * TLS connection, so a refused certificate proves it too.
 */
export function connectionFailure({ reason, systemCall, neverReady }: ConnectionFault): ConnectionFailure {
  const unsent =
    neverReady ||
    beforeConnection.has(reason) ||
    isCertificateFault(reason) ||
    (maybeBeforeConnection.has(reason) && systemCall === 'connect');
  return new ConnectionFailure(unsent ? 'never-sent' : 'no-answer', reason);
}
