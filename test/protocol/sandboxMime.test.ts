import assert from 'node:assert/strict';
import PostalMime from 'postal-mime';
import { Loopback, to } from '../unit/sandbox/loopback.js';

const plain = { 'content-type': 'text/plain' };
const base64 = (text: string) => Buffer.from(text).toString('base64');

const head = [
  'From: Ada <ada@example.com>',
  'To: "B, the Second" <b@example.com>, c@example.com',
  'Bcc: hidden@example.com',
  'Reply-To: answers@example.com',
  'Subject: =?UTF-8?B?R3LDvMOfZQ==?=',
  'Message-ID: <own@example.com>',
  'In-Reply-To: <second@elsewhere.example>',
  'References: <first@elsewhere.example> <second@elsewhere.example>',
  'Importance: high',
  'Sensitivity: Private',
  'Keywords: Red, Blue',
  'Disposition-Notification-To: ada@example.com',
  'Return-Receipt-To: ada@example.com',
  'X-Project: engine',
  'X-Unsent: 1',
  'Date: Mon, 1 Jan 2001 00:00:00 +0000',
  'MIME-Version: 1.0',
];

const mixed = [
  ...head,
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/related; boundary=r',
  '',
  '--r',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'My own words',
  '--a',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Hello <img src="cid:logo"></p>',
  '--a--',
  '--r',
  'Content-Type: image/png; name=logo.png',
  'Content-Disposition: inline; filename=logo.png',
  'Content-ID: <logo>',
  'Content-Transfer-Encoding: base64',
  '',
  base64('picture'),
  '--r--',
  '--m',
  'Content-Type: application/pdf',
  'Content-Disposition: attachment; filename=plan.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  base64('plan'),
  '--m--',
  '',
].join('\r\n');

describe('sandbox: messages in MIME', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const create = (mime: string, path = '/v1.0/me/messages') => box.ask('POST', path, base64(mime), plain);

  it('makes a draft of it: 201, with what Graph has properties for', async () => {
    const reply = await create(mixed);
    assert.equal(reply.status, 201);
    const { json } = reply;
    assert.equal(json.isDraft, true);
    assert.equal(json.subject, 'Grüße');
    assert.deepEqual(json.toRecipients, [
      to('b@example.com', 'B, the Second'),
      to('c@example.com', 'c@example.com'),
    ]);
    assert.deepEqual(json.bccRecipients, [to('hidden@example.com', 'hidden@example.com')]);
    assert.deepEqual(json.replyTo, [to('answers@example.com', 'answers@example.com')]);
    assert.equal(json.internetMessageId, '<own@example.com>');
    assert.deepEqual(
      [json.importance, json.categories, json.isReadReceiptRequested, json.isDeliveryReceiptRequested],
      ['high', ['Red', 'Blue'], true, null],
    );
    assert.equal(json.createdDateTime, '2026-09-09T02:54:56Z');
    const more = `$select=internetMessageHeaders&$expand=singleValueExtendedProperties($filter=id eq 'Integer 0x0036')`;
    const again = (await box.get(`/v1.0/me/messages/${json.id}?${more}`)).json;
    assert.deepEqual(again.internetMessageHeaders, [{ name: 'X-Project', value: 'engine' }]);
    assert.deepEqual(again.singleValueExtendedProperties, [{ id: 'Integer 0x0036', value: '2' }]);
  });

  it('keeps files, the thread and the text part, as its own MIME shows', async () => {
    const { id } = (await create(mixed)).json;
    const listed = (await box.get(`/v1.0/me/messages/${id}/attachments`)).json.value;
    assert.deepEqual(
      listed.map(({ name, isInline, contentId }) => [name, isInline, contentId]),
      [
        ['logo.png', true, 'logo'],
        ['plan.pdf', false, null],
      ],
    );
    const email = await PostalMime.parse((await box.get(`/v1.0/me/messages/${id}/$value`)).bytes);
    assert.equal(email.text?.trim(), 'My own words');
    assert.match(email.html ?? '', /^<p>Hello /);
    assert.equal(email.inReplyTo, '<second@elsewhere.example>');
    assert.equal(email.references, '<first@elsewhere.example> <second@elsewhere.example>');
    assert.deepEqual(
      email.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer).toString()),
      ['picture', 'plan'],
    );
  });

  it('a body that is written by PATCH has no text part of its own any more; other properties leave it', async () => {
    const { id } = (await create(mixed)).json;
    const text = async () =>
      (await PostalMime.parse((await box.get(`/v1.0/me/messages/${id}/$value`)).bytes)).text;
    await box.ask('PATCH', `/v1.0/me/messages/${id}`, { subject: 'Other' });
    assert.equal((await text())?.trim(), 'My own words');
    await box.ask('PATCH', `/v1.0/me/messages/${id}`, {
      body: { contentType: 'html', content: '<p>New</p>' },
    });
    assert.equal((await text())?.trim(), 'New');
  });

  it('takes plain text, a folder of the path, and joins a conversation that the mailbox has', async () => {
    const first = await box.draft();
    const mime = `To: b@example.com\r\nIn-Reply-To: ${String(first.internetMessageId)}\r\n\r\nPlain words\r\n`;
    const { json } = await create(mime, '/v1.0/me/mailFolders/archive/messages');
    assert.deepEqual(
      [(json.body as object as { contentType: string }).contentType, json.conversationId],
      ['text', first.conversationId],
    );
    assert.match(JSON.stringify(json.body), /Plain words/);
    assert.equal(json.parentFolderId, (await box.get('/v1.0/me/mailFolders/archive')).json.id);
    assert.match(String(json.internetMessageId), /@sandbox\.example>$/);
  });

  it('goes by the Base64 in lines too, and refuses what is none', async () => {
    const lines = base64(mixed).replace(/.{76}/g, '$&\r\n');
    assert.equal((await box.ask('POST', '/v1.0/me/messages', lines, plain)).status, 201);
    for (const body of ['not base64!', mixed, 'abc', '']) {
      const reply = await box.ask('POST', '/v1.0/me/messages', body, plain);
      assert.deepEqual(
        [reply.status, reply.code],
        [400, 'ErrorMimeContentInvalidBase64String'],
        body.slice(0, 20),
      );
    }
    assert.equal((await box.sandbox.messages('ada@example.com')).length, 1);
  });

  it('refuses more than 4 MB, and mails within mails', async () => {
    const large = `To: b@example.com\r\n\r\n${'x'.repeat(3 * 1024 * 1024 + 4096)}`;
    assert.equal((await create(large)).status, 413);
    const within = `To: b@example.com\r\nContent-Type: message/rfc822\r\n\r\n${mixed}`;
    assert.equal((await create(within)).status, 501);
  });

  it('sendMail takes it as well: 202, and a copy in Sent Items', async () => {
    assert.equal((await box.ask('POST', '/v1.0/me/sendMail', base64(mixed), plain)).status, 202);
    const [sent] = (await box.get('/v1.0/me/mailFolders/sentitems/messages')).json.value;
    assert.equal(sent?.internetMessageId, '<own@example.com>');
  });

  it('finds folders by their names, in whatever language, page by page', async () => {
    await box.close();
    box = await Loopback.start({ folderDisplayNames: { archive: "Ada's Archiv" } });
    const name = encodeURIComponent("displayName eq 'ada''s archiv'");
    const { value } = (await box.get(`/v1.0/me/mailFolders?$select=id,displayName&$filter=${name}`)).json;
    const archive = (await box.get('/v1.0/me/mailFolders/archive')).json.id;
    assert.deepEqual(value, [{ id: archive, displayName: "Ada's Archiv" }]);
    assert.equal((await box.get(`/v1.0/me/mailFolders?$filter=isHidden eq true`)).status, 501);
    const names: unknown[] = [];
    for (let page: string | undefined = '/v1.0/me/mailFolders?$top=3'; page !== undefined;) {
      const { json } = await box.get(page);
      names.push(...json.value.map(({ displayName }) => displayName));
      page = json['@odata.nextLink'] as string | undefined;
    }
    assert.equal(new Set(names).size, 7);
  });
});
