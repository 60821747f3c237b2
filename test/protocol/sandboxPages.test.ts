import assert from 'node:assert/strict';
import { file, Loopback, to } from '../unit/sandbox/loopback.js';

describe('sandbox: mail pages', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const open = (path: string) => box.get(path, { authorization: '' });

  it('shows a message without a token, behind a strict policy', async () => {
    const picture = Buffer.from('not really a picture');
    const draft = await box.draft({
      subject: 'A <b>bold</b> "subject"',
      toRecipients: [to('b@example.com', 'B, "Bee"')],
      body: {
        contentType: 'html',
        content: '<p onclick="x()">Hi</p><script>alert(1)</script><img src="cid:a"><img src="cid:ab">',
      },
      attachments: [
        file('plan 図.pdf', Buffer.from('%PDF'), { contentType: 'text/html' }),
        file('a.png', picture, { contentType: 'image/png', isInline: true, contentId: 'a' }),
      ],
    });
    const link = String(draft.webLink);
    assert.ok(link.startsWith(`${box.server.origin}/mail/`));
    const page = await open(link);
    assert.equal(page.status, 200);
    const policy = String(page.headers.get('content-security-policy'));
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /script-src|unsafe-eval|https?:/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.match(page.text, /Sandbox mailbox: nothing here was sent to anyone\./);
    assert.match(page.text, /A &lt;b&gt;bold&lt;\/b&gt; &quot;subject&quot;/);
    assert.match(page.text, /B, &quot;Bee&quot; &lt;b@example\.com&gt;/);
    assert.doesNotMatch(page.text, /<script/);
    const frame = /<iframe [^>]*sandbox="([^"]*)"[^>]*srcdoc="([^"]*)"/.exec(page.text);
    assert.doesNotMatch(frame?.[1] ?? 'allow-scripts', /allow-scripts|allow-same-origin|allow-forms/);
    assert.match(frame?.[2] ?? '', new RegExp(`data:image/png;base64,${picture.toString('base64')}`));
    assert.match(frame?.[2] ?? '', /cid:ab/);
    const href = /<a href="([^"]+)" download="plan 図\.pdf">/.exec(page.text)?.[1];
    const download = await open(String(href));
    assert.equal(download.text, '%PDF');
    assert.equal(download.headers.get('content-type'), 'application/octet-stream');
    assert.equal(download.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(
      download.headers.get('content-disposition'),
      "attachment; filename*=UTF-8''plan%20%E5%9B%B3.pdf",
    );
  });

  it('says where the message is in its life, by a link that lasts', async () => {
    const draft = await box.draft();
    assert.match((await open(String(draft.webLink))).text, /<dd dir="auto">Draft<\/dd>/);
    await box.send(draft.id);
    assert.match((await open(String(draft.webLink))).text, /<dd dir="auto">Sent<\/dd>/);
  });

  it('names the origin of the server that runs', async () => {
    const draft = await box.draft();
    box.sandbox.setOrigin('http://127.0.0.1:1');
    const link = String((await box.get(`/v1.0/me/messages/${draft.id}`)).json.webLink);
    assert.ok(link.startsWith('http://127.0.0.1:1/mail/'));
  });

  it('knows nothing else, and changes nothing', async () => {
    const draft = await box.draft();
    assert.match((await open('/')).text, /sandbox mailbox/i);
    assert.equal((await open('/mail/AAMkunknown')).status, 404);
    assert.equal((await open('/mail/%E0%A4%A')).status, 404);
    assert.equal((await open('/elsewhere')).status, 404);
    const page = new URL(String(draft.webLink)).pathname;
    assert.equal((await open(`${page}/attachments/AAMkunknown`)).status, 400);
    assert.equal((await box.ask('POST', page, '{}')).status, 405);
    assert.equal((await box.ask('DELETE', page)).status, 405);
  });
});
