import assert from 'node:assert/strict';
import net from 'node:net';
import { type SignInScreen } from '../../src/auth/authenticator.js';
import { createMsalAuthenticator, type MsalAuthenticatorOptions } from '../../src/auth/msal.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { systemClock } from '../../src/auth/systemClock.js';
import { type Clock } from '../../src/clock.js';
import { type Log } from '../../src/log.js';
import { type Transport } from '../../src/wire.js';
import { failureOf } from '../rejection.js';
import { SecretsOfWindows, type SecretsWindow } from './authWindows.js';
import {
  type IdentityProvider,
  type IdentityProviderOptions,
  startIdentityProvider,
} from './identityProvider.js';
import { type Deed, visitDevicePage, visitLogin } from './identityProvider/person.js';

export const ada = 'ada@example.com';
export const bob = 'bob@example.com';
export const scopes = ['Mail.ReadWrite', 'Mail.Send', 'User.Read'];

/** Collects what would be in the log file. */
export class LogLines implements Log {
  readonly lines: string[] = [];
  info = (message: string) => void this.lines.push(message);
  warn = (message: string) => void this.lines.push(message);
  error = (message: string) => void this.lines.push(message);
}

/** Someone in front of VS Code, who does `deed` at every login page, or closes it. */
export class PersonAtScreen implements SignInScreen {
  deed: Deed | 'close' | 'decline' = { user: ada };
  readonly pages: string[] = [];
  readonly opened: string[] = [];
  readonly codes: { userCode: string; verificationUri: string; message: string; shown: boolean }[] = [];
  /** What went wrong on the person's side. */
  readonly errors: unknown[] = [];

  openBrowser(url: string): Promise<boolean> {
    this.opened.push(url);
    const { deed } = this;
    if (deed === 'decline') return Promise.resolve(false);
    if (deed !== 'close') this.act(visitLogin(url, deed));
    return Promise.resolve(true);
  }

  showDeviceCode(
    code: { userCode: string; verificationUri: string; message: string },
    done: Promise<unknown>,
  ): void {
    const entry = { ...code, shown: true };
    this.codes.push(entry);
    void done.finally(() => (entry.shown = false));
    const { deed } = this;
    if (deed !== 'close' && deed !== 'decline')
      this.act(visitDevicePage(code.verificationUri, code.userCode, deed));
  }

  private act(visit: Promise<string>): void {
    visit.then(
      (page) => this.pages.push(page),
      (error: unknown) => this.errors.push(error),
    );
  }
}

export interface Window {
  readonly secrets: SecretsWindow;
  readonly screen: PersonAtScreen;
  readonly auth: ReturnType<typeof createMsalAuthenticator>;
}

/** An identity provider, secrets shared by windows, and everything that was logged. */
export class AuthSetting {
  readonly log = new LogLines();
  readonly secrets = new SecretsOfWindows();
  readonly transport = createHttpTransport({ userAgent: 'markdown-mail-test', timeoutMilliseconds: 5000 });

  private constructor(readonly provider: IdentityProvider) {}

  static async start(options: Partial<IdentityProviderOptions> = {}): Promise<AuthSetting> {
    const users = [
      { userName: ada, name: 'Ada Lovelace' },
      { userName: bob, name: 'Bob' },
    ];
    return new AuthSetting(await startIdentityProvider({ users, ...options }));
  }

  window(change: Partial<MsalAuthenticatorOptions> & { transport?: Transport } = {}): Window {
    const { authority, tenant, clientId } = this.provider;
    const secrets = this.secrets.window();
    const screen = new PersonAtScreen();
    const cloud = { kind: 'custom' as const, authority };
    const { transport, log } = this;
    const auth = createMsalAuthenticator({
      cloud,
      tenant,
      clientId,
      secrets,
      screen,
      transport,
      log,
      ...change,
    });
    return { secrets, screen, auth };
  }

  sent(endpoint: 'token' | 'authorize' | 'devicecode' | 'discovery') {
    return this.provider.requests.filter((request) => request.endpoint === endpoint).map(({ form }) => form);
  }

  /** Time as it is, but pauses are written down and take `longest` milliseconds at most. */
  quickClock(slept: number[], longest = 20): Clock {
    return {
      now: () => systemClock.now(),
      sleep: (milliseconds, signal) => {
        slept.push(milliseconds);
        return systemClock.sleep(Math.min(milliseconds, longest), signal);
      },
    };
  }

  async until(condition: () => boolean): Promise<void> {
    const end = Date.now() + 3000;
    while (!condition()) {
      assert.ok(Date.now() < end, 'it did not happen within 3 s');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** The loopback port of the last sign-in takes no connections. */
  async portClosed({ opened }: PersonAtScreen): Promise<void> {
    const redirect = new URL(opened.at(-1) ?? '').searchParams.get('redirect_uri') ?? '';
    const port = Number(new URL(redirect).port);
    await assert.rejects(
      new Promise((resolve, reject) =>
        net.connect(port, '127.0.0.1', () => resolve('open')).once('error', reject),
      ),
      { code: 'ECONNREFUSED' },
    );
  }

  /** Ends all, and searches what was logged, and the non-secret names of secrets, for anything that must not be there. */
  async close(): Promise<void> {
    await this.secrets.settled();
    this.secrets.close();
    await this.provider.close();
    const stored = this.secrets.written.map(({ value }) => value).join('\n');
    const found = this.provider.issuedTokens.some((token) => stored.includes(token));
    assert.equal(
      found,
      this.secrets.written.some(({ value }) => value.includes('home_account_id')),
      'the search works',
    );
    const readable = [...this.log.lines, ...this.secrets.written.map(({ key }) => key)].join('\n');
    for (const token of this.provider.issuedTokens)
      assert.ok(!readable.includes(token), 'a token was logged');
    for (const userName of [ada, bob]) assert.ok(!readable.includes(userName), 'a user name was logged');
  }
}

export { failureOf };
export const never = new AbortController().signal;
