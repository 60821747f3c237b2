import assert from 'node:assert/strict';
import { createHttpTransport } from '../../src/graph/http.js';
import { type FaultAction } from '../../src/sandbox/faults.js';
import { type Transport } from '../../src/wire.js';
import { attachment, draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

/** What an update comes to without an answer, and whether it was carried out. */
const unanswered: readonly [name: string, action: FaultAction, done: boolean][] = [
  ['a connection that breaks off before it', 'dropBeforeCommit', false],
  ['a connection that breaks off after it', 'dropAfterCommit', true],
  ['silence after it', 'hangAfterCommit', true],
  ['504', 'gatewayTimeout', false],
  ['504 after it', 'gatewayTimeoutAfterCommit', true],
  ['503', 'unavailable', false],
  ['429', 'throttle', false],
  ['401', 'unauthorized', false],
  ['412', 'preconditionFailedOnce', false],
];

describe('the outbox over loopback: an update without an answer', () => {
  let bench: OutboxBench;
  let window: Window;
  /** What a person does in Outlook as soon as a request that writes was not answered. */
  let meanwhile: (() => Promise<unknown>) | undefined;

  beforeEach(async () => {
    bench = await OutboxBench.start();
    meanwhile = undefined;
    const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 300 });
    const outlook = async () => {
      const act = meanwhile;
      meanwhile = undefined;
      await act?.();
    };
    const transport: Transport = async (request, signal) => {
      const answered = await http(request, signal).then(
        (answer) => ({ answer, lost: answer.status >= 400 }),
        (error: unknown) => ({ error, lost: true }),
      );
      if (answered.lost && request.method !== 'GET') await outlook();
      if ('error' in answered) throw answered.error;
      return answered.answer;
    };
    window = bench.window({ transport });
  });
  afterEach(() => bench.close());

  const edit = async (subject: string) => {
    const { immutableId } = await bench.draft();
    await bench.window().mailbox.update(immutableId, { subject });
  };
  const subject = async () => (await bench.draft()).content.subject;

  for (const [name, action, done] of unanswered) {
    it(`${name}: it is looked for, and made again only where it was not carried out`, async () => {
      await window.outbox.upload(job());
      bench.forgetExchanges();
      bench.fault({ when: { method: 'PATCH', nth: 1 }, do: action });
      const second = job({ subject: 'Second', html: '<p>Other words</p>' });
      assert.equal((await window.outbox.upload(second)).kind, 'uploaded');
      assert.equal(await subject(), 'Second');
      assert.equal(bench.on('PATCH').length, done ? 1 : 2);
      assert.equal((await window.outbox.send(second, willing)).state.kind, 'sent');
    });

    it(`${name}: words that were typed in Outlook meanwhile stay, and it is a conflict`, async () => {
      await window.outbox.upload(job());
      bench.forgetExchanges();
      bench.fault({ when: { method: 'PATCH', nth: 1 }, do: action });
      meanwhile = () => edit('Mine');
      const second = job({ subject: 'Second', html: '<p>Other words</p>' });
      assert.equal((await window.outbox.upload(second)).kind, 'conflict');
      assert.equal(await subject(), 'Mine');
      assert.equal((await window.outbox.send(second, willing)).state.kind, 'conflict');
      assert.deepEqual([await subject(), (await bench.delivered()).length], ['Mine', 0]);
    });
  }

  it('a copy that was saved in Outlook meanwhile, with the same words, is no conflict', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'dropAfterCommit' });
    meanwhile = async () =>
      bench.window().mailbox.update((await bench.draft()).immutableId, { categories: ['seen'] });
    const second = job({ subject: 'Second' });
    assert.equal((await window.outbox.upload(second)).kind, 'uploaded');
    await window.outbox.upload(job({ subject: 'Third' }));
    assert.deepEqual(
      (await bench.draft()).content.categories,
      [],
      'what nobody here wrote is not taken for ours',
    );
  });

  it('a copy that was sent in Outlook meanwhile is sent, and not written to', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'dropBeforeCommit' });
    meanwhile = async () => bench.window().mailbox.send((await bench.draft()).immutableId);
    const outcome = await window.outbox.send(job({ subject: 'Second' }), willing);
    assert.equal(outcome.state.kind, 'sent');
    const [sent, ...more] = await bench.delivered();
    assert.deepEqual([sent?.content.subject, more.length, bench.on('PATCH').length], ['Notes', 0, 1]);
  });

  it('a copy that was deleted in Outlook meanwhile is made anew, once', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'dropBeforeCommit' });
    meanwhile = async () => bench.window().mailbox.delete((await bench.draft()).immutableId);
    assert.equal((await window.outbox.upload(job({ subject: 'Second' }))).kind, 'uploaded');
    assert.equal(await subject(), 'Second');
  });

  it('it ends: a mailbox that never answers is told of after four tries', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH' }, do: 'unavailable' });
    const second = job({ subject: 'Second' });
    assert.equal((await failureOf(window.outbox.upload(second))).code, 'mailbox-unavailable');
    assert.equal(bench.on('PATCH').length, 4);
    assert.equal((await window.outbox.state(draftId, second.mail)).kind, 'changed');
  });

  it('a pause that the mailbox asks for is kept', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'throttle', retryAfter: 7 });
    const before = bench.clock.now();
    assert.equal((await window.outbox.upload(job({ subject: 'Second' }))).kind, 'uploaded');
    assert.ok(bench.clock.now() - before >= 7000);
  });

  it('updates that were given up one after another: the words of each are ours', async () => {
    await window.outbox.upload(job());
    const actions: [string, FaultAction][] = [
      ['Second', 'dropAfterCommit'],
      ['Third', 'mailboxFull'],
    ];
    for (const [given, action] of actions) {
      bench.fault({ when: { method: 'PATCH', nth: 1 }, do: action });
      // Nor can it be looked for.
      meanwhile = async () => bench.fault({ when: { method: 'GET' }, do: 'unavailable' });
      await failureOf(window.outbox.upload(job({ subject: given })));
      bench.sandbox.faults.length = 0;
    }
    assert.deepEqual([await subject(), bench.on('PATCH').length], ['Second', 2]);
    assert.equal((await window.outbox.upload(job({ subject: 'Fourth' }))).kind, 'uploaded');
    assert.equal(await subject(), 'Fourth');
  });

  describe('a deletion without an answer', () => {
    for (const [name, action, done] of unanswered.filter(([, each]) => each !== 'preconditionFailedOnce')) {
      it(`${name}: the copy is deleted once`, async () => {
        await window.outbox.upload(job());
        bench.fault({ when: { method: 'DELETE', nth: 1 }, do: action });
        assert.equal((await window.outbox.discard(draftId, job().mailbox)).kind, 'local');
        const [left] = await bench.messages();
        assert.equal(left?.folder, 'deleteditems');
        assert.equal(bench.on('DELETE').length, done ? 1 : 2);
      });

      if (!done)
        it(`${name}: what was typed in Outlook meanwhile is not deleted, and it is a conflict`, async () => {
          await window.outbox.upload(job());
          bench.fault({ when: { method: 'DELETE', nth: 1 }, do: action });
          meanwhile = () => edit('Mine');
          assert.equal((await window.outbox.discard(draftId, job().mailbox)).kind, 'conflict');
          assert.deepEqual([await subject(), bench.on('DELETE').length], ['Mine', 1]);
        });
    }

    it('of a copy that has to be made anew: it is a conflict, and no second one is made', async () => {
      await window.outbox.upload(job());
      bench.fault({ when: { method: 'DELETE', nth: 1 }, do: 'gatewayTimeout' });
      meanwhile = () => edit('Mine');
      const headers = [{ name: 'x-project', value: 'two' }];
      assert.equal((await window.outbox.upload(job({ headers }))).kind, 'conflict');
      assert.equal(await subject(), 'Mine');
    });

    it('of a file: it is looked for, and a mail that was sent meanwhile keeps its files', async () => {
      const attachments = [attachment('a.txt', 'one')];
      await window.outbox.upload(job({ attachments }));
      bench.fault({ when: { method: 'DELETE', nth: 1 }, do: 'gatewayTimeout' });
      meanwhile = async () => bench.window().mailbox.send((await bench.draft()).immutableId);
      assert.equal((await failureOf(window.outbox.upload(job()))).code, 'message-changed-meanwhile');
      const [sent] = await bench.delivered();
      assert.deepEqual(
        sent?.attachments.map(({ name }) => name),
        ['a.txt'],
      );
      assert.equal(bench.on('DELETE').length, 1);
    });
  });
});
