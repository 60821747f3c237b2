import assert from 'node:assert/strict';
import { SignInRequired } from '../../src/auth/authErrors.js';
import { inEnglish } from '../../src/failure.js';
import { ConnectionFailure, type Transport } from '../../src/wire.js';
import { ada, AuthSetting, failureOf, never, scopes, type Window } from './authSetting.js';

describe('Tokens with real MSAL', function () {
  this.timeout(20_000);
  let setting: AuthSetting;
  let window: Window;
  let id: string;
  /** Stands before the network of the window. */
  let between: Transport | undefined;

  beforeEach(async () => {
    setting = await AuthSetting.start();
    between = undefined;
    window = setting.window({
      transport: (request, signal) => (between ?? setting.transport)(request, signal),
    });
    ({ id } = await window.auth.signIn({ scopes, method: 'browser' }, never));
  });

  afterEach(() => setting.close());

  const renewals = () => setting.sent('token').filter((form) => form['grant_type'] === 'refresh_token');

  it('ten calls at once, and later ones: no request', async () => {
    const tokens = await Promise.all(Array.from({ length: 10 }, () => window.auth.token(id, { scopes })));
    assert.equal(new Set(tokens).size, 1);
    assert.equal(renewals().length, 0);
  });

  it('renews five minutes before the end, with the refresh token of last time', async () => {
    setting.provider.accessTokenSeconds = 302;
    const first = await window.auth.token(id, { scopes, renew: true });
    assert.equal(await window.auth.token(id, { scopes }), first);
    await new Promise((resolve) => setTimeout(resolve, 3100));
    const second = await window.auth.token(id, { scopes });
    assert.notEqual(second, first);
    assert.equal(setting.provider.userOf(second), ada);
    const [one, two] = renewals().map((form) => form['refresh_token']);
    assert.notEqual(one, two);
    assert.equal(renewals().length, 2);
  });

  it('different scopes at once: no refresh token is sent twice', async () => {
    const some = [['Mail.Send'], ['Mail.ReadWrite'], ['User.Read']];
    const tokens = await Promise.all(
      some.map((each) => window.auth.token(id, { scopes: each, renew: true })),
    );
    for (const token of tokens) assert.equal(setting.provider.userOf(token), ada);
    const sent = renewals().map((form) => form['refresh_token']);
    assert.equal(sent.length, 3);
    assert.equal(new Set(sent).size, 3);
  });

  it('renew: a token that the mailbox refused is not given again', async () => {
    const first = await window.auth.token(id, { scopes });
    setting.provider.revokeAccess(ada);
    assert.equal(setting.provider.userOf(first), undefined);
    const second = await window.auth.token(id, { scopes, renew: true });
    assert.equal(setting.provider.userOf(second), ada);
  });

  it('claims of a 401 go to the service, and what it wants comes back', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    await window.auth.token(id, { scopes, claims });
    const sent = renewals()[0]?.['claims'] ?? '';
    assert.ok(sent.includes('1700000000'));
    assert.ok(sent.includes('cp1'), 'the client says that it understands challenges');
    const wanted = '{"access_token":{"polids":{"essential":true,"values":["c1"]}}}';
    const body = {
      error: 'interaction_required',
      error_codes: [50076],
      error_description: 'AADSTS50076: …',
      claims: wanted,
    };
    setting.provider.answerNext('token', { status: 400, body });
    const failure = await failureOf(window.auth.token(id, { scopes, claims }));
    assert.equal(failure.code, 'sign-in-confirmation-needed');
    assert.ok(failure instanceof SignInRequired);
    assert.equal(failure.claims, wanted);
    // The refresh token was not refused: it goes on serving.
    assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes, renew: true })), ada);
  });

  for (const how of ['expired', 'password-changed', 'plain'] as const)
    it(`a refused refresh token (${how}) is asked about once, then forgotten, also in other windows`, async () => {
      await setting.provider.revoke(ada, how);
      const failure = await failureOf(window.auth.token(id, { scopes, renew: true }));
      assert.equal(failure.code, 'sign-in-expired');
      assert.ok(failure instanceof SignInRequired);
      const asked = renewals().length;
      assert.equal((await failureOf(window.auth.token(id, { scopes }))).code, 'sign-in-expired');
      await setting.secrets.settled();
      assert.equal((await failureOf(setting.window().auth.token(id, { scopes }))).code, 'sign-in-expired');
      assert.equal(renewals().length, asked);
      // The account stays listed, so that a new sign-in can name it.
      assert.equal((await window.auth.accounts())[0]?.userName, ada);
      await window.auth.signIn({ scopes, method: 'browser', loginHint: ada }, never);
      assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes })), ada);
    });

  it('a refused refresh token that another window has replaced: the new one is used', async () => {
    const other = setting.window({});
    await setting.secrets.settled();
    between = async (request, signal) => {
      between = undefined;
      await setting.provider.revoke(ada);
      const fresh = setting.window();
      await fresh.auth.signIn({ scopes, method: 'browser' }, never);
      await setting.secrets.settled();
      return setting.transport(request, signal);
    };
    assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes, renew: true })), ada);
    assert.equal((await other.auth.accounts()).length, 1);
  });

  it('missing consent', async () => {
    const body = {
      error: 'invalid_grant',
      suberror: 'consent_required',
      error_codes: [65001],
      error_description: 'AADSTS65001',
    };
    setting.provider.answerNext('token', { status: 400, body });
    const failure = await failureOf(window.auth.token(id, { scopes: ['Mail.Send'], renew: true }));
    assert.equal(failure.code, 'sign-in-consent-needed');
  });

  it('no network: says so, and works when it is back', async () => {
    between = () => Promise.reject(new ConnectionFailure('never-sent', 'ENOTFOUND'));
    const failure = await failureOf(window.auth.token(id, { scopes, renew: true }));
    assert.equal(failure.code, 'sign-in-offline');
    assert.ok(
      setting.provider.userOf(await window.auth.token(id, { scopes })),
      'the cached token is still given',
    );
    between = undefined;
    assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes, renew: true })), ada);
  });

  it('a service that is down, seen through real sockets', async () => {
    await setting.provider.close();
    const failure = await failureOf(window.auth.token(id, { scopes, renew: true }));
    assert.equal(failure.code, 'sign-in-unreachable');
    assert.match(inEnglish(failure.sentence), /127\.0\.0\.1:\d+ did not answer \(ECONNREFUSED\)/);
    const fresh = setting.window();
    const discovery = await failureOf(fresh.auth.signIn({ scopes, method: 'browser' }, never));
    assert.equal(discovery.code, 'sign-in-discovery-failed');
    assert.match(inEnglish(discovery.sentence), /127\.0\.0\.1:\d+ did not answer/);
  });

  it('throttled: waits as long as told, without asking again; cached tokens are still given', async () => {
    setting.provider.answerNext('token', {
      status: 429,
      headers: { 'Retry-After': '2' },
      body: { error: 'throttled' },
    });
    const failure = await failureOf(window.auth.token(id, { scopes, renew: true }));
    assert.equal(failure.code, 'sign-in-busy');
    assert.equal(failure.next && inEnglish(failure.next), 'Try again in 2 seconds.');
    assert.equal((await failureOf(window.auth.token(id, { scopes, renew: true }))).code, 'sign-in-busy');
    assert.equal(renewals().length, 1, 'the second call asked nobody');
    assert.ok(await window.auth.token(id, { scopes }));
    await new Promise((resolve) => setTimeout(resolve, 2100));
    assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes, renew: true })), ada);
  });

  it('an HTML page in place of an answer', async () => {
    setting.provider.answerNext('token', { status: 200, body: `<html>Welcome to our hotel, ${ada}</html>` });
    const failure = await failureOf(window.auth.token(id, { scopes, renew: true }));
    assert.equal(failure.code, 'sign-in-unexpected-answer');
    setting.provider.answerNext('token', { status: 502, body: '<html>Bad gateway</html>' });
    assert.equal((await failureOf(window.auth.token(id, { scopes, renew: true }))).code, 'sign-in-busy');
    assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes, renew: true })), ada);
  });

  it('a corrupt secret: dropped and logged, the other accounts stay', async () => {
    const key =
      [...setting.secrets.stored.keys(), ...setting.secrets.written.map((each) => each.key)][0] ?? '';
    await window.secrets.store(`${key.slice(0, key.lastIndexOf('.'))}.broken`, '{"account":');
    assert.equal((await window.auth.accounts()).length, 1);
    window.screen.deed = { user: 'bob@example.com' };
    await window.auth.signIn({ scopes, method: 'browser' }, never);
    assert.equal((await window.auth.accounts()).length, 2);
    assert.ok(setting.log.lines.some((line) => line.includes('could not be read')));
    assert.equal(setting.provider.userOf(await window.auth.token(id, { scopes })), ada);
    await window.secrets.store(key, 'no JSON at all');
    assert.equal((await failureOf(window.auth.token(id, { scopes }))).code, 'not-signed-in');
    assert.equal((await window.secrets.keys()).includes(key), false);
  });
});
