import assert from 'node:assert/strict';
import { connectionFailure } from '../../../src/graph/connectionFaults.js';

describe('what a broken connection proves', () => {
  // reason, system call, sockets of its own that never became ready, verdict
  const rows: [string, string | undefined, boolean, string][] = [
    ['ECONNREFUSED', 'connect', false, 'never-sent'],
    ['ECONNREFUSED', undefined, false, 'never-sent'],
    ['ENOTFOUND', 'getaddrinfo', false, 'never-sent'],
    ['EAI_AGAIN', 'getaddrinfo', false, 'never-sent'],
    ['EHOSTUNREACH', 'connect', false, 'never-sent'],
    ['ENETUNREACH', 'connect', false, 'never-sent'],
    ['ETIMEDOUT', 'connect', false, 'never-sent'],
    ['EHOSTUNREACH', 'read', false, 'no-answer'],
    ['EHOSTUNREACH', undefined, false, 'no-answer'],
    ['ENETUNREACH', 'write', false, 'no-answer'],
    ['ETIMEDOUT', 'read', false, 'no-answer'],
    ['ETIMEDOUT', undefined, false, 'no-answer'],
    ['ECONNRESET', 'read', false, 'no-answer'],
    ['ECONNRESET', 'connect', false, 'no-answer'],
    ['EPIPE', 'write', false, 'no-answer'],
    ['ERR_STREAM_PREMATURE_CLOSE', undefined, false, 'no-answer'],
    ['timeout', undefined, false, 'no-answer'],
    ['timeout', undefined, true, 'never-sent'],
    ['ECONNRESET', 'read', true, 'never-sent'],
    ['CERT_HAS_EXPIRED', undefined, false, 'never-sent'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', undefined, false, 'never-sent'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', undefined, false, 'no-answer'],
    ['unknown', undefined, false, 'no-answer'],
  ];
  for (const [reason, systemCall, neverReady, kind] of rows)
    it(`${reason} at ${systemCall ?? 'no call'}${neverReady ? ', never ready' : ''}: ${kind}`, () => {
      const failure = connectionFailure({ reason, systemCall, neverReady });
      assert.deepEqual([failure.kind, failure.reason], [kind, reason]);
    });
});
