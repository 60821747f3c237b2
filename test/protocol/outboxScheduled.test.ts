import assert from 'node:assert/strict';
import { createHttpTransport } from '../../src/graph/http.js';
import {
  attachment,
  draftId,
  failureOf,
  job,
  jsonOf,
  OutboxBench,
  type Window,
  willing,
} from './outboxBench.js';

const isSend = /\/send$/;
const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 1500 });
const hour = 60 * 60_000;
const deferredSend = 'SystemTime 0x3FEF';

describe('the outbox over loopback: sending later', () => {
  let bench: OutboxBench;
  let window: Window;
  let due: number;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
    due = bench.clock.time + 2 * hour;
  });
  afterEach(() => bench.close());

  const later = (change: Parameters<typeof job>[0] = {}) => job({ sendAt: due, ...change });
  const state = async () => (await window.outbox.state(draftId, later().mail)).kind;
  const timesOn = (method: string, path?: RegExp) =>
    bench.on(method, path).map((request) => {
      const list = jsonOf(request)['singleValueExtendedProperties'] as { id: string; value: string }[];
      return Object.fromEntries(
        list.filter(({ id }) => /^SystemTime/.test(id)).map(({ id, value }) => [id, value]),
      );
    });
  const assertDelivered = async (count: number) => {
    assert.equal((await bench.delivered()).length, count);
    assert.ok(bench.on('POST', isSend).length <= Math.max(count, 1));
  };

  it('the draft carries its time, is accepted once, and waits in Drafts until then', async () => {
    const outcome = await window.outbox.send(later(), willing);
    assert.ok(outcome.state.kind === 'scheduled' && outcome.state.until === due);
    const value = new Date(due).toISOString().replace('.000Z', 'Z');
    assert.deepEqual(timesOn('POST', /\/messages$/), [{ [deferredSend]: value, 'SystemTime 0x000F': value }]);
    assert.ok(bench.clock.time < due - hour, 'nobody waited for it');
    await bench.draft();
    await assertDelivered(0);

    bench.clock.time = due - 1;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'scheduled');
    bench.clock.time = due;
    assert.equal(await state(), 'sending');
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
    await assertDelivered(1);
    const [sent] = await bench.delivered();
    assert.equal(sent?.sent, due);
    assert.equal((await failureOf(window.outbox.send(later(), willing))).code, 'already-sent');
    await assertDelivered(1);
  });

  for (const immutableIdOnSend of ['kept', 'changed'] as const)
    it(`another window, started after its time, finds it sent (id ${immutableIdOnSend})`, async () => {
      bench.sandbox.switches.immutableIdOnSend = immutableIdOnSend;
      await window.outbox.send(later(), willing);
      bench.clock.time = due + hour;
      const next = bench.window();
      assert.equal((await next.outbox.settle(draftId))?.state.kind, 'sent');
      await assertDelivered(1);
    });

  it('a time that is past goes at once', async () => {
    const past = job({ sendAt: bench.clock.time - hour });
    assert.equal((await window.outbox.send(past, willing)).state.kind, 'sent');
    await assertDelivered(1);
  });

  it('while it waits, neither upload nor send touches it, whatever the file says', async () => {
    await window.outbox.send(later(), willing);
    bench.forgetExchanges();
    for (const changed of [later(), later({ html: '<p>New</p>' }), job()]) {
      assert.equal((await failureOf(window.outbox.upload(changed))).code, 'send-scheduled');
      assert.equal((await failureOf(window.outbox.send(changed, willing))).code, 'send-scheduled');
    }
    assert.deepEqual(bench.writes(), []);
    assert.equal(await state(), 'scheduled');
  });

  it('cancelled: the copy is deleted, the draft is local, and can be scheduled anew', async () => {
    await window.outbox.send(later(), willing);
    assert.deepEqual(await window.outbox.cancelScheduled(draftId), { kind: 'local', gone: false });
    assert.deepEqual(await bench.drafts(), []);
    bench.clock.time = due + hour;
    await assertDelivered(0);
    due = bench.clock.time + hour;
    assert.equal((await window.outbox.send(later(), willing)).state.kind, 'scheduled');
    bench.clock.time = due;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
    assert.equal((await bench.delivered()).length, 1);
  });

  it('discarding the mailbox copy of a mail that waits cancels it', async () => {
    await window.outbox.send(later(), willing);
    const reference = later().mailbox;
    assert.equal((await window.outbox.discard(draftId, reference)).kind, 'local');
    bench.clock.time = due + hour;
    await assertDelivered(0);
  });

  for (const immutableIdOnSend of ['kept', 'changed'] as const)
    it(`cancelled while it leaves (id ${immutableIdOnSend}): it counts as sent, and is not sent again`, async () => {
      bench.sandbox.switches.immutableIdOnSend = immutableIdOnSend;
      await window.outbox.send(later(), willing);
      bench.clock.time = due - 1000;
      // The last look still shows a draft; when the request to delete it arrives, the mail has left.
      const racing = bench.window({
        transport: async (request, signal) => {
          if (request.method === 'DELETE') bench.clock.time = due + 1000;
          return http(request, signal);
        },
      });
      const after = await racing.outbox.cancelScheduled(draftId);
      assert.ok(['sent', 'unknown'].includes(after.kind), after.kind);
      bench.clock.time += hour;
      await window.outbox.settle(draftId);
      assert.equal(await state(), 'sent');
      assert.equal((await failureOf(window.outbox.send(later(), willing))).code, 'already-sent');
      assert.equal(bench.on('POST', isSend).length, 1);
    });

  it('nothing is cancelled that does not wait', async () => {
    assert.equal((await failureOf(window.outbox.cancelScheduled(draftId))).code, 'nothing-held');
    await window.outbox.upload(later());
    assert.equal((await failureOf(window.outbox.cancelScheduled(draftId))).code, 'nothing-held');
    await bench.draft();
    await window.outbox.send(later(), willing);
    bench.clock.time = due;
    assert.equal((await failureOf(window.outbox.cancelScheduled(draftId))).code, 'already-sent');
    await assertDelivered(1);
  });

  it('deleted in Outlook while it waited: it does not go, and the draft is local', async () => {
    await window.outbox.send(later(), willing);
    const { immutableId } = await bench.draft();
    await window.mailbox.delete(immutableId);
    assert.deepEqual((await window.outbox.settle(draftId))?.state, { kind: 'local', gone: true });
    bench.clock.time = due + hour;
    await assertDelivered(0);
  });

  it('the answer is lost: unknown, not sent again before its time, sent when it left', async () => {
    bench.fault({ when: { path: isSend }, do: 'dropAfterCommit' });
    const { state: first } = await window.outbox.send(later(), willing);
    assert.ok(first.kind === 'unknown' && first.until === due);
    const again = { ...willing, confirm: async () => true };
    assert.equal((await failureOf(window.outbox.send(later(), again))).code, 'schedule-unsettled');
    bench.clock.time = due;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
    await assertDelivered(1);
  });

  it('the answer is lost, and the mail is cancelled to be sure: it can be sent anew', async () => {
    bench.fault({ when: { path: isSend, nth: 1 }, do: 'dropBeforeCommit' });
    await window.outbox.send(later(), willing);
    assert.equal((await window.outbox.cancelScheduled(draftId)).kind, 'local');
    assert.equal((await window.outbox.send(later(), willing)).state.kind, 'scheduled');
    bench.clock.time = due;
    await window.outbox.settle(draftId);
    assert.equal((await bench.delivered()).length, 1);
  });

  it('another time is an update; none at all makes the copy anew, without the time', async () => {
    const files = [attachment('a.txt', 'one')];
    await window.outbox.upload(job({ attachments: files }));
    await window.outbox.upload(later({ attachments: files }));
    due += hour;
    await window.outbox.upload(later({ attachments: files }));
    const value = new Date(due).toISOString().replace('.000Z', 'Z');
    assert.equal(timesOn('PATCH').length, 2);
    assert.equal(timesOn('PATCH').at(-1)?.[deferredSend], value);
    assert.equal(bench.on('POST', /\/messages$/).length, 1);
    assert.equal((await window.outbox.send(job({ attachments: files }), willing)).state.kind, 'sent');
    assert.equal(bench.on('POST', /\/messages$/).length, 2);
    assert.deepEqual(timesOn('POST', /\/messages$/), [{}, {}]);
    await assertDelivered(1);
  });

  it('a copy of another machine that has a time may wait to be sent: it is cancelled before it is made anew', async () => {
    await window.outbox.upload(later());
    const other = bench.window({ folder: `${bench.folder}/other` });
    assert.equal((await other.outbox.send(job(), willing)).state.kind, 'unknown');
    assert.equal((await failureOf(other.outbox.send(job(), willing))).code, 'schedule-unsettled');
    assert.equal((await other.outbox.cancelScheduled(draftId)).kind, 'local');
    assert.equal((await other.outbox.send(job(), willing)).state.kind, 'sent');
    await assertDelivered(1);
    assert.equal((await bench.drafts()).length, 0);
  });
});
