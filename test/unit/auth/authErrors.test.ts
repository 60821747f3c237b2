import assert from 'node:assert/strict';
import {
  isDeadToken,
  signInFailure,
  signInLogLine,
  SignInRequired,
  type SignInStage,
} from '../../../src/auth/authErrors.js';
import { adminConsentUrl, byServiceNumber } from '../../../src/auth/serviceErrors.js';
import { errorRows, secretText } from './errorRows.js';
import { Cancelled, Failure, inEnglish, sentence } from '../../../src/failure.js';

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
  for (const [what, fields, code, again, stage] of errorRows)
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
    for (const [, fields, , , stage] of errorRows) {
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
