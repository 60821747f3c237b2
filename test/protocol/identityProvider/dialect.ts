import { type Context } from 'oidc-provider';
import { answerWith, type Endpoint, paths, rewriteForm } from './front.js';
import { type ProviderState, scopes } from './state.js';
import { consentError, revocationError, tenantId } from './tokens.js';

/** Translates between MSAL's dialect and oidc-provider's. */
export async function translateDialect(
  state: ProviderState,
  context: Context,
  next: () => Promise<void>,
): Promise<void> {
  const endpoint = (Object.keys(paths) as Endpoint[]).find(
    (name) => context.path === `/${state.tenant}${paths[name]}`,
  );
  if (endpoint === undefined || endpoint === 'authorize') forgetSession(context);
  if (endpoint === undefined) return next();
  const form = await readForm(endpoint, context);
  state.script.requests.push({ endpoint, form });
  const scripted = state.script.take(endpoint);
  if (scripted) return answerWith(context, scripted);
  if (endpoint === 'discovery') return answerWith(context, { status: 200, body: discovery(state) });
  await next();
  if (endpoint === 'token') tokenAnswer(state, context, form);
  if (endpoint === 'devicecode') deviceAnswer(state, context);
}

async function readForm(endpoint: Endpoint, context: Context): Promise<Record<string, string>> {
  if (context.method === 'POST')
    return rewriteForm(context.req, (form) => {
      // RFC 8628 §3.4 has the URN; Entra and MSAL the plain word.
      if (form.get('grant_type') === 'device_code')
        form.set('grant_type', 'urn:ietf:params:oauth:grant-type:device_code');
      // Entra's `<resource>/.default`: whatever the application was granted.
      if (form.get('grant_type') === 'client_credentials') form.delete('scope');
      if (endpoint === 'devicecode') form.set('prompt', 'login consent');
    });
  const seen = Object.fromEntries(new URLSearchParams(context.req.url?.split('?')[1] ?? ''));
  // `offline_access` is granted with a consent only (OpenID Connect Core 1.0 §11), and every sign-in shall show the page.
  if (endpoint === 'authorize') context.query = { ...context.query, prompt: 'login consent' };
  return seen;
}

/** Every sign-in begins as in a browser that was never here. */
function forgetSession({ method, path, req }: Context): void {
  if (method !== 'GET' || !(path === '/device' || path.endsWith(paths.authorize))) return;
  const cookies = (req.headers.cookie ?? '').split('; ').filter((cookie) => !cookie.startsWith('_session'));
  req.headers.cookie = cookies.join('; ');
}

function discovery({ origin, tenant }: ProviderState): object {
  return {
    issuer: `${origin}/${tenant}/v2.0`,
    authorization_endpoint: `${origin}/${tenant}${paths.authorize}`,
    token_endpoint: `${origin}/${tenant}${paths.token}`,
    jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
    response_modes_supported: ['query', 'fragment', 'form_post'],
    scopes_supported: scopes,
  };
}

function tokenAnswer({ register }: ProviderState, context: Context, form: Record<string, string>): void {
  const body = context.body as Record<string, unknown>;
  const how = register.revocationOf(form['refresh_token']);
  if (body['error'] === 'invalid_grant' && how) context.body = revocationError(how);
  // RFC 6749 §6 calls it a scope that was not granted; Entra asks for the consent to it.
  else if (body['error'] === 'invalid_scope' && form['grant_type'] === 'refresh_token')
    context.body = consentError();
  else if (body['error'] === 'access_denied') context.body = { ...body, error: 'authorization_declined' };
  if (typeof body['access_token'] !== 'string' || form['grant_type'] === 'client_credentials') return;
  register.addIdToken(body['id_token']);
  const accountId = register.accountOf(body['access_token']);
  const clientInfo = JSON.stringify({ uid: accountId, utid: tenantId });
  context.body = { ...body, client_info: Buffer.from(clientInfo).toString('base64url') };
}

function deviceAnswer({ options }: ProviderState, context: Context): void {
  const body = context.body as Record<string, unknown>;
  if (body['error'] === undefined) context.body = { ...body, interval: options.intervalSeconds ?? 1 };
}
