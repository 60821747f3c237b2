import assert from 'node:assert/strict';
import fc from 'fast-check';
import { departureTime, stateOf } from '../../../src/outbox/draftState.js';
import { positionOf } from '../../../src/outbox/ledgerPosition.js';
import { due, entries, type StateWord, stepNames, type StepName, wordFor } from './steps.js';

/** After every step, before the time of a mail for later. */
const now = 100;

/** How each position is reached. */
const ways: Record<string, readonly StepName[]> = {
  none: [],
  gone: ['uploaded', 'gone'],
  creating: ['creating'],
  uploaded: ['creating', 'uploaded'],
  'uploaded pending': ['creating', 'uploaded', 'updating'],
  'uploaded conflict': ['creating', 'uploaded', 'conflict'],
  'uploaded failed': ['creating', 'uploaded', 'holding', 'sending', 'send-failed'],
  holding: ['creating', 'uploaded', 'holding'],
  sending: ['creating', 'uploaded', 'holding', 'sending'],
  accepted: ['creating', 'uploaded', 'holding', 'sending', 'accepted'],
  scheduled: ['creating', 'uploaded', 'holding', 'sending', 'scheduled'],
  cancelling: ['creating', 'uploaded', 'holding', 'sending', 'scheduled', 'cancelling'],
  posting: ['posting'],
  posted: ['posting', 'accepted'],
  sent: ['creating', 'uploaded', 'holding', 'sending', 'accepted', 'sent'],
  discarding: ['creating', 'uploaded', 'discarding'],
};

/** Where each step leads, whatever was before. Absent: it needs a known copy. */
const always: Partial<Record<StepName, string>> = {
  creating: 'creating',
  'create-refused': 'none',
  discarded: 'none',
  gone: 'gone',
  uploaded: 'uploaded',
  posting: 'posting',
  sent: 'sent',
};
/** Where the other steps lead from a position with a known copy; without one they change nothing. */
const withCopy: Partial<Record<StepName, string>> = {
  updating: 'uploaded pending',
  conflict: 'uploaded conflict',
  holding: 'holding',
  released: 'uploaded',
  sending: 'sending',
  'send-failed': 'uploaded failed',
  discarding: 'discarding',
};
const withoutCopy = ['none', 'gone', 'creating', 'posting', 'posted', 'sent'];

function expected(position: string, step: StepName): string {
  const fixed = always[step];
  if (fixed !== undefined) return fixed;
  if (step === 'accepted' && position.startsWith('post')) return 'posted';
  if (withoutCopy.includes(position)) return position;
  const open = position === 'sending' || position === 'accepted';
  if (step === 'scheduled') return open ? 'scheduled' : position;
  if (step === 'cancelling') return open || position === 'scheduled' ? 'cancelling' : position;
  if (step === 'accepted') return open ? 'accepted' : position;
  // A file comes or goes within an update: where the draft stands stays the same.
  if (step === 'attached' || step === 'detached') return position;
  if (step === 'swept' || step === 'looked') return position;
  const to = withCopy[step] ?? assert.fail(step);
  // An update that did not end is remembered until the next `uploaded`.
  const keepsPending =
    position === 'uploaded pending' && to.startsWith('uploaded') && !to.includes('pending');
  return keepsPending ? to.replace('uploaded', 'uploaded pending') : to;
}

describe('where a draft stands by its ledger', () => {
  for (const [position, way] of Object.entries(ways)) {
    it(`${position} is reached by ${way.join(', ') || 'nothing'}`, () => {
      assert.equal(wordFor(way), position);
    });
    for (const step of stepNames)
      it(`${position}, then ${step}: ${expected(position, step)}`, () => {
        assert.equal(wordFor([...way, step]), expected(position, step));
      });
  }

  it('the copy is the last one uploaded, and a pending update the last one begun', () => {
    const list = entries('uploaded', 'updating', 'updating');
    const position = positionOf(list);
    assert.ok(position.kind === 'uploaded');
    assert.equal(position.copy.last, list[0]);
    assert.equal(position.copy.pending, list[2]);
  });

  it('knows the files that came and went since the last upload', () => {
    const filesOf = (...names: readonly StepName[]) => {
      const position = positionOf(entries(...names));
      return 'copy' in position ? position.copy.last.files : undefined;
    };
    assert.deepEqual(filesOf('uploaded', 'updating', 'attached'), [{ key: 'f1', attachmentId: 'a1' }]);
    assert.deepEqual(filesOf('uploaded', 'attached', 'attached'), [{ key: 'f1', attachmentId: 'a1' }]);
    assert.deepEqual(filesOf('uploaded', 'updating', 'attached', 'detached'), []);
    assert.deepEqual(filesOf('uploaded', 'attached', 'uploaded'), []);
    assert.equal(filesOf('creating', 'attached'), undefined);
  });

  it('what was sent is never "unsent" by a step that speaks of a copy', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stepNames)), (names) => {
        const about = names.filter((name) => always[name] === undefined);
        assert.equal(wordFor([...(ways.sent ?? []), ...about]), 'sent');
      }),
    );
  });

  it('any ledger, torn anywhere, has a position and a state', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stepNames)), fc.boolean(), (names, busy) => {
        const state = stateOf(entries(...names), 'h1', busy, now);
        assert.ok(state.kind.length > 0);
        const last = names.filter((name) => name === 'sent' || always[name] !== undefined).at(-1);
        if (state.kind === 'sent') assert.equal(last, 'sent');
      }),
    );
  });
});

describe('the state that a ledger tells', () => {
  const stateAt = (names: readonly StepName[], at: number) => stateOf(entries(...names), 'h1', false, at);
  type Row = readonly [position: string, equal: StateWord, changed: StateWord, busy: StateWord];
  const table: readonly Row[] = [
    ['none', 'local', 'local', 'local'],
    ['gone', 'local', 'local', 'local'],
    ['creating', 'local', 'local', 'local'],
    ['uploaded', 'uploaded', 'changed', 'uploaded'],
    ['uploaded pending', 'changed', 'changed', 'changed'],
    ['uploaded conflict', 'conflict', 'conflict', 'conflict'],
    ['uploaded failed', 'failed', 'changed', 'failed'],
    // Closing the window while a mail is held leaves it unsent.
    ['holding', 'uploaded', 'uploaded', 'sending'],
    ['sending', 'unknown', 'unknown', 'sending'],
    ['accepted', 'unknown', 'unknown', 'sending'],
    ['scheduled', 'scheduled', 'scheduled', 'scheduled'],
    // It may have been deleted already.
    ['cancelling', 'unknown', 'unknown', 'scheduled'],
    ['posting', 'unknown', 'unknown', 'sending'],
    ['posted', 'unknown', 'unknown', 'sending'],
    ['sent', 'sent', 'sent', 'sent'],
    ['discarding', 'uploaded', 'uploaded', 'uploaded'],
  ];

  it('has a row for each position', () => {
    assert.deepEqual(
      table.map(([position]) => position),
      Object.keys(ways),
    );
  });

  for (const [position, equal, changed, busy] of table)
    it(`${position}: ${equal}; file changed: ${changed}; somebody works on it: ${busy}`, () => {
      const list = entries(...(ways[position] ?? []));
      assert.equal(stateOf(list, 'h1', false, now).kind, equal);
      assert.equal(stateOf(list, undefined, false, now).kind, equal);
      assert.equal(stateOf(list, 'other', false, now).kind, changed);
      assert.equal(stateOf(list, 'h1', true, now).kind, busy);
    });

  it('a mail for later is scheduled until its time, then on its way, then open', () => {
    const names = ways['scheduled'] ?? [];
    const state = stateAt(names, due - 1);
    assert.ok(state.kind === 'scheduled' && state.until === due);
    assert.equal(stateAt(names, due).kind, 'sending');
    assert.equal(stateAt(names, due + departureTime - 1).kind, 'sending');
    assert.equal(stateAt(names, due + departureTime).kind, 'unknown');
  });

  it('one that was being cancelled is open, and known to have been accepted where it was', () => {
    const way = ways['cancelling'] ?? [];
    assert.deepEqual(
      [due - 1, due].map((at) => {
        const state = stateAt(way, at);
        return state.kind === 'unknown' ? [state.accepted, state.until] : assert.fail(state.kind);
      }),
      [
        [true, due],
        [true, undefined],
      ],
    );
  });

  it('a send for later that was not answered can be cancelled until its time', () => {
    const until = (at: number) => {
      const state = stateAt(ways['sending'] ?? [], at);
      return state.kind === 'unknown' ? state.until : assert.fail(state.kind);
    };
    assert.deepEqual([until(due - 1), until(due)], [due, undefined]);
  });

  it('a mail without a draft: nothing can tell, where no copy is kept and no answer came', () => {
    const unsaved = entries('posting').map((entry) => ({ ...entry, saved: false }));
    const untold = { kind: 'unknown', since: 0, accepted: false, untold: true };
    assert.deepEqual(stateOf(unsaved, 'h1', false, now), untold);
    assert.deepEqual(stateAt(['posting'], now), { kind: 'unknown', since: 0, accepted: false });
  });

  it('tells of a copy that was deleted elsewhere', () => {
    assert.deepEqual(stateOf(entries('uploaded', 'gone'), 'h1', false, now), { kind: 'local', gone: true });
    assert.deepEqual(stateOf(entries('uploaded', 'discarded'), 'h1', false, now), {
      kind: 'local',
      gone: false,
    });
  });

  it('carries the copy, its link, since when, and the code of a failure', () => {
    const copy = { messageId: 'id', webLink: 'https://mail.example/id' };
    assert.deepEqual(stateOf(entries('uploaded'), 'h1', false, now), { kind: 'uploaded', copy, since: 0 });
    assert.deepEqual(stateOf(entries('uploaded', 'sending', 'accepted'), 'h1', false, due), {
      kind: 'unknown',
      copy,
      since: 1,
      accepted: true,
    });
    assert.deepEqual(stateOf(entries('uploaded', 'sending', 'send-failed'), 'h1', false, now), {
      kind: 'failed',
      copy,
      since: 2,
      code: 'refused',
    });
    assert.deepEqual(stateOf(entries('sent'), 'h1', false, now), {
      kind: 'sent',
      sentAt: '2026-01-05T09:00:00Z',
      copy: { messageId: 'id' },
    });
  });
});
