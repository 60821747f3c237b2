import assert from 'node:assert/strict';
import { printPage } from '../../../src/editor/preview/printPage.js';
import { content, labels } from './contents.js';

const print = (change: Partial<typeof content> = {}, remotePictures = false) =>
  printPage({ content: { ...content, ...change }, labels, nonce: 'N0NCE', remotePictures });

describe('the page to print', () => {
  it('runs no script and loads nothing', () => {
    const html = print();
    assert.match(
      html,
      /Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'nonce-N0NCE'; style-src-attr 'unsafe-inline'; base-uri 'none'; form-action 'none'"/,
    );
    assert.doesNotMatch(html, /<script|<link| on[a-z]+=/);
    assert.match(print({}, true), /img-src data: https:;/);
  });

  it('holds the mail with its pictures, and its head with everybody in it', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const html = print({
      to: Array.from({ length: 20 }, (_, at) => `p${at}@example.com`),
      html: '<div><p>src=&quot;cid:image1-abc&quot;<img src="cid:image1-abc"><img src="cid:other"></p></div>',
      images: [{ contentId: 'image1-abc', name: 'x.png', contentType: 'image/png', bytes }],
      attachments: [
        { name: 'a.pdf', size: 1, contentType: 'application/pdf', location: 'file:///home/me/a.pdf' },
      ],
    });
    assert.ok(
      html.includes(
        '<div><p>src=&quot;cid:image1-abc&quot;<img src="data:image/png;base64,AQID"><img src="cid:other"></p></div>',
      ),
    );
    assert.match(html, /<details open/);
    assert.match(html, /a\.pdf/);
    assert.doesNotMatch(html, /<button|file:/);
  });

  it('escapes what people wrote', () => {
    const html = print({
      subject: '</title><script>alert(1)</script>',
      from: '<img src=x onerror=alert(1)>',
    });
    assert.doesNotMatch(html, /<script|<img src=x/);
  });
});
