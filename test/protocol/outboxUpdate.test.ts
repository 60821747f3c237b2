import assert from 'node:assert/strict';
import { attachment, draftId, failureOf, job, jsonOf, OutboxBench, type Window, you } from './outboxBench.js';

describe('the outbox over loopback: updating a mailbox draft', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  it('an equal mail is not written again', async () => {
    await window.outbox.upload(job());
    bench.forgetExchanges();
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    assert.deepEqual(bench.writes(), []);
  });

  it('a changed body alone: one PATCH, attachments untouched', async () => {
    const attachments = [attachment('a.txt', 'one'), attachment('b.txt', 'two')];
    await window.outbox.upload(job({ attachments }));
    const [before] = await bench.drafts();
    bench.forgetExchanges();
    assert.equal(
      (await window.outbox.state(draftId, job({ attachments, html: '<p>New</p>' }).mail)).kind,
      'changed',
    );
    await window.outbox.upload(job({ attachments, html: '<p>New</p>' }));
    assert.deepEqual(bench.writes(), ['PATCH /v1.0/me/messages/*']);
    const draft = await bench.draft();
    assert.equal(draft.content.body.original, '<p>New</p>');
    assert.deepEqual(
      draft.attachments.map(({ key }) => key),
      before?.attachments.map(({ key }) => key),
    );
  });

  const changes: [string, Parameters<typeof job>[0], Record<string, unknown>][] = [
    ['the subject', { subject: 'Other' }, { subject: 'Other' }],
    ['the importance', { importance: 'high' }, { importance: 'high' }],
    ['the categories', { categories: ['Red'] }, { categories: ['Red'] }],
    ['a receipt', { readReceipt: true }, { isReadReceiptRequested: true }],
    [
      'a recipient',
      { cc: [{ address: 'charles@example.com' }] },
      { ccRecipients: [{ emailAddress: { address: 'charles@example.com' } }] },
    ],
  ];
  for (const [name, changed, said] of changes)
    it(`says only what changed: ${name}`, async () => {
      await window.outbox.upload(job());
      await window.outbox.upload(job(changed));
      assert.deepEqual(bench.on('PATCH').map(jsonOf), [said]);
      await window.outbox.upload(job());
      const [name = ''] = Object.keys(said);
      assert.deepEqual(Object.keys(jsonOf(bench.on('PATCH')[1] ?? assert.fail())), [name]);
      assert.deepEqual((await bench.draft()).content.subject, 'Notes');
    });

  it('says all where somebody else wrote, a write raced, or an earlier update was broken off', async () => {
    const names = () => bench.on('PATCH').map((exchange) => Object.keys(jsonOf(exchange)).length);
    await window.outbox.upload(job());
    const { id } = await bench.draft();
    await window.mailbox.update(id, { importance: 'low' });
    bench.forgetExchanges();
    await window.outbox.upload(job({ subject: 'Second' }));
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'preconditionFailedOnce' });
    await window.outbox.upload(job({ subject: 'Third' }));
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'mailboxFull' });
    await failureOf(window.outbox.upload(job({ subject: 'Fourth' })));
    await window.outbox.upload(job({ subject: 'Fifth' }));
    const whole = names()[0] ?? 0;
    assert.ok(whole > 8);
    assert.deepEqual(names(), [whole, 1, whole, 1, whole]);
    const { content } = await bench.draft();
    assert.deepEqual([content.subject, content.importance], ['Fifth', 'normal']);
  });

  it('one attachment replaced: that one is deleted and added, the other stays', async () => {
    await window.outbox.upload(
      job({ attachments: [attachment('a.txt', 'one'), attachment('b.txt', 'two')] }),
    );
    bench.forgetExchanges();
    await window.outbox.upload(
      job({ attachments: [attachment('a.txt', 'one'), attachment('b.txt', 'TWO')] }),
    );
    assert.deepEqual(bench.writes(), [
      'DELETE /v1.0/me/messages/*/attachments/*',
      'POST /v1.0/me/messages/*/attachments',
    ]);
    assert.deepEqual(await bench.attachmentBytes(await bench.draft()), { 'a.txt': 'one', 'b.txt': 'TWO' });
  });

  it('attachments removed from the file are removed from the copy', async () => {
    await window.outbox.upload(job({ attachments: [attachment('a.txt', 'one')] }));
    await window.outbox.upload(job());
    assert.deepEqual((await bench.draft()).attachments, []);
  });

  it('files of one name are told apart by their content', async () => {
    await window.outbox.upload(
      job({ attachments: [attachment('a.txt', 'one'), attachment('a.txt', 'two')] }),
    );
    await window.outbox.upload(
      job({ attachments: [attachment('a.txt', 'one'), attachment('a.txt', 'three')] }),
    );
    const draft = await bench.draft();
    assert.deepEqual(draft.attachments.map(({ length }) => length).sort(), [3, 5]);
  });

  it('what was emptied is emptied in the mailbox', async () => {
    const full = {
      cc: [{ address: 'cc@example.com' }],
      replyTo: [{ address: 'answers@example.com' }],
      from: { address: 'team@example.com' },
      categories: ['Red'],
      importance: 'high',
      sensitivity: 'confidential',
      readReceipt: true,
    } as const;
    await window.outbox.upload(job(full));
    await window.outbox.upload(job());
    const { content } = await bench.draft();
    assert.deepEqual([content.ccRecipients, content.replyTo, content.categories], [[], [], []]);
    assert.deepEqual([content.importance, content.isReadReceiptRequested], ['normal', false]);
    assert.equal(content.from, null, 'the mail would go out in the name of another');
    const level = content.singleValueExtendedProperties.find(({ id }) => /0x0*36$/i.test(id));
    assert.ok(level === undefined || level.value === '0', 'the mail would still be confidential');
  });

  it('changed internet headers: the copy is made anew, and one draft remains', async () => {
    await window.outbox.upload(job({ headers: [{ name: 'x-project', value: 'one' }] }));
    bench.forgetExchanges();
    const headers = [{ name: 'x-project', value: 'two' }];
    assert.equal((await window.outbox.upload(job({ headers }))).kind, 'uploaded');
    assert.deepEqual(bench.writes(), ['DELETE /v1.0/me/messages/*', 'POST /v1.0/me/messages']);
    assert.deepEqual((await bench.draft()).content.internetMessageHeaders, headers);
  });

  it('the update request holds no attachments and no internet headers', async () => {
    await window.outbox.upload(job({ headers: [{ name: 'x-a', value: 'b' }] }));
    await window.outbox.upload(job({ headers: [{ name: 'x-a', value: 'b' }], subject: 'Second' }));
    const [patch] = bench.on('PATCH');
    assert.ok(patch);
    assert.deepEqual(
      Object.keys(jsonOf(patch)).filter((key) => /attachments|internetMessageHeaders/.test(key)),
      [],
    );
  });

  it('a 412 that races Exchange itself is tried again', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH' }, do: 'preconditionFailedOnce' });
    assert.equal((await window.outbox.upload(job({ subject: 'Second' }))).kind, 'uploaded');
    assert.equal((await bench.draft()).content.subject, 'Second');
  });

  it('a full mailbox at an update: changed, not uploaded, and the next one completes it', async () => {
    await window.outbox.upload(job());
    bench.fault({ when: { method: 'PATCH', nth: 1 }, do: 'mailboxFull' });
    const second = job({ subject: 'Second' });
    assert.equal((await failureOf(window.outbox.upload(second))).code, 'mailbox-full');
    assert.equal((await window.outbox.state(draftId, second.mail)).kind, 'changed');
    assert.equal((await window.outbox.upload(second)).kind, 'uploaded');
    assert.equal((await bench.draft()).content.subject, 'Second');
  });

  it('discarding deletes the copy, and only a draft', async () => {
    await window.outbox.upload(job());
    assert.equal((await window.outbox.discard(draftId, job().mailbox)).kind, 'local');
    assert.deepEqual(await bench.drafts(), []);
    assert.equal((await bench.sandbox.messages(you.userName)).length, 1, 'it lies in Deleted Items');
    assert.equal((await failureOf(window.outbox.discard(draftId, job().mailbox))).code, 'not-uploaded');
  });
});
