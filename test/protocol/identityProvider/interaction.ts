import type Provider from 'oidc-provider';
import { type Context } from 'oidc-provider';
import { loginPage } from './loginPages.js';
import { appName } from './state.js';
import { guid } from './tokens.js';

/** The login page: GET shows it, POST carries the button pressed. */
export async function handleInteraction(
  provider: Provider,
  context: Context,
  users: readonly { userName: string; name: string }[],
): Promise<void> {
  const { req, res } = context;
  const { params } = await provider.interactionDetails(req, res);
  const scopes = (params['scope'] ?? '').split(' ');
  if (context.method !== 'POST') {
    context.type = 'html';
    context.body = loginPage({
      action: context.path,
      app: appName,
      scopes,
      users,
      hint: params['login_hint'],
    });
    return;
  }
  const form = await readForm(context);
  const user = users.find(({ userName }) => userName === form.get('user'));
  if (!user) return finish(provider, context, declined);
  const accountId = guid(user.userName);
  const grant = new provider.Grant({ accountId, clientId: params['client_id'] ?? '' });
  grant.addOIDCScope(scopes.join(' '));
  await finish(provider, context, { login: { accountId }, consent: { grantId: await grant.save() } });
}

const declined = {
  error: 'access_denied',
  error_description: 'AADSTS65004: User declined to consent to access the app.',
};

/** oidc-provider writes the redirect itself, past Koa. */
async function finish(provider: Provider, context: Context, result: object): Promise<void> {
  Object.assign(context, { respond: false });
  await provider.interactionFinished(context.req, context.res, result);
}

async function readForm({ req }: Context): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
