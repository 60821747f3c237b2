import { createHash } from 'node:crypto';
import { Failure, sentence } from '../failure.js';

/** Where people sign in. `authority` is without the tenant: `https://login.microsoftonline.com`. */
export interface SignInCloud {
  readonly kind: 'microsoft' | 'custom';
  readonly authority: string;
}

/** A cloud with the app registration used there. */
export interface SignInEnvironment {
  readonly cloud: SignInCloud;
  /** Application (client) id. */
  readonly clientId: string;
  /** `common`, `organizations`, `consumers`, a GUID or a domain name. */
  readonly tenant: string;
}

/**
 * Names an environment within a key of the SecretStorage: tokens serve one authority and one client id only, while the
 * home account id of a person is the same in all. The tenant is left out: an account may get tokens for several.
 */
export function environmentKey({ cloud, clientId }: Pick<SignInEnvironment, 'cloud' | 'clientId'>): string {
  const identity = JSON.stringify([withoutSlash(cloud.authority), clientId.trim().toLowerCase()]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 12);
}

/** @throws Failure when the settings cannot lead to a sign-in, before anything is asked of anybody. */
export function checkEnvironment({ clientId, tenant }: SignInEnvironment): void {
  if (clientId.trim() === '')
    throw new Failure(
      'sign-in-client-id-missing',
      sentence('No app registration is set, so nobody can sign in.'),
      sentence('Put its application (client) id into the setting “{0}”.', 'markdownMail.clientId'),
    );
  if (!/^[A-Za-z0-9][A-Za-z0-9.-]*$/.test(tenant))
    throw new Failure(
      'sign-in-tenant-invalid',
      sentence('The tenant in the settings is not a tenant id, a domain name or “common”.'),
      sentence('Correct the setting “{0}”.', 'markdownMail.tenant'),
    );
}

/** The host name of the authority, for a person to read. */
export function authorityHost({ authority }: SignInCloud): string {
  return URL.canParse(authority) ? new URL(authority).host : authority;
}

export function withoutSlash(url: string): string {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}
