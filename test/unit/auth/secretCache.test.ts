import assert from 'node:assert/strict';
import { type Secrets } from '../../../src/auth/authenticator.js';
import { environmentKey } from '../../../src/auth/environment.js';
import { type CacheContext, SecretCache } from '../../../src/auth/secretCache.js';
import { accountKey, parseShard, storedAccounts } from '../../../src/auth/storedAccounts.js';

class MapSecrets implements Secrets {
  readonly map = new Map<string, string>();
  readonly stores: string[] = [];
  get = (key: string) => Promise.resolve(this.map.get(key));
  keys = () => Promise.resolve([...this.map.keys()]);
  onDidChange = () => ({ dispose: () => undefined });
  delete = (key: string) => Promise.resolve(void this.map.delete(key));
  store = (key: string, value: string) => {
    this.stores.push(key);
    return Promise.resolve(void this.map.set(key, value));
  };
}

/** MSAL's memory: a text. */
class Memory {
  text = '{}';
  serialize = () => this.text;
  deserialize = (text: string) => void (this.text = text);
  get content() {
    return JSON.parse(this.text) as Record<string, Record<string, Record<string, unknown>>>;
  }
  set content(content) {
    this.text = JSON.stringify(content);
  }
}

function cacheOf(...ids: string[]) {
  const entities = (kind: string) =>
    Object.fromEntries(
      ids.map((id) => [`${id}-${kind}`, { home_account_id: id, secret: `${kind} of ${id}` }]),
    );
  const accounts = ids.map((id) => [
    `${id}-a`,
    { home_account_id: id, username: `${id}@example.com`, name: id.toUpperCase() },
  ]);
  return {
    Account: Object.fromEntries(accounts) as Record<string, Record<string, unknown>>,
    IdToken: entities('id'),
    AccessToken: entities('access'),
    RefreshToken: entities('refresh'),
    AppMetadata: { app: { client_id: 'c' } } as Record<string, Record<string, unknown>>,
  };
}

describe('The token cache in secrets', () => {
  const log = {
    lines: [] as string[],
    info: () => undefined,
    warn: (line: string) => void log.lines.push(line),
    error: () => undefined,
  };
  let secrets: MapSecrets;
  let cache: SecretCache;

  beforeEach(() => {
    log.lines = [];
    secrets = new MapSecrets();
    cache = new SecretCache(secrets, 'env', log);
  });

  /** One operation of MSAL which turns its memory into what `change` makes of it. */
  async function operate(
    change: (content: Memory['content']) => Memory['content'],
    hasChanged = true,
    only?: string,
  ) {
    const memory = new Memory();
    const context: CacheContext = { cacheHasChanged: hasChanged, tokenCache: memory };
    const session = cache.open(only);
    await session.beforeCacheAccess(context);
    memory.content = change(memory.content);
    await session.afterCacheAccess(context);
  }

  it('a secret per account, with the name that a list shows', async () => {
    await operate(() => cacheOf('ada', 'bob'));
    assert.deepEqual(
      [...secrets.map.keys()],
      ['markdownMail.account.env.ada', 'markdownMail.account.env.bob'],
    );
    assert.deepEqual(await storedAccounts(secrets, 'env'), [
      { id: 'ada', userName: 'ada@example.com', name: 'ADA' },
      { id: 'bob', userName: 'bob@example.com', name: 'BOB' },
    ]);
    assert.ok(!secrets.map.get(accountKey('env', 'ada'))?.includes('of bob'));
    let seen: unknown;
    await operate((content) => ((seen = content), content), false);
    assert.deepEqual(seen, cacheOf('ada', 'bob'));
  });

  it('writes only what changed, whatever the order of keys', async () => {
    await operate(() => cacheOf('ada', 'bob'));
    secrets.stores.length = 0;
    await operate((content) => Object.fromEntries(Object.entries(content).reverse()));
    assert.deepEqual(secrets.stores, []);
    await operate((content) => {
      const token = content['AccessToken']?.['bob-access'];
      if (token) token['secret'] = 'new';
      return content;
    });
    assert.deepEqual(secrets.stores, [accountKey('env', 'bob')]);
  });

  it('deletes an account that MSAL removed, and no other', async () => {
    await operate(() => cacheOf('ada', 'bob'));
    await operate(() => cacheOf('bob'));
    assert.deepEqual([...secrets.map.keys()], [accountKey('env', 'bob')]);
  });

  it('an operation on one account neither reads nor touches others', async () => {
    await operate(() => cacheOf('ada', 'bob'));
    let seen: string[] = [];
    await operate((content) => ((seen = Object.keys(content['Account'] ?? {})), content), true, 'ada');
    assert.deepEqual(seen, ['ada-a']);
    assert.equal(secrets.map.size, 2);
  });

  it('a reader writes nothing, even with an emptied memory', async () => {
    await operate(() => cacheOf('ada'));
    await operate(() => ({}), false);
    assert.equal(secrets.map.size, 1);
  });

  it('two writers at once: neither loses what the other added to the same account', async () => {
    await operate(() => cacheOf('ada'));
    const add = (key: string) =>
      operate((content) => {
        const token = { home_account_id: 'ada', secret: key };
        return { ...content, AccessToken: { ...content['AccessToken'], [key]: token } };
      });
    await Promise.all([add('one'), add('two'), add('three')]);
    const shard = parseShard(secrets.map.get(accountKey('env', 'ada')) ?? '');
    assert.deepEqual(Object.keys(shard?.cache.AccessToken ?? {}).sort(), [
      'ada-access',
      'one',
      'three',
      'two',
    ]);
  });

  it('a writer that fails lets the next one in', async () => {
    const get = secrets.get;
    await operate(() => cacheOf('ada'));
    secrets.get = () => Promise.reject(new Error('locked'));
    await assert.rejects(
      operate((content) => content),
      /locked/,
    );
    secrets.get = get;
    await operate(() => cacheOf('ada', 'bob'));
    assert.equal(secrets.map.size, 2);
  });

  it('a corrupt secret, or one under a false name, is dropped and logged without its text', async () => {
    await operate(() => cacheOf('ada', 'bob'));
    secrets.map.set(accountKey('env', 'eve'), secrets.map.get(accountKey('env', 'ada')) ?? '');
    secrets.map.set(accountKey('env', 'ada'), '{"half":');
    await operate((content) => content, false);
    assert.deepEqual([...secrets.map.keys()], [accountKey('env', 'bob')]);
    assert.equal(log.lines.length, 2);
    assert.ok(log.lines.every((line) => !line.includes('half') && !line.includes('ada')));
  });

  it('other environments are left alone', async () => {
    await operate(() => cacheOf('ada'));
    const other = new SecretCache(secrets, 'other', log);
    const context: CacheContext = { cacheHasChanged: true, tokenCache: new Memory() };
    const session = other.open();
    await session.beforeCacheAccess(context);
    await session.afterCacheAccess(context);
    assert.equal(secrets.map.size, 1);
    assert.deepEqual(await storedAccounts(secrets, 'other'), []);
  });

  it('refused refresh tokens go, unless others stand there by now', async () => {
    await operate(() => cacheOf('ada', 'bob'));
    const session = cache.open('ada');
    const context: CacheContext = { cacheHasChanged: false, tokenCache: new Memory() };
    await session.beforeCacheAccess(context);
    const refused = session.refreshTokens('ada');
    assert.equal(await cache.dropRefreshTokens('ada', 'something else'), false);
    assert.equal(await cache.dropRefreshTokens('ada', refused), true);
    const shard = parseShard(secrets.map.get(accountKey('env', 'ada')) ?? '');
    assert.deepEqual(shard?.cache.RefreshToken, {});
    assert.deepEqual(shard?.account.userName, 'ada@example.com');
    assert.ok(secrets.map.get(accountKey('env', 'bob'))?.includes('refresh of bob'));
  });

  it('a person without a user name is listed by name, else by id', async () => {
    const content = cacheOf('ada', 'bob');
    Object.assign(content.Account['ada-a'] ?? {}, { username: '' });
    Object.assign(content.Account['bob-a'] ?? {}, { username: '', name: '' });
    await operate(() => content);
    assert.deepEqual(
      (await storedAccounts(secrets, 'env')).map(({ userName }) => userName),
      ['ADA', 'bob'].sort(),
    );
  });

  it('environments differ by authority and client id, not by a slash or case', () => {
    const key = (authority: string, clientId = 'c') =>
      environmentKey({ cloud: { kind: 'custom', authority }, clientId });
    assert.equal(key('https://login.example.com/'), key('https://LOGIN.example.com'));
    assert.notEqual(key('https://login.example.com'), key('https://login.example.com/x'));
    assert.notEqual(key('https://login.example.com'), key('https://login.example.com', 'd'));
    assert.match(key('https://login.example.com'), /^[0-9a-f]{12}$/);
  });
});
