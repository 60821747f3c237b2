import assert from 'node:assert/strict';
import { join } from 'node:path';
import { parseDraft } from '../../src/draft/parseDraft.js';
import { createGraphClient } from '../../src/graph/client.js';
import { createDraftReader } from '../../src/graph/draftReader.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type CurrentDraft, MailboxCopies } from '../../src/mailboxCopies.js';
import { type MailboxReference } from '../../src/outbox/ledger.js';
import { type Job } from '../../src/outbox/outbox.js';
import { UploadedTexts } from '../../src/outbox/uploadedTexts.js';
import { compose } from '../../src/render/compose.js';
import { draftId, failureOf, OutboxBench, type Window, willing } from './outboxBench.js';

const reference: MailboxReference = { environment: 'test', accountId: 'a', path: '/me' };

const text = `---
to: Ada <ada@example.com>
subject: Notes
id: ${draftId}
---
Dear *Ada*,

* the first thing
* the second

Yours
`;

async function current(content: string): Promise<CurrentDraft> {
  const draft = parseDraft(content);
  const files = {
    resolve: () => 'file:///x',
    facts: () => Promise.resolve(undefined),
    read: () => Promise.reject(new Error('no file')),
    realLocation: (location: string) => Promise.resolve(location),
  };
  const around = { location: 'file:///d/x.mail.md', root: 'file:///d', files, approved: () => true };
  return { text: content, draft, composed: await compose(draft, around) };
}

describe('mailbox copies over loopback', () => {
  let bench: OutboxBench;
  let window: Window;
  let elsewhere: Window;
  let copies: MailboxCopies;
  let texts: UploadedTexts;

  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
    elsewhere = bench.window();
    texts = new UploadedTexts(join(bench.folder, 'uploaded'));
    const client = createGraphClient({
      transport: createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 5000 }),
      token: async () => 'token-you',
      root: bench.server.origin,
      version: 'v1.0',
      clock: bench.clock,
      random: Math.random,
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    });
    copies = new MailboxCopies({
      outbox: () => window.outbox,
      texts: () => texts,
      mailbox: async () => window.mailbox,
      reader: async () => createDraftReader(client, '/me'),
    });
  });
  afterEach(() => bench.close());

  const jobOf = ({ composed }: CurrentDraft): Job => ({
    id: draftId,
    mail: composed.mail,
    mailbox: reference,
  });

  async function upload(content = text): Promise<CurrentDraft> {
    const now = await current(content);
    await copies.remember(draftId, now);
    assert.equal((await window.outbox.upload(jobOf(now))).kind, 'uploaded');
    return now;
  }

  async function editElsewhere(from: string, to: string): Promise<void> {
    const { immutableId, content } = await bench.draft();
    const html = content.body.content;
    assert.ok(html.includes(from));
    await elsewhere.mailbox.update(immutableId, {
      body: { contentType: 'html', content: html.replace(from, to) },
    });
  }

  it('what was uploaded comes back to the byte, by reading alone', async () => {
    const now = await upload();
    bench.forgetExchanges();
    const copy = await copies.of(draftId, reference, now);
    assert.equal(copy.text(), text);
    assert.deepEqual(bench.writes(), []);
    assert.deepEqual(
      bench.on('GET').map(({ path }) => path.replace(/messages\/[^/?]+/u, 'messages/*').split('?')[0]),
      ['/v1.0/me/messages/*', '/v1.0/me/messages/*/attachments'],
    );
    for (const { path } of bench.on('GET')) assert.match(decodeURIComponent(path), /\$select=/u);
  });

  it('only what was changed in Outlook differs, also when the file went on', async () => {
    await upload();
    await editElsewhere('Yours', 'Yours ever');
    await elsewhere.mailbox.update((await bench.draft()).immutableId, { subject: 'Notes, again' });
    const copy = await copies.of(draftId, reference, await current(text.replace('first', 'very first')));
    assert.equal(
      copy.text(),
      text.replace('Yours', 'Yours ever').replace('subject: Notes', 'subject: Notes, again'),
    );
  });

  it('the look of words that was changed in Outlook differs alone, and is a conflict', async () => {
    const now = await upload();
    await editElsewhere('Yours', '<b>Yours</b>');
    const copy = await copies.of(draftId, reference, now);
    assert.equal(copy.text(), text.replace('Yours', '**Yours**'));
    assert.equal((await window.outbox.send(jobOf(now), willing)).state.kind, 'conflict');
    assert.equal((await window.outbox.upload({ ...jobOf(now), replaces: copy.seen })).kind, 'uploaded');
    assert.doesNotMatch((await bench.draft()).content.body.content, /<b>/u);
  });

  it('keep mine: only the copy that was seen is replaced, and it is the file then', async () => {
    await upload();
    await editElsewhere('Yours', 'Yours ever');
    const mine = await current(text.replace('Dear', 'Hello'));
    assert.equal((await window.outbox.upload(jobOf(mine))).kind, 'conflict');
    const { seen } = await copies.of(draftId, reference, mine);
    await editElsewhere('Yours ever', 'Yours for ever');
    const before = await bench.draft();
    const failure = await failureOf(window.outbox.upload({ ...jobOf(mine), replaces: seen }));
    assert.equal(failure.code, 'copy-changed-again');
    assert.deepEqual(await bench.draft(), before);
    const again = await copies.of(draftId, reference, mine);
    assert.match(again.text(), /Yours for ever/u);
    const state = await window.outbox.upload({ ...jobOf(mine), replaces: again.seen });
    assert.equal(state.kind, 'uploaded');
    assert.match((await bench.draft()).content.body.content, /Hello/u);
    assert.doesNotMatch((await bench.draft()).content.body.content, /for ever/u);
    assert.equal((await window.outbox.send(jobOf(mine), willing)).state.kind, 'sent');
  });

  it('take theirs: the copy stays as it is, the draft is `changed`, and its next upload writes', async () => {
    await upload();
    await editElsewhere('Yours', 'Yours ever');
    const now = await current(text);
    assert.equal((await window.outbox.upload(jobOf(now))).kind, 'conflict');
    const copy = await copies.of(draftId, reference, now);
    await copies.requireUnchanged(copy);
    const before = await bench.draft();
    const fresh = await current(copy.text());
    await window.outbox.accept(draftId, copy.seen);
    assert.deepEqual(await bench.draft(), before);
    assert.equal((await window.outbox.state(draftId, fresh.composed.mail)).kind, 'changed');
    assert.equal((await window.outbox.upload(jobOf(fresh))).kind, 'uploaded');
    assert.match((await bench.draft()).content.body.content, /Yours ever/u);
  });

  it('a file that was attached in Outlook is named, saved, and goes along', async () => {
    const now = await upload();
    const { immutableId } = await bench.draft();
    const contentBytes = Buffer.from('figures').toString('base64');
    const type = '#microsoft.graph.fileAttachment' as const;
    await elsewhere.mailbox.addAttachment(immutableId, {
      '@odata.type': type,
      name: 'a/b.txt',
      contentType: 'text/plain',
      contentBytes,
    });
    const copy = await copies.of(draftId, reference, now);
    assert.match(
      copy.text(),
      /\nattachments:\n {2}- \{ path: "a b\.txt", name: "a\/b\.txt" \}\n|\nattachments:\n {2}- a b\.txt\n/u,
    );
    const [file, ...more] = copy.unsaved;
    assert.ok(file && more.length === 0);
    assert.equal(String(Buffer.from(await copies.bytes(copy, file.id))), 'figures');
    assert.equal(copy.text(new Map()), text, 'left out, it is not named');
  });

  it('a draft of Outlook becomes a file, and gets our tag at the next upload alone', async () => {
    const made = await elsewhere.mailbox.create({
      subject: 'From Outlook',
      body: { contentType: 'html', content: '<div>Hello,</div><div><br></div><div><b>bold</b> words</div>' },
      toRecipients: [{ emailAddress: { name: 'Ada', address: 'ada@example.com' } }],
      importance: 'high',
    });
    const { drafts } = await copies.list(reference);
    assert.deepEqual(
      drafts.map(({ id, subject, tag }) => [id, subject, tag]),
      [[made.id, 'From Outlook', undefined]],
    );
    const copy = await copies.foreign(reference, made.id, () => ({ id: draftId }));
    const file = copy.text();
    assert.equal(
      file,
      `---\nto: Ada <ada@example.com>\nsubject: From Outlook\nimportance: high\nid: ${draftId}\n---\nHello,\n\n**bold** words\n`,
    );
    const before = await bench.draft();
    await window.outbox.accept(draftId, copy.seen);
    assert.deepEqual(await bench.draft(), before, 'nothing was written');
    assert.deepEqual(before.content.singleValueExtendedProperties, []);
    assert.equal((await window.outbox.upload(jobOf(await current(file)))).kind, 'uploaded');
    const after = await bench.draft();
    assert.equal(after.immutableId, before.immutableId);
    assert.deepEqual(after.content.singleValueExtendedProperties.map(({ value }) => value).slice(0, 1), [
      draftId,
    ]);
    assert.equal((await copies.list(reference)).drafts[0]?.tag, draftId);
  });

  it('one that was sent from Outlook before its first upload is not sent twice', async () => {
    for (const immutableIdOnSend of ['kept', 'changed'] as const) {
      bench.sandbox.switches.immutableIdOnSend = immutableIdOnSend;
      const id = immutableIdOnSend === 'kept' ? draftId : draftId.replace(/V$/u, 'W');
      const made = await elsewhere.mailbox.create({
        subject: 'Once',
        toRecipients: [{ emailAddress: { address: 'ada@example.com' } }],
      });
      const copy = await copies.foreign(reference, made.id, () => ({ id }));
      await window.outbox.accept(id, copy.seen);
      await elsewhere.mailbox.send(made.id);
      const delivered = (await bench.delivered()).length;
      const { state } = await window.outbox.send({ ...jobOf(await current(copy.text())), id }, willing);
      assert.equal(state.kind, 'sent');
      assert.equal((await bench.delivered()).length, delivered);
    }
  });

  it('one that was deleted before its first upload: nothing is made, and that is said', async () => {
    const made = await elsewhere.mailbox.create({ subject: 'Gone' });
    const copy = await copies.foreign(reference, made.id, () => ({ id: draftId }));
    await window.outbox.accept(draftId, copy.seen);
    await elsewhere.mailbox.delete(made.id);
    bench.forgetExchanges();
    assert.equal((await failureOf(window.outbox.upload(jobOf(await current(text))))).code, 'copy-gone');
    assert.deepEqual(bench.writes(), []);
  });

  it('lists page by page, the newest first', async () => {
    for (let number = 1; number <= 35; number++) {
      await bench.clock.sleep(1000);
      await elsewhere.mailbox.create({ subject: `Draft ${number}` });
    }
    const first = await copies.list(reference);
    assert.equal(first.drafts.length, 30);
    assert.equal(first.drafts[0]?.subject, 'Draft 35');
    assert.ok(first.next);
    const second = await copies.list(reference, first.next);
    assert.deepEqual(
      second.drafts.map(({ subject }) => subject),
      ['Draft 5', 'Draft 4', 'Draft 3', 'Draft 2', 'Draft 1'],
    );
    assert.equal(second.next, undefined);
  });

  it('another computer: the copy is found by its tag, and compared with the file that is there', async () => {
    const now = await upload();
    const there = bench.window({ folder: join(bench.folder, 'there') });
    const others = new MailboxCopies({
      outbox: () => there.outbox,
      texts: () => new UploadedTexts(join(bench.folder, 'there', 'uploaded')),
      mailbox: async () => there.mailbox,
      reader: async () => copiesReader(),
    });
    const copiesReader = () =>
      createDraftReader(
        createGraphClient({
          transport: createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 5000 }),
          token: async () => 'token-you',
          root: bench.server.origin,
          version: 'v1.0',
          clock: bench.clock,
          random: Math.random,
          log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        }),
        '/me',
      );
    assert.equal((await others.of(draftId, reference, now)).text(), text);
    await editElsewhere('Yours', 'Yours ever');
    assert.equal((await others.of(draftId, reference, now)).text(), text.replace('Yours', 'Yours ever'));
  });

  it('a copy that is gone, and a draft that has none: a sentence each', async () => {
    const now = await current(text);
    assert.equal((await failureOf(copies.of(draftId, reference, now))).code, 'not-uploaded');
    await upload();
    await elsewhere.mailbox.send((await bench.draft()).immutableId);
    assert.equal((await failureOf(copies.of(draftId, reference, now))).code, 'copy-gone');
  });
});
