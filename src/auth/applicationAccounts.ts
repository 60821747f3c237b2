import { createHash } from 'node:crypto';
import { Failure, sentence } from '../failure.js';
import { notSignedIn } from './authErrors.js';
import { type Account, type Secrets, type TokenRequest } from './authenticator.js';
import { environmentKey, type SignInCloud } from './environment.js';
import { isObject, parseObject, storedIds, watchIds } from './storedAccounts.js';

/** How an application proves who it is (RFC 6749 §2.3): a client secret, or a certificate that signs (RFC 7523 §2.2). */
export type ApplicationCredential =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'certificate';
      /** SHA-256 of the certificate's DER, hexadecimal. */
      readonly thumbprint: string;
      /** PEM, PKCS #8. */
      readonly privateKey: string;
    };

/** An app registration that acts without a person, by application permissions (Microsoft Entra, "client credentials flow"). */
export interface ApplicationRegistration {
  readonly clientId: string;
  /** A GUID or a domain name: an application belongs to one organization. */
  readonly tenant: string;
  readonly credential: ApplicationCredential;
}

/** The access token of an application. Failures are those of authErrors.ts. */
export type ApplicationTokens = (
  registration: ApplicationRegistration,
  request: Pick<TokenRequest, 'claims' | 'renew'>,
  signal?: AbortSignal,
) => Promise<string>;

const prefix = 'markdownMail.application.';
const idStart = 'app.';

/** Tells an application's account from a person's, whose id is MSAL's. */
export function isApplication(accountId: string): boolean {
  return accountId.startsWith(idStart);
}

/** Applications that the person entered: each is one secret, and its tokens stay in memory only. */
export class ApplicationAccounts {
  private readonly start: string;

  constructor(
    private readonly options: {
      readonly cloud: SignInCloud;
      readonly secrets: Secrets;
      readonly tokens: ApplicationTokens;
    },
  ) {
    this.start = `${prefix}${environmentKey({ cloud: options.cloud, clientId: '' })}.`;
  }

  async accounts(): Promise<Account[]> {
    const found: Account[] = [];
    for (const id of await storedIds(this.options.secrets, this.start)) {
      const registration = await this.read(id);
      if (registration) found.push(accountOf(registration));
    }
    return found.sort((one, other) => (one.userName < other.userName ? -1 : 1));
  }

  /** Keeps the registration once the service gave a token for it. */
  async add(registration: ApplicationRegistration, signal: AbortSignal): Promise<Account> {
    const checked = checkedRegistration(registration);
    await this.options.tokens(checked, { renew: true }, signal);
    const account = accountOf(checked);
    await this.options.secrets.store(this.start + account.id, JSON.stringify(checked));
    return account;
  }

  async token(accountId: string, request: TokenRequest, signal?: AbortSignal): Promise<string> {
    const registration = await this.read(accountId);
    if (!registration) throw notSignedIn();
    return this.options.tokens(registration, request, signal);
  }

  async remove(accountId: string): Promise<void> {
    await this.options.secrets.delete(this.start + accountId);
  }

  onDidChange(listener: () => void): { dispose(): void } {
    return watchIds(this.options.secrets, this.start, listener);
  }

  private async read(accountId: string): Promise<ApplicationRegistration | undefined> {
    const text = await this.options.secrets.get(this.start + accountId);
    return text === undefined ? undefined : parsed(text);
  }
}

/** The same application in two organizations is two accounts. */
function accountOf({ clientId, tenant }: ApplicationRegistration): Account {
  const identity = createHash('sha256')
    .update(JSON.stringify([clientId, tenant]))
    .digest('hex');
  return { id: idStart + identity.slice(0, 24), userName: `${clientId}@${tenant}`, application: true };
}

/** Letters, digits, dots and hyphens: what application ids, tenant ids and domain names are made of. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;
const sharedTenants: readonly string[] = ['common', 'organizations', 'consumers'];

function checkedRegistration(given: ApplicationRegistration): ApplicationRegistration {
  const clientId = given.clientId.trim().toLowerCase();
  const tenant = given.tenant.trim().toLowerCase();
  if (!plainName.test(clientId))
    throw new Failure(
      'application-id-invalid',
      sentence('That is not the id of an application.'),
      sentence('Copy the “Application (client) ID” from the app registration.'),
    );
  if (!plainName.test(tenant) || sharedTenants.includes(tenant))
    throw new Failure(
      'application-tenant-invalid',
      sentence('An application needs the tenant that it belongs to.'),
      sentence('Copy the “Directory (tenant) ID” from the app registration, or write the domain name.'),
    );
  return { ...given, clientId, tenant };
}

function parsed(text: string): ApplicationRegistration | undefined {
  const { clientId, tenant, credential } = parseObject(text) ?? {};
  if (typeof clientId !== 'string' || typeof tenant !== 'string' || !isObject(credential)) return undefined;
  const { kind, secret, thumbprint, privateKey } = credential;
  if (kind === 'secret' && typeof secret === 'string')
    return { clientId, tenant, credential: { kind, secret } };
  if (kind === 'certificate' && typeof thumbprint === 'string' && typeof privateKey === 'string')
    return { clientId, tenant, credential: { kind, thumbprint, privateKey } };
  return undefined;
}
