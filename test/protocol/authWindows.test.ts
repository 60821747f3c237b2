import assert from 'node:assert/strict';
import { ada, AuthSetting, bob, failureOf, never, scopes, type Window } from './authSetting.js';

describe('Two windows over one secret store', function () {
  this.timeout(30_000);
  let setting: AuthSetting;
  let one: Window;
  let two: Window;

  beforeEach(async () => {
    setting = await AuthSetting.start();
    one = setting.window();
    two = setting.window();
  });

  afterEach(() => setting.close());

  const names = async ({ auth }: Window) => (await auth.accounts()).map(({ userName }) => userName);

  /** Long enough for a listener to be called that must not be. */
  const quiet = async () => {
    await setting.secrets.settled();
    await new Promise((resolve) => setTimeout(resolve, 200));
  };

  it('an account comes and goes in both, and each change is told', async () => {
    const told = { one: 0, two: 0 };
    const watches = [one.auth.onDidChange(() => told.one++), two.auth.onDidChange(() => told.two++)];
    const account = await one.auth.signIn({ scopes, method: 'browser' }, never);
    await setting.until(() => told.one > 0 && told.two > 0);
    assert.deepEqual(told, { one: 1, two: 1 });
    assert.deepEqual(await names(two), [ada]);
    assert.equal(setting.provider.userOf(await two.auth.token(account.id, { scopes })), ada);
    await two.auth.token(account.id, { scopes, renew: true });
    await quiet();
    assert.deepEqual(told, { one: 1, two: 1 }, 'a renewal is no change of accounts');
    await two.auth.signOut(account.id);
    await setting.until(() => told.one > 1 && told.two > 1);
    assert.deepEqual(told, { one: 2, two: 2 });
    assert.deepEqual(await names(one), []);
    assert.equal((await failureOf(one.auth.token(account.id, { scopes }))).code, 'not-signed-in');
    watches.forEach((watch) => watch.dispose());
    await one.auth.signIn({ scopes, method: 'browser' }, never);
    await quiet();
    assert.deepEqual(told, { one: 2, two: 2 });
  });

  for (const pause of [0, 60, 150, 400])
    it(`a sign-in here and a renewal there ${pause} ms later: nothing is lost`, async () => {
      const { id } = await one.auth.signIn({ scopes, method: 'browser' }, never);
      await setting.secrets.settled();
      for (let round = 0; round < 3; round++) {
        one.screen.deed = { user: bob };
        const stored = setting.secrets.written.length;
        const signingIn = one.auth.signIn({ scopes, method: 'browser' }, never);
        await setting.until(() => setting.secrets.written.length > stored);
        await new Promise((resolve) => setTimeout(resolve, pause));
        const renewed = await two.auth.token(id, { scopes, renew: true });
        assert.equal(setting.provider.userOf(renewed), ada);
        const bobs = await signingIn;
        await setting.secrets.settled();
        assert.deepEqual(
          [await names(one), await names(two)],
          [
            [ada, bob],
            [ada, bob],
          ],
        );
        assert.equal(setting.provider.userOf(await two.auth.token(bobs.id, { scopes })), bob);
        assert.equal(setting.provider.userOf(await one.auth.token(id, { scopes })), ada);
        await two.auth.signOut(bobs.id);
        await setting.secrets.settled();
        assert.deepEqual(await names(one), [ada]);
      }
    });

  it('both sign in somebody at the same moment', async () => {
    two.screen.deed = { user: bob };
    const both = [one, two].map(({ auth }) => auth.signIn({ scopes, method: 'browser' }, never));
    await Promise.all(both);
    await setting.secrets.settled();
    assert.deepEqual(
      [await names(one), await names(two)],
      [
        [ada, bob],
        [ada, bob],
      ],
    );
  });

  it('a renewal on its way does not bring back who signed out in the same window', async () => {
    const { id } = await one.auth.signIn({ scopes, method: 'browser' }, never);
    const renewing = one.auth.token(id, { scopes, renew: true });
    await one.auth.signOut(id);
    await renewing;
    await setting.secrets.settled();
    assert.deepEqual([await names(one), await names(two)], [[], []]);
    assert.equal(setting.secrets.stored.size, 0);
  });

  it('the list of accounts holds no tokens, and only the changed account is written', async () => {
    await one.auth.signIn({ scopes, method: 'browser' }, never);
    one.screen.deed = { user: bob };
    const bobs = await one.auth.signIn({ scopes, method: 'browser' }, never);
    const list = JSON.stringify(await one.auth.accounts());
    for (const token of setting.provider.issuedTokens) assert.ok(!list.includes(token));
    const before = setting.secrets.written.length;
    await one.auth.token(bobs.id, { scopes, renew: true });
    const since = setting.secrets.written.slice(before).map(({ key }) => key);
    assert.equal(since.length, 1);
    assert.ok(since[0]?.endsWith(bobs.id));
  });
});
