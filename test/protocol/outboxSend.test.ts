import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { Failure, sentence } from '../../src/failure.js';
import { type SendScreen } from '../../src/outbox/outbox.js';
import { diskStore } from '../../src/sandbox/diskStore.js';
import { closedPort } from './graphTransport.js';
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
  const retried = async () => {
    bench.sandbox.faults.length = 0;
    return (await window.outbox.send(job(), willing)).state.kind;
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

  it('no right to send as: failed, nothing left, and a send later works', async () => {
    bench.fault({ when: { path: isSend }, do: 'sendAsDenied' });
    assert.equal((await failureOf(window.outbox.send(job(), willing))).code, 'send-as-denied');
    const state = await window.outbox.state(draftId, job().mail);
    assert.ok(state.kind === 'failed' && state.code === 'send-as-denied');
    await assertNothingSent();
    assert.equal(await retried(), 'sent');
    assert.equal((await bench.delivered()).length, 1);
  });

  it('a mailbox over its quota at the send: failed, nothing left', async () => {
    bench.fault({ when: { path: isSend }, do: 'mailboxFull' });
    assert.equal((await failureOf(window.outbox.send(job(), willing))).code, 'mailbox-full');
    assert.equal((await window.outbox.state(draftId, job().mail)).kind, 'failed');
    await assertNothingSent();
  });

  it('a recipient that Exchange refuses: failed, and the mended mail goes out once', async () => {
    const wrong = job({ to: [{ address: 'no address' }] });
    await failureOf(window.outbox.send(wrong, willing));
    assert.equal((await window.outbox.state(draftId, wrong.mail)).kind, 'failed');
    assert.equal((await window.outbox.state(draftId, job().mail)).kind, 'changed');
    assert.equal(await retried(), 'sent');
    assert.equal((await bench.delivered()).length, 1);
  });

  it('sign-in expired when the request was due: failed, not unknown', async () => {
    const expired = new Failure('sign-in-expired', sentence('Sign in again.'));
    const token = async ({ scopes }: { readonly scopes: readonly string[] }) => {
      if (scopes.includes('Mail.Send')) throw expired;
      return 'token-you';
    };
    const here = bench.window({ token });
    assert.equal(await failureOf(here.outbox.send(job(), willing)), expired);
    const state = await here.outbox.state(draftId, job().mail);
    assert.ok(state.kind === 'failed' && state.code === 'sign-in-expired');
    assert.equal(bench.on('POST', isSend).length, 0);
    await assertNothingSent();
    assert.equal(await retried(), 'sent');
  });

  it('a token turned away with 401 and no new one to be had: failed', async () => {
    const expired = new Failure('sign-in-expired', sentence('Sign in again.'));
    const here = bench.window({
      token: async ({ renew }) => {
        if (renew) throw expired;
        return 'token-you';
      },
    });
    bench.fault({ when: { path: isSend }, do: 'unauthorized' });
    assert.equal(await failureOf(here.outbox.send(job(), willing)), expired);
    assert.equal((await here.outbox.state(draftId)).kind, 'failed');
    await assertNothingSent();
  });

  it('a token turned away with 401 and renewed: sent once', async () => {
    bench.fault({ when: { path: isSend, nth: 1 }, do: 'unauthorized' });
    assert.equal((await window.outbox.send(job(), willing)).state.kind, 'sent');
    assert.equal((await bench.delivered()).length, 1);
  });

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

  it('offline before the connection: failed, and the mailbox saw no request', async () => {
    await window.outbox.upload(job());
    const { createHttpTransport } = await import('../../src/graph/http.js');
    const http = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 1500 });
    const port = await closedPort();
    const here = bench.window({
      transport: (request, signal) => {
        const url = new URL(request.url);
        if (isSend.test(url.pathname)) url.port = String(port);
        return http({ ...request, url: url.href }, signal);
      },
    });
    assert.equal((await failureOf(here.outbox.send(job(), willing))).code, 'mailbox-offline');
    assert.equal((await here.outbox.state(draftId, job().mail)).kind, 'failed');
    assert.equal(bench.on('POST', isSend).length, 0);
    await assertNothingSent();
  });

  it('the server is gone before the send: nothing is claimed, nothing is lost', async () => {
    await window.outbox.upload(job());
    await bench.closeServer();
    assert.equal((await failureOf(window.outbox.send(job(), willing))).code, 'mailbox-offline');
    assert.equal((await window.outbox.state(draftId, job().mail)).kind, 'uploaded');
  });

  it('the server goes while the mail is held: nothing is sent, the copy is as it was', async () => {
    const screen = { ...willing, hold: async () => (await bench.closeServer(), true) };
    assert.equal((await failureOf(window.outbox.send(job(), screen))).code, 'mailbox-offline');
    assert.equal((await window.outbox.state(draftId, job().mail)).kind, 'uploaded');
    await assertNothingSent();
  });

  it('attachments that did not all arrive are not sent', async () => {
    const attachments = ['a', 'b'].map((name) => attachment(`${name}.bin`, Buffer.alloc(2_500_000, name)));
    bench.fault({ when: { path: /attachments$/, method: 'POST' }, do: 'dropBeforeCommit' });
    await failureOf(window.outbox.send(job({ attachments }), willing));
    assert.equal(bench.on('POST', isSend).length, 0);
    await assertNothingSent();
    bench.sandbox.faults.length = 0;
    assert.equal((await window.outbox.send(job({ attachments }), willing)).state.kind, 'sent');
    const [sent] = await bench.delivered();
    assert.ok(sent);
    assert.deepEqual(Object.keys(await bench.attachmentBytes(sent)).sort(), ['a.bin', 'b.bin']);
  });

  it('the log tells of all this without address, subject or text', async () => {
    bench.fault({ when: { path: isSend }, do: 'dropBeforeCommit' });
    await window.outbox.send(job({ attachments: [attachment('plan.txt', 'one')] }), willing);
    assert.ok(window.lines.length > 5);
    assert.doesNotMatch(window.lines.join('\n'), /@|Notes|Dear|plan|token-|127\.0\.0\.1/);
  });
});

describe('the outbox over loopback: two windows on one folder', () => {
  let bench: OutboxBench;
  beforeEach(async () => {
    bench = await OutboxBench.start();
  });
  afterEach(() => bench.close());

  it('both press send at once: one sends, the other is told, delivered once', async () => {
    for (let round = 0; round < 10; round++) {
      const id = `01ARZ3NDEKTSV4RRFFQ69G5F${String(round).padStart(2, '0')}`;
      const windows = [bench.window(), bench.window()];
      const outcomes = await Promise.allSettled(
        windows.map(({ outbox }) => outbox.send({ ...job({ subject: id }), id }, willing)),
      );
      const done = outcomes.filter(({ status }) => status === 'fulfilled');
      const refused = outcomes.flatMap((each) =>
        each.status === 'rejected' ? [each.reason as Failure] : [],
      );
      assert.equal(done.length, 1);
      assert.ok(refused.every(({ code }) => code === 'draft-busy' || code === 'already-sent'));
      const copies = (await bench.messages()).filter(({ content }) => content.subject === id);
      assert.deepEqual(
        copies.map(({ isDraft }) => isDraft),
        [false],
      );
    }
  });

  it('the second comes while the first holds: busy, shown as sending, then already sent', async () => {
    const [one, two] = [bench.window(), bench.window()];
    let seen = '';
    const screen = {
      ...willing,
      hold: async () => {
        seen = (await two.outbox.state(draftId)).kind;
        assert.equal((await failureOf(two.outbox.send(job(), willing))).code, 'draft-busy');
        assert.equal(await two.outbox.settle(draftId), undefined);
        return true;
      },
    };
    assert.equal((await one.outbox.send(job(), screen)).state.kind, 'sent');
    assert.equal(seen, 'sending');
    assert.equal((await failureOf(two.outbox.send(job(), willing))).code, 'already-sent');
    assert.equal((await bench.delivered()).length, 1);
  });
});

describe('the outbox over loopback: the mail as its reader gets it', () => {
  it('is on disk as an .eml with the very HTML and every attachment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'markdown-mail-eml-'));
    const bench = await OutboxBench.start({ store: diskStore(folder) });
    try {
      const html = '<div><p>Grüße, <b>Ada</b> &amp; co. <img src="cid:logo" alt="logo"></p></div>';
      const logo = {
        contentId: 'logo',
        name: 'logo.png',
        contentType: 'image/png',
        bytes: Buffer.from('PNG'),
      };
      const attachments = [attachment('a.txt', 'one'), attachment('ü.txt', 'two')];
      const { state } = await bench.window().outbox.send(job({ html, attachments, images: [logo] }), willing);
      assert.equal(state.kind, 'sent');
      const all = await readdir(folder, { recursive: true });
      const [eml, ...more] = all.filter((name) => name.endsWith('.eml'));
      assert.ok(eml && more.length === 0, all.join(' '));
      const read = await PostalMime.parse(await readFile(join(folder, eml)));
      assert.equal(read.html?.trimEnd(), html);
      assert.deepEqual(
        read.attachments.map(({ filename, contentId, content }) => [
          filename,
          contentId,
          Buffer.from(content as ArrayBuffer).toString(),
        ]),
        [
          ['logo.png', '<logo>', 'PNG'],
          ['a.txt', undefined, 'one'],
          ['ü.txt', undefined, 'two'],
        ],
      );
      assert.deepEqual(read.to, [{ name: 'Ada', address: 'ada@example.com' }]);
    } finally {
      await bench.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
