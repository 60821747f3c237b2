import assert from 'node:assert/strict';
import { type Answered } from '../../src/draft/draft.js';
import { creationProperty, draftTag } from '../../src/graph/mailbox.js';
import { type OutgoingMail } from '../../src/render/outgoingMail.js';
import { type StoredMessage } from '../../src/sandbox/message.js';
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

const samir = 'samir.haddad@example.com';
const nora = 'nora@lindqvist.example';
const text = '<div><p>Yes, the <b>path</b> fits.</p></div>';

describe('the outbox over loopback: replies and forwards', () => {
  let bench: OutboxBench;
  let window: Window;
  let figures: string;
  beforeEach(async () => {
    bench = await OutboxBench.start({ seed: true });
    window = bench.window();
    const found = await window.mailbox.recent({ top: 10 });
    figures = found.find(({ subject }) => subject.startsWith('Figures'))?.id ?? '';
    bench.forgetExchanges();
  });
  afterEach(() => bench.close());

  const answer = (kind: Answered['kind'] = 'reply', change: Partial<OutgoingMail> = {}) =>
    job({ to: [], subject: '', html: text, answers: { kind, messageId: figures }, ...change });
  const addresses = (list: StoredMessage['content']['toRecipients']) =>
    list.map(({ emailAddress }) => emailAddress.address);
  const body = async () => (await bench.draft()).content.body.content;
  const historyOf = (html: string) => html.slice(html.indexOf('<hr tabindex="-1"'));
  const sent = async () => (await bench.messages()).filter(({ folder }) => folder === 'sentitems');

  it('a reply: the mailbox makes it with the tag, then the text goes above the history in one PATCH', async () => {
    assert.equal((await window.outbox.upload(answer())).kind, 'uploaded');
    assert.deepEqual(bench.writes(), ['POST /v1.0/me/messages/*/createReply', 'PATCH /v1.0/me/messages/*']);
    const [post] = bench.on('POST');
    assert.equal(post?.path, `/v1.0/me/messages/${encodeURIComponent(figures)}/createReply`);
    const { message } = jsonOf(post) as { message: Record<string, unknown> };
    const [tag, creation, ...more] = message['singleValueExtendedProperties'] as {
      id: string;
      value: string;
    }[];
    assert.deepEqual(tag, { id: draftTag, value: draftId });
    assert.equal(creation?.id, creationProperty);
    assert.deepEqual(more, []);
    for (const absent of ['body', 'subject', 'toRecipients', 'ccRecipients', 'attachments'])
      assert.equal(absent in message, false, absent);
    const [patch] = bench.on('PATCH');
    const change = jsonOf(patch as NonNullable<typeof patch>);
    for (const absent of ['subject', 'toRecipients', 'ccRecipients'])
      assert.equal(absent in change, false, absent);

    const draft = await bench.draft();
    assert.deepEqual(
      [draft.content.subject, addresses(draft.content.toRecipients)],
      ['RE: Figures for the garden plan', [samir]],
    );
    const html = draft.content.body.content;
    assert.ok(html.indexOf(text) > 0 && html.indexOf(text) < html.indexOf('divRplyFwdMsg'));
    assert.match(historyOf(html), /here are the figures we talked about/);
    const original = (await bench.messages()).find(
      ({ folder, content }) => folder === 'inbox' && content.subject.startsWith('Figures'),
    );
    assert.equal(draft.conversationId, original?.conversationId);
  });

  it('later uploads replace the text alone: the history stays to the byte', async () => {
    await window.outbox.upload(answer());
    const history = historyOf(await body());
    for (const html of ['<div><p>Second</p></div>', '<div><hr><p><b>From:</b> here</p></div>', text]) {
      assert.equal((await window.outbox.upload(answer('reply', { html }))).kind, 'uploaded');
      const now = await body();
      assert.equal(historyOf(now.slice(now.indexOf(html) + html.length)), history);
      assert.equal(now.split('divRplyFwdMsg').length, history.split('divRplyFwdMsg').length);
    }
    assert.doesNotMatch(await body(), /Second/);
    await bench.draft();
  });

  it('reply-all and what the draft names: that replaces, the rest stays as the mailbox made it', async () => {
    await window.outbox.upload(answer('reply-all'));
    const all = (await bench.draft()).content;
    assert.deepEqual([addresses(all.toRecipients), addresses(all.ccRecipients)], [[samir], [nora]]);
    const named = { to: [{ address: 'bob@example.com' }], subject: 'Mine' };
    await window.outbox.upload(answer('reply-all', named));
    const mine = (await bench.draft()).content;
    assert.deepEqual(
      [mine.subject, addresses(mine.toRecipients), addresses(mine.ccRecipients)],
      ['Mine', ['bob@example.com'], [nora]],
    );
    await window.outbox.upload(answer('reply-all'));
    const again = (await bench.draft()).content;
    assert.deepEqual(
      [again.subject, addresses(again.toRecipients), addresses(again.ccRecipients)],
      ['RE: Figures for the garden plan', [samir], [nora]],
      'what is named no longer is what the mailbox makes of it',
    );
  });

  it('an unchanged answer is not written again, and one whose change key moved is no conflict', async () => {
    await window.outbox.upload(answer());
    bench.forgetExchanges();
    assert.equal((await window.outbox.upload(answer())).kind, 'uploaded');
    assert.deepEqual(bench.writes(), []);
    const { immutableId, content } = await bench.draft();
    await window.mailbox.update(immutableId, {
      body: { contentType: 'html', content: content.body.content },
    });
    bench.forgetExchanges();
    assert.equal((await window.outbox.upload(answer())).kind, 'uploaded');
    assert.deepEqual(bench.writes(), []);
  });

  it('text, or a named recipient, edited elsewhere: a conflict, nothing is written', async () => {
    const first = answer('reply', { cc: [{ address: 'cc@example.com' }] });
    await window.outbox.upload(first);
    const { immutableId, content } = await bench.draft();
    const edits = [
      {
        body: { contentType: 'html' as const, content: content.body.content.replace('fits', 'does not fit') },
      },
      { ccRecipients: [] },
    ];
    for (const edit of edits) {
      await window.mailbox.update(immutableId, edit);
      bench.forgetExchanges();
      const next = answer('reply', { cc: [{ address: 'cc@example.com' }], html: '<div>Second</div>' });
      assert.equal((await window.outbox.upload(next)).kind, 'conflict');
      assert.deepEqual(bench.writes(), []);
      await window.mailbox.update(immutableId, {
        body: { contentType: 'html', content: content.body.content },
        ccRecipients: [{ emailAddress: { address: 'cc@example.com' } }],
      });
    }
    assert.equal((await window.outbox.upload(first)).kind, 'uploaded');
  });

  it('a history without a beginning is never written over', async () => {
    await window.outbox.upload(answer());
    const { immutableId, content } = await bench.draft();
    const flat = content.body.content.replace(/<hr[^>]*>/u, '').replaceAll('divRplyFwdMsg', 'other');
    await window.mailbox.update(immutableId, { body: { contentType: 'html', content: flat } });
    bench.forgetExchanges();
    const state = await window.outbox.upload(answer('reply', { html: '<div>Second</div>' }));
    assert.equal(state.kind, 'conflict');
    assert.deepEqual(bench.writes(), []);
    assert.match(await body(), /here are the figures/);
  });

  it('text with what Outlook takes for the beginning of a history is refused, and nothing is made', async () => {
    const odd = answer('reply', { html: '<div>x<div id="divRplyFwdMsg">y</div></div>' });
    assert.equal((await failureOf(window.outbox.upload(odd))).code, 'history-in-text');
    assert.deepEqual(await bench.drafts(), []);
    assert.deepEqual(bench.writes(), []);
  });

  it('a forward: the files that came along stay, those of the draft come and go', async () => {
    const { id } = await window.mailbox.create({
      subject: 'With files',
      toRecipients: [{ emailAddress: { address: samir } }],
    });
    const file = (name: string) => ({
      '@odata.type': '#microsoft.graph.fileAttachment' as const,
      name,
      contentType: 'text/plain',
      contentBytes: Buffer.from(`of ${name}`).toString('base64'),
    });
    await window.mailbox.addAttachment(id, file('plan.txt'));
    await window.mailbox.addAttachment(id, file('same.txt'));
    await window.mailbox.send(id);
    const original = (await sent())[0]?.immutableId ?? '';
    const forward = (names: string[]) =>
      job({
        subject: '',
        html: text,
        answers: { kind: 'forward', messageId: original },
        attachments: names.map((name) => attachment(name, `mine: ${name}`)),
      });
    await window.outbox.upload(forward(['same.txt', 'more.txt']));
    const names = async () => (await bench.draft()).attachments.map(({ name }) => name).sort();
    assert.deepEqual(await names(), ['more.txt', 'plan.txt', 'same.txt', 'same.txt']);
    await window.outbox.upload(forward(['last.txt']));
    assert.deepEqual(await names(), ['last.txt', 'plan.txt', 'same.txt']);
    const theirs = await bench.attachmentBytes(await bench.draft());
    assert.deepEqual([theirs['same.txt'], theirs['plan.txt']], ['of same.txt', 'of plan.txt']);
    await window.outbox.upload(forward([]));
    assert.deepEqual(await names(), ['plan.txt', 'same.txt']);
    const outcome = await window.outbox.send(forward(['last.txt']), willing);
    assert.equal(outcome.state.kind, 'sent');
    assert.deepEqual(Object.keys(await bench.attachmentBytes((await sent())[1] as StoredMessage)).sort(), [
      'last.txt',
      'plan.txt',
      'same.txt',
    ]);
  });

  it('an original that is gone: a sentence, and the mailbox as it was', async () => {
    await window.mailbox.delete(figures);
    await window.mailbox.delete(figures);
    const before = await bench.messages();
    for (const messageId of [figures, 'no id at all']) {
      const gone = answer('reply', { answers: { kind: 'reply', messageId } });
      assert.equal((await failureOf(window.outbox.upload(gone))).code, 'original-missing');
      assert.deepEqual(await bench.messages(), before);
      assert.equal((await window.outbox.state(draftId)).kind, 'local');
    }
  });

  it('an original that is gone when the copy would be made anew: the copy stays', async () => {
    await window.outbox.upload(answer());
    await window.mailbox.delete(figures);
    await window.mailbox.delete(figures);
    const before = await bench.messages();
    const next = answer('reply', { subject: 'Mine' });
    assert.equal((await failureOf(window.outbox.upload(next))).code, 'original-missing');
    assert.deepEqual(await bench.messages(), before);
    assert.equal((await window.outbox.state(draftId, next.mail)).kind, 'changed');
  });

  for (const fault of [
    'dropAfterCommit',
    'dropBeforeCommit',
    'gatewayTimeoutAfterCommit',
    'preconditionFailedOnce',
    'throttle',
    'mailboxFull',
  ] as const)
    for (const action of ['createReply', 'PATCH'] as const)
      it(`${fault} at ${action}: one draft, whole, in the end`, async () => {
        const when = action === 'PATCH' ? { method: 'PATCH', nth: 1 } : { method: 'POST', nth: 1 };
        bench.fault({ when, do: fault });
        const files = { attachments: [attachment('a.txt', 'one')] };
        await window.outbox.upload(answer('reply', files)).catch(() => undefined);
        assert.equal((await window.outbox.upload(answer('reply', files))).kind, 'uploaded');
        const html = await body();
        assert.equal(html.split(text).length, 2, 'the text is there once');
        assert.equal(html.split('divRplyFwdMsg').length, 2, 'and so is the history');
        assert.deepEqual(await bench.attachmentBytes(await bench.draft()), { 'a.txt': 'one' });
      });

  it('sending: the people that the mailbox filled in are shown, and those alone get it', async () => {
    const shown: unknown[] = [];
    const screen = { ...willing, confirm: async (_again: unknown, who: unknown) => shown.push(who) > 0 };
    const outcome = await window.outbox.send(answer('reply-all'), screen);
    assert.equal(outcome.state.kind, 'sent');
    const [who] = shown as { subject: string; to: string[]; cc: string[] }[];
    assert.deepEqual([who?.subject, who?.to, who?.cc], ['RE: Figures for the garden plan', [samir], [nora]]);
    const [mail, ...more] = await sent();
    assert.ok(mail && more.length === 0);
    assert.deepEqual(
      [addresses(mail.content.toRecipients), addresses(mail.content.ccRecipients)],
      [[samir], [nora]],
    );
    assert.equal(bench.on('POST', /\/send$/).length, 1);
    assert.equal((await window.outbox.state(draftId)).kind, 'sent');
    assert.deepEqual(await bench.drafts(), []);
  });

  it('a mail of its own is shown by its draft: the mailbox is not asked', async () => {
    const shown: unknown[] = [];
    const screen = { ...willing, confirm: async (_again: unknown, who: unknown) => shown.push(who) > 0 };
    await window.outbox.send(job(), screen);
    assert.deepEqual(shown, [undefined]);
  });

  it('people who came in during the hold were not confirmed: nothing is sent', async () => {
    const screen = {
      ...willing,
      hold: async () => {
        const { immutableId } = await bench.draft();
        const toRecipients = [{ emailAddress: { address: 'eve@example.com' } }];
        await window.mailbox.update(immutableId, { toRecipients });
        return true;
      },
    };
    assert.equal((await window.outbox.send(answer(), screen)).state.kind, 'conflict');
    assert.deepEqual(await sent(), []);
  });

  it('another machine: the same words are adopted and made anew, other words are a conflict', async () => {
    const other = await OutboxBench.start();
    try {
      await window.outbox.upload(answer());
      const here = bench.window({ folder: other.folder });
      assert.equal(
        (await here.outbox.upload(answer('reply', { html: '<div>Other</div>' }))).kind,
        'conflict',
      );
      assert.equal((await here.outbox.upload(answer())).kind, 'uploaded');
      assert.equal((await body()).split(text).length, 2);
    } finally {
      await other.close();
    }
  });
});
