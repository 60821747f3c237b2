import assert from 'node:assert/strict';
import { attachment, draftId, job, OutboxBench, type Window, willing } from './outboxBench.js';

describe('the outbox over loopback: what happens to the copy elsewhere', () => {
  let bench: OutboxBench;
  let window: Window;
  let elsewhere: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
    elsewhere = bench.window();
  });
  afterEach(() => bench.close());

  const uploaded = async (change: Parameters<typeof job>[0] = {}) => {
    await window.outbox.upload(job(change));
    return (await bench.draft()).immutableId;
  };

  const edits: Record<string, (id: string) => Promise<unknown>> = {
    body: (id) => elsewhere.mailbox.update(id, { body: { contentType: 'html', content: '<p>Mine</p>' } }),
    'look of a word': (id) =>
      elsewhere.mailbox.update(id, {
        body: {
          contentType: 'html',
          content: '<div><p>Dear <b>Ada</b>, the <b>table</b> &amp; more.</p></div>',
        },
      }),
    subject: (id) => elsewhere.mailbox.update(id, { subject: 'Mine' }),
    recipient: (id) =>
      elsewhere.mailbox.update(id, { ccRecipients: [{ emailAddress: { address: 'x@example.com' } }] }),
    'attachment added': (id) =>
      elsewhere.mailbox.addAttachment(id, {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'extra.txt',
        contentType: 'text/plain',
        contentBytes: Buffer.from('extra').toString('base64'),
      }),
    'attachment removed': async (id) => {
      const [first] = await elsewhere.mailbox.attachments(id);
      assert.ok(first);
      await elsewhere.mailbox.deleteAttachment(id, first.id);
    },
  };

  for (const [name, edit] of Object.entries(edits))
    for (const file of ['changed', 'unchanged'])
      for (const way of ['upload', 'send'] as const)
        it(`${name} edited elsewhere, file ${file}, ${way}: a conflict, nothing is written`, async () => {
          const attachments = [attachment('a.txt', 'one')];
          const id = await uploaded({ attachments });
          await edit(id);
          const before = await bench.messages();
          bench.forgetExchanges();
          const next = job(file === 'changed' ? { attachments, subject: 'Second' } : { attachments });
          const state =
            way === 'upload'
              ? await window.outbox.upload(next)
              : (await window.outbox.send(next, willing)).state;
          assert.equal(state.kind, 'conflict');
          assert.equal((await window.outbox.state(draftId, next.mail)).kind, 'conflict');
          assert.deepEqual(bench.writes(), []);
          assert.deepEqual(await bench.messages(), before);
        });

  it('a change key that moved over equal content is no conflict', async () => {
    const id = await uploaded({ attachments: [attachment('a.txt', 'one')] });
    const { content } = await bench.draft();
    // A client that saves what it read, as Outlook's autosave does: Exchange's rewriting of the body comes back.
    await elsewhere.mailbox.update(id, {
      body: { contentType: 'html', content: `${content.body.content}\r\n` },
      categories: ['seen'],
    });
    const next = job({ attachments: [attachment('a.txt', 'one')], subject: 'Second' });
    assert.equal((await window.outbox.upload(next)).kind, 'uploaded');
    assert.equal((await bench.draft()).content.subject, 'Second');
    assert.equal((await window.outbox.send(next, willing)).state.kind, 'sent');
    assert.equal((await bench.delivered()).length, 1);
  });

  it('words that look alike in the tags of another program are no conflict', async () => {
    const id = await uploaded();
    const content =
      '<p class=x_Normal>Dear Ada, the <strong>ta</strong><span><b>ble</b></span> &amp; more.</p>';
    await elsewhere.mailbox.update(id, { body: { contentType: 'html', content } });
    assert.equal((await window.outbox.send(job(), willing)).state.kind, 'sent');
  });

  it('a conflict that was taken back is none any more', async () => {
    const id = await uploaded();
    const { content } = await bench.draft();
    await elsewhere.mailbox.update(id, { subject: 'Mine' });
    assert.equal((await window.outbox.upload(job())).kind, 'conflict');
    await elsewhere.mailbox.update(id, { subject: content.subject });
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
  });

  it('an edit during the hold is a conflict: what was not confirmed is not sent', async () => {
    const id = await uploaded();
    const screen = {
      ...willing,
      hold: async () => {
        await elsewhere.mailbox.update(id, { subject: 'Mine' });
        return true;
      },
    };
    assert.equal((await window.outbox.send(job(), screen)).state.kind, 'conflict');
    assert.equal((await bench.draft()).content.subject, 'Mine');
    assert.deepEqual(bench.on('POST', /\/send$/), []);
  });

  it('deleted elsewhere: an upload makes one copy again', async () => {
    const id = await uploaded();
    await elsewhere.mailbox.delete(id);
    assert.equal((await window.outbox.upload(job())).kind, 'uploaded');
    await bench.draft();
  });

  it('deleted elsewhere during the hold: nothing is sent, the draft is local, and that is said', async () => {
    const id = await uploaded();
    const screen = {
      ...willing,
      hold: async () => {
        await elsewhere.mailbox.delete(id);
        return true;
      },
    };
    const { state } = await window.outbox.send(job(), screen);
    assert.deepEqual(state, { kind: 'local', gone: true });
    assert.deepEqual(bench.on('POST', /\/send$/), []);
    assert.equal((await bench.delivered()).length, 0);
  });

  for (const immutableIdOnSend of ['kept', 'changed'] as const)
    for (const way of ['upload', 'send'] as const)
      it(`sent from elsewhere (id ${immutableIdOnSend}), ${way}: reported as sent, not made or sent again`, async () => {
        bench.sandbox.switches.immutableIdOnSend = immutableIdOnSend;
        const id = await uploaded();
        await elsewhere.mailbox.send(id);
        bench.forgetExchanges();
        const next = job({ subject: 'Second' });
        const state =
          way === 'upload'
            ? await window.outbox.upload(next)
            : (await window.outbox.send(next, willing)).state;
        assert.equal(state.kind, 'sent');
        assert.deepEqual(bench.writes(), []);
        assert.equal((await bench.messages()).length, 1);
      });

  it('a second draft with the same tag: nothing is sent', async () => {
    const id = await uploaded();
    const { content } = await bench.draft();
    await elsewhere.mailbox.create({
      subject: 'Copy',
      singleValueExtendedProperties: content.singleValueExtendedProperties,
    });
    const sending = window.outbox.send(job(), willing);
    await assert.rejects(sending, { code: 'several-copies' });
    assert.equal((await bench.delivered()).length, 0);
    assert.ok((await bench.drafts()).some(({ immutableId }) => immutableId === id));
  });

  it('a copy from another machine with other words is not overwritten', async () => {
    const other = await OutboxBench.start();
    try {
      await window.outbox.upload(job({ subject: 'From the other machine' }));
      const here = bench.window({ folder: other.folder });
      assert.equal((await here.outbox.upload(job())).kind, 'conflict');
      assert.equal((await bench.draft()).content.subject, 'From the other machine');
    } finally {
      await other.close();
    }
  });

  it('a copy from another machine with the same words is adopted', async () => {
    const other = await OutboxBench.start();
    try {
      const attachments = [attachment('a.txt', 'one')];
      await window.outbox.upload(job({ attachments }));
      const here = bench.window({ folder: other.folder });
      assert.equal((await here.outbox.send(job({ attachments }), willing)).state.kind, 'sent');
      const [sent, ...more] = await bench.delivered();
      assert.ok(sent && more.length === 0);
      assert.deepEqual(await bench.attachmentBytes(sent), { 'a.txt': 'one' });
      assert.deepEqual(await bench.drafts(), []);
    } finally {
      await other.close();
    }
  });
});
