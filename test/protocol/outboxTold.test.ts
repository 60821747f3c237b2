import assert from 'node:assert/strict';
import { draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const isSend = /\/send$/;

describe('the outbox over loopback: a person says what became of a mail', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  /** The mailbox hears nothing of the request, and can't tell that from a mail that waits. */
  const unknown = async () => {
    bench.fault({ when: { method: 'POST', path: isSend, nth: 1 }, do: 'dropBeforeCommit' });
    const { state } = await window.outbox.send(job(), willing);
    assert.equal(state.kind, 'unknown');
    assert.deepEqual(await window.outbox.evidence(draftId), { kind: 'draft' });
  };
  const state = (change: Parameters<typeof job>[0] = {}) => window.outbox.state(draftId, job(change).mail);

  it('that it was sent: it is sent by that word, and is not sent again', async () => {
    await unknown();
    const told = await window.outbox.tell(draftId, 'sent');
    assert.ok(told.kind === 'sent' && told.told);
    assert.deepEqual(await bench.window().outbox.state(draftId), told, 'it is on disk');
    for (const work of [() => window.outbox.send(job(), willing), () => window.outbox.upload(job())])
      assert.equal((await failureOf(work())).code, 'already-sent');
    assert.equal((await failureOf(window.outbox.tell(draftId, 'not-sent'))).code, 'nothing-open');
    assert.equal(bench.on('POST', isSend).length, 1);
  });

  it('that it was not sent: it can be changed and sent, once', async () => {
    await unknown();
    const told = await window.outbox.tell(draftId, 'not-sent');
    assert.ok(told.kind === 'failed' && told.code === 'told-not-sent');
    assert.equal((await state()).kind, 'failed');
    assert.equal((await window.outbox.send(job({ subject: 'Better' }), willing)).state.kind, 'sent');
    assert.deepEqual(
      (await bench.delivered()).map(({ content }) => content.subject),
      ['Better'],
    );
    assert.deepEqual(await bench.drafts(), []);
  });

  it('that it was not sent, of one that was deleted in Outlook: it is local', async () => {
    await unknown();
    await bench.window().mailbox.delete((await bench.draft()).immutableId);
    assert.deepEqual(await window.outbox.evidence(draftId), { kind: 'deleted' });
    await window.outbox.tell(draftId, 'not-sent');
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    await bench.draft();
  });

  it('the evidence of one that left is that it left, and of a mailbox that is away none', async () => {
    await unknown();
    await bench.window().mailbox.send((await bench.draft()).immutableId);
    assert.equal((await window.outbox.evidence(draftId))?.kind, 'sent');
    assert.equal((await state()).kind, 'unknown', 'a look writes nothing down');
    await bench.closeServer();
    assert.deepEqual(await window.outbox.evidence(draftId), { kind: 'unreachable' });
  });

  it('nothing is to be said of a mail whose outcome is known, or that is being sent', async () => {
    assert.equal((await failureOf(window.outbox.tell(draftId, 'sent'))).code, 'nothing-open');
    const hold = async () => {
      assert.equal((await failureOf(bench.window().outbox.tell(draftId, 'sent'))).code, 'draft-busy');
      return false;
    };
    await window.outbox.send(job(), { ...willing, hold });
    assert.equal((await failureOf(window.outbox.tell(draftId, 'sent'))).code, 'nothing-open');
  });

  it('without a draft and without a copy: only a person can tell', async () => {
    for (const outcome of ['sent', 'not-sent'] as const) {
      const own = await OutboxBench.start();
      try {
        own.fault({ when: { method: 'POST', nth: 1 }, do: 'dropBeforeCommit' });
        const { outbox } = own.window();
        const screen = { ...willing, confirm: async () => 'unsaved' as const };
        const sent = await outbox.sendDirectly(job(), screen);
        assert.ok(sent.state.kind === 'unknown' && sent.state.untold);
        assert.equal(await outbox.evidence(draftId), undefined);
        assert.equal((await outbox.tell(draftId, outcome)).kind, outcome === 'sent' ? 'sent' : 'local');
      } finally {
        await own.close();
      }
    }
  });

  it('a refusal keeps its reason in words', async () => {
    bench.fault({ when: { method: 'POST', path: isSend }, do: 'mailboxFull' });
    await failureOf(window.outbox.send(job(), willing));
    const failed = await state();
    assert.ok(failed.kind === 'failed');
    assert.deepEqual(
      failed.why?.map(({ text }) => text),
      ['The mailbox is full.', 'Make room in the mailbox, then try again.'],
    );
  });
});
