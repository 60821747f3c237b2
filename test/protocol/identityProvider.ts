import http from 'node:http';
import { type AddressInfo } from 'node:net';
import Provider, { type IssuedToken } from 'oidc-provider';
import { configuration } from './identityProvider/configuration.js';
import { translateDialect } from './identityProvider/dialect.js';
import { type Endpoint, Script, type ScriptedAnswer, type SeenRequest } from './identityProvider/front.js';
import { handleInteraction } from './identityProvider/interaction.js';
import { clientId, type IdentityProviderOptions, type ProviderState } from './identityProvider/state.js';
import {
  guid,
  type ProviderUser,
  type Revocation,
  tenantId,
  TokenRegister,
} from './identityProvider/tokens.js';

/**
 * A sign-in service on loopback that speaks Entra's dialect over oidc-provider, an implementation of the protocols that
 * MSAL's authors had no hand in. Its state is in memory.
 */
export interface IdentityProvider {
  /** For `markdownMail.customCloud`; equal to {@link origin}. */
  readonly authority: string;
  readonly tenant: string;
  readonly clientId: string;
  readonly origin: string;
  /** Every access, refresh and id token so far. */
  readonly issuedTokens: readonly string[];
  /** What the client sent so far. */
  readonly requests: readonly SeenRequest[];
  /** May be changed at any time. */
  accessTokenSeconds: number;
  /** The user name of an access token that is good now; the resource server's introspection. */
  userOf(accessToken: string): string | undefined;
  /** The client id of an application's access token that is good now. */
  applicationOf(accessToken: string): string | undefined;
  /** Access tokens of applications are refused from now on; new ones are issued. */
  revokeApplications(): void;
  scopesOf(accessToken: string): readonly string[];
  /** MSAL's home account id of a user. */
  accountIdOf(userName: string): string;
  /** All tokens of the user are refused from now on; a new sign-in works. */
  revoke(userName: string, how?: Revocation): Promise<void>;
  /** Access tokens alone are refused by `userOf`, as after a sign-out everywhere: renewal works. */
  revokeAccess(userName: string): void;
  /** The next answers of an endpoint. */
  answerNext(endpoint: Endpoint, answer: ScriptedAnswer, times?: number): void;
  close(): Promise<void>;
}

export type { Endpoint, IdentityProviderOptions, ProviderUser, Revocation, ScriptedAnswer, SeenRequest };

export async function startIdentityProvider(options: IdentityProviderOptions): Promise<IdentityProvider> {
  const server = http.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: ProviderState = {
    options,
    origin,
    tenant: options.tenant ?? 'common',
    script: new Script(),
    register: new TokenRegister(options.users),
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
  };
  const provider = createProvider(state);
  server.on('request', provider.callback());
  return facade(state, provider, server);
}

function facade(state: ProviderState, provider: Provider, server: http.Server): IdentityProvider {
  const { origin, tenant, script, register } = state;
  return {
    ...{ authority: origin, tenant, clientId, origin },
    issuedTokens: register.issued,
    requests: script.requests,
    get accessTokenSeconds() {
      return state.accessTokenSeconds;
    },
    set accessTokenSeconds(seconds) {
      state.accessTokenSeconds = seconds;
    },
    userOf: (accessToken) => register.userOf(accessToken),
    applicationOf: (accessToken) => register.applicationOf(accessToken),
    revokeApplications: () => register.forgetApplications(),
    scopesOf: (accessToken) => register.scopesOf(accessToken),
    accountIdOf: (userName) => `${guid(userName)}.${tenantId}`,
    revoke: async (userName, how = 'expired') => {
      for (const grant of register.grantsOf(userName)) {
        register.revokedGrants.set(grant, how);
        await provider.RefreshToken.revokeByGrantId(grant);
        await provider.AccessToken.revokeByGrantId(grant);
      }
      register.forgetAccess(userName);
    },
    revokeAccess: (userName) => register.forgetAccess(userName),
    answerNext: (endpoint, answer, times = 1) => script.line(endpoint, answer, times),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function createProvider(state: ProviderState): Provider {
  const provider = new Provider(state.origin, configuration(state));
  provider.on('access_token.saved', (token: IssuedToken) => state.register.addAccess(token));
  provider.on('client_credentials.saved', (token: IssuedToken) => state.register.addApplication(token));
  provider.on('refresh_token.saved', (token: IssuedToken) => state.register.addRefresh(token));
  const users = state.options.users.map(({ userName, name = userName }) => ({ userName, name }));
  provider.use((context, next) => translateDialect(state, context, next));
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next();
    return handleInteraction(provider, context, users);
  });
  return provider;
}
