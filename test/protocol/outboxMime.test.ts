import assert from 'node:assert/strict';
import PostalMime, { type Email } from 'postal-mime';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';
import { type Fault } from '../../src/sandbox/faults.js';
import {
  attachment,
  draftId,
  failureOf,
  job,
  jsonOf,
  OutboxBench,
  streamed,
  type Window,
  willing,
} from './outboxBench.js';

const thread = ['<first@elsewhere.example>', '<second@elsewhere.example>'];
const words = 'Dear Ada, in my own words.';
const inMime = (change: Partial<OutgoingMail> = {}) => ({
  ...job({ thread, plainText: true, text: words, ...change }),
  sender: 'you@Example.com',
});
const messageId = `<${draftId}@example.com>`;

describe('the outbox over loopback: drafts that only MIME can say', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  /** The mail as the mailbox would give it out. */
  async function held(): Promise<Email> {
    const [only] = await bench.messages();
    const url = `${bench.server.origin}/v1.0/me/messages/${only?.id ?? ''}/$value`;
    const answer = await fetch(url, { headers: { authorization: 'Bearer token-you' } });
    return PostalMime.parse(await answer.arrayBuffer());
  }

  async function assertWhole(text = words): Promise<void> {
    const draft = await bench.draft();
    assert.deepEqual(
      draft.content.singleValueExtendedProperties.find(({ value }) => value === draftId)?.value,
      draftId,
    );
    assert.equal(draft.content.internetMessageId, messageId);
    assert.deepEqual(draft.answers?.references, thread);
    const email = await held();
    assert.equal(email.text?.trim(), text);
    assert.match(email.html ?? '', /Dear Ada, the <b>table<\/b>/);
    assert.equal(email.inReplyTo, thread[1]);
  }

  it('one POST of MIME, then one PATCH with the tag and all that has a property, without a body', async () => {
    const state = await window.outbox.upload(
      inMime({
        bcc: [{ address: 'bcc@example.com' }],
        headers: [{ name: 'x-project', value: 'engine' }],
        sensitivity: 'private',
        categories: ['Red'],
        readReceipt: true,
        deliveryReceipt: true,
      }),
    );
    assert.equal(state.kind, 'uploaded');
    assert.deepEqual(bench.writes(), ['POST /v1.0/me/messages', 'PATCH /v1.0/me/messages/*']);
    const mime = Buffer.from(
      Buffer.from(bench.on('POST')[0]?.body ?? []).toString('latin1'),
      'base64',
    ).toString();
    assert.match(
      mime,
      /^In-Reply-To: <second@elsewhere\.example>\r\nReferences: <first@elsewhere\.example>\r?\n? <second/m,
    );
    assert.match(mime, /^Bcc: <bcc@example\.com>\r\n/m);
    assert.doesNotMatch(mime, /^X-Unsent|^From:/m);
    const patch = jsonOf(bench.on('PATCH')[0] ?? assert.fail('no PATCH'));
    assert.equal('body' in patch || 'internetMessageHeaders' in patch, false);
    const { content } = await bench.draft();
    assert.deepEqual(
      [content.categories, content.isReadReceiptRequested, content.isDeliveryReceiptRequested],
      [['Red'], true, true],
    );
    assert.deepEqual(content.internetMessageHeaders, [{ name: 'x-project', value: 'engine' }]);
    await assertWhole();
  });

  it('is sent once, and goes with its own text and thread', async () => {
    const { state } = (await window.outbox.send(inMime(), willing)) as { state: { kind: string } };
    assert.equal(state.kind, 'sent');
    assert.equal((await bench.delivered()).length, 1);
    assert.equal(bench.on('POST', /\/send$/).length, 1);
    assert.equal((await held()).text?.trim(), words);
    const [sent] = await bench.delivered();
    assert.equal(sent?.content.internetMessageId, messageId);
  });

  it('an equal mail is not written again; a changed one is made anew, and one draft remains', async () => {
    await window.outbox.upload(inMime());
    bench.forgetExchanges();
    await window.outbox.upload(inMime());
    assert.deepEqual(bench.writes(), []);
    const state = await window.outbox.upload(inMime({ text: 'Other words.' }));
    assert.equal(state.kind, 'uploaded');
    assert.deepEqual(bench.writes(), [
      'DELETE /v1.0/me/messages/*',
      'POST /v1.0/me/messages',
      'PATCH /v1.0/me/messages/*',
    ]);
    const draft = await bench.draft();
    const url = `${bench.server.origin}/v1.0/me/messages/${draft.id}/$value`;
    const answer = await fetch(url, { headers: { authorization: 'Bearer token-you' } });
    assert.equal((await PostalMime.parse(await answer.arrayBuffer())).text?.trim(), 'Other words.');
  });

  it('one that needs MIME no more, or needs it now, is made anew', async () => {
    await window.outbox.upload(job());
    await window.outbox.upload(inMime());
    await assertWholeOfMany();
    await window.outbox.upload(job());
    const draft = await bench.draft();
    assert.deepEqual([draft.answers, draft.content.body.text], [undefined, undefined]);
  });

  async function assertWholeOfMany(): Promise<void> {
    const { content, answers } = await bench.draft();
    assert.deepEqual([content.body.text?.trim(), answers?.references], [words, thread]);
  }

  it('pictures and small files travel in it, what does not fit follows', async () => {
    const images = [
      { contentId: 'logo', name: 'logo.png', contentType: 'image/png', bytes: Buffer.from('picture') },
    ];
    const files = ['a', 'b', 'c'].map((name) => attachment(`${name}.bin`, Buffer.alloc(1_000_000, name)));
    const large = streamed('large.bin', () => Buffer.alloc(5_000_000, 'l'));
    const html = '<div><p>Dear Ada, the <b>table</b> <img src="cid:logo"></p></div>';
    const state = await window.outbox.upload(inMime({ html, images, attachments: [...files, large] }));
    assert.equal(state.kind, 'uploaded');
    assert.deepEqual(bench.writes().slice(0, 3), [
      'POST /v1.0/me/messages',
      'PATCH /v1.0/me/messages/*',
      'POST /v1.0/me/messages/*/attachments',
    ]);
    assert.ok((bench.on('POST')[0]?.body?.length ?? 0) <= 4 * 1024 * 1024);
    const bytes = await bench.attachmentBytes(await bench.draft());
    assert.deepEqual(Object.keys(bytes).sort(), ['a.bin', 'b.bin', 'c.bin', 'large.bin', 'logo.png']);
    for (const name of ['a', 'b', 'c']) assert.equal(bytes[`${name}.bin`], name.repeat(1_000_000));
    assert.equal(bytes['large.bin'], 'l'.repeat(5_000_000));
    await assertWhole();
  }).timeout(15_000);

  it('a time to send at comes with the tag', async () => {
    const sendAt = bench.clock.now() + 3_600_000;
    const { state } = (await window.outbox.send(inMime({ sendAt }), willing)) as { state: { kind: string } };
    assert.equal(state.kind, 'scheduled');
    await assertWhole();
  });

  it('is never sent without a draft', async () => {
    const screen = {
      confirm: async () => 'saved' as const,
      hold: async () => true,
      sending: () => undefined,
    };
    const failure = await failureOf(window.outbox.sendDirectly(inMime(), screen));
    assert.equal(failure.code, 'direct-mime');
    assert.deepEqual(bench.writes(), []);
  });
});

describe('the outbox over loopback: MIME when things go wrong', () => {
  let bench: OutboxBench;
  beforeEach(async () => {
    bench = await OutboxBench.start();
  });
  afterEach(() => bench.close());

  async function assertOne(): Promise<void> {
    const draft = await bench.draft();
    assert.deepEqual([draft.content.body.text?.trim(), draft.answers?.references], [words, thread]);
    assert.ok(draft.content.singleValueExtendedProperties.some(({ value }) => value === draftId));
    assert.deepEqual(await bench.attachmentBytes(draft), { 'a.txt': 'one' });
  }

  const faults: Extract<Fault['do'], string>[] = [
    'unavailable',
    'gatewayTimeoutAfterCommit',
    'dropBeforeCommit',
    'dropAfterCommit',
    'cutAfterCommit',
    'hangAfterCommit',
    'throttle',
    'htmlErrorPage',
    'preconditionFailedOnce',
    'notFoundOnceAfterCreate',
  ];
  const steps: [string, RegExp][] = [
    ['POST', /\/messages$/],
    ['GET', /filter=internetMessageId/],
    ['GET', /\/attachments/],
    ['PATCH', /./],
  ];
  for (const fault of faults)
    for (const [method, path] of steps)
      it(`${fault} at ${method} ${path.source}: one draft, whole, in the end`, async () => {
        bench.fault({ when: { method, path, nth: 1 }, do: fault });
        const mail = inMime({ attachments: [attachment('a.txt', 'one')] });
        const first = await bench
          .window()
          .outbox.upload(mail)
          .catch((error: unknown) => error);
        const state = await bench.window().outbox.upload(mail);
        assert.equal(state.kind, 'uploaded', JSON.stringify(first));
        await assertOne();
        assert.equal((await bench.messages()).length, 1);
      }).timeout(10_000);

  it('killed between POST and PATCH: the next start finds it by its Message-ID, the next upload completes it', async () => {
    const ledger = await killedAfterPost();
    assert.equal((await bench.draft()).content.singleValueExtendedProperties.length, 0);
    const window = bench.window();
    assert.equal((await window.outbox.settle(draftId))?.state.kind, 'uploaded');
    await window.outbox.upload(inMime({ attachments: [attachment('a.txt', 'one')] }));
    await assertOne();
    assert.equal(bench.on('POST').length, 1);
    assert.ok(ledger);
  });

  it('killed between POST and PATCH, and the file changed: made anew, one draft', async () => {
    await killedAfterPost();
    await bench.window().outbox.upload(inMime({ attachments: [attachment('a.txt', 'two')] }));
    assert.deepEqual(await bench.attachmentBytes(await bench.draft()), { 'a.txt': 'two' });
  });

  it('killed between POST and PATCH, and discarded: no draft is left', async () => {
    await killedAfterPost();
    const state = await bench.window().outbox.discard(draftId, inMime().mailbox);
    assert.equal(state.kind, 'local');
    assert.deepEqual(await bench.drafts(), []);
  });

  it('killed between POST and PATCH, and gone on with on another machine: one draft, whole', async () => {
    await killedAfterPost();
    const elsewhere = bench.window({ folder: `${bench.folder}-elsewhere` });
    const state = await elsewhere.outbox.upload(inMime({ attachments: [attachment('a.txt', 'one')] }));
    assert.equal(state.kind, 'uploaded');
    await assertOne();
  });

  it('killed between POST and PATCH, and sent from Outlook: it is known to be sent', async () => {
    await killedAfterPost();
    const { id } = await bench.draft();
    const headers = { authorization: 'Bearer token-you', 'content-length': '0' };
    await fetch(`${bench.server.origin}/v1.0/me/messages/${id}/send`, { method: 'POST', headers });
    const failure = bench.window().outbox.upload(inMime());
    assert.equal((await failure).kind, 'sent');
    assert.equal((await bench.messages()).length, 1);
  });

  /** The process ends before the copy has its tag: nothing after the POST is carried out, nor written down. */
  async function killedAfterPost(): Promise<boolean> {
    bench.fault({ when: { method: 'PATCH' }, do: 'dropBeforeCommit' });
    bench.fault({
      when: { method: 'GET', path: /filter=internetMessageId|attachments/ },
      do: 'dropBeforeCommit',
    });
    bench.fault({ when: { method: 'POST', path: /\/messages$/ }, do: 'dropAfterCommit' });
    const mail = inMime({ attachments: [attachment('a.txt', 'one')] });
    await failureOf(bench.window().outbox.upload({ ...mail, fresh: true }));
    bench.sandbox.faults.length = 0;
    return true;
  }
});
