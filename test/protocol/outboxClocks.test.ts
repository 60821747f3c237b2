import assert from 'node:assert/strict';
import { type Clock } from '../../src/clock.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type Transport, type WireResponse } from '../../src/wire.js';
import { draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const minute = 60_000;
const hour = 60 * minute;
const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 1500 });

/** Answers with other headers than the mailbox's. */
function withHeaders(change: (headers: WireResponse['headers']) => WireResponse['headers']): Transport {
  return async (request, signal) => {
    const answer = await http(request, signal);
    return { ...answer, headers: change(answer.headers) };
  };
}

describe('the outbox over loopback: two clocks', () => {
  let bench: OutboxBench;
  let window: Window;
  /** How far this computer's clock is ahead of the mailbox's, in milliseconds. */
  let ahead: number;

  const begin = async (by: number) => {
    ahead = by;
    const mailboxClock: Clock = { now: () => bench.clock.time - ahead, sleep: async () => undefined };
    bench = await OutboxBench.start({ clock: mailboxClock });
    window = bench.window();
  };
  afterEach(() => bench.close());

  /** This computer's clock is set. */
  const set = (by: number) => {
    ahead += by;
    bench.clock.time += by;
  };
  const pass = (milliseconds: number) => void (bench.clock.time += milliseconds);
  const settled = async ({ outbox }: Window = window) => {
    await outbox.settle(draftId);
    return (await outbox.state(draftId, job().mail)).kind;
  };
  /** Accepted, and deleted before it leaves: a request on its way might send it yet. */
  const sentAndDeleted = async () => {
    bench.sandbox.switches.sendDelay = 5 * minute;
    assert.equal((await window.outbox.send(job(), willing)).state.kind, 'sending');
    await window.mailbox.delete((await bench.draft()).id);
  };

  for (const by of [-300 * 24 * hour, -10 * hour, 0, 10 * hour])
    it(`wrong by ${by / hour} hours from the start: ten minutes are ten minutes`, async () => {
      await begin(by);
      await sentAndDeleted();
      pass(9 * minute);
      assert.equal(await settled(), 'unknown');
      pass(2 * minute);
      assert.equal(await settled(), 'local');
    });

  for (const by of [-10 * hour, 10 * hour, 300 * 24 * hour])
    it(`set by ${by / hour} hours meanwhile: counted anew by the next program, never shorter`, async () => {
      await begin(0);
      await sentAndDeleted();
      set(by);
      assert.equal(await settled(bench.window()), 'unknown');
      pass(9 * minute);
      assert.equal(await settled(bench.window()), 'unknown');
      pass(2 * minute);
      assert.equal(await settled(bench.window()), 'local');
    });

  const wrong: Record<string, (headers: WireResponse['headers']) => WireResponse['headers']> = {
    'without a date': (headers) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'date')),
    'with the date of another day': (headers) => ({
      ...headers,
      date: new Date(Date.parse(headers['date'] ?? '') + 24 * hour).toUTCString(),
    }),
    'with a date that is none': (headers) => ({ ...headers, date: 'soon' }),
    'with a date of no mailbox': (headers) => ({ ...headers, date: new Date(0).toUTCString() }),
    'that something between has kept': (headers) => ({ ...headers, age: '36000' }),
  };
  for (const [name, change] of Object.entries(wrong))
    it(`answers ${name} end nothing`, async () => {
      await begin(0);
      await sentAndDeleted();
      pass(minute);
      assert.equal(await settled(bench.window({ transport: withHeaders(change) })), 'unknown');
      pass(8 * minute);
      assert.equal(await settled(), 'unknown');
      pass(11 * minute);
      assert.equal(await settled(), 'local');
    });

  it('a time that is past by this computer alone is kept: the mail waits, and is not sent once more', async () => {
    await begin(10 * hour);
    const due = bench.clock.time - 9 * hour;
    const later = job({ sendAt: due });
    const { state } = await window.outbox.send(later, willing);
    assert.ok(state.kind === 'scheduled' && state.until === due, state.kind);
    assert.equal((await failureOf(window.outbox.send(later, willing))).code, 'send-scheduled');
    pass(hour);
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
    assert.equal((await bench.delivered()).length, 1);
  });

  it('a time that is to come by this computer alone goes at once, and a cancellation is too late', async () => {
    await begin(-10 * hour);
    const later = job({ sendAt: bench.clock.time + 9 * hour });
    assert.equal((await window.outbox.send(later, willing)).state.kind, 'sent');
    assert.equal((await failureOf(window.outbox.cancelScheduled(draftId))).code, 'already-sent');
  });

  it('what is told of a mail that waits follows the mailbox’s clock', async () => {
    await begin(-10 * hour);
    const due = bench.clock.time + 12 * hour;
    const later = job({ sendAt: due });
    await window.outbox.send(later, willing);
    const told = async () => (await window.outbox.state(draftId, later.mail)).kind;
    assert.equal(await told(), 'scheduled');
    pass(2 * hour + minute);
    assert.equal(await told(), 'sending');
  });
});
