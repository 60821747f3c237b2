import assert from 'node:assert/strict';
import { ada, AuthSetting, never, scopes } from './authSetting.js';

describe('Signing in with real MSAL', function () {
  this.timeout(20_000);
  let setting: AuthSetting;

  beforeEach(async () => {
    setting = await AuthSetting.start();
  });

  afterEach(() => setting.close());

  it('signs in with the browser and gets a token of that person', async () => {
    const { auth, screen } = setting.window();
    const account = await auth.signIn({ scopes, method: 'browser' }, never);
    assert.deepEqual(screen.errors, []);
    assert.deepEqual(account, { id: setting.provider.accountIdOf(ada), userName: ada, name: 'Ada Lovelace' });
    const token = await auth.token(account.id, { scopes });
    assert.equal(setting.provider.userOf(token), ada);
    assert.deepEqual(await auth.accounts(), [account]);
  });

  it('signs in with a device code', async () => {
    const { auth, screen } = setting.window();
    const account = await auth.signIn({ scopes, method: 'deviceCode' }, never);
    assert.deepEqual(screen.errors, []);
    assert.equal(account.userName, ada);
    assert.equal(setting.provider.userOf(await auth.token(account.id, { scopes })), ada);
  });
});
