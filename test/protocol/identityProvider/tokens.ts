import { createHash } from 'node:crypto';
import { type IssuedToken } from 'oidc-provider';

export interface ProviderUser {
  /** An address. */
  readonly userName: string;
  readonly name?: string;
}

/** How a revoked refresh token is refused, in Entra's words: AADSTS700082, AADSTS50173, or RFC 6749 alone. */
export type Revocation = 'expired' | 'password-changed' | 'plain';

/** The tenant id that all users of the provider share. */
export const tenantId = guid('tenant');

/** A stable id, the same for the same text: `oid` and `sub` of a user. */
export function guid(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** What was issued, to whom, and what became of it. */
export class TokenRegister {
  readonly issued: string[] = [];
  /** By grant id. */
  readonly revokedGrants = new Map<string, Revocation>();
  private readonly access = new Map<string, { accountId: string; scope: string; expiresAt: number }>();
  private readonly applications = new Map<string, { clientId: string; expiresAt: number }>();
  private readonly grants = new Map<string, string>();
  private readonly refreshGrants = new Map<string, string>();

  constructor(private readonly users: readonly ProviderUser[]) {}

  addAccess(token: IssuedToken): void {
    this.issued.push(token.jti);
    const { accountId, scope = '', expiration } = token;
    this.access.set(token.jti, { accountId, scope, expiresAt: Date.now() + expiration * 1000 });
    if (token.grantId !== undefined) this.grants.set(token.grantId, token.accountId);
  }

  addApplication({ jti, clientId, expiration }: IssuedToken): void {
    this.issued.push(jti);
    this.applications.set(jti, { clientId: clientId ?? '', expiresAt: Date.now() + expiration * 1000 });
  }

  /** The client id of an application's access token that is good now. */
  applicationOf(accessToken: string): string | undefined {
    const token = this.applications.get(accessToken);
    return token && token.expiresAt > Date.now() ? token.clientId : undefined;
  }

  /** The access tokens of all applications are no longer good. */
  forgetApplications(): void {
    this.applications.clear();
  }

  addRefresh(token: IssuedToken): void {
    this.issued.push(token.jti);
    if (token.grantId === undefined) return;
    this.grants.set(token.grantId, token.accountId);
    this.refreshGrants.set(token.jti, token.grantId);
  }

  addIdToken(token: unknown): void {
    if (typeof token === 'string') this.issued.push(token);
  }

  byAccount(accountId: string): ProviderUser | undefined {
    return this.users.find(({ userName }) => guid(userName) === accountId);
  }

  grantsOf(userName: string): string[] {
    return [...this.grants]
      .filter(([, accountId]) => accountId === guid(userName))
      .map(([grantId]) => grantId);
  }

  /** The access tokens of a user are no longer good. */
  forgetAccess(userName: string): void {
    for (const [jti, { accountId }] of this.access) if (accountId === guid(userName)) this.access.delete(jti);
  }

  /** The user name of an access token that is good now. */
  userOf(accessToken: string): string | undefined {
    return this.byAccount(this.accountOf(accessToken) ?? '')?.userName;
  }

  scopesOf(accessToken: string): readonly string[] {
    return (this.live(accessToken)?.scope ?? '').split(' ').filter((scope) => scope !== '');
  }

  accountOf(accessToken: string): string | undefined {
    return this.live(accessToken)?.accountId;
  }

  revocationOf(refreshToken: string | undefined): Revocation | undefined {
    return this.revokedGrants.get(this.refreshGrants.get(refreshToken ?? '') ?? '');
  }

  private live(accessToken: string) {
    const token = this.access.get(accessToken);
    return token && token.expiresAt > Date.now() ? token : undefined;
  }
}

/** Entra's error for a refresh token, as the page "Refresh tokens" and its error codes have it. */
export function revocationError(how: Revocation): object {
  if (how === 'plain') return { error: 'invalid_grant', error_description: 'grant request is invalid' };
  const [code, suberror] = how === 'expired' ? [700082, 'bad_token'] : [50173, undefined];
  return {
    error: 'invalid_grant',
    error_description: `AADSTS${code}: The grant was refused.`,
    error_codes: [code],
    correlation_id: guid('correlation'),
    ...(suberror === undefined ? {} : { suberror }),
  };
}

/** Entra's error for a permission that the person has not agreed to yet. */
export function consentError(): object {
  return {
    error: 'invalid_grant',
    error_description: 'AADSTS65001: The user or administrator has not consented to use the application.',
    error_codes: [65001],
    correlation_id: guid('correlation'),
    suberror: 'consent_required',
  };
}
