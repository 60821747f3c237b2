import { type Log } from '../log.js';
import { type Account, type Secrets } from './authenticator.js';
import { Sequencer } from './sequencer.js';
import {
  type AccountShard,
  accountKey,
  type CacheSection,
  parseObject,
  parseShard,
  section,
  storedAccountIds,
  type TokenCacheContent,
} from './storedAccounts.js';

/** The part of MSAL's `TokenCacheContext` that a plugin uses. */
export interface CacheContext {
  readonly cacheHasChanged: boolean;
  readonly tokenCache: { serialize(): string; deserialize(cache: string): void };
}

/** MSAL's `ICachePlugin` over the secrets, for one operation of one MSAL client. */
export interface CacheSession {
  beforeCacheAccess(context: CacheContext): Promise<void>;
  afterCacheAccess(context: CacheContext): Promise<void>;
  /** The refresh tokens of an account as this operation last read them; to be compared, not shown. */
  refreshTokens(accountId: string): string;
}

interface Access {
  readonly shards: ReadonlyMap<string, string>;
  readonly leave: () => void;
}

/**
 * MSAL's token cache in VS Code's SecretStorage, a secret per account. The secrets are the only truth: every operation
 * reads them afresh into an MSAL client of its own, and writes back only the accounts that it changed, so that what
 * other windows wrote meanwhile stays.
 */
export class SecretCache {
  private readonly writers = new Sequencer();

  constructor(
    private readonly secrets: Secrets,
    private readonly environment: string,
    private readonly log: Log,
  ) {}

  /** @param only the account that the operation is about; absent: all are read. */
  open(only?: string): CacheSession {
    const accesses = new WeakMap<CacheContext, Access>();
    let lastRead: ReadonlyMap<string, string> = new Map();
    return {
      beforeCacheAccess: async (context) => {
        // From reading to storing nobody else in this window may write.
        const leave = context.cacheHasChanged ? await this.writers.enter() : () => undefined;
        try {
          const shards = await this.read(only);
          lastRead = shards;
          context.tokenCache.deserialize(JSON.stringify(merged(shards.values())));
          accesses.set(context, { shards, leave });
        } catch (error) {
          leave();
          throw error;
        }
      },
      afterCacheAccess: async (context) => {
        const access = accesses.get(context);
        if (!access) return;
        try {
          if (context.cacheHasChanged) await this.write(context.tokenCache.serialize(), access.shards);
        } finally {
          accesses.delete(context);
          access.leave();
        }
      },
      refreshTokens: (accountId) => refreshTokensIn(lastRead.get(accountId)),
    };
  }

  async delete(accountId: string): Promise<void> {
    await this.writers.run(async () => this.secrets.delete(accountKey(this.environment, accountId)));
  }

  /**
   * Drops refresh tokens that the server refused: MSAL forgets them in memory only, and would send them again and again.
   * `false`: the secret holds others by now, which another sign-in or window put there.
   */
  dropRefreshTokens(accountId: string, refused: string): Promise<boolean> {
    return this.writers.run(async () => {
      const key = accountKey(this.environment, accountId);
      const text = await this.secrets.get(key);
      if (refreshTokensIn(text) !== refused) return false;
      const shard = text === undefined ? undefined : parseShard(text);
      if (!shard) return true;
      const cache = { ...shard.cache, RefreshToken: {}, AccessToken: {} };
      await this.secrets.store(key, JSON.stringify({ ...shard, cache }));
      return true;
    });
  }

  private async read(only: string | undefined): Promise<Map<string, string>> {
    const ids = only === undefined ? await storedAccountIds(this.secrets, this.environment) : [only];
    const shards = new Map<string, string>();
    for (const id of ids) {
      const key = accountKey(this.environment, id);
      const text = await this.secrets.get(key);
      if (text === undefined) continue;
      if (parseShard(text)?.account.id === id) shards.set(id, text);
      else {
        this.log.warn('sign-in: a stored account could not be read and was dropped');
        await this.secrets.delete(key);
      }
    }
    return shards;
  }

  private async write(serialized: string, before: ReadonlyMap<string, string>): Promise<void> {
    const after = split(serialized);
    for (const [id, shard] of after) {
      const earlier = before.get(id);
      if (earlier !== undefined && canonical(parseObject(earlier)) === canonical(shard)) continue;
      await this.secrets.store(accountKey(this.environment, id), JSON.stringify(shard));
    }
    for (const id of before.keys())
      if (!after.has(id)) await this.secrets.delete(accountKey(this.environment, id));
  }
}

function merged(texts: Iterable<string>): TokenCacheContent {
  const all = [...texts].flatMap((text) => parseShard(text)?.cache ?? []);
  const join = (name: keyof TokenCacheContent): CacheSection =>
    Object.assign({}, ...all.map((cache) => cache[name])) as CacheSection;
  return {
    Account: join('Account'),
    IdToken: join('IdToken'),
    AccessToken: join('AccessToken'),
    RefreshToken: join('RefreshToken'),
    AppMetadata: join('AppMetadata'),
  };
}

/** By `home_account_id`. `AppMetadata` belongs to no account, so each gets it. */
function split(serialized: string): Map<string, AccountShard> {
  const whole = parseObject(serialized) ?? {};
  const accounts = section(whole['Account']);
  const shards = new Map<string, AccountShard>();
  for (const entity of Object.values(accounts)) {
    const id = entity['home_account_id'];
    if (typeof id !== 'string' || shards.has(id)) continue;
    const own = (name: keyof TokenCacheContent) => {
      const entries = Object.entries(section(whole[name]));
      return Object.fromEntries(entries.filter(([, each]) => each['home_account_id'] === id));
    };
    const cache = {
      Account: own('Account'),
      IdToken: own('IdToken'),
      AccessToken: own('AccessToken'),
      RefreshToken: own('RefreshToken'),
      AppMetadata: section(whole['AppMetadata']),
    };
    shards.set(id, { account: listed(id, entity), cache });
  }
  return shards;
}

function listed(id: string, { username, name }: Record<string, unknown>): Account {
  const named = typeof name === 'string' && name !== '' ? { name } : {};
  // An identity provider may leave out preferred_username (OpenID Connect Core 1.0 §5.1).
  const userName = typeof username === 'string' && username !== '' ? username : (named.name ?? id);
  return { id, userName, ...named };
}

function refreshTokensIn(text: string | undefined): string {
  return canonical((text === undefined ? undefined : parseShard(text))?.cache.RefreshToken ?? {});
}

/** JSON with sorted keys, so that equal content is equal text. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
