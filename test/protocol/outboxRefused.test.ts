import assert from 'node:assert/strict';
import { Failure, sentence } from '../../src/failure.js';
import { closedPort } from './graphTransport.js';
import { attachment, draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const isSend = /\/send$/;

describe('the outbox over loopback: a send that is refused or impossible', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  const assertNothingSent = async () => {
    assert.deepEqual(await bench.delivered(), []);
    await bench.draft();
  };
  const retried = async () => {
    bench.sandbox.faults.length = 0;
    return (await window.outbox.send(job(), willing)).state.kind;
  };

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
