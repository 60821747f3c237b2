import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attachment, draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const hour = 60 * 60_000;
const isSend = /\/send$/;

describe('the outbox over loopback: two computers, one folder in git, one mailbox', () => {
  let bench: OutboxBench;
  let folder: string;
  let first: Window;
  let second: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    folder = await mkdtemp(join(tmpdir(), 'markdown-mail-second-'));
    first = bench.window();
    second = bench.window({ folder });
  });
  afterEach(async () => {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  });

  const attachments = [attachment('a.txt', 'one')];
  const asked = (change: Parameters<typeof job>[0] = {}) => ({
    ...job(change),
    mail: async () => job(change).mail,
  });
  const look = async (window: Window, change: Parameters<typeof job>[0] = {}) => {
    bench.forgetExchanges();
    const state = await window.outbox.elsewhere(asked(change));
    assert.deepEqual(bench.writes(), [], 'a look changes nothing in the mailbox');
    return state;
  };
  const shown = async (window: Window, change: Parameters<typeof job>[0] = {}) =>
    (await window.outbox.state(draftId, job(change).mail)).kind;

  it('what was never uploaded is local on both, and one request says so', async () => {
    assert.equal(await look(second), undefined);
    assert.equal(bench.on('GET').length, 1);
    assert.equal(await shown(second), 'local');
  });

  it('uploaded on one: the other knows the copy, writes to it, and makes no second one', async () => {
    await first.outbox.upload(job({ attachments }));
    const { immutableId } = await bench.draft();
    const found = await look(second, { attachments });
    assert.ok(found?.kind === 'changed' && found.found && found.copy.messageId === immutableId);
    assert.equal((await second.outbox.upload(job({ attachments, subject: 'Second' }))).kind, 'uploaded');
    assert.equal((await bench.draft()).immutableId, immutableId);
    assert.equal((await bench.draft()).content.subject, 'Second');
    assert.equal((await look(first, { attachments, subject: 'Second' }))?.kind, 'conflict');
  });

  describe('somebody else sets a time, or another one, for the same words', () => {
    const times = [
      ['no time', undefined],
      ['a time', 2 * hour],
    ] as const;
    const setTime = async () => {
      const value = new Date(bench.clock.time + 5 * hour).toISOString();
      const singleValueExtendedProperties = ['SystemTime 0x3FEF', 'SystemTime 0x000F'].map((id) => ({
        id,
        value,
      }));
      await second.mailbox.update((await bench.draft()).immutableId, { singleValueExtendedProperties });
    };
    const waiting = async () => (await bench.messages()).filter(({ departs }) => departs !== undefined);

    for (const [name, own] of times) {
      const mine = () => job(own === undefined ? {} : { sendAt: bench.clock.time + own });

      it(`before this one sends with ${name}: that is a conflict, and it does not go`, async () => {
        const sent = mine();
        await first.outbox.upload(sent);
        await setTime();
        assert.equal((await first.outbox.send(sent, willing)).state.kind, 'conflict');
        assert.deepEqual([await waiting(), await bench.delivered()], [[], []]);
      });

      it(`while this one holds a mail with ${name}: that is a conflict, and it does not go`, async () => {
        const sent = mine();
        await first.outbox.upload(sent);
        const hold = async () => {
          await setTime();
          return true;
        };
        assert.equal((await first.outbox.send(sent, { ...willing, hold })).state.kind, 'conflict');
        assert.deepEqual([await waiting(), await bench.delivered()], [[], []]);
      });
    }
  });

  it('uploaded with other words: a conflict that stays one, however often Upload is pressed', async () => {
    await first.outbox.upload(job({ subject: 'From the first' }));
    assert.equal((await look(second))?.kind, 'conflict');
    for (let press = 0; press < 3; press++)
      assert.equal((await second.outbox.upload(job())).kind, 'conflict');
    assert.equal((await second.outbox.send(job(), willing)).state.kind, 'conflict');
    assert.equal((await bench.draft()).content.subject, 'From the first');
    assert.deepEqual(bench.on('POST', isSend), []);
    assert.equal((await second.outbox.upload(job({ subject: 'From the first' }))).kind, 'uploaded');
  });

  for (const immutableIdOnSend of ['kept', 'changed'] as const)
    it(`sent on one (id ${immutableIdOnSend}): sent on the other, and never again`, async () => {
      bench.sandbox.switches.immutableIdOnSend = immutableIdOnSend;
      await first.outbox.upload(job());
      await look(second);
      await first.outbox.send(job(), willing);
      assert.equal((await look(second))?.kind, 'sent', 'with a ledger that knows the draft');
      await rm(join(folder, 'outbox'), { recursive: true });
      assert.equal((await look(second))?.kind, 'sent', 'without any ledger');
      assert.equal((await failureOf(second.outbox.send(job(), willing))).code, 'already-sent');
      assert.equal((await failureOf(second.outbox.upload(job()))).code, 'already-sent');
      assert.equal((await bench.messages()).length, 1);
    });

  it('sent on one, and the other presses Send without a look: it says sent, and sends nothing', async () => {
    await first.outbox.send(job(), willing);
    assert.equal((await second.outbox.send(job(), willing)).state.kind, 'sent');
    assert.equal((await bench.delivered()).length, 1);
    assert.deepEqual(await bench.drafts(), []);
  });

  describe('scheduled on one', () => {
    let due: number;
    beforeEach(async () => {
      due = bench.clock.time + 2 * hour;
      // What Exchange does with a second send of a mail that waits is not documented; this is the worse of two.
      bench.sandbox.switches.repeatedSend = 'deliversTwice';
      assert.equal((await first.outbox.send(job({ sendAt: due }), willing)).state.kind, 'scheduled');
    });

    for (const looked of [true, false])
      it(`the other sends no second one, ${looked ? 'after a look' : 'without a look'}`, async () => {
        if (looked) {
          const found = await look(second, { sendAt: due });
          assert.ok(found?.kind === 'unknown' && found.until === due);
        }
        if (!looked)
          assert.equal((await second.outbox.send(job({ sendAt: due }), willing)).state.kind, 'unknown');
        for (const work of [
          () => second.outbox.send(job({ sendAt: due }), willing),
          () => second.outbox.upload(job({ sendAt: due, subject: 'New' })),
        ])
          assert.equal((await failureOf(work())).code, 'schedule-unsettled');
        await bench.draft();
        bench.clock.time = due + 1000;
        assert.equal((await second.outbox.settle(draftId))?.state.kind, 'sent');
        assert.equal((await first.outbox.settle(draftId))?.state.kind, 'sent');
        assert.equal((await bench.delivered()).length, 1);
      });

    it('the other can cancel it, which the first learns of', async () => {
      await look(second, { sendAt: due });
      assert.equal((await second.outbox.cancelScheduled(draftId)).kind, 'local');
      // It might have been sent before its time, and not be found by its tag yet.
      assert.equal((await first.outbox.settle(draftId))?.state.kind, 'unknown');
      bench.clock.time += 11 * 60_000;
      assert.deepEqual((await first.outbox.settle(draftId))?.state, { kind: 'local', gone: true });
      bench.clock.time = due + hour;
      assert.equal((await bench.delivered()).length, 0);
    });
  });

  it('deleted on one: local on the other, and it says so', async () => {
    await first.outbox.upload(job());
    await look(second);
    await first.outbox.discard(draftId, job().mailbox);
    assert.deepEqual(await look(second), { kind: 'local', gone: true });
    assert.equal((await second.outbox.upload(job())).kind, 'uploaded');
    await bench.draft();
  });

  it('changed in Outlook: a conflict; changed back: none, once it is uploaded', async () => {
    await first.outbox.upload(job());
    const { immutableId, content } = await bench.draft();
    assert.equal(await look(first), undefined);
    await second.mailbox.update(immutableId, { categories: ['seen'] });
    assert.equal((await look(first))?.kind, 'uploaded', 'the words are the same');
    await second.mailbox.update(immutableId, { subject: 'Mine' });
    assert.equal((await look(first))?.kind, 'conflict');
    assert.equal(await look(first), undefined, 'which is known by now');
    await second.mailbox.update(immutableId, { subject: content.subject });
    assert.equal((await first.outbox.upload(job())).kind, 'uploaded');
  });

  it('sent in Outlook while the other edits the file', async () => {
    await first.outbox.upload(job());
    await second.mailbox.send((await bench.draft()).immutableId);
    assert.equal((await look(first, { subject: 'Edited' }))?.kind, 'sent');
    assert.equal((await bench.messages()).length, 1);
  });

  it('a draft that is being worked with is left alone', async () => {
    await first.outbox.upload(job());
    const { immutableId } = await bench.draft();
    const hold = async () => {
      await second.mailbox.update(immutableId, { categories: ['seen'] });
      assert.equal(await bench.window().outbox.elsewhere(asked()), undefined);
      return false;
    };
    const { kind } = await first.outbox.send(job(), { ...willing, hold });
    assert.equal(kind, 'cancelled');
  });

  it('the mailbox that is away is told by a failure, and nothing is written down', async () => {
    await first.outbox.upload(job());
    await bench.closeServer();
    await failureOf(first.outbox.elsewhere(asked()));
    await failureOf(second.outbox.elsewhere(asked()));
    assert.equal(await shown(first), 'uploaded');
    assert.equal(await shown(second), 'local');
  });
});
