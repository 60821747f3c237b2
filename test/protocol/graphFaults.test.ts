import assert from 'node:assert/strict';
import { type GraphFailure } from '../../src/graph/errors.js';
import { type Fault } from '../../src/sandbox/faults.js';
import { draftId, failureOf, mail, startBench } from './graphBench.js';

describe('the Graph mailbox over loopback, when things go wrong', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  const throttles: [string, number | string | null, number][] = [
    ['whole seconds', 2, 2000],
    ['a fraction', 2.128, 2128],
    ['no header', null, 250],
    ['a date', new Date(Date.now() + 120 * 60_000).toUTCString(), 0],
  ];
  for (const [name, retryAfter, least] of throttles)
    it(`throttled with ${name}: a read waits, or says for how long it would`, async () => {
      const made = await bench.box.create(mail());
      bench.fault('throttle', { method: 'GET', nth: 1 }, retryAfter);
      if (least > 0) {
        assert.equal((await bench.box.get(made.id))?.id, made.id);
        assert.ok((bench.waits[0] ?? 0) >= least, `waited ${bench.waits[0]} ms`);
      } else {
        const failure = await failureOf(bench.box.get(made.id));
        assert.equal(failure.code, 'mailbox-busy');
        assert.ok((failure.retryAfter ?? 0) > 59 * 60_000);
      }
    });

  const unanswered: [string, Fault['do']][] = [
    ['503', 'unavailable'],
    ['504 after the change was made', 'gatewayTimeoutAfterCommit'],
    ['a lost connection before it', 'dropBeforeCommit'],
    ['a lost connection after it', 'dropAfterCommit'],
    ['an answer that breaks off after it', 'cutAfterCommit'],
    ['silence after it', 'hangAfterCommit'],
    ['a gateway’s HTML page', 'htmlErrorPage'],
  ];
  for (const [name, what] of unanswered) {
    it(`${name}: an update is made once, and it is told that it may have been carried out`, async () => {
      const made = await bench.box.create(mail());
      bench.fault(what, { method: 'PATCH', nth: 1 });
      assert.equal((await failureOf(bench.box.update(made.id, { subject: 'Second' }))).refused, false);
      assert.equal(bench.onWire('PATCH').length, 1);
    });

    it(`${name}: what was changed or sent since it was seen is not deleted by a second request`, async () => {
      for (const meanwhile of [
        (id: string) => bench.box.update(id, { subject: 'Mine' }),
        (id: string) => bench.box.send(id),
      ]) {
        const { id, changeKey } = await bench.box.create(mail());
        await meanwhile(id);
        bench.fault(what, { method: 'DELETE', nth: 1 });
        const before = bench.onWire('DELETE').length;
        const failure = await bench.box.delete(id, undefined, changeKey).catch((error: unknown) => error);
        const left = await bench.box.get(id);
        if (left?.folder !== 'deleteditems')
          assert.equal((failure as GraphFailure).code, 'message-changed-meanwhile');
        assert.equal(bench.onWire('DELETE').length, before + 1);
        bench.sandbox.faults.length = 0;
      }
    });

    it(`${name}: a delete leaves the mail in Deleted Items, not destroyed`, async () => {
      const made = await bench.box.create(mail());
      bench.fault(what, { method: 'DELETE', nth: 1 });
      await bench.box.delete(made.id);
      assert.equal((await bench.box.get(made.id))?.folder, 'deleteditems');
    });
  }

  const lostPosts: [string, Fault['do'], string, boolean][] = [
    ['a lost connection before it', 'dropBeforeCommit', 'mailbox-no-answer', false],
    ['a lost connection after it', 'dropAfterCommit', 'mailbox-no-answer', true],
    ['an answer that breaks off after it', 'cutAfterCommit', 'mailbox-no-answer', true],
    ['silence after it', 'hangAfterCommit', 'mailbox-no-answer', true],
    ['504', 'gatewayTimeout', 'mailbox-unavailable', false],
    ['504 after it', 'gatewayTimeoutAfterCommit', 'mailbox-unavailable', true],
    ['503', 'unavailable', 'mailbox-unavailable', false],
    ['429', 'throttle', 'mailbox-busy', false],
    ['an HTML page', 'htmlErrorPage', 'mailbox-unavailable', false],
  ];
  for (const [name, what, code, done] of lostPosts) {
    it(`create, ${name}: one on the wire, not refused, ${done ? 'found by its tag' : 'not made'}`, async () => {
      bench.fault(what, { method: 'POST' });
      const failure = await failureOf(bench.box.create(mail()));
      assert.deepEqual([failure.code, failure.refused], [code, false]);
      assert.equal(bench.onWire('POST').length, 1);
      assert.equal((await bench.stored()).length, done ? 1 : 0);
      bench.sandbox.faults.length = 0;
      assert.equal((await bench.box.findByTag(draftId)).length, done ? 1 : 0);
    });

    it(`send, ${name}: one on the wire, not refused, ${done ? 'sent' : 'not sent'}`, async () => {
      const made = await bench.box.create(mail());
      bench.fault(what, { method: 'POST', path: /\/send$/ });
      const failure = await failureOf(bench.box.send(made.id));
      assert.deepEqual([failure.code, failure.refused], [code, false]);
      assert.equal(bench.onWire('POST', /\/send$/).length, 1);
      bench.sandbox.faults.length = 0;
      assert.equal((await bench.box.get(made.id))?.isDraft, !done);
    });
  }

  it('send turned down by the mailbox: refused, one on the wire, still a draft', async () => {
    const made = await bench.box.create(mail());
    bench.fault('sendAsDenied', { method: 'POST', path: /\/send$/ });
    const failure = await failureOf(bench.box.send(made.id));
    assert.deepEqual([failure.code, failure.refused], ['send-as-denied', true]);
    const bare = await bench.box.create(mail({ toRecipients: [] }));
    bench.sandbox.faults.length = 0;
    assert.equal((await failureOf(bench.box.send(bare.id))).code, 'recipients-refused');
    assert.equal(bench.onWire('POST', /\/send$/).length, 2);
    assert.equal((await bench.box.get(made.id))?.isDraft, true);
  });

  it('sent twice: the second is not found, which is not a refusal', async () => {
    const made = await bench.box.create(mail());
    await bench.box.send(made.id);
    const failure = await failureOf(bench.box.send(made.id));
    assert.deepEqual([failure.code, failure.refused], ['message-not-found', false]);
  });

  it('401 once: the POST is repeated with a renewed token, and one draft is made', async () => {
    bench.fault('unauthorized', { method: 'POST', nth: 1 });
    const made = await bench.box.create(mail());
    assert.deepEqual(bench.tokens, [
      { scopes: ['Mail.ReadWrite'] },
      { scopes: ['Mail.ReadWrite'], renew: true },
    ]);
    assert.deepEqual(
      bench.onWire('POST').map(({ status }) => status),
      [401, 201],
    );
    bench.fault('unauthorized', { method: 'POST', path: /\/send$/, nth: 1 });
    await bench.box.send(made.id);
    assert.deepEqual(
      bench.onWire('POST', /\/send$/).map(({ status }) => status),
      [401, 202],
    );
    assert.equal((await bench.stored()).length, 1);
  });

  it('412 on an update is the caller’s to judge', async () => {
    const made = await bench.box.create(mail());
    bench.fault('preconditionFailedOnce', { method: 'PATCH' });
    assert.equal(
      (await failureOf(bench.box.update(made.id, { subject: 'x' }))).code,
      'message-changed-meanwhile',
    );
    assert.equal(bench.onWire('PATCH').length, 1);
    await bench.box.update(made.id, { subject: 'x' });
  });

  it('a message that is not to be seen yet is absent once, then there', async () => {
    bench.fault('notFoundOnceAfterCreate', {});
    const made = await bench.box.create(mail());
    assert.equal(await bench.box.get(made.id), undefined);
    assert.equal((await bench.box.get(made.id))?.id, made.id);
  });

  it('a server that never answers a read is given up after four time limits', async () => {
    bench.fault('hang', { method: 'GET' });
    assert.equal(
      (await failureOf(bench.box.get('AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AzzzzAAA='))).code,
      'mailbox-no-answer',
    );
    assert.equal(bench.onWire('GET').length, 4);
  }).timeout(10_000);
});
