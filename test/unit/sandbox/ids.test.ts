import assert from 'node:assert/strict';
import { isWellFormedId, makeChangeKey, makeGuid, makeId, secureRandom } from '../../../src/sandbox/ids.js';

describe('sandbox: ids', () => {
  it('begin as those of Exchange', () => {
    const item = Buffer.from('item');
    assert.match(makeId('message', item), /^AAMk/);
    assert.match(makeId('immutable', item), /^AAkALg/);
    assert.match(makeId('folder', item), /^AQMk/);
    assert.match(makeId('conversation', item), /^AAQk/);
    assert.equal(makeId('message', item), makeId('message', Buffer.from('item')));
  });

  it('are well-formed only as they were made', () => {
    const id = makeId('message', Buffer.from('item'));
    assert.equal(isWellFormedId(id), true);
    for (const other of [
      '',
      'x',
      id.slice(0, -5),
      `${id}A`,
      id.toUpperCase(),
      id.replace('AAMk', 'AAMl'),
      '../../etc',
    ]) {
      assert.equal(isWellFormedId(other), false, other);
    }
  });

  it('do not repeat', () => {
    const keys = new Set(Array.from({ length: 500 }, (_, i) => makeChangeKey(secureRandom, i)));
    const guids = new Set(Array.from({ length: 500 }, () => makeGuid(secureRandom)));
    assert.deepEqual([keys.size, guids.size], [500, 500]);
    for (const guid of guids)
      assert.match(guid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
