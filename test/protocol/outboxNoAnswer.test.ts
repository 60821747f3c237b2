import assert from 'node:assert/strict';
import { Failure, sentence } from '../../src/failure.js';
import { type SendScreen } from '../../src/outbox/outbox.js';
import { draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const isSend = /\/send$/;

describe('the outbox over loopback: a send without an answer', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  const assertSentOnce = async () => {
    assert.equal((await bench.delivered()).length, 1);
    assert.deepEqual(await bench.drafts(), []);
    assert.equal(bench.on('POST', isSend).length, 1);
  };
  const assertNothingSent = async () => {
    assert.deepEqual(await bench.delivered(), []);
    await bench.draft();
  };

  for (const action of ['dropAfterCommit', 'gatewayTimeoutAfterCommit', 'hangAfterCommit'] as const)
    it(`${action}: the mailbox shows that it was sent, and no second request goes out`, async () => {
      bench.fault({ when: { path: isSend }, do: action });
      assert.equal((await window.outbox.send(job(), willing)).state.kind, 'sent');
      await assertSentOnce();
    });

  for (const action of [
    'dropBeforeCommit',
    'gatewayTimeout',
    'throttle',
    'unavailable',
    'htmlErrorPage',
  ] as const)
    it(`${action}: not known, never sent again by itself, sent once when the person says so`, async () => {
      bench.fault({ when: { path: isSend, nth: 1 }, do: action });
      const { state } = await window.outbox.send(job(), willing);
      assert.ok(state.kind === 'unknown' && !state.accepted);
      assert.equal((await window.outbox.settle(draftId))?.state.kind, 'unknown');
      const declined = await window.outbox.send(job(), willing);
      assert.deepEqual([declined.kind, declined.state.kind], ['cancelled', 'unknown']);
      assert.equal(bench.on('POST', isSend).length, 1);
      await assertNothingSent();
      const shown: unknown[] = [];
      const insisting: SendScreen = { ...willing, confirm: async (again) => shown.push(again?.kind) > 0 };
      assert.equal((await window.outbox.send(job(), insisting)).state.kind, 'sent');
      assert.deepEqual(shown, ['draft']);
      assert.equal((await bench.delivered()).length, 1);
      assert.equal(bench.on('POST', isSend).length, 2);
    });

  describe('sent again by a person', () => {
    const insisting: SendScreen = { ...willing, confirm: async () => true };
    beforeEach(async () => {
      bench.fault({ when: { path: isSend, nth: 1 }, do: 'dropBeforeCommit' });
      await window.outbox.send(job(), willing);
    });

    it('not in an earlier version than the one that is seen', async () => {
      const failure = await failureOf(window.outbox.send(job({ html: '<p>Mended</p>' }), insisting));
      assert.equal(failure.code, 'send-unsettled-changed');
      await assertNothingSent();
      assert.equal((await window.outbox.send(job(), insisting)).state.kind, 'sent');
    });

    it('not as it was changed elsewhere', async () => {
      const { immutableId } = await bench.draft();
      await bench.window().mailbox.update(immutableId, { subject: 'Mine' });
      const failure = await failureOf(window.outbox.send(job(), insisting));
      assert.equal(failure.code, 'send-unsettled-changed');
      await assertNothingSent();
    });

    it('not when it left while the person was asked', async () => {
      const { immutableId } = await bench.draft();
      const late = {
        ...insisting,
        confirm: async () => (await bench.window().mailbox.send(immutableId), true),
      };
      assert.equal((await window.outbox.send(job(), late)).state.kind, 'sent');
      assert.equal((await bench.delivered()).length, 1);
    });
  });

  it('an upload does not touch a mail whose sending is not settled', async () => {
    bench.fault({ when: { path: isSend }, do: 'dropBeforeCommit' });
    await window.outbox.send(job(), willing);
    bench.forgetExchanges();
    assert.equal((await failureOf(window.outbox.upload(job({ subject: 'New' })))).code, 'send-unsettled');
    assert.equal((await failureOf(window.outbox.discard(draftId, job().mailbox))).code, 'send-unsettled');
    assert.deepEqual(bench.writes(), []);
  });

  it('silence of the mailbox: an answer comes within 30 seconds, and it is not "failed"', async () => {
    await window.outbox.upload(job());
    bench.clock.limitStrikes = 100;
    bench.fault({ when: { path: isSend }, do: 'hang' });
    const started = bench.clock.now();
    const { state } = await window.outbox.send(job(), willing);
    assert.equal(state.kind, 'unknown');
    assert.ok(bench.clock.now() - started <= 60_000);
    bench.clock.limitStrikes = undefined;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'unknown');
  });

  it('the mailbox is gone after the request: unknown, and settled when it is back', async () => {
    bench.fault({ when: { path: isSend }, do: 'dropAfterCommit' });
    let gone = false;
    const screen = { ...willing, sending: () => (gone = true) };
    const token = async () => {
      if (gone && bench.on('POST', isSend).length > 0) throw new Failure('sign-in-expired', sentence('x'));
      return 'token-you';
    };
    const here = bench.window({ token });
    assert.equal((await here.outbox.send(job(), screen)).state.kind, 'unknown');
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
    await assertSentOnce();
  });
});
