import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import PostalMime, { type Address } from 'postal-mime';
import { newMessage } from '../../../src/sandbox/changes.js';
import { buildEml, emlStream } from '../../../src/sandbox/eml.js';
import { type StoredAttachment, type StoredMessage } from '../../../src/sandbox/message.js';
import { parseJson, readCreation } from '../../../src/sandbox/messageWrites.js';
import { to } from './loopback.js';

const author = { emailAddress: { name: 'Ada Lovelace', address: 'ada@example.com' } };
const time = Date.UTC(2026, 8, 9, 10, 20, 30);
const contents = new Map<string, Uint8Array>();

function message(written: object, attachments: readonly Partial<StoredAttachment>[] = []): StoredMessage {
  const { content } = readCreation(parseJson(Buffer.from(JSON.stringify(written))));
  const files = attachments.map((each, i) => {
    contents.set(`c${i}`, Buffer.from(`bytes ${i} \u0000`));
    return { key: `${i}`, contentName: `c${i}`, name: 'x', contentType: null, isInline: false, contentId: null, contentLocation: null, length: 9, modified: time, ...each }; // prettier-ignore
  });
  return { ...newMessage(() => 0.5, time, author, 'drafts', content), attachments: files };
}

async function built(stored: StoredMessage): Promise<string> {
  const bytes = await buildEml(stored, async (name) => contents.get(name) ?? assert.fail(name));
  return Buffer.from(bytes).toString('latin1');
}

async function parsed(stored: StoredMessage): ReturnType<typeof PostalMime.parse> {
  return PostalMime.parse(Buffer.from(await built(stored), 'latin1'));
}

const plain = (addresses: readonly Address[] | undefined) =>
  addresses?.map(({ name, address }) => [name, address]);

describe('sandbox: .eml', () => {
  for (const subject of ['🎈 Grüße aus Köln', '会議の議事録と添付ファイルについてのご連絡です。よろしくお願いいたします', 'שלום עולם', 'a "b", c; d <e@f>', '=?utf-8?Q?not=20encoded?=', ' spaces  inside ', 'x'.repeat(255), '']) {
    it(`carries the subject ${subject.slice(0, 20)}`, async () => {
      const mail = await parsed(message({ subject }));
      assert.equal(mail.subject ?? '', subject);
    });
  } // prettier-ignore

  it('carries names with commas, quotes and other scripts', async () => {
    const mail = await parsed(
      message({
        toRecipients: [
          to('c@example.com', 'Babbage, Charles'),
          to('d@example.com', 'The "D"'),
          to('plain@example.com'),
        ],
        ccRecipients: [to('e@example.com', '山田 太郎'), to('f@example.com', 'Zoë (team; A)')],
        bccRecipients: [to('g@example.com', 'Г. Гость')],
        replyTo: [to('h@example.com', 'H')],
        from: to('team@example.com', 'Team'),
        sender: to('ada@example.com', 'Ada'),
      }),
    );
    assert.deepEqual(plain(mail.to), [
      ['Babbage, Charles', 'c@example.com'],
      ['The "D"', 'd@example.com'],
      ['', 'plain@example.com'],
    ]);
    assert.deepEqual(plain(mail.cc), [
      ['山田 太郎', 'e@example.com'],
      ['Zoë (team; A)', 'f@example.com'],
    ]);
    assert.deepEqual(plain(mail.bcc), [['Г. Гость', 'g@example.com']]);
    assert.deepEqual(plain(mail.replyTo), [['H', 'h@example.com']]);
    assert.equal(mail.from?.address, 'team@example.com');
    assert.equal(mail.sender?.address, 'ada@example.com');
  });

  it('holds the HTML byte for byte, and a readable text beside it', async () => {
    const content = '<p>Zoë 図</p>\r\n<p>b \n\r </p><script>x</script>\n';
    const eml = await built(message({ body: { contentType: 'html', content } }));
    const encoded = /text\/html[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+?)\r\n--/.exec(eml)?.[1] ?? '';
    assert.equal(Buffer.from(encoded, 'base64').toString('utf8'), content);
    assert.match(eml, /^Content-Type: multipart\/alternative/m);
    const mail = await PostalMime.parse(Buffer.from(eml, 'latin1'));
    assert.equal(mail.text?.trim(), 'Zoë 図\n\nb');
  });

  it('nests mixed, related and alternative', async () => {
    const stored = message({ body: { contentType: 'html', content: '<img src="cid:logo1">' } }, [
      { name: 'Übersicht 図.pdf', contentType: 'application/pdf' },
      { name: 'logo.png', contentType: 'image/png', isInline: true, contentId: 'logo1' },
      { name: 'a "b";c.txt', contentType: 'text/plain' },
    ]);
    const eml = await built(stored);
    const types = [...eml.matchAll(/^Content-Type: ([\w/.+-]+)/gm)].map(([, type]) => type);
    assert.deepEqual(types, ['multipart/mixed', 'multipart/related', 'multipart/alternative', 'text/plain', 'text/html', 'image/png', 'application/pdf', 'text/plain']); // prettier-ignore
    const mail = await PostalMime.parse(Buffer.from(eml, 'latin1'));
    const byName = new Map(mail.attachments.map((each) => [each.filename, each]));
    assert.deepEqual([...byName.keys()].sort(), ['a "b";c.txt', 'logo.png', 'Übersicht 図.pdf']);
    assert.equal(byName.get('logo.png')?.contentId, '<logo1>');
    assert.equal(byName.get('logo.png')?.disposition, 'inline');
    assert.equal(Buffer.from(byName.get('logo.png')?.content as ArrayBuffer).toString(), 'bytes 1 \u0000');
  });

  it('keeps the lines of a text body', async () => {
    const content = 'a\n  b\n\nfrom ü';
    const mail = await parsed(message({ body: { contentType: 'text', content } }));
    assert.equal(mail.text?.trimEnd(), content);
    assert.equal(mail.html, undefined);
  });

  it('says what else a mail says', async () => {
    const stored = message({
      importance: 'high',
      isReadReceiptRequested: true,
      isDeliveryReceiptRequested: true,
      internetMessageHeaders: [{ name: 'x-ticket', value: 'Nummer ü' }],
      singleValueExtendedProperties: [{ id: 'Integer 0x0036', value: '2' }],
    });
    const mail = await parsed(stored);
    const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
    assert.equal(headers.get('importance'), 'high');
    assert.equal(headers.get('sensitivity'), 'Private');
    assert.equal(headers.get('disposition-notification-to'), 'ada@example.com');
    assert.equal(headers.get('return-receipt-to'), 'ada@example.com');
    assert.equal(headers.get('x-ticket'), '=?UTF-8?Q?Nummer_=C3=BC?=');
    assert.equal(headers.get('x-unsent'), '1');
    assert.equal(mail.messageId, stored.content.internetMessageId);
    assert.equal(mail.date, '2026-09-09T10:20:30.000Z');
    assert.ok(!('x-unsent' in Object.fromEntries((await parsed({ ...stored, isDraft: false })).headers.map(({ key }) => [key, 1])))); // prettier-ignore
  });

  it('cannot be made to carry headers of its own by a name or a subject', async () => {
    const eml = await built(
      message(
        {
          subject: 'a\r\nX-Evil: 1',
          toRecipients: [to('a@example.com', 'n\r\nX-Evil: 2')],
        },
        [{ name: 'f\r\nX-Evil: 3', contentType: 'text/plain\r\nX-Evil: 4' }],
      ),
    );
    assert.doesNotMatch(eml, /^X-Evil/im);
  });

  it('gives the same bytes for the same message', async () => {
    const stored = message({ subject: 'S', body: { contentType: 'html', content: '<p>x</p>' } }, [
      { name: 'a' },
    ]);
    assert.equal(await built(stored), await built(stored));
  });

  it('makes lines that every server takes', async () => {
    const content = `<p>${'long line without a break '.repeat(400)}</p>`;
    const eml = await built(message({ body: { contentType: 'html', content }, subject: 'ü'.repeat(200) }, [{ name: `${'ü'.repeat(100)}.txt` }])); // prettier-ignore
    for (const line of eml.split('\r\n')) assert.ok(line.length <= 998, String(line.length));
    assert.doesNotMatch(eml, /[^\r]\n|\r[^\n]/);
  });

  it('gives the same bytes as a stream, whatever pieces its files come in', async () => {
    const stored = message({ subject: 'S', body: { contentType: 'html', content: '<p>x</p>' } }, [
      { name: 'a.bin', length: 100_000 },
    ]);
    const large = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 7) & 255));
    const whole = await buildEml(stored, async () => large);
    for (const size of [1000, 57, 65_536]) {
      const pieces = function* () {
        for (let at = 0; at < large.length; at += size) yield large.subarray(at, at + size);
      };
      const stream = await emlStream(stored, async () => Readable.from(pieces(), { objectMode: false }));
      const parts: Buffer[] = [];
      for await (const part of stream as AsyncIterable<Buffer>) parts.push(part);
      assert.ok(Buffer.concat(parts).equals(Buffer.from(whole)), String(size));
    }
  });
});
