import assert from 'node:assert/strict';
import { type Clock } from '../../../src/clock.js';
import { isDraftId, newDraftId } from '../../../src/draft/draftId.js';

const clockAt = (now: number): Clock => ({ now: () => now, sleep: async () => undefined });

describe('draft ids', () => {
  it('tell their time, and repeat from clock and chance', () => {
    assert.equal(
      newDraftId(clockAt(0), () => 0),
      '0'.repeat(26),
    );
    assert.equal(
      newDraftId(clockAt(1469918176385), () => 0),
      `01ARYZ6S41${'0'.repeat(16)}`,
    );
    assert.equal(
      newDraftId(clockAt(1469918176385), () => 0.999999),
      `01ARYZ6S41${'Z'.repeat(16)}`,
    );
  });

  it('are recognised', () => {
    let chance = 0;
    const random = () => (chance = (chance + 0.37) % 1);
    for (let now = 0; now < 2 ** 45; now += 2 ** 38 + 12345) {
      const id = newDraftId(clockAt(now), random);
      assert.ok(isDraftId(id), id);
    }
  });

  const refused = [
    '',
    'my-mail',
    '01ARZ3NDEKTSV4RRFFQ69G5FA',
    '01ARZ3NDEKTSV4RRFFQ69G5FAVX',
    '01arz3ndektsv4rrffq69g5fav',
    '81ARZ3NDEKTSV4RRFFQ69G5FAV',
    '01ARZ3NDEKTSV4RRFFQ69G5FAI',
    '01ARZ3NDEKTSV4RRFFQ69G5FAL',
    '01ARZ3NDEKTSV4RRFFQ69G5FAO',
    '01ARZ3NDEKTSV4RRFFQ69G5FAU',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV\n',
    "01ARZ3NDEKTSV4RRFFQ69G5FA'",
  ];
  for (const id of refused) it(`are not ${JSON.stringify(id)}`, () => assert.ok(!isDraftId(id)));
});
