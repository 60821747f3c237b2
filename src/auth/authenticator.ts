/** Someone signed in. `id` is MSAL's home account id, `userName` what the person signs in as (an address). */
export interface Account {
  readonly id: string;
  readonly userName: string;
  readonly name?: string;
  /** Acts without a person (RFC 6749 §4.4), and has no mailbox of its own. */
  readonly application?: true;
}

export interface TokenRequest {
  readonly scopes: readonly string[];
  /** From `WWW-Authenticate … claims="…"` of a 401, decoded. */
  readonly claims?: string;
  /** Do not answer from the cache: the last token was refused. */
  readonly renew?: boolean;
}

/**
 * Who is signed in, and tokens for them. Tokens are never kept outside it. Expected failures are `Failure`s with the
 * codes of authErrors.ts; a stop by `signal` is `Cancelled`.
 */
export interface Authenticator {
  accounts(): Promise<readonly Account[]>;
  /** Interactive. `loginHint` and `claims` serve a repeated sign-in of a known account. */
  signIn(options: SignInOptions, signal: AbortSignal): Promise<Account>;
  /** Forgets the account and its tokens on this machine. */
  signOut(accountId: string): Promise<void>;
  /** An access token, renewed silently when need be; never shows anything. */
  token(accountId: string, request: TokenRequest, signal?: AbortSignal): Promise<string>;
  /** Fires when accounts came or went, here or in another window. Returns what stops it. */
  onDidChange(listener: () => void): { dispose(): void };
}

export interface SignInOptions {
  readonly scopes: readonly string[];
  readonly method: SignInMethod;
  readonly loginHint?: string;
  readonly claims?: string;
}

/** `vscode`: the editor's own Microsoft account. */
export type SignInMethod = 'browser' | 'deviceCode' | 'vscode';

/** What a sign-in shows the person; `editor/` draws it. */
export interface SignInScreen {
  /** Opens the system's browser. `false`: the person declined. */
  openBrowser(url: string): Promise<boolean>;
  /** Shows a device code (RFC 8628) until `done` settles. */
  showDeviceCode(
    code: { userCode: string; verificationUri: string; message: string },
    done: Promise<unknown>,
  ): void;
}

/** The part of VS Code's SecretStorage that the token cache needs. */
export interface Secrets {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
  keys(): PromiseLike<string[]>;
  onDidChange(listener: (event: { key: string }) => void): { dispose(): void };
}
