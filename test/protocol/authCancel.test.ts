import assert from 'node:assert/strict';
import { Cancelled } from '../../src/failure.js';
import { ada, AuthSetting, bob, failureOf, never, scopes } from './authSetting.js';

describe('Stopping a sign-in', function () {
  this.timeout(20_000);
  let setting: AuthSetting;

  beforeEach(async () => {
    setting = await AuthSetting.start();
  });

  afterEach(() => setting.close());

  it('in the browser: ends within a second and closes the port', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'close';
    const stop = new AbortController();
    const signingIn = auth.signIn({ scopes, method: 'browser' }, stop.signal);
    await setting.until(() => screen.opened.length === 1);
    const began = Date.now();
    stop.abort();
    await assert.rejects(signingIn, Cancelled);
    assert.ok(Date.now() - began < 1000);
    await setting.portClosed(screen);
    assert.deepEqual(setting.log.lines, [], 'a cancel is no news');
  });

  it('before the browser opened: nothing is opened', async () => {
    const { auth, screen } = setting.window();
    const stop = new AbortController();
    const signingIn = auth.signIn({ scopes, method: 'browser' }, stop.signal);
    stop.abort();
    await assert.rejects(signingIn, Cancelled);
    assert.deepEqual(screen.opened, []);
    await assert.rejects(auth.signIn({ scopes, method: 'browser' }, stop.signal), Cancelled);
  });

  it('while VS Code asks whether to open the browser', async () => {
    const { auth, screen } = setting.window();
    let asked = false;
    screen.openBrowser = (url) => {
      screen.opened.push(url);
      asked = true;
      return new Promise<boolean>(() => undefined);
    };
    const stop = new AbortController();
    const signingIn = auth.signIn({ scopes, method: 'browser' }, stop.signal);
    await setting.until(() => asked);
    stop.abort();
    await assert.rejects(signingIn, Cancelled);
    await setting.portClosed(screen);
  });

  it('while the code is exchanged: nobody is signed in', async () => {
    const stop = new AbortController();
    const { auth } = setting.window({
      transport: (request, signal) => {
        if (request.url.includes('/token')) setTimeout(() => stop.abort(), 0);
        return setting.transport(request, signal);
      },
    });
    await assert.rejects(auth.signIn({ scopes, method: 'browser' }, stop.signal), Cancelled);
    assert.deepEqual(await auth.accounts(), []);
  });

  it('with a device code: ends within a second, takes the code away, polls no more', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'close';
    const stop = new AbortController();
    const signingIn = auth.signIn({ scopes, method: 'deviceCode' }, stop.signal);
    // In the pause between two polls.
    await setting.until(() => screen.codes.length === 1 && setting.sent('token').length === 1);
    const began = Date.now();
    stop.abort();
    await assert.rejects(signingIn, Cancelled);
    assert.ok(Date.now() - began < 1000);
    await setting.until(() => screen.codes[0]?.shown === false);
    const polls = setting.sent('token').length;
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(setting.sent('token').length, polls);
  });

  it('leaves a second sign-in alone', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'close';
    const stop = new AbortController();
    const first = auth.signIn({ scopes, method: 'browser' }, stop.signal);
    await setting.until(() => screen.opened.length === 1);
    screen.deed = { user: bob };
    const second = auth.signIn({ scopes, method: 'browser' }, never);
    stop.abort();
    await assert.rejects(first, Cancelled);
    assert.equal((await second).userName, bob);
    assert.deepEqual(
      (await auth.accounts()).map(({ userName }) => userName),
      [bob],
    );
  });

  it('by itself, when the browser was closed: after five minutes, with a sentence', async () => {
    const slept: number[] = [];
    const { auth, screen } = setting.window({ clock: setting.quickClock(slept, 300) });
    screen.deed = 'close';
    const failure = await failureOf(auth.signIn({ scopes, method: 'browser' }, never));
    assert.equal(failure.code, 'sign-in-timeout');
    assert.equal(slept[0], 5 * 60_000);
    await setting.portClosed(screen);
  });

  it('of a token: the caller is let go, the renewal goes on for others', async () => {
    const { auth } = setting.window();
    const { id } = await auth.signIn({ scopes, method: 'browser' }, never);
    const stop = new AbortController();
    const mine = auth.token(id, { scopes, renew: true }, stop.signal);
    const other = auth.token(id, { scopes, renew: true });
    stop.abort();
    await assert.rejects(mine, Cancelled);
    assert.equal(setting.provider.userOf(await other), ada);
    assert.equal(setting.sent('token').filter((form) => form['grant_type'] === 'refresh_token').length, 1);
  });

  it('leaves no timer, socket or server behind', async () => {
    const { auth, screen } = setting.window();
    screen.deed = 'close';
    const round = async () => {
      for (const method of ['browser', 'deviceCode'] as const) {
        const stop = new AbortController();
        const seen = screen.opened.length + screen.codes.length;
        const signingIn = auth.signIn({ scopes, method }, stop.signal);
        await setting.until(() => screen.opened.length + screen.codes.length > seen);
        stop.abort();
        await assert.rejects(signingIn, Cancelled);
      }
      // MSAL's last pause between polls is one interval of a second.
      await new Promise((resolve) => setTimeout(resolve, 1300));
      return process.getActiveResourcesInfo().sort();
    };
    // The first round opens the connection that stays open for discovery.
    const before = await round();
    assert.deepEqual(await round(), before);
  });
});
