import { type Account, type Secrets } from './authenticator.js';

/** A part of MSAL's cache schema: entity key to entity. */
export type CacheSection = Record<string, Record<string, unknown>>;

/** MSAL's cache schema, as `ISerializableTokenCache.serialize` writes it. */
export interface TokenCacheContent {
  readonly Account: CacheSection;
  readonly IdToken: CacheSection;
  readonly AccessToken: CacheSection;
  readonly RefreshToken: CacheSection;
  readonly AppMetadata: CacheSection;
}

/** One secret: what MSAL keeps of one account, and beside it the little that a list of accounts shows. */
export interface AccountShard {
  readonly account: Account;
  readonly cache: TokenCacheContent;
}

const prefix = 'markdownMail.account.';

/**
 * One secret per account. SecretStorage has no compare-and-swap and other windows read a change some 200 ms late
 * (VS Code flushes after 100 ms and announces after another 100 ms), so two windows writing one key lose accounts.
 */
export function accountKey(environment: string, accountId: string): string {
  return `${prefix}${environment}.${accountId}`;
}

/** Home account ids of the secrets that belong to `environment`. */
export async function storedAccountIds(secrets: Secrets, environment: string): Promise<string[]> {
  return storedIds(secrets, accountKey(environment, ''));
}

/** What follows `start` in the names of the secrets that begin so. */
export async function storedIds(secrets: Secrets, start: string): Promise<string[]> {
  const keys = await secrets.keys();
  return keys.filter((key) => key.startsWith(start)).map((key) => key.slice(start.length));
}

/** Who is signed in, read from the secrets alone: MSAL need not be loaded for a list. */
export async function storedAccounts(secrets: Secrets, environment: string): Promise<Account[]> {
  const ids = await storedAccountIds(secrets, environment);
  const texts = await Promise.all(ids.map((id) => secrets.get(accountKey(environment, id))));
  const accounts = texts.flatMap((text) => (text === undefined ? [] : (parseShard(text)?.account ?? [])));
  return accounts.sort((one, other) => (one.userName < other.userName ? -1 : 1));
}

/** Calls `listener` when accounts of `environment` came or went, in this window or another; not at a mere renewal. */
export function watchAccounts(
  secrets: Secrets,
  environment: string,
  listener: () => void,
): { dispose(): void } {
  return watchIds(secrets, accountKey(environment, ''), listener);
}

/** Calls `listener` when secrets whose names begin with `start` came or went. */
export function watchIds(secrets: Secrets, start: string, listener: () => void): { dispose(): void } {
  const present = async () => {
    try {
      return JSON.stringify((await storedIds(secrets, start)).sort());
    } catch {
      // A store that cannot be read says nothing of accounts; the next change asks again.
      return 'unknown';
    }
  };
  let before = present();
  let stopped = false;
  const subscription = secrets.onDidChange(({ key }) => {
    if (!key.startsWith(start)) return;
    const earlier = before;
    before = present();
    void Promise.all([earlier, before]).then(([was, is]) => {
      if (was !== is && !stopped) listener();
    });
  });
  return {
    dispose: () => {
      stopped = true;
      subscription.dispose();
    },
  };
}

/** `undefined`: not what this extension wrote. */
export function parseShard(text: string): AccountShard | undefined {
  const shard = parseObject(text);
  const account = shard?.['account'];
  const cache = shard?.['cache'];
  if (!isObject(account) || !isObject(cache)) return undefined;
  const { id, userName, name } = account;
  if (typeof id !== 'string' || typeof userName !== 'string') return undefined;
  return {
    account: { id, userName, ...(typeof name === 'string' ? { name } : {}) },
    cache: {
      Account: section(cache['Account']),
      IdToken: section(cache['IdToken']),
      AccessToken: section(cache['AccessToken']),
      RefreshToken: section(cache['RefreshToken']),
      AppMetadata: section(cache['AppMetadata']),
    },
  };
}

/** `undefined` for what is not the JSON text of an object. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function section(value: unknown): CacheSection {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, Record<string, unknown>] => isObject(entry[1])),
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
