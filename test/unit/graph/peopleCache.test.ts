import assert from 'node:assert/strict';
import { Cancelled, Failure, sentence } from '../../../src/failure.js';
import { type KnownPeople } from '../../../src/graph/people.js';
import { PeopleCache } from '../../../src/graph/peopleCache.js';

const hour = 3_600_000;
const found = (address: string): KnownPeople => ({ people: [{ address }], contacts: [] });

describe('the memory of people and contacts', () => {
  let now = 0;
  let cache: PeopleCache;
  let reads: string[];
  beforeEach(() => {
    now = Date.UTC(2026, 8, 1);
    reads = [];
    cache = new PeopleCache({ now: () => now, sleep: () => Promise.resolve() });
  });

  const ask = (key: string, answer: () => Promise<KnownPeople> = () => Promise.resolve(found(key))) =>
    cache.known(key, () => {
      reads.push(key);
      return answer();
    });

  it('reads each account once a day', async () => {
    assert.deepEqual(await ask('ada'), found('ada'));
    await ask('ada');
    await ask('bob');
    now += 23 * hour;
    await ask('ada');
    assert.deepEqual(reads, ['ada', 'bob']);
    now += hour;
    await ask('ada');
    assert.deepEqual(reads, ['ada', 'bob', 'ada']);
  });

  it('shares one reading among all who ask meanwhile', async () => {
    let answer: (value: KnownPeople) => void = () => assert.fail();
    const slow = () => new Promise<KnownPeople>((resolve) => (answer = resolve));
    const [one, other] = [ask('ada', slow), ask('ada', slow)];
    answer(found('ada'));
    assert.deepEqual([await one, await other], [found('ada'), found('ada')]);
    assert.deepEqual(reads, ['ada']);
  });

  it('rests after a failure, and then asks again', async () => {
    const away = () => Promise.reject(new Failure('mailbox-offline', sentence('Away.')));
    for (let letter = 0; letter < 5; letter++) {
      await assert.rejects(ask('ada', away), { code: 'mailbox-offline' });
      now += 30_000;
    }
    assert.deepEqual(reads, ['ada']);
    now += 5 * 60_000;
    assert.deepEqual(await ask('ada'), found('ada'));
  });

  it('keeps neither a bug nor a cancelled reading', async () => {
    for (const error of [new TypeError('x'), new Cancelled()]) {
      await assert.rejects(ask('ada', () => Promise.reject(error)));
      assert.deepEqual(await ask('ada'), found('ada'));
      cache.forget();
    }
  });

  it('forgets, and ends what is on its way', async () => {
    let stopped: AbortSignal | undefined;
    const slow = cache.known('ada', (signal) => {
      stopped = signal;
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Cancelled())),
      );
    });
    await ask('bob');
    cache.forget();
    await assert.rejects(slow, Cancelled);
    assert.equal(stopped?.aborted, true);
    await ask('bob');
    assert.deepEqual(await ask('ada'), found('ada'), 'the one that was ended does not come back');
    assert.deepEqual(reads, ['bob', 'bob', 'ada']);
  });
});
