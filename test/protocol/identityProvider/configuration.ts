import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { type Context } from 'oidc-provider';
import { paths } from './front.js';
import { deviceCodePage, deviceConfirmPage, messagePage } from './loginPages.js';
import { memoryAdapter } from './memory.js';
import { appName, clientId, type ProviderApplication, type ProviderState, scopes } from './state.js';
import { tenantId } from './tokens.js';

/** For oidc-provider: one native public client (RFC 8252), the scopes of Markdown Mail, our pages. */
export function configuration(state: ProviderState): object {
  const { register, options } = state;
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const life = 14 * 24 * 3600;
  return {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: clientId,
        client_name: appName,
        application_type: 'native',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['http://localhost'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        id_token_signed_response_alg: 'ES256',
      },
      ...(options.applications ?? []).map(confidential),
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'one' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    scopes: [...scopes, ...(options.scopes ?? [])],
    claims: { openid: ['sub', 'tid'], profile: ['name', 'preferred_username', 'oid'], email: ['email'] },
    conformIdTokenClaims: false,
    routes: routes(state.tenant),
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `/interaction/${uid}` },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: deviceFlow(),
      clientCredentials: { enabled: true },
    },
    ttl: {
      AccessToken: () => state.accessTokenSeconds,
      ClientCredentials: () => state.accessTokenSeconds,
      ...{ RefreshToken: life, Grant: life, Session: life, IdToken: 3600, Interaction: 3600 },
      ...{ AuthorizationCode: 60, DeviceCode: 600 },
    },
    findAccount: (_context: Context, accountId: string) => {
      const user = register.byAccount(accountId);
      if (!user) return undefined;
      const { userName, name } = user;
      const claims = {
        sub: accountId,
        oid: accountId,
        tid: tenantId,
        name,
        preferred_username: userName,
        email: userName,
      };
      return { accountId, claims: () => claims };
    },
    renderError: (context: Context, error: { error: string; error_description?: string }) => {
      context.type = 'html';
      context.body = messagePage('Sign-in failed', `${error.error}: ${error.error_description ?? ''}`);
    },
  };
}

function confidential({ clientId, secret, key }: ProviderApplication): object {
  return {
    client_id: clientId,
    redirect_uris: [],
    id_token_signed_response_alg: 'ES256',
    response_types: [],
    grant_types: ['client_credentials'],
    ...(secret === undefined
      ? { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } }
      : { token_endpoint_auth_method: 'client_secret_post', client_secret: secret }),
  };
}

function routes(tenant: string): object {
  return {
    authorization: `/${tenant}${paths.authorize}`,
    token: `/${tenant}${paths.token}`,
    device_authorization: `/${tenant}${paths.devicecode}`,
    code_verification: '/device',
    jwks: `/${tenant}/discovery/v2.0/keys`,
  };
}

function deviceFlow(): object {
  return {
    enabled: true,
    userCodeInputSource: (context: Context, form: string, _out: unknown, error: unknown) => {
      context.body = deviceCodePage(form, error !== undefined);
    },
    userCodeConfirmSource: (
      context: Context,
      form: string,
      client: { clientName: string },
      _info: unknown,
      code: string,
    ) => {
      context.body = deviceConfirmPage(form, code, client.clientName);
    },
    successSource: (context: Context) => {
      context.body = messagePage('You are signed in', 'You may close this tab and go back to VS Code.');
    },
  };
}
