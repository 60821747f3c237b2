import assert from 'node:assert/strict';
import { type DirectScreen } from '../../src/outbox/directSend.js';
import { closedPort } from './graphTransport.js';
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

const isPost = /\/sendMail$/;

const screen = (copy: 'saved' | 'unsaved' | undefined): DirectScreen => ({
  confirm: async () => copy,
  hold: async () => true,
  sending: () => undefined,
});

describe('the outbox over loopback: sending without a draft', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  const send = (copy: 'saved' | 'unsaved' = 'saved', change: Parameters<typeof job>[0] = {}) =>
    window.outbox.sendDirectly(job(change), screen(copy));
  const assertPosts = async (requests: number, delivered: number) => {
    assert.equal(bench.on('POST', isPost).length, requests);
    assert.equal((await bench.delivered()).length, delivered);
    assert.deepEqual(await bench.drafts(), []);
  };
  /** Neither Send nor Send Without a Draft sends it once more. */
  const assertNoMore = async (code: string) => {
    bench.forgetExchanges();
    const ways = [send, () => window.outbox.send(job(), willing), () => window.outbox.upload(job())];
    for (const way of ways) assert.equal((await failureOf(way())).code, code);
    assert.deepEqual(bench.writes(), []);
  };

  it('one request with everything in it; the copy in Sent Items is found by its tag', async () => {
    const { state } = await send('saved', { attachments: [attachment('a.txt', 'one')] });
    const [sent] = await bench.delivered();
    assert.ok(sent && state.kind === 'sent');
    assert.equal(state.copy?.messageId, sent.immutableId);
    assert.deepEqual(await bench.attachmentBytes(sent), { 'a.txt': 'one' });
    assert.deepEqual(bench.writes(), ['POST /v1.0/me/sendMail']);
    const [request] = bench.on('POST', isPost);
    assert.equal(request && jsonOf(request)['saveToSentItems'], true);
    await assertNoMore('already-sent');
  });

  it('without a copy it is sent by the word of the mailbox', async () => {
    const { state } = await send('unsaved');
    assert.deepEqual(state, { kind: 'sent', sentAt: new Date(bench.clock.time).toISOString() });
    await assertPosts(1, 0);
    const [request] = bench.on('POST', isPost);
    assert.equal(request && jsonOf(request)['saveToSentItems'], false);
    await assertNoMore('already-sent');
  });

  it('the answer is lost, and a copy was asked for: the copy tells', async () => {
    bench.fault({ when: { path: isPost }, do: 'dropAfterCommit' });
    assert.equal((await send()).state.kind, 'sent');
    await assertPosts(1, 1);
    await assertNoMore('already-sent');
  });

  it('the request is lost: unknown as long as no copy shows, and never sent by itself', async () => {
    bench.fault({ when: { path: isPost }, do: 'dropBeforeCommit' });
    const { state } = await send();
    assert.ok(state.kind === 'unknown' && !state.untold);
    bench.clock.time += 60 * 60_000;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'unknown');
    await assertPosts(1, 0);
    await assertNoMore('send-unsettled');
  });

  it('the answer is lost, and no copy is kept: nobody can tell, and nobody is asked', async () => {
    bench.fault({ when: { path: isPost }, do: 'dropAfterCommit' });
    const { state } = await send('unsaved');
    assert.ok(state.kind === 'unknown' && state.untold);
    bench.forgetExchanges();
    assert.equal(await window.outbox.settle(draftId), undefined);
    assert.equal(bench.sandbox.exchanges.length, 0);
    await assertNoMore('send-untold');
  });

  it('accepted and queued for long: sending at first, sent when the copy shows', async () => {
    bench.sandbox.switches.sendDelay = 5 * 60_000;
    const { state } = await send();
    assert.ok(state.kind === 'sending' && state.accepted);
    bench.clock.time += 6 * 60_000;
    const settled = (await window.outbox.settle(draftId))?.state;
    assert.ok(settled?.kind === 'sent' && settled.copy);
    assert.equal((await bench.delivered()).length, 1);
  });

  it('accepted, and the copy still waits to leave: not sent', async () => {
    bench.sandbox.switches.sendDelay = 60 * 60_000;
    await send();
    bench.clock.time += 11 * 60_000;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'unknown');
    bench.clock.time += 60 * 60_000;
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'sent');
  });

  it('accepted, and the copy never shows: sent by the word of the mailbox', async () => {
    bench.sandbox.switches.tagIndexLag = 60 * 60_000;
    await send();
    const accepted = bench.clock.time;
    bench.clock.time += 11 * 60_000;
    const settled = (await window.outbox.settle(draftId))?.state;
    assert.ok(settled?.kind === 'sent' && Date.parse(settled.sentAt) <= accepted && !settled.copy);
  });

  it('refused by the mailbox: nothing left, and it can be sent later', async () => {
    bench.fault({ when: { path: isPost, nth: 1 }, do: 'sendAsDenied' });
    assert.equal((await failureOf(send())).code, 'send-as-denied');
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
    assert.equal((await send()).state.kind, 'sent');
    await assertPosts(2, 1);
  });

  it('offline before the connection: nothing left', async () => {
    const { createHttpTransport } = await import('../../src/graph/http.js');
    const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 1500 });
    const port = await closedPort();
    window = bench.window({
      transport: (request, signal) => {
        const url = new URL(request.url);
        if (isPost.test(url.pathname)) url.port = String(port);
        return http({ ...request, url: url.href }, signal);
      },
    });
    assert.equal((await failureOf(send())).code, 'mailbox-offline');
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
    await assertPosts(0, 0);
  });

  it('declined or undone: nothing is asked of the mailbox but a look', async () => {
    assert.equal((await window.outbox.sendDirectly(job(), screen(undefined))).kind, 'cancelled');
    const undone = { ...screen('saved'), hold: async () => false };
    assert.equal((await window.outbox.sendDirectly(job(), undone)).kind, 'cancelled');
    await assertPosts(0, 0);
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
  });

  it('a draft with a copy in the mailbox is refused, here and on another machine', async () => {
    await window.outbox.upload(job());
    assert.equal((await failureOf(send())).code, 'direct-copy');
    const other = bench.window({ folder: `${bench.folder}/other` });
    const there = other.outbox.sendDirectly(job(), screen('saved'));
    assert.equal((await failureOf(there)).code, 'direct-copy');
    assert.equal(bench.on('POST', isPost).length, 0);
    await bench.draft();
  });

  it('sent on another machine without a draft: it is not sent again', async () => {
    await send();
    const other = bench.window({ folder: `${bench.folder}/other` });
    const outcome = await other.outbox.sendDirectly(job(), screen('saved'));
    assert.equal(outcome.state.kind, 'sent');
    assert.equal((await failureOf(other.outbox.send(job(), willing))).code, 'already-sent');
    await assertPosts(1, 1);
  });

  it('a later time, an answer, and what fits no request are refused before anything is sent', async () => {
    const large = attachment('large.bin', new Uint8Array(3_500_000));
    const refused: [string, Parameters<typeof job>[0]][] = [
      ['direct-send-at', { sendAt: bench.clock.time + 60_000 }],
      ['direct-send-at', { sendAt: bench.clock.time - 60_000 }],
      ['direct-answer', { answers: { kind: 'reply', messageId: 'AAMk=' } }],
      ['direct-too-large', { attachments: [large] }],
    ];
    for (const [code, change] of refused) assert.equal((await failureOf(send('saved', change))).code, code);
    assert.equal(bench.sandbox.exchanges.length, 0);
  });
});
