import assert from 'node:assert/strict';
import { ada, file, Loopback, to } from '../unit/sandbox/loopback.js';

type Recipients = { emailAddress: { address: string } }[];

describe('sandbox: answers, sendMail, search', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const addresses = (value: unknown) => (value as Recipients).map(({ emailAddress }) => emailAddress.address);
  const body = (value: unknown) => (value as { content: string }).content;

  /** A mail that lies in Sent Items, as good as a received one. */
  const original = async (message: object = {}) => {
    const { id } = await box.draft({
      subject: 'Figures',
      body: { contentType: 'html', content: '<p>Here <b>they</b> are &lt;3</p>' },
      toRecipients: [to('ada@example.com'), to('cy@example.org', 'Cy')],
      ccRecipients: [to('dee@example.org')],
      ...message,
    });
    await box.send(id);
    const sent = (await box.sandbox.messages(ada.userName)).find(({ isDraft }) => !isDraft);
    return { id: sent?.id ?? '', sent };
  };
  const answer = (id: string, action: string, wish?: unknown) =>
    box.ask('POST', `/v1.0/me/messages/${id}/${action}`, wish ?? '');

  it('createReply: 201, a draft to the sender, the subject, the thread and the history', async () => {
    const { id, sent } = await original();
    const reply = await answer(id, 'createReply');
    assert.equal(reply.status, 201);
    const draft = reply.json;
    assert.deepEqual([draft['isDraft'], draft['subject']], [true, 'RE: Figures']);
    assert.deepEqual(addresses(draft['toRecipients']), ['ada@example.com']);
    assert.deepEqual(draft['ccRecipients'], []);
    assert.equal(draft['conversationId'], sent?.conversationId);
    const html = body(draft['body']);
    assert.match(html, /<hr[^>]*><div id="divRplyFwdMsg"/);
    assert.match(html, /<b>From:<\/b> Ada Lovelace &lt;ada@example\.com&gt;/);
    assert.match(html, /<b>Sent:<\/b> Wednesday, September 9, 2026 2:54 AM/);
    assert.match(html, /<p>Here <b>they<\/b> are &lt;3<\/p><\/body>/);
    const mime = (await box.get(`/v1.0/me/messages/${draft.id}/$value`)).text;
    const messageId = sent?.content.internetMessageId ?? 'none';
    assert.ok(mime.includes(`In-Reply-To: ${messageId}`) && mime.includes(`References: ${messageId}`));
  });

  it('the Reply-To of the original comes before its sender, and RE: is written once', async () => {
    const { id } = await original({ subject: 're: Figures', replyTo: [to('list@example.org')] });
    const { json } = await answer(id, 'createReply');
    assert.deepEqual(
      [json['subject'], addresses(json['toRecipients'])],
      ['re: Figures', ['list@example.org']],
    );
  });

  it('createReplyAll: everybody once, oneself left out', async () => {
    const { id } = await original({
      replyTo: [to('list@example.org')],
      ccRecipients: [to('dee@example.org'), to('CY@example.org'), to('list@example.org')],
    });
    const { json } = await answer(id, 'createReplyAll');
    assert.deepEqual(addresses(json['toRecipients']), ['list@example.org', 'cy@example.org']);
    assert.deepEqual(addresses(json['ccRecipients']), ['dee@example.org']);
  });

  it('createForward: FW:, nobody unless named, with the files of the original', async () => {
    const bytes = Buffer.from('a plan');
    const { id } = await original({ attachments: [file('plan.txt', bytes)] });
    const { json } = await answer(id, 'microsoft.graph.createForward', {
      ToRecipients: [to('eve@example.org')],
    });
    assert.deepEqual(
      [json['subject'], addresses(json['toRecipients'])],
      ['FW: Figures', ['eve@example.org']],
    );
    const files = (await box.get(`/v1.0/me/messages/${json.id}/attachments`)).json.value;
    const got = await box.get(`/v1.0/me/messages/${json.id}/attachments/${files[0]?.id}/$value`);
    assert.deepEqual([files.length, got.text], [1, 'a plan']);
    assert.deepEqual((await answer(id, 'createForward')).json['toRecipients'], []);
    assert.deepEqual(
      (await box.get(`/v1.0/me/messages/${(await answer(id, 'createReply')).json.id}/attachments`)).json
        .value,
      [],
    );
  });

  it('message and comment: properties are taken over, a comment stands above the history', async () => {
    const { id } = await original();
    const own = await answer(id, 'createReply', {
      message: { subject: 'Mine', ccRecipients: [to('x@example.org')] },
    });
    assert.deepEqual([own.json['subject'], addresses(own.json['ccRecipients'])], ['Mine', ['x@example.org']]);
    assert.match(body(own.json['body']), /divRplyFwdMsg/);
    const commented = body((await answer(id, 'createReply', { Comment: 'a < b' })).json['body']);
    assert.match(commented, /<body><div>a &lt; b<\/div>[^]*<hr/);
  });

  it('refuses what Graph refuses', async () => {
    const { id } = await original();
    const wishes: [action: string, wish: unknown, code: string][] = [
      ['createReply', { comment: 'x', message: { body: { content: 'y' } } }, 'BadRequest'],
      ['createForward', { toRecipients: [], message: { toRecipients: [] } }, 'BadRequest'],
      ['createReply', { toRecipients: [] }, 'RequestBodyRead'],
      ['createReply', { message: { isDraft: true } }, 'ErrorInvalidPropertySet'],
    ];
    for (const [action, wish, code] of wishes) {
      const reply = await answer(id, action, wish);
      assert.deepEqual([reply.status, reply.code], [400, code], JSON.stringify(wish));
    }
    assert.equal((await box.sandbox.messages(ada.userName)).length, 1);
  });

  it('sendMail: 202 without a body, a copy in Sent Items unless told otherwise', async () => {
    const message = {
      subject: 'At once',
      toRecipients: [to('b@example.com')],
      attachments: [file('a', Buffer.from('x'))],
    };
    const ask = (given: object) => box.ask('POST', '/v1.0/me/sendMail', given);
    const first = await ask({ message, saveToSentItems: true });
    assert.deepEqual([first.status, first.text], [202, '']);
    assert.equal((await ask({ Message: message, SaveToSentItems: 'false' })).status, 202);
    const kept = await box.sandbox.messages(ada.userName);
    assert.deepEqual(
      kept.map(({ folder, isDraft }) => [folder, isDraft]),
      [['sentitems', false]],
    );
    assert.equal(kept[0]?.attachments.length, 1);
    for (const wrong of [
      {},
      { message: 'x' },
      { message, save: true },
      { message, saveToSentItems: 'maybe' },
    ])
      assert.equal((await ask(wrong)).status, 400, JSON.stringify(wrong));
    const nobody = await ask({ message: { subject: 'x' } });
    assert.deepEqual([nobody.status, nobody.code], [400, 'ErrorInvalidRecipients']);
    assert.equal(
      (await box.sandbox.messages(ada.userName)).length,
      1,
      'what was refused left nothing behind',
    );
  });

  it('$search: all words, by their beginnings, in sender, recipients, subject or text; the newest first', async () => {
    await box.draft({ subject: 'Garden plan', body: { contentType: 'text', content: 'tomatoes' } });
    box.clock.time += 1000;
    await box.draft({ subject: 'Garden party', toRecipients: [to('nora@example.org', 'Nora')] });
    const find = async (words: string) => {
      const path = `/v1.0/me/messages?$select=subject&$search=${encodeURIComponent(words)}`;
      return (await box.get(path)).json.value.map(({ subject }) => subject);
    };
    assert.deepEqual(await find('"gard"'), ['Garden party', 'Garden plan']);
    assert.deepEqual(await find('"garden tomato"'), ['Garden plan']);
    assert.deepEqual(await find('"to:nora"'), ['Garden party']);
    assert.deepEqual(await find('"subject:nora"'), []);
    for (const path of [
      '$search=garden',
      '$search="x"&$orderby=subject',
      '$search="x"&$filter=isDraft eq true',
    ])
      assert.equal((await box.get(`/v1.0/me/messages?${path}`)).status, 400, path);
  });

  it('lists the categories of a new mailbox', async () => {
    const { json } = await box.get('/v1.0/me/outlook/masterCategories');
    assert.equal(json.value[0]?.['displayName'], 'Red category');
    assert.equal(json.value[0]?.['color'], 'preset0');
  });
});
