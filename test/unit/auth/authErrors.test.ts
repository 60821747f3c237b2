import assert from 'node:assert/strict';
import {
  isDeadToken,
  signInFailure,
  signInLogLine,
  SignInRequired,
  type SignInStage,
} from '../../../src/auth/authErrors.js';
import { adminConsentUrl, byServiceNumber } from '../../../src/auth/serviceErrors.js';
import { Cancelled, Failure, inEnglish, sentence } from '../../../src/failure.js';

const secretText = 'AADSTS50020: User account ada@example.com does not exist. eyJ0eXAi';

/** An error as MSAL makes it. */
function msalError(fields: Record<string, unknown>): Error {
  return Object.assign(new Error(`${String(fields['errorCode'])}: ${secretText}`), {
    errorCode: '',
    ...fields,
  });
}

function codeOf(fields: Record<string, unknown>, stage: SignInStage = 'silent'): string {
  const failure = signInFailure(msalError(fields), stage);
  return failure instanceof Failure ? failure.code : failure instanceof Cancelled ? 'cancelled' : 'bug';
}

describe('Errors of the sign-in', () => {
  const rows: readonly [string, Record<string, unknown>, string, boolean, SignInStage?][] = [
    [
      'expired refresh token',
      { errorCode: 'invalid_grant', subError: 'bad_token', errorNo: '700082' },
      'sign-in-expired',
      true,
    ],
    ['no token left', { errorCode: 'no_tokens_found' }, 'sign-in-expired', true],
    ['changed password', { errorCode: 'invalid_grant', errorNo: '50173' }, 'sign-in-expired', true],
    ['refused by a plain server', { errorCode: 'invalid_grant' }, 'sign-in-expired', true],
    [
      'multi-factor',
      { errorCode: 'interaction_required', errorNo: '50076' },
      'sign-in-confirmation-needed',
      true,
    ],
    [
      'multi-factor as invalid_grant',
      { errorCode: 'invalid_grant', subError: 'basic_action' },
      'sign-in-confirmation-needed',
      true,
    ],
    [
      'no consent',
      { errorCode: 'invalid_grant', subError: 'consent_required', errorNo: '65001' },
      'sign-in-consent-needed',
      true,
    ],
    [
      'no consent, without number',
      { errorCode: 'invalid_grant', subError: 'consent_required' },
      'sign-in-consent-needed',
      true,
    ],
    [
      'administrator must approve',
      { errorCode: 'access_denied', errorMessage: 'AADSTS90094: x' },
      'sign-in-admin-consent',
      false,
      'browser',
    ],
    [
      'declined at the consent',
      { errorCode: 'access_denied', errorMessage: 'AADSTS65004: x' },
      'sign-in-declined',
      false,
      'browser',
    ],
    ['declined', { errorCode: 'access_denied' }, 'sign-in-declined', false, 'browser'],
    [
      'device code declined',
      { errorCode: 'post_request_failed', errorMessage: 'authorization_declined' },
      'sign-in-declined',
      false,
      'deviceCode',
    ],
    [
      'device code expired',
      { errorCode: 'post_request_failed', errorMessage: 'expired_token' },
      'sign-in-code-expired',
      false,
      'deviceCode',
    ],
    [
      'device code expired here',
      { errorCode: 'device_code_expired' },
      'sign-in-code-expired',
      false,
      'deviceCode',
    ],
    [
      'device code too fast',
      { errorCode: 'post_request_failed', errorMessage: 'slow_down' },
      'sign-in-busy',
      false,
      'deviceCode',
    ],
    [
      'device code forbidden',
      { errorCode: 'invalid_grant', errorNo: '53003' },
      'sign-in-device-code-blocked',
      false,
      'deviceCode',
    ],
    [
      'conditional access in the browser',
      { errorCode: 'access_denied', errorMessage: 'AADSTS53003: x' },
      'sign-in-policy-blocked',
      false,
      'browser',
    ],
    [
      'computer not managed',
      { errorCode: 'access_denied', errorMessage: 'AADSTS53000: x' },
      'sign-in-device-not-managed',
      false,
      'browser',
    ],
    [
      'app not found',
      { errorCode: 'unauthorized_client', errorNo: '700016' },
      'sign-in-app-not-found',
      false,
      'browser',
    ],
    [
      'redirect missing',
      { errorCode: 'invalid_request', errorNo: '50011' },
      'sign-in-redirect-missing',
      false,
      'browser',
    ],
    [
      'public client off',
      { errorCode: 'invalid_client', errorNo: '7000218' },
      'sign-in-public-client-off',
      false,
      'deviceCode',
    ],
    [
      'first-party app',
      { errorCode: 'invalid_grant', errorNo: '65002' },
      'sign-in-app-not-allowed',
      false,
      'browser',
    ],
    [
      'not in this tenant',
      { errorCode: 'invalid_grant', errorMessage: secretText },
      'sign-in-wrong-tenant',
      false,
      'browser',
    ],
    [
      'tenant unknown',
      { errorCode: 'invalid_request', errorNo: '90002' },
      'sign-in-tenant-not-found',
      false,
      'browser',
    ],
    [
      'not assigned',
      { errorCode: 'invalid_grant', errorNo: '50105' },
      'sign-in-not-assigned',
      false,
      'browser',
    ],
    ['scope unknown', { errorCode: 'invalid_scope' }, 'sign-in-permission-unknown', false, 'browser'],
    ['service in trouble', { errorCode: 'temporarily_unavailable' }, 'sign-in-busy', false],
    [
      'answer in the address',
      { errorCode: 'loopback_server_query_response_not_supported' },
      'sign-in-loopback-failed',
      false,
      'browser',
    ],
    ['cancelled by us', { errorCode: 'user_cancelled' }, 'cancelled', false, 'browser'],
    [
      'polling cancelled by us',
      { errorCode: 'device_code_polling_cancelled' },
      'cancelled',
      false,
      'deviceCode',
    ],
    ['anything else', { errorCode: 'strange', errorNo: '99999' }, 'sign-in-refused', false, 'browser'],
  ];
  for (const [what, fields, code, again, stage] of rows)
    it(`${what}: ${code}`, () => {
      assert.equal(codeOf(fields, stage), code);
      assert.equal(signInFailure(msalError(fields), stage ?? 'silent') instanceof SignInRequired, again);
    });

  it('the sentence for an unknown refusal names its number', () => {
    const failure = signInFailure(
      msalError({ errorCode: 'strange', errorNo: '99999' }),
      'browser',
    ) as Failure;
    assert.equal(inEnglish(failure.sentence), 'The sign-in service refused (99999).');
  });

  it('keeps the claims that the service asks for', () => {
    const claims = '{"access_token":{}}';
    const failure = signInFailure(msalError({ errorCode: 'interaction_required', claims }), 'silent');
    assert.ok(failure instanceof SignInRequired);
    assert.equal(failure.claims, claims);
  });

  it('what is not of the sign-in stays a bug', () => {
    assert.equal(signInFailure(new TypeError('x'), 'silent'), undefined);
    assert.equal(signInFailure('x', 'silent'), undefined);
  });

  it('what happened below MSAL comes back as it was', () => {
    const failure = new Failure('sign-in-offline', sentence('x'));
    assert.equal(signInFailure(msalError({ errorCode: 'network_error', failure }), 'silent'), failure);
  });

  it('neither the failure nor the log holds the text of the service', () => {
    for (const [, fields, , , stage] of rows) {
      const error = msalError({ errorMessage: secretText, correlationId: 'c0ffee', ...fields });
      const failure = signInFailure(error, stage ?? 'silent');
      assert.ok(failure);
      const shown = failure instanceof Failure ? JSON.stringify([failure.sentence, failure.next]) : '';
      for (const text of [
        failure.message,
        String(failure.stack),
        String(failure.cause),
        shown,
        signInLogLine(error),
      ])
        assert.ok(!/ada@|eyJ/.test(text), text);
    }
  });

  it('the log has codes and ids', () => {
    const error = msalError({
      errorCode: 'invalid_grant',
      subError: 'bad_token',
      errorNo: '700082',
      correlationId: 'c0-ff',
    });
    assert.equal(signInLogLine(error), 'invalid_grant, bad_token, AADSTS700082, correlation c0-ff');
  });

  it('knows a dead refresh token from a question', () => {
    const dead = (fields: Record<string, unknown>) => isDeadToken(msalError(fields));
    assert.ok(dead({ errorCode: 'invalid_grant', subError: 'bad_token' }));
    assert.ok(dead({ errorCode: 'invalid_grant', errorNo: '50173' }));
    assert.ok(dead({ errorCode: 'invalid_grant' }));
    assert.ok(!dead({ errorCode: 'invalid_grant', subError: 'consent_required' }));
    assert.ok(!dead({ errorCode: 'invalid_grant', errorNo: '65001' }));
    assert.ok(!dead({ errorCode: 'interaction_required', errorNo: '50076' }));
    assert.ok(!dead({ errorCode: 'network_error' }));
  });

  it('a poll that is still pending is no end', () => {
    assert.equal(byServiceNumber('70016', 'deviceCode'), undefined);
  });

  it('the address for an administrator', () => {
    const url = adminConsentUrl('https://login.microsoftonline.com/', 'common', 'a b');
    assert.equal(url, 'https://login.microsoftonline.com/organizations/adminconsent?client_id=a%20b');
    assert.match(
      adminConsentUrl('https://login.microsoftonline.us', 'contoso.com', 'x'),
      /\.us\/contoso\.com\//,
    );
  });
});
