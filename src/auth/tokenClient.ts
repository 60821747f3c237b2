/** Tokens as MSAL answers them; the access token is opaque. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly account: {
    readonly homeAccountId: string;
    readonly username: string;
    readonly name?: string | undefined;
  } | null;
}

export interface InteractiveRequest {
  readonly scopes: string[];
  readonly correlationId: string;
  readonly claims?: string;
  readonly loginHint?: string;
  readonly prompt?: string;
  readonly successTemplate: string;
  readonly errorTemplate: string;
  openBrowser(url: string): Promise<void>;
}

export interface DeviceCodeRequest {
  readonly scopes: string[];
  readonly correlationId: string;
  readonly claims?: string;
  deviceCodeCallback(answer: DeviceCode): void;
}

/** The answer of RFC 8628 §3.2. `message` is Microsoft's and may be missing. */
export interface DeviceCode {
  readonly userCode: string;
  readonly verificationUri: string;
  readonly message?: string;
}

export interface SilentRequest {
  readonly scopes: string[];
  readonly correlationId: string;
  readonly claims?: string;
  readonly forceRefresh: boolean;
}

/** One MSAL client with an empty memory, good for one operation. Errors are MSAL's; see {@link signInFailure}. */
export interface TokenClient {
  interactive(request: InteractiveRequest): Promise<TokenAnswer>;
  deviceCode(request: DeviceCodeRequest): Promise<TokenAnswer | null>;
  /** `undefined`: the account is not in the cache. */
  silent(accountId: string, request: SilentRequest): Promise<TokenAnswer | undefined>;
  /** The refresh tokens of the account as this client last read them; to be compared, not shown. */
  refreshTokens(accountId: string): string;
}
