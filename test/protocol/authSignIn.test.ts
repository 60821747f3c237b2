import assert from 'node:assert/strict';
import { Failure, inEnglish } from '../../src/failure.js';
import { ada, AuthSetting, bob, failureOf, never, scopes } from './authSetting.js';

describe('Signing in with real MSAL', function () {
  this.timeout(20_000);
  let setting: AuthSetting;

  beforeEach(async () => {
    setting = await AuthSetting.start();
  });

  afterEach(() => setting.close());

  it('by browser: account, token, scopes, what was asked', async () => {
    const { auth, screen } = setting.window();
    const account = await auth.signIn({ scopes, method: 'browser' }, never);
    assert.deepEqual(screen.errors, []);
    assert.deepEqual(account, { id: setting.provider.accountIdOf(ada), userName: ada, name: 'Ada Lovelace' });
    assert.deepEqual(await auth.accounts(), [account]);
    const token = await auth.token(account.id, { scopes });
    assert.equal(setting.provider.userOf(token), ada);
    for (const scope of scopes) assert.ok(setting.provider.scopesOf(token).includes(scope));
    const [asked] = setting.sent('authorize');
    assert.equal(asked?.['code_challenge_method'], 'S256');
    assert.equal(asked['response_mode'], 'form_post');
    assert.equal(asked['prompt'], 'select_account');
    assert.match(asked['redirect_uri'] ?? '', /^http:\/\/localhost:\d+$/);
    assert.equal(setting.sent('token').length, 1, 'the token came from the cache');
  });

  it('by browser: the page says in the language of the person that the tab may be closed', async () => {
    const { auth, screen } = setting.window({ translate: ({ text }) => `[${text}]`, language: 'eo' });
    await auth.signIn({ scopes, method: 'browser' }, never);
    await setting.until(() => screen.pages.length === 1);
    assert.match(screen.pages[0] ?? '', /<html lang="eo"/);
    assert.match(screen.pages[0] ?? '', /\[You may close this tab\.\]/);
  });

  it('by browser: a known account is asked for by its name', async () => {
    const { auth } = setting.window();
    await auth.signIn(
      { scopes, method: 'browser', loginHint: ada, claims: '{"id_token":{"acrs":null}}' },
      never,
    );
    const [asked] = setting.sent('authorize');
    assert.equal(asked?.['login_hint'], ada);
    assert.equal(asked['prompt'], undefined);
    assert.ok(asked['claims']?.includes('acrs'));
  });

  it('by browser: whoever presses Deny reads so, here and in the browser', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'deny';
    const failure = await failureOf(auth.signIn({ scopes, method: 'browser' }, never));
    assert.equal(failure.code, 'sign-in-declined');
    await setting.until(() => screen.pages.length === 1);
    assert.match(screen.pages[0] ?? '', /The sign-in did not finish/);
    assert.deepEqual(await auth.accounts(), []);
  });

  it('by browser: an unopened browser ends the sign-in', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'decline';
    const failure = await failureOf(auth.signIn({ scopes, method: 'browser' }, never));
    assert.equal(failure.code, 'sign-in-browser-not-opened');
    await setting.portClosed(screen);
  });

  it('by device code: account and token, the code is shown until the end', async () => {
    const { auth, screen } = setting.window();
    const account = await auth.signIn({ scopes, method: 'deviceCode' }, never);
    assert.deepEqual(screen.errors, []);
    assert.equal(account.userName, ada);
    assert.equal(setting.provider.userOf(await auth.token(account.id, { scopes })), ada);
    const [code] = screen.codes;
    assert.match(code?.userCode ?? '', /^\w{4}-\w{4}$/);
    assert.equal(code?.message, `Open ${code?.verificationUri} and enter the code ${code?.userCode}.`);
    await setting.until(() => code?.shown === false);
  });

  it('by device code: denied', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'deny';
    const failure = await failureOf(auth.signIn({ scopes, method: 'deviceCode' }, never));
    assert.equal(failure.code, 'sign-in-declined');
  });

  it('by device code: told to slow down, it waits and goes on', async () => {
    const slept: number[] = [];
    const { auth } = setting.window({ clock: setting.quickClock(slept) });
    setting.provider.answerNext('token', { status: 400, body: { error: 'slow_down' } }, 2);
    const account = await auth.signIn({ scopes, method: 'deviceCode' }, never);
    assert.equal(account.userName, ada);
    // RFC 8628 §3.5: five seconds more after each `slow_down`, for all polls to come.
    const [first, second, third, ...rest] = slept;
    assert.deepEqual([first, second, third], [0, 5000, 10_000]);
    assert.ok(rest.every((pause) => pause === 10_000));
  });

  it('by device code: a code that ran out, and a tenant that forbids it', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'close';
    setting.provider.answerNext('token', { status: 400, body: { error: 'expired_token' } });
    const expired = await failureOf(auth.signIn({ scopes, method: 'deviceCode' }, never));
    assert.equal(expired.code, 'sign-in-code-expired');
    setting.provider.answerNext('devicecode', {
      status: 400,
      body: {
        error: 'access_denied',
        error_description: `AADSTS53003: ${ada} blocked`,
        error_codes: [53003],
      },
    });
    const blocked = await failureOf(auth.signIn({ scopes, method: 'deviceCode' }, never));
    assert.equal(blocked.code, 'sign-in-device-code-blocked');
  });

  it('two people, of whom one leaves', async () => {
    const { auth, screen } = setting.window();
    const one = await auth.signIn({ scopes, method: 'browser' }, never);
    screen.deed = { user: bob };
    const two = await auth.signIn({ scopes, method: 'deviceCode' }, never);
    assert.deepEqual(
      (await auth.accounts()).map(({ userName }) => userName),
      [ada, bob],
    );
    assert.equal(setting.provider.userOf(await auth.token(one.id, { scopes })), ada);
    assert.equal(setting.provider.userOf(await auth.token(two.id, { scopes })), bob);
    await auth.signOut(one.id);
    assert.deepEqual(
      (await auth.accounts()).map(({ userName }) => userName),
      [bob],
    );
    assert.equal((await failureOf(auth.token(one.id, { scopes }))).code, 'not-signed-in');
    assert.equal(setting.provider.userOf(await auth.token(two.id, { scopes })), bob);
    await setting.secrets.settled();
    assert.deepEqual([...setting.secrets.stored.keys()].length, 1);
  });

  it('an account of one app registration is not offered under another', async () => {
    const { auth } = setting.window();
    const { id } = await auth.signIn({ scopes, method: 'browser' }, never);
    await setting.secrets.settled();
    const other = setting.window({ clientId: '11111111-2222-3333-4444-555555555555' });
    assert.deepEqual(await other.auth.accounts(), []);
    assert.equal((await failureOf(other.auth.token(id, { scopes }))).code, 'not-signed-in');
    assert.equal((await setting.window().auth.accounts()).length, 1);
  });

  it('settings that cannot work are named before anything is asked', async () => {
    const without = setting.window({ clientId: ' ' });
    assert.equal(
      (await failureOf(without.auth.signIn({ scopes, method: 'browser' }, never))).code,
      'sign-in-client-id-missing',
    );
    const odd = setting.window({ tenant: 'a/b' });
    assert.equal(
      (await failureOf(odd.auth.signIn({ scopes, method: 'browser' }, never))).code,
      'sign-in-tenant-invalid',
    );
    assert.deepEqual(setting.provider.requests, []);
  });

  it('refuses plain http to other machines, in the authority and in its endpoints', async () => {
    const far = setting.window({ cloud: { kind: 'custom', authority: 'http://login.example.com' } });
    assert.equal(
      (await failureOf(far.auth.signIn({ scopes, method: 'browser' }, never))).code,
      'sign-in-authority-invalid',
    );
    setting.provider.answerNext('discovery', {
      status: 200,
      body: {
        authorization_endpoint: 'http://login.example.com/a',
        token_endpoint: 'https://login.example.com/token',
      },
    });
    const { auth, screen } = setting.window();
    const failure = await failureOf(auth.signIn({ scopes, method: 'browser' }, never));
    assert.equal(failure.code, 'sign-in-authority-invalid');
    assert.deepEqual(screen.opened, []);
    // The next attempt reads the document again.
    assert.equal((await auth.signIn({ scopes, method: 'browser' }, never)).userName, ada);
  });

  it('app registrations that lack something', async () => {
    const { auth } = setting.window();
    const cases: [number, string][] = [
      [7000218, 'sign-in-public-client-off'],
      [700016, 'sign-in-app-not-found'],
      [90094, 'sign-in-admin-consent'],
      [65002, 'sign-in-app-not-allowed'],
    ];
    for (const [number, code] of cases) {
      const body = {
        error: 'invalid_client',
        error_description: `AADSTS${number}: ${ada}`,
        error_codes: [number],
      };
      setting.provider.answerNext('token', { status: 401, body });
      const failure = await failureOf(auth.signIn({ scopes, method: 'browser' }, never));
      assert.equal(failure.code, code);
      assert.ok(failure instanceof Failure && inEnglish(failure.next ?? failure.sentence).length > 0);
      assert.ok(setting.log.lines.some((line) => line.includes(`AADSTS${number}`)));
    }
  });
});
