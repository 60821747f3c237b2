import assert from 'node:assert/strict';
import { attachment, draftId, failureOf, job, OutboxBench, type Window } from './outboxBench.js';

const picture = (contentId: string, text: string) => ({
  contentId,
  name: `${contentId}.png`,
  contentType: 'image/png',
  bytes: new TextEncoder().encode(text),
});

describe('the outbox over loopback: creating a mailbox draft', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  it('without attachments: one request makes the draft with its tag', async () => {
    const state = await window.outbox.upload(job());
    assert.equal(state.kind, 'uploaded');
    assert.deepEqual(bench.writes(), ['POST /v1.0/me/messages']);
    const draft = await bench.draft();
    assert.equal(draft.content.subject, 'Notes');
    const [tag, creation, ...more] = draft.content.singleValueExtendedProperties;
    assert.equal(tag?.value, draftId);
    assert.match(creation?.value ?? '', /^[0-9a-f]{1,12}$/, 'the name of this request');
    assert.deepEqual(more, []);
    assert.equal(draft.content.body.original, job().mail.html);
  });

  it('with one attachment: it travels within the creation', async () => {
    await window.outbox.upload(job({ attachments: [attachment('a.txt', 'one')] }));
    assert.deepEqual(bench.writes(), ['POST /v1.0/me/messages']);
    assert.deepEqual(await bench.attachmentBytes(await bench.draft()), { 'a.txt': 'one' });
  });

  it('with many attachments and inline images: each is there once, whole, images inline', async () => {
    const many = Array.from({ length: 30 }, (_, n) => attachment(`file ${n}.txt`, `content ${n}`));
    const images = [picture('logo', 'first'), picture('chart', 'second')];
    const html = '<p><img src="cid:logo"> and <img src="cid:chart"></p>';
    const state = await window.outbox.upload(job({ attachments: many, images, html }));
    assert.equal(state.kind, 'uploaded');
    const draft = await bench.draft();
    assert.equal(draft.attachments.length, 32);
    const bytes = await bench.attachmentBytes(draft);
    assert.equal(bytes['file 29.txt'], 'content 29');
    assert.equal(bytes['chart.png'], 'second');
    const inline = draft.attachments.filter(({ isInline }) => isInline);
    assert.deepEqual(inline.map(({ contentId }) => contentId).sort(), ['chart', 'logo']);
  });

  it('with more than 4 MB: what does not fit follows in requests of its own', async () => {
    const size = 1_500_000;
    const files = ['a', 'b', 'c', 'd'].map((name) => attachment(`${name}.bin`, Buffer.alloc(size, name)));
    await window.outbox.upload(job({ attachments: files }));
    assert.deepEqual(bench.writes(), [
      'POST /v1.0/me/messages',
      'POST /v1.0/me/messages/*/attachments',
      'POST /v1.0/me/messages/*/attachments',
    ]);
    assert.ok(bench.on('POST').every(({ body }) => (body?.length ?? 0) <= 4 * 1024 * 1024));
    const bytes = await bench.attachmentBytes(await bench.draft());
    for (const name of ['a', 'b', 'c', 'd']) assert.equal(bytes[`${name}.bin`], name.repeat(size));
  });

  it('every property that a draft has reaches the mailbox', async () => {
    await window.outbox.upload(
      job({
        cc: [{ address: 'cc@example.com' }],
        bcc: [{ address: 'bcc@example.com' }],
        replyTo: [{ address: 'answers@example.com' }],
        from: { address: 'team@example.com' },
        importance: 'high',
        sensitivity: 'confidential',
        categories: ['Red'],
        readReceipt: true,
        deliveryReceipt: true,
        headers: [{ name: 'x-project', value: 'engine' }],
      }),
    );
    const { content } = await bench.draft();
    const addresses = (list: typeof content.toRecipients) => list.map((each) => each.emailAddress.address);
    assert.deepEqual(addresses(content.ccRecipients), ['cc@example.com']);
    assert.deepEqual(addresses(content.bccRecipients), ['bcc@example.com']);
    assert.deepEqual(addresses(content.replyTo), ['answers@example.com']);
    assert.equal(content.from?.emailAddress.address, 'team@example.com');
    assert.deepEqual(
      [content.importance, content.isReadReceiptRequested, content.isDeliveryReceiptRequested],
      ['high', true, true],
    );
    assert.deepEqual(content.categories, ['Red']);
    assert.deepEqual(content.internetMessageHeaders, [{ name: 'x-project', value: 'engine' }]);
    assert.ok(
      content.singleValueExtendedProperties.some(({ id, value }) => /0x0*36$/i.test(id) && value === '3'),
    );
  });

  it('a full mailbox: nothing is kept, the draft stays local, a later upload makes it', async () => {
    bench.fault({ when: { method: 'POST', nth: 1 }, do: 'mailboxFull' });
    const failure = await failureOf(window.outbox.upload(job()));
    assert.equal(failure.code, 'mailbox-full');
    assert.equal((await bench.messages()).length, 0);
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    await bench.draft();
  });

  it('throttled reads wait as told, and the draft is made once', async () => {
    bench.fault({ when: { method: 'GET', nth: 1 }, do: 'throttle', retryAfter: 3 });
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    assert.ok(bench.clock.waits.some((wait) => wait >= 3000));
    assert.equal(bench.on('POST').length, 1);
  });

  it('a throttled creation is not repeated blindly: the tag is looked for before the next one', async () => {
    bench.fault({ when: { method: 'POST', nth: 1 }, do: 'throttle' });
    await failureOf(window.outbox.upload(job()));
    assert.equal(bench.on('POST').length, 1);
    bench.forgetExchanges();
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    assert.equal(bench.sandbox.exchanges[0]?.method, 'GET');
    await bench.draft();
  });

  it('no answer after the draft was made: it is found by its tag, not made twice', async () => {
    bench.fault({ when: { method: 'POST', nth: 1 }, do: 'dropAfterCommit' });
    const state = await window.outbox.upload(job({ attachments: [attachment('a.txt', 'one')] }));
    assert.equal(state.kind, 'uploaded');
    assert.equal(bench.on('POST').length, 1);
    assert.deepEqual(await bench.attachmentBytes(await bench.draft()), { 'a.txt': 'one' });
  });

  it('no answer and nothing made: it says so, and the next upload makes one', async () => {
    bench.fault({ when: { method: 'POST', nth: 1 }, do: 'dropBeforeCommit' });
    assert.equal((await failureOf(window.outbox.upload(job()))).code, 'upload-unknown');
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    await bench.draft();
  });

  it('no answer, then the window is closed: the next start adopts the draft', async () => {
    bench.fault({ when: { method: 'POST', nth: 1 }, do: 'dropAfterCommit' });
    // Every look but the one before the creation.
    for (let nth = 2; nth < 40; nth++)
      bench.fault({ when: { method: 'GET', path: /filter/, nth }, do: 'unavailable' });
    await failureOf(window.outbox.upload(job()));
    assert.equal((await bench.messages()).length, 1);
    bench.sandbox.faults.length = 0;
    const next = bench.window();
    assert.equal((await next.outbox.settle(draftId))?.state.kind, 'uploaded');
    assert.equal((await next.outbox.upload(job())).kind, 'uploaded');
    assert.equal(bench.on('POST').length, 1);
    assert.equal(bench.on('PATCH').length, 0);
  });

  it('an attachment that is refused: the mail is not called uploaded, and the next upload completes it', async () => {
    const files = ['a', 'b'].map((name) => attachment(`${name}.bin`, Buffer.alloc(2_500_000, name)));
    bench.fault({ when: { method: 'POST', path: /attachments/, nth: 1 }, do: 'mailboxFull' });
    await failureOf(window.outbox.upload(job({ attachments: files })));
    assert.notEqual((await window.outbox.state(draftId)).kind, 'uploaded');
    assert.equal((await window.outbox.upload(job({ attachments: files }))).kind, 'uploaded');
    const bytes = await bench.attachmentBytes(await bench.draft());
    assert.deepEqual(Object.keys(bytes).sort(), ['a.bin', 'b.bin']);
    assert.equal(bytes['b.bin'], 'b'.repeat(2_500_000));
  });

  it('the server is gone: a failure that names it, and nothing is claimed', async () => {
    await bench.closeServer();
    assert.equal((await failureOf(window.outbox.upload(job()))).code, 'mailbox-offline');
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
  });

  it('stopped by the user while the answer is awaited: a draft that was made is adopted later', async () => {
    bench.fault({ when: { method: 'POST', nth: 1 }, do: 'hangAfterCommit' });
    const stop = new AbortController();
    const uploading = window.outbox.upload(job(), stop.signal);
    setTimeout(() => stop.abort(), 300);
    await assert.rejects(uploading, { name: 'Cancelled' });
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    assert.equal(bench.on('POST').length, 1);
    await bench.draft();
  });
});
