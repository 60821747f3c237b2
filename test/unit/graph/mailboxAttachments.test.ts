import assert from 'node:assert/strict';
import { GraphFailure } from '../../../src/graph/errors.js';
import { codeOf, file, id, mailbox } from './mailboxBench.js';
import { json, message } from './scripted.js';

describe('the Graph mailbox: attachments and contents', () => {
  it('lists them by the properties of the base type', async () => {
    const { mailbox: box, sent } = mailbox(
      '/me',
      json(200, {
        value: [
          {
            '@odata.type': '#microsoft.graph.fileAttachment',
            id: 'a1',
            name: 'plan.pdf',
            size: 1200,
            isInline: false,
          },
          { id: 'a2', name: null, size: 9, isInline: true, contentId: 'image1-abc' },
        ],
      }),
    );
    assert.deepEqual(await box.attachments(id), [
      { id: 'a1', name: 'plan.pdf', size: 1200, isInline: false },
      { id: 'a2', name: '', size: 9, isInline: true, contentId: 'image1-abc' },
    ]);
    assert.equal(new URL(sent[0]?.url ?? '').search, '?$select=id%2Cname%2Csize%2CisInline');
  });

  it('adds one by one request', async () => {
    const attachment = file(5);
    const { mailbox: box, sent } = mailbox(
      '/me',
      json(201, { id: 'a1', name: 'plan.pdf', size: 300, isInline: false }),
    );
    assert.equal((await box.addAttachment(id, attachment)).id, 'a1');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(sent[0]?.body)), attachment);
  });

  const mebibyte = 1024 * 1024;
  it('sends a file of just under 3 MB', async () => {
    const { mailbox: box, sent } = mailbox(
      '/me',
      json(201, { id: 'a1', name: 'n', size: 300, isInline: false }),
    );
    await box.addAttachment(id, file(3 * mebibyte - 200));
    assert.ok((sent[0]?.body?.byteLength ?? 0) <= 4 * mebibyte);
  });
  for (const bytes of [3 * mebibyte, 3 * mebibyte + 1, 3 * mebibyte + 2, 5 * mebibyte])
    it(`sends no byte of a file of ${bytes} bytes`, async () => {
      const { mailbox: box, sent } = mailbox('/me');
      assert.equal(await codeOf(box.addAttachment(id, file(bytes))), 'attachment-too-large');
      assert.equal(await codeOf(box.create({ attachments: [file(bytes)] })), 'attachment-too-large');
      assert.equal(sent.length, 0);
    });

  it('sends no byte of a mail whose files or text together are over 4 MB', async () => {
    const { mailbox: box, sent } = mailbox('/me');
    const files = [file(2 * mebibyte), file(2 * mebibyte)];
    assert.equal(await codeOf(box.create({ attachments: files })), 'attachment-too-large');
    // Two bytes each in UTF-8: characters are not what is counted.
    const body = { contentType: 'html', content: 'ü'.repeat(2 * mebibyte) } as const;
    assert.equal(await codeOf(box.create({ body })), 'message-too-large');
    assert.equal(await codeOf(box.update(id, { body })), 'message-too-large');
    assert.equal(sent.length, 0);
  });

  it('reads the words as HTML, whatever they are kept as', async () => {
    const people = {
      toRecipients: [{ emailAddress: { name: 'Ada', address: 'ada@example.com' } }],
      ccRecipients: [],
      bccRecipients: [{ emailAddress: { name: 'Unresolved' } }],
    };
    const html = mailbox(
      '/me',
      json(200, { subject: 'S', body: { contentType: 'html', content: '<p>x</p>' }, ...people }),
    );
    assert.deepEqual(await html.mailbox.content(id), {
      subject: 'S',
      html: '<p>x</p>',
      to: ['ada@example.com'],
      cc: [],
      bcc: [''],
      names: new Map([['ada@example.com', 'Ada']]),
    });
    assert.equal(html.sent[0]?.headers['Prefer'], 'IdType="ImmutableId", outlook.body-content-type="html"');
    const plain = mailbox(
      '/me',
      json(200, { subject: null, body: { contentType: 'text', content: 'a <b> & c' }, ...people }),
    );
    assert.deepEqual(await plain.mailbox.content(id), {
      subject: '',
      html: '<pre>a &lt;b&gt; &amp; c</pre>',
      to: ['ada@example.com'],
      cc: [],
      bcc: [''],
      names: new Map([['ada@example.com', 'Ada']]),
    });
  });
});

describe('the Graph mailbox: a server that lies', () => {
  const changes: Record<string, unknown>[] = [
    { id: '' },
    { id: 7 },
    { id: undefined },
    { changeKey: null },
    { isDraft: 'true' },
    { isDraft: undefined },
    { parentFolderId: {} },
    { webLink: 'javascript:alert(1)' },
    { webLink: 'file:///etc/passwd' },
    { webLink: ['https://example.com'] },
    { sentDateTime: 'yesterday' },
    { sentDateTime: 5 },
    { internetMessageId: false },
  ];
  for (const change of changes)
    it(`${JSON.stringify(change)} in a message: unreadable, and not refused`, async () => {
      const [name, value] = Object.entries(change)[0] ?? [];
      const wrong = message({ [name ?? '']: value });
      const { mailbox: box } = mailbox('/me', json(201, wrong));
      const error: unknown = await box.create({ subject: 'Hi' }).catch((reason: unknown) => reason);
      assert.ok(error instanceof GraphFailure);
      assert.deepEqual([error.code, error.refused], ['mailbox-answer-unreadable', false]);
    });

  it('takes null for what is not set, and any offset for UTC', async () => {
    const facts = message({
      webLink: null,
      internetMessageId: null,
      sentDateTime: '2026-09-01T12:00:00+02:00',
    });
    const { mailbox: box } = mailbox('/me', json(201, facts));
    assert.deepEqual(await box.create({}), {
      id,
      changeKey: 'CQ1',
      isDraft: true,
      parentFolderId: 'folder-drafts',
      sentDateTime: '2026-09-01T10:00:00.000Z',
    });
  });
});
