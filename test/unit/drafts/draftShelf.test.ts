import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DraftShelf, stateOrder, type ShelvedDraft } from '../../../src/editor/drafts/draftShelf.js';
import { type DraftState } from '../../../src/outbox/draftState.js';

interface Entry extends ShelvedDraft {
  readonly uri: string;
}

let readings = 0;
const local: DraftState = { kind: 'local', gone: false };
const copy = { messageId: 'm' };

function entry(uri: string, modified: number, state: DraftState = local, id?: string): Entry {
  const draft = { header: id === undefined ? {} : { id } };
  return { uri, modified, state, draft, reading: ++readings };
}

const names = (shelf: DraftShelf<Entry>, kind: DraftState['kind'], most?: number) =>
  shelf.group(kind, most).map(({ uri }) => uri);

describe('the order of the drafts', () => {
  it('puts what needs a person first, and what was sent last', () => {
    assert.deepEqual(stateOrder, [
      'unknown',
      'conflict',
      'failed',
      'sending',
      'scheduled',
      'changed',
      'uploaded',
      'local',
      'sent',
    ]);
  });

  it('is newest first in each group', () => {
    const shelf = new DraftShelf<Entry>();
    for (const [uri, modified] of [
      ['old', 1],
      ['new', 3],
      ['middle', 2],
    ] as const)
      shelf.put(entry(uri, modified));
    assert.deepEqual(names(shelf, 'local'), ['new', 'middle', 'old']);
    assert.deepEqual(names(shelf, 'local', 2), ['new', 'middle']);
    assert.equal(shelf.count('local'), 3);
    assert.equal(shelf.count('sent'), 0);
  });

  it('of mails that are scheduled it is the next one first, of sent ones the last', () => {
    const shelf = new DraftShelf<Entry>();
    for (const until of [30, 10, 20])
      shelf.put(entry(`at${until}`, 99 - until, { kind: 'scheduled', copy, since: 0, until }));
    for (const day of ['2026-01-02', '2026-01-03', '2026-01-01'])
      shelf.put(entry(day, 0, { kind: 'sent', sentAt: `${day}T08:00:00Z` }));
    assert.deepEqual(names(shelf, 'scheduled'), ['at10', 'at20', 'at30']);
    assert.deepEqual(names(shelf, 'sent'), ['2026-01-03', '2026-01-02', '2026-01-01']);
  });

  it('keeps a draft that is written on at its place, until all are put in order', () => {
    const shelf = new DraftShelf<Entry>();
    for (const [uri, modified] of [
      ['a', 1],
      ['b', 2],
    ] as const)
      shelf.put(entry(uri, modified));
    assert.equal(shelf.put(entry('a', 5)), 'stays');
    assert.deepEqual(names(shelf, 'local'), ['b', 'a']);
    shelf.order();
    assert.deepEqual(names(shelf, 'local'), ['a', 'b']);
  });

  it('moves a draft whose state changed to the place of its time', () => {
    const shelf = new DraftShelf<Entry>();
    shelf.put(entry('a', 1));
    shelf.put(entry('b', 2, { kind: 'uploaded', copy, since: 0 }));
    assert.equal(shelf.put(entry('a', 3, { kind: 'uploaded', copy, since: 0 })), 'moved');
    assert.deepEqual(names(shelf, 'local'), []);
    assert.deepEqual(names(shelf, 'uploaded'), ['a', 'b']);
  });

  it('does not put back what an earlier reading saw', () => {
    const shelf = new DraftShelf<Entry>();
    const early = entry('a', 1);
    shelf.put(entry('a', 2, { kind: 'sent', sentAt: '2026-01-01T08:00:00Z' }));
    assert.equal(shelf.put(early), 'stale');
    assert.equal(shelf.get('a')?.state.kind, 'sent');
  });

  it('finds drafts by their ids, also when those change', () => {
    const shelf = new DraftShelf<Entry>();
    shelf.put(entry('a', 1, local, 'X'));
    shelf.put(entry('b', 1, local, 'X'));
    assert.deepEqual(
      shelf.withId('X').map(({ uri }) => uri),
      ['a', 'b'],
    );
    shelf.put(entry('b', 1, local, 'Y'));
    assert.deepEqual(
      shelf.withId('X').map(({ uri }) => uri),
      ['a'],
    );
    assert.equal(shelf.remove('a'), true);
    assert.equal(shelf.remove('a'), false);
    assert.deepEqual(shelf.withId('X'), []);
  });

  it('tells in which group a draft is', () => {
    const shelf = new DraftShelf<Entry>();
    shelf.put(entry('a', 1));
    shelf.put(entry('b', 1, { kind: 'uploaded', copy, since: 0 }));
    assert.deepEqual(
      [shelf.groupOf('a'), shelf.groupOf('b'), shelf.groupOf('c')],
      ['local', 'uploaded', undefined],
    );
    shelf.remove('b');
    assert.deepEqual(shelf.names(), ['local']);
  });

  it('holds after any changes what was put last, each once and in order', () => {
    const states: DraftState[] = [
      local,
      { kind: 'uploaded', copy, since: 0 },
      { kind: 'sent', sentAt: '2026-01-01T08:00:00Z' },
    ];
    const step = fc.tuple(
      fc.constantFrom(...'abcdef'),
      fc.nat(5),
      fc.option(fc.constantFrom(...states)),
      fc.boolean(),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const shelf = new DraftShelf<Entry>();
        const expected = new Map<string, DraftState['kind']>();
        for (const [uri, modified, state, all] of steps) {
          if (state) shelf.put(entry(uri, modified, state));
          else shelf.remove(uri);
          if (state) expected.set(uri, state.kind);
          else expected.delete(uri);
          if (all) shelf.order();
        }
        const shown = stateOrder.flatMap((kind) => names(shelf, kind).map((uri) => [uri, kind] as const));
        assert.deepEqual(new Map(shown), expected);
        assert.equal(shown.length, expected.size);
        assert.equal(shelf.size, expected.size);
        shelf.order();
        for (const kind of stateOrder) {
          const times = shelf.group(kind).map(({ modified }) => modified);
          if (kind !== 'sent')
            assert.deepEqual(
              times,
              [...times].sort((a, b) => b - a),
            );
        }
      }),
      { numRuns: 300 },
    );
  });
});
