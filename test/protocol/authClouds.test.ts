import assert from 'node:assert/strict';
import { type Transport } from '../../src/wire.js';
import { ada, AuthSetting, bob, never, scopes } from './authSetting.js';
import { visitLogin } from './identityProvider/person.js';

describe('Microsoft clouds with real MSAL', function () {
  this.timeout(20_000);
  let setting: AuthSetting;
  let asked: string[];

  beforeEach(async () => {
    setting = await AuthSetting.start();
    asked = [];
  });

  afterEach(() => setting.close());

  /** Carries what is meant for the cloud to the local provider. */
  const redirected =
    (authority: string): Transport =>
    (request, signal) => {
      asked.push(`${request.method} ${request.url.replace(/\?.*/, '')}`);
      assert.ok(request.url.startsWith(`${authority}/`), request.url);
      return setting.transport(
        { ...request, url: request.url.replace(authority, setting.provider.origin) },
        signal,
      );
    };

  for (const authority of [
    'https://login.microsoftonline.com',
    'https://login.microsoftonline.us',
    'https://login.partner.microsoftonline.cn',
  ])
    it(`${authority}: no discovery, two endpoints, silent renewal`, async () => {
      const cloud = { kind: 'microsoft' as const, authority };
      const { auth, screen } = setting.window({ cloud, transport: redirected(authority) });
      const one = await auth.signIn({ scopes, method: 'deviceCode' }, never);
      screen.openBrowser = async (url) => {
        assert.ok(url.startsWith(`${authority}/common/oauth2/v2.0/authorize?`));
        void visitLogin(url.replace(authority, setting.provider.origin), { user: bob });
        return true;
      };
      const two = await auth.signIn({ scopes, method: 'browser' }, never);
      for (const [account, userName] of [
        [one, ada],
        [two, bob],
      ] as const) {
        const token = await auth.token(account.id, { scopes, renew: true });
        assert.equal(setting.provider.userOf(token), userName);
      }
      assert.deepEqual([...new Set(asked)].sort(), [
        `POST ${authority}/common/oauth2/v2.0/devicecode`,
        `POST ${authority}/common/oauth2/v2.0/token`,
      ]);
    });

  it('a custom authority: endpoints anywhere are used as its document names them', async () => {
    const far = 'https://accounts.example.com/realms/one/protocol';
    const { origin } = setting.provider;
    setting.provider.answerNext('discovery', {
      status: 200,
      body: {
        authorization_endpoint: `${far}/authorize`,
        token_endpoint: `${far}/token`,
        issuer: far,
        jwks_uri: far,
      },
    });
    const transport: Transport = (request, signal) => {
      asked.push(`${request.method} ${request.url.replace(/\?.*/, '')}`);
      return setting.transport(
        { ...request, url: request.url.replace(far, `${origin}/common/oauth2/v2.0`) },
        signal,
      );
    };
    const { auth, screen } = setting.window({ transport });
    await auth.signIn({ scopes, method: 'deviceCode' }, never);
    screen.openBrowser = async (url) => {
      assert.ok(url.startsWith(`${far}/authorize?`));
      void visitLogin(url.replace(far, `${origin}/common/oauth2/v2.0`), { user: bob });
      return true;
    };
    await auth.signIn({ scopes, method: 'browser' }, never);
    assert.deepEqual([...new Set(asked)].sort(), [
      `GET ${origin}/common/v2.0/.well-known/openid-configuration`,
      `POST ${far}/devicecode`,
      `POST ${far}/token`,
    ]);
    assert.equal(asked.filter((line) => line.startsWith('GET')).length, 1);
  });

  it('accounts of one cloud are not offered in another', async () => {
    const global = 'https://login.microsoftonline.com';
    const cloud = { kind: 'microsoft' as const, authority: global };
    const { auth } = setting.window({ cloud, transport: redirected(global) });
    await auth.signIn({ scopes, method: 'deviceCode' }, never);
    await setting.secrets.settled();
    const usgov = setting.window({
      cloud: { kind: 'microsoft', authority: 'https://login.microsoftonline.us' },
    });
    assert.deepEqual(await usgov.auth.accounts(), []);
    assert.equal((await setting.window({ cloud }).auth.accounts()).length, 1);
  });
});
