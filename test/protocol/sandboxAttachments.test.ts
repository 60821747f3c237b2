import assert from 'node:assert/strict';
import PostalMime from 'postal-mime';
import { ada, file, immutable, Loopback } from '../unit/sandbox/loopback.js';

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'); // prettier-ignore

describe('sandbox: attachments', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  it('keeps attachments that come with the draft, bytes and all', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const draft = await box.draft({ attachments: [file('Überblick 図.bin', bytes), inline('logo1')] });
    assert.equal(draft.hasAttachments, true);
    const { value } = (await box.get(`/v1.0/me/messages/${draft.id}/attachments`)).json;
    assert.deepEqual(
      value.map(({ name, isInline, contentId }) => [name, isInline, contentId]),
      [
        ['Überblick 図.bin', false, null],
        ['logo.png', true, 'logo1'],
      ],
    );
    assert.equal(value[0]?.['@odata.type'], '#microsoft.graph.fileAttachment');
    assert.ok(Number(value[0]?.size) > bytes.length);
    assert.equal(value[0]?.contentBytes, Buffer.from(bytes).toString('base64'));
    const raw = await box.get(`/v1.0/me/messages/${draft.id}/attachments/${value[0]?.id}/$value`);
    assert.deepEqual([...raw.bytes], [...bytes]);
    const expanded = (await box.get(`/v1.0/me/messages/${draft.id}?$expand=attachments($select=name,size)`))
      .json;
    assert.deepEqual(Object.keys((expanded.attachments as object[])[1] ?? {}).sort(), [
      '@odata.mediaContentType',
      '@odata.type',
      'id',
      'name',
      'size',
    ]);
  });

  it('does not count inline pictures as attachments', async () => {
    assert.equal((await box.draft({ attachments: [inline('a')] })).hasAttachments, false);
  });

  it('adds and deletes; each changes the change key of the message', async () => {
    const draft = await box.draft();
    const path = `/v1.0/me/messages/${draft.id}/attachments`;
    const added = await box.ask('POST', path, file('a.txt', Buffer.from('a')));
    assert.equal(added.status, 201);
    const after = (await box.get(`/v1.0/me/messages/${draft.id}`)).json;
    assert.notEqual(after.changeKey, draft.changeKey);
    assert.equal(after.hasAttachments, true);
    assert.equal((await box.get(`${path}/${added.json.id}`)).json.name, 'a.txt');
    assert.equal((await box.ask('DELETE', `${path}/${added.json.id}`)).status, 204);
    assert.equal((await box.get(`${path}/${added.json.id}`)).code, 'ErrorItemNotFound');
    const end = (await box.get(`/v1.0/me/messages/${draft.id}`)).json;
    assert.notEqual(end.changeKey, after.changeKey);
    assert.equal(end.hasAttachments, false);
  });

  it('keeps immutable attachment ids through a send', async () => {
    const { id } = await box.draft({ attachments: [file('a.txt', Buffer.from('a'))] }, immutable);
    const first = (await box.get(`/v1.0/me/messages/${id}/attachments`, immutable)).json.value[0]?.id;
    await box.send(id);
    const sent = await box.get(`/v1.0/me/messages/${id}/attachments/${first}/$value`, immutable);
    assert.equal(sent.text, 'a');
  });

  it('refuses what Graph refuses', async () => {
    const { id } = await box.draft();
    const path = `/v1.0/me/messages/${id}/attachments`;
    const plain = { name: 'a', contentBytes: 'YQ==' };
    const type = '#microsoft.graph.fileAttachment';
    for (const [body, status] of [
      [plain, 400],
      [{ '@odata.type': type, name: 'a' }, 400],
      [{ '@odata.type': type, contentBytes: 'YQ==' }, 400],
      [{ '@odata.type': type, ...plain, contentBytes: 'YQ' }, 400],
      [{ '@odata.type': type, ...plain, contentBytes: '_-8=' }, 400],
      [{ '@odata.type': type, ...plain, size: 1 }, 400],
      [file('big', new Uint8Array(3 * 1024 * 1024)), 413],
      [{ '@odata.type': '#microsoft.graph.itemAttachment', name: 'a', item: {} }, 501],
    ] as const) {
      assert.equal((await box.ask('POST', path, body)).status, status, JSON.stringify(body).slice(0, 90));
    }
    assert.equal((await box.get(`${path}?$select=contentBytes`)).status, 400);
    assert.equal((await box.get(`${path}?$select=contentId`)).status, 400);
    assert.equal((await box.sandbox.messages(ada.userName))[0]?.attachments.length, 0);
    const nearly = await box.ask('POST', path, file('near', new Uint8Array(3 * 1024 * 1024 - 1024)));
    assert.equal(nearly.status, 201);
  });

  it('gives the whole mail as MIME', async () => {
    const html = '<p>Zoë &amp; <img src="cid:logo1"></p>\n';
    const { id } = await box.draft({
      subject: '🎈 Grüße',
      body: { contentType: 'html', content: html },
      attachments: [file('a.txt', Buffer.from('a')), inline('logo1')],
    });
    const reply = await box.get(`/v1.0/me/messages/${id}/$value`);
    assert.equal(reply.headers.get('content-type'), 'text/plain');
    const mail = await PostalMime.parse(reply.bytes);
    assert.equal(mail.subject, '🎈 Grüße');
    assert.deepEqual(
      mail.attachments
        .map(({ filename, disposition, contentId }) => [filename, disposition, contentId])
        .sort(),
      [
        ['a.txt', 'attachment', undefined],
        ['logo.png', 'inline', '<logo1>'],
      ],
    );
  });
});

function inline(contentId: string): object {
  return file('logo.png', png, { contentType: 'image/png', isInline: true, contentId });
}
