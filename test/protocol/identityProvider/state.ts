import { type Script } from './front.js';
import { guid, type ProviderUser, type TokenRegister } from './tokens.js';

export interface IdentityProviderOptions {
  readonly users: readonly ProviderUser[];
  /** Default: any free port of 127.0.0.1. */
  readonly port?: number;
  /** Life of access tokens; default 3600. MSAL renews five minutes before the end. */
  readonly accessTokenSeconds?: number;
  /** Between polls of a device code; default 1. */
  readonly intervalSeconds?: number;
  /** Beyond those of Markdown Mail. */
  readonly scopes?: readonly string[];
  /** The first part of its paths; default: `common`. */
  readonly tenant?: string;
  /** Apps that act without a person. */
  readonly applications?: readonly ProviderApplication[];
}

/** A confidential client (RFC 6749 §2.1), with either a secret or the public half of its key (RFC 7517). */
export interface ProviderApplication {
  readonly clientId: string;
  readonly secret?: string;
  readonly key?: object;
}

/** What the parts of one identity provider share. */
export interface ProviderState {
  readonly options: IdentityProviderOptions;
  readonly origin: string;
  readonly tenant: string;
  readonly script: Script;
  readonly register: TokenRegister;
  accessTokenSeconds: number;
}

export const clientId = guid('Markdown Mail');
export const appName = 'Markdown Mail';
export const scopes = [
  'openid',
  'profile',
  'email',
  'offline_access',
  'Mail.ReadWrite',
  'Mail.Send',
  'User.Read',
];
