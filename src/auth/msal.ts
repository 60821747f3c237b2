import { randomUUID } from 'node:crypto';
import {
  AuthError,
  ConfidentialClientApplication,
  LogLevel,
  type NodeAuthOptions,
  PublicClientApplication,
} from '@azure/msal-node';
import { type Clock } from '../clock.js';
import { Cancelled, Failure, inEnglish, type Sentence, throwIfCancelled } from '../failure.js';
import { type Log } from '../log.js';
import { type Transport } from '../wire.js';
import {
  type ApplicationCredential,
  type ApplicationRegistration,
  type ApplicationTokens,
} from './applicationAccounts.js';
import { notSignedIn, signInFailure, signInLogLine } from './authErrors.js';
import {
  type Account,
  type Authenticator,
  type Secrets,
  type SignInOptions,
  type SignInScreen,
} from './authenticator.js';
import { AuthoritySource } from './authority.js';
import { browserLimit, signInByBrowser } from './browserFlow.js';
import { signInByDeviceCode } from './deviceCodeFlow.js';
import { checkEnvironment, environmentKey, type SignInCloud } from './environment.js';
import { unlessCancelled } from './interruption.js';
import { createMsalNetwork } from './msalNetwork.js';
import { signInPages } from './pages.js';
import { SecretCache } from './secretCache.js';
import { SilentTokens } from './silentTokens.js';
import { storedAccounts, watchAccounts } from './storedAccounts.js';
import { systemClock } from './systemClock.js';
import { type TokenAnswer, type TokenClient } from './tokenClient.js';

export interface MsalAuthenticatorOptions {
  readonly cloud: SignInCloud;
  /** Application (client) id of the app registration; empty: every sign-in fails with `sign-in-client-id-missing`. */
  readonly clientId: string;
  readonly tenant: string;
  readonly secrets: Secrets;
  readonly screen: SignInScreen;
  readonly transport: Transport;
  readonly log: Log;
  readonly clock?: Clock;
  /** For the pages in the browser and the text beside a device code; default: English. */
  readonly translate?: (text: Sentence) => string;
  /** BCP 47 tag of what `translate` returns. */
  readonly language?: string;
}

/**
 * Sign-in with MSAL, whose only importer this file is. Nothing is read, asked or opened before the first call. Rejects
 * with the `Failure`s of authErrors.ts: `SignInRequired` where another sign-in is the cure.
 */
export function createMsalAuthenticator(options: MsalAuthenticatorOptions): Authenticator {
  return new MsalAuthenticator(options);
}

class MsalAuthenticator implements Authenticator {
  private readonly environment: string;
  private readonly clock: Clock;
  private readonly cache: SecretCache;
  private readonly authority: AuthoritySource;
  private readonly silent: SilentTokens;

  constructor(private readonly options: MsalAuthenticatorOptions) {
    const { secrets, log, transport, clock = systemClock } = options;
    this.environment = environmentKey(options);
    this.clock = clock;
    this.cache = new SecretCache(secrets, this.environment, log);
    this.authority = new AuthoritySource(options, transport, log);
    const { cache } = this;
    const open = (only: string, blocked: () => Failure | undefined) => this.open({ only, blocked });
    this.silent = new SilentTokens({ cache, clock, log, open });
  }

  accounts(): Promise<readonly Account[]> {
    return storedAccounts(this.options.secrets, this.environment);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return watchAccounts(this.options.secrets, this.environment, listener);
  }

  token(...[accountId, request, signal]: Parameters<Authenticator['token']>): Promise<string> {
    return this.silent.token(accountId, request, signal);
  }

  signOut(accountId: string): Promise<void> {
    return this.silent.exclusive(accountId, () => this.cache.delete(accountId));
  }

  async signIn(options: SignInOptions, signal: AbortSignal): Promise<Account> {
    throwIfCancelled(signal);
    const { log } = this.options;
    const limit = browserLimit(signal, this.clock, options.method);
    const began = this.clock.now();
    try {
      const account = await this.interact(options, limit.signal);
      log.info(`sign-in: ${options.method} done after ${this.clock.now() - began} ms`);
      return account;
    } catch (error) {
      const reason = this.reason(error, options, signal, limit.signal);
      if (!(reason instanceof Cancelled))
        log.warn(`sign-in: ${options.method} failed: ${signInLogLine(error)}`);
      throw reason;
    } finally {
      limit.clear();
    }
  }

  private reason(
    error: unknown,
    { method }: SignInOptions,
    signal: AbortSignal,
    limit: AbortSignal,
  ): unknown {
    if (signal.aborted) return new Cancelled();
    if (limit.reason instanceof Failure) return limit.reason;
    return signInFailure(error, method) ?? error;
  }

  private async interact(options: SignInOptions, signal: AbortSignal): Promise<Account> {
    const { screen, language, translate = inEnglish } = this.options;
    const before = new Set((await this.accounts()).map(({ id }) => id));
    const late = async ({ account }: TokenAnswer) => {
      // The person has been told that nothing came of it.
      if (account && !before.has(account.homeAccountId)) await this.signOut(account.homeAccountId);
    };
    const { clock } = this;
    const client = await this.open({ signal });
    const flow = { client, screen, clock, late, translate, correlationId: randomUUID() };
    const answer =
      options.method === 'browser'
        ? await signInByBrowser({ ...flow, pages: signInPages(translate, language) }, options, signal)
        : await signInByDeviceCode(flow, options, signal);
    if (!answer?.account) throw notSignedIn();
    return this.stored(answer.account.homeAccountId);
  }

  private async stored(accountId: string): Promise<Account> {
    const account = (await this.accounts()).find(({ id }) => id === accountId);
    if (!account) throw notSignedIn();
    return account;
  }

  /** A client of its own for each operation: clients that share a memory see it emptied by each other's renewals. */
  private async open({ signal, only, blocked }: OpenOptions): Promise<TokenClient> {
    checkEnvironment(this.options);
    const { transport, log, clientId } = this.options;
    const session = this.cache.open(only);
    const network = createMsalNetwork({
      ...{ transport, log, signal, blocked },
      ...{ clock: this.clock, wrap: asMsalError },
    });
    const application = new PublicClientApplication({
      // `cp1`: this app understands claims challenges (Microsoft Entra, page "Claims challenges and claims requests").
      auth: { clientId: clientId.trim(), clientCapabilities: ['cp1'], ...(await this.authority.get(signal)) },
      cache: { cachePlugin: session },
      system: { networkClient: network, loggerOptions: silentLogger },
    });
    return {
      interactive: (request) => application.acquireTokenInteractive(request),
      deviceCode: (request) => application.acquireTokenByDeviceCode(request),
      silent: async (accountId, request) => {
        const account = await application.getTokenCache().getAccountByHomeId(accountId);
        return account ? application.acquireTokenSilent({ ...request, account }) : undefined;
      },
      refreshTokens: (accountId) => session.refreshTokens(accountId),
    };
  }
}

interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly only?: string;
  readonly blocked?: () => Failure | undefined;
}

/** MSAL's own messages quote the service, whose text names people; this file logs codes instead. */
const silentLogger = {
  logLevel: LogLevel.Error,
  piiLoggingEnabled: false,
  loggerCallback: () => undefined,
};

export interface ApplicationTokensOptions {
  readonly cloud: SignInCloud;
  /** Resolves to the root of the mailbox server: an application asks for all that it was granted there. */
  readonly resource: () => Promise<string>;
  readonly transport: Transport;
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * Tokens by the client credentials grant (RFC 6749 §4.4), scope `<resource>/.default` (Microsoft Entra, page "OAuth 2.0
 * client credentials flow"). They are kept in memory until shortly before their end, and never stored.
 */
export function createApplicationTokens(options: ApplicationTokensOptions): ApplicationTokens {
  const { cloud, transport, log, clock = systemClock } = options;
  const memories = new Map<string, Promise<ConfidentialClientApplication>>();
  const open = async ({ clientId, tenant, credential }: ApplicationRegistration) => {
    const environment = { cloud, clientId, tenant };
    checkEnvironment(environment);
    const authority = await new AuthoritySource(environment, transport, log, true).get();
    const networkClient = createMsalNetwork({ transport, log, clock, wrap: asMsalError });
    return new ConfidentialClientApplication({
      auth: { clientId, clientCapabilities: ['cp1'], ...authority, ...proofOf(credential) },
      system: { networkClient, loggerOptions: silentLogger },
    });
  };
  return async (registration, { claims, renew }, signal) => {
    const key = JSON.stringify(registration);
    const application = memories.get(key) ?? open(registration);
    memories.set(key, application);
    try {
      const scopes = [`${await options.resource()}/.default`];
      const answer = (await unlessCancelled(application, signal)).acquireTokenByClientCredential({
        ...{ scopes, correlationId: randomUUID(), skipCache: renew ?? false },
        ...(claims === undefined ? {} : { claims }),
      });
      const token = (await unlessCancelled(answer, signal))?.accessToken;
      if (token === undefined || token === '') throw notSignedIn();
      return token;
    } catch (error) {
      memories.delete(key);
      log.warn(`sign-in: no token for an application: ${signInLogLine(error)}`);
      throw signInFailure(error, 'application') ?? error;
    }
  };
}

function proofOf(
  credential: ApplicationCredential,
): Pick<NodeAuthOptions, 'clientSecret' | 'clientCertificate'> {
  if (credential.kind === 'secret') return { clientSecret: credential.secret };
  const { thumbprint, privateKey } = credential;
  return { clientCertificate: { thumbprintSha256: thumbprint, privateKey } };
}

/** MSAL replaces every error that is not its own by one without a cause. */
function asMsalError(failure: Failure | Cancelled): Error {
  return Object.assign(new AuthError('network_error', ''), { failure });
}
