import assert from 'node:assert/strict';
import { attachment, draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const isSend = /\/send$/;

describe('the outbox over loopback: sending', () => {
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

  it('an empty body of stated length, once; the state names the Sent copy', async () => {
    const outcome = await window.outbox.send(job(), willing);
    const [sent] = await bench.delivered();
    assert.ok(outcome.state.kind === 'sent' && sent);
    assert.equal(outcome.state.copy?.messageId, sent.immutableId);
    assert.equal(Date.parse(outcome.state.sentAt), sent.sent);
    const [request] = bench.on('POST', isSend);
    assert.equal(request?.body?.length, 0);
    assert.match(JSON.stringify(request?.headers), /"content-length":"0"/i);
    await assertSentOnce();
    const again = window.outbox.send(job({ subject: 'Changed' }), willing);
    assert.equal((await failureOf(again)).code, 'already-sent');
    await assertSentOnce();
  });

  it('what was changed since the upload goes out as changed', async () => {
    await window.outbox.upload(job({ attachments: [attachment('a.txt', 'one')] }));
    const second = job({ html: '<p>New</p>', attachments: [attachment('a.txt', 'two')] });
    assert.equal((await window.outbox.send(second, willing)).state.kind, 'sent');
    const [sent] = await bench.delivered();
    assert.ok(sent);
    assert.equal(sent.content.body.original, '<p>New</p>');
    assert.deepEqual(await bench.attachmentBytes(sent), { 'a.txt': 'two' });
  });

  for (const immutableIdOnSend of ['kept', 'changed'] as const)
    it(`settles a mail that waits in Drafts (id ${immutableIdOnSend})`, async () => {
      Object.assign(bench.sandbox.switches, { immutableIdOnSend, sendDelay: 5000 });
      const { state } = await window.outbox.send(job(), willing);
      assert.equal(state.kind, 'sent');
      await assertSentOnce();
    });

  it('accepted and queued for long: sending at first, sent when it left', async () => {
    bench.sandbox.switches.sendDelay = 10 * 60_000;
    const { state } = await window.outbox.send(job(), willing);
    assert.ok(state.kind === 'sending' && state.accepted);
    bench.clock.time += 11 * 60_000;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
    await assertSentOnce();
  });

  it('a draft that has just got its id is not looked for before it is made; any other is', async () => {
    const reads = () => bench.on('GET').filter(({ path }) => /filter/.test(path)).length;
    await window.outbox.send({ ...job(), fresh: true }, willing);
    const requests = bench.sandbox.exchanges.map(({ method, path }) =>
      `${method} ${path.replace(/^.*(?:messages|Folders)/, '').replace(/^\?.*filter.*/, '(by tag)')}`
        .replace(/ \/[^/?]{30,}|\?.*/g, ' ')
        .trim(),
    );
    // The two looks at the last moment go side by side.
    assert.deepEqual(requests.slice(1, 3).sort(), ['GET', 'GET (by tag)']);
    assert.deepEqual([requests[0], ...requests.slice(3)], ['POST', 'POST /send', 'GET', 'GET /sentitems']);
    await assertSentOnce();
    await window.outbox.upload({ ...job(), id: '01ARZ3NDEKTSV4RRFFQ69G5FAW' });
    assert.equal(reads(), 2);
  });

  it('confirmation declined: a copy is there, nothing is sent', async () => {
    const screen = { ...willing, confirm: async () => false };
    const outcome = await window.outbox.send(job(), screen);
    assert.deepEqual([outcome.kind, outcome.state.kind], ['cancelled', 'uploaded']);
    await assertNothingSent();
    assert.equal(bench.on('POST', isSend).length, 0);
  });

  it('undone while it is held: nothing is sent, and a send later goes out once', async () => {
    const screen = { ...willing, hold: async () => false };
    const outcome = await window.outbox.send(job(), screen);
    assert.deepEqual([outcome.kind, outcome.state.kind], ['cancelled', 'uploaded']);
    await assertNothingSent();
    assert.equal((await window.outbox.send(job(), willing)).state.kind, 'sent');
    await assertSentOnce();
  });
});
