import assert from 'node:assert/strict';
import fc from 'fast-check';
import PostalMime, { type Address as ParsedAddress, type Email } from 'postal-mime';
import { isAddress } from '../../../src/draft/addresses.js';
import { emlOf, type EmlOptions } from '../../../src/render/eml.js';
import { type OutgoingMail } from '../../../src/render/outgoingMail.js';
import { mail } from '../../sampleMail.js';
import { contentOf, leaves, mimePart, type MimePart, shapeOf, unflowed, valueOf } from './mimeParts.js';
import { rendered } from './rendering.js';

const empty = mail({
  to: [],
  subject: '',
  html: '<div>\n<p>Dear Ada</p>\n</div>\n',
  text: 'Dear Ada\n',
});
const options: EmlOptions = {
  date: new Date(Date.UTC(2026, 8, 9, 10, 20, 30)),
  unique: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  sender: { name: 'Ada Lovelace', address: 'ada@example.com' },
};

const file = (name: string, content: string, contentType = 'application/octet-stream') => ({
  name,
  contentType,
  size: content.length,
  read: () => Promise.resolve(Buffer.from(content, 'latin1')),
});
const picture = (contentId: string) => ({
  contentId,
  name: 'plan.png',
  contentType: 'image/png',
  bytes: Buffer.from('\x89PNG\r\n\n\r', 'latin1'),
});

async function rawOf(mail: Partial<OutgoingMail>, more: Partial<EmlOptions> = {}): Promise<string> {
  return Buffer.from(await emlOf({ ...empty, ...mail }, { ...options, ...more })).toString('latin1');
}

async function partOf(mail: Partial<OutgoingMail>, more: Partial<EmlOptions> = {}): Promise<MimePart> {
  return mimePart(await rawOf(mail, more));
}

async function parsed(mail: Partial<OutgoingMail>): Promise<Email> {
  return PostalMime.parse(Buffer.from(await rawOf(mail), 'latin1'));
}

const plain = (addresses: readonly ParsedAddress[] | undefined) =>
  (addresses ?? []).map(({ name, address }) => (name === '' ? { address } : { name, address }));

/** What RFC 5322 §2.1, RFC 2047 §2 and RFC 2045 §6 ask of every line of a file. */
function assertSound(raw: string): void {
  assert.doesNotMatch(raw, /[^\r]\n|\r[^\n]|\r$|^\n|\0/, 'lines end with CRLF, and there is no NUL');
  const head = raw.slice(0, raw.indexOf('\r\n\r\n'));
  for (const line of raw.split('\r\n')) assert.ok(line.length <= 998, `${line.length} characters`);
  for (const line of head.split('\r\n')) {
    assert.match(line, /^(?:[!-9;-~]+:|[ \t]+\S)/, 'a field begins, or goes on');
    if (/=\?[^?]+\?[BQ]\?/.test(line)) assert.ok(line.length <= 76, line);
  }
  for (const [word] of raw.matchAll(/=\?[^?\s]+\?[BQ]\?[^?\s]*\?=/g)) assert.ok(word.length <= 75, word);
}

describe('an exported mail', () => {
  const shapes: readonly (readonly [what: string, mail: Partial<OutgoingMail>, shape: string])[] = [
    ['text and HTML', {}, 'multipart/alternative(text/plain text/html)'],
    [
      'pictures',
      { images: [picture('image1-a')] },
      'multipart/related(multipart/alternative(text/plain text/html) image/png)',
    ],
    [
      'attachments',
      { attachments: [file('a.pdf', 'x', 'application/pdf')] },
      'multipart/mixed(multipart/alternative(text/plain text/html) application/pdf)',
    ],
    [
      'both',
      { images: [picture('i1'), picture('i2')], attachments: [file('a', 'x'), file('b', 'y')] },
      'multipart/mixed(multipart/related(multipart/alternative(text/plain text/html) image/png image/png) application/octet-stream application/octet-stream)',
    ],
  ];
  for (const [what, mail, shape] of shapes) {
    it(`is nested no deeper than it must be: ${what}`, async () => {
      assertSound(await rawOf(mail));
      assert.equal(shapeOf(await partOf(mail)), shape);
    });
  }

  it('says what a mail says', async () => {
    const root = await partOf({
      to: [{ name: 'Babbage, Charles', address: 'c@example.com' }, { address: 'plain@example.com' }],
      cc: [{ name: 'Zoë', address: 'zoe@example.com' }],
      bcc: [{ address: 'secret@example.com' }],
      replyTo: [{ address: 'team@example.com' }],
      subject: 'Notes on the engine',
      importance: 'high',
      sensitivity: 'confidential',
      categories: ['Release', 'Blue, and green', 'Größe'],
      readReceipt: true,
      deliveryReceipt: true,
      headers: [{ name: 'x-project', value: 'Apollo' }],
    });
    assert.deepEqual(
      root.fields.filter(([name]) => name !== 'Content-Type'),
      [
        ['From', 'Ada Lovelace <ada@example.com>'],
        ['To', '"Babbage, Charles" <c@example.com>, <plain@example.com>'],
        ['Cc', '=?UTF-8?B?Wm/Dqw==?= <zoe@example.com>'],
        ['Bcc', '<secret@example.com>'],
        ['Reply-To', '<team@example.com>'],
        ['Subject', 'Notes on the engine'],
        ['Importance', 'high'],
        ['X-Priority', '1 (Highest)'],
        ['Sensitivity', 'Company-Confidential'],
        ['Keywords', 'Release , "Blue, and green" , =?UTF-8?B?R3LDtsOfZQ==?='],
        ['Disposition-Notification-To', '<ada@example.com>'],
        ['Return-Receipt-To', '<ada@example.com>'],
        ['X-Unsent', '1'],
        ['x-project', 'Apollo'],
        ['Message-ID', '<01ARZ3NDEKTSV4RRFFQ69G5FAV@example.com>'],
        ['Date', 'Wed, 09 Sep 2026 10:20:30 +0000'],
        ['MIME-Version', '1.0'],
      ],
    );
  });

  it('says no more than that', async () => {
    const { fields } = await partOf({});
    assert.deepEqual(
      fields.map(([name]) => name),
      ['From', 'X-Unsent', 'Message-ID', 'Date', 'MIME-Version', 'Content-Type'],
    );
  });

  it('names no sender while there is none, and the one that the draft names before any other', async () => {
    const raw = await emlOf(empty, { date: options.date, unique: options.unique });
    const root = mimePart(Buffer.from(raw).toString('latin1'));
    assert.equal(valueOf(root, 'From'), '');
    assert.equal(valueOf(root, 'Message-ID'), `<${options.unique}@markdown-mail.invalid>`);
    const team = await partOf({ from: { name: 'Team', address: 'team@bücher.example' } });
    assert.equal(valueOf(team, 'From'), 'Team <team@xn--bcher-kva.example>');
    assert.equal(valueOf(team, 'Message-ID'), `<${options.unique}@xn--bcher-kva.example>`);
  });

  it('lets a line under headers: stand in place of its own', async () => {
    const root = await partOf({ importance: 'low', headers: [{ name: 'x-priority', value: '4' }] });
    assert.equal(valueOf(root, 'X-Priority'), '4');
    assert.equal(valueOf(root, 'Importance'), 'low');
  });

  it('holds the HTML to the byte, with line ends as mail has them', async () => {
    const html = '<div>\n<p>Zoë 図 = 1\u00a0€ 🎈</p>\n<pre>a  \n\n b</pre></div>\n';
    const part = leaves(await partOf({ html }))[1] ?? assert.fail();
    assert.equal(valueOf(part, 'Content-Type'), 'text/html; charset=utf-8');
    assert.equal(contentOf(part).toString('utf8'), html.replaceAll('\n', '\r\n'));
  });

  it('has a text that programs may wrap anew, and code in it that stays as it is', async () => {
    const words = 'word '.repeat(40).trim();
    const markdown = `${words}\n\n\\> no quote\n\n> ${words}\n\nFrom here\n\n\`\`\`\na\n  b\n\`\`\`\n\n- one\n  - two\n\n| | |\n| -: | - |\n| > | x |\n| yyyy | z |`;
    const { text } = await rendered(markdown);
    const part = leaves(await partOf({ text }))[0] ?? assert.fail();
    assert.equal(valueOf(part, 'Content-Type'), 'text/plain; charset=utf-8; format=flowed');
    const flowed = contentOf(part).toString('utf8');
    for (const line of flowed.split('\r\n')) assert.ok(line.length <= 78, line);
    assert.deepEqual(unflowed(flowed), [
      words, '', '> no quote', '', `> ${words}`, '', 'From here', '', '    a', '      b', '', '- one', '  - two', '', '   >  x', 'yyyy  z',
    ]); // prettier-ignore
  });

  it('carries names of files in every script, and their bytes', async () => {
    const names = ['plan.pdf', 'Übersicht 図.pdf', 'a "b";c\\d.txt', `${'long '.repeat(60)}.txt`, 'שלום.docx', "it's 100%.txt", '🎈.png']; // prettier-ignore
    const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join('') + '\n\r\r\n';
    const attachments = names.map((name) => file(name, bytes));
    const raw = await rawOf({ attachments });
    assertSound(raw);
    assert.match(raw, /filename\*0\*=utf-8''%C3%9Cbersicht%20%E5%9B%B3\.pdf/i);
    const mail = await parsed({ attachments });
    assert.deepEqual(
      mail.attachments.map(({ filename }) => filename),
      names,
    );
    for (const { content, disposition } of mail.attachments) {
      assert.equal(disposition, 'attachment');
      assert.equal(Buffer.from(content as ArrayBuffer).toString('latin1'), bytes);
    }
  });

  it('carries pictures where the HTML looks for them', async () => {
    const images = [picture('image1-abc'), picture('image2-abc')];
    const { attachments } = await parsed({ images, html: '<img src="cid:image1-abc">' });
    assert.deepEqual(
      attachments.map(({ contentId, disposition, mimeType, filename }) => [contentId, disposition, mimeType, filename]),
      [['<image1-abc>', 'inline', 'image/png', 'plan.png'], ['<image2-abc>', 'inline', 'image/png', 'plan.png']],
    ); // prettier-ignore
  });

  it('encodes no message as Base64, which RFC 2046 forbids: it goes as a file', async () => {
    const attachments = [file('old.eml', 'Subject: x\n\ny', 'message/rfc822'), file('odd', 'x', 'no type')];
    const types = leaves(await partOf({ attachments })).map(
      (part) => valueOf(part, 'Content-Type').split(';')[0],
    );
    assert.deepEqual(types.slice(2), ['application/octet-stream', 'application/octet-stream']);
  });

  it('fails when an attachment cannot be read', async () => {
    const read = () => Promise.reject(new Error('gone'));
    await assert.rejects(rawOf({ attachments: [{ ...file('a', ''), read }] }), /gone/);
  });

  it('is the same to the byte for the same mail', async () => {
    const mail = { subject: 'ü', images: [picture('i')], attachments: [file('a', 'b')] };
    assert.equal(await rawOf(mail), await rawOf(mail));
    assert.notEqual(await rawOf(mail), await rawOf(mail, { unique: 'other' }));
  });
});

/** Pieces that mean something to a mail's head or body, and scripts of all sorts. */
const pieces = ['a', ' ', '  ', 'é', '図', 'שלום', 'مرحبا', '👨‍👩‍👧', '\u202e', '"', '\\', ',', ';', ':', '<', '>', '@', '(', ')', '=?utf-8?Q?a?=', '=?', '?=', '=20', '--', '.', '\r\n', '\n', '\r', '\t', '\0', '\u2028', '\ud83c', 'Bcc: e@e.org', 'x'.repeat(90), "'", '%41', '*', '--=_mail', '\x7f']; // prettier-ignore
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
);
/** What is left of a text where controls cannot stand. Halves of surrogate pairs have no UTF-8. */
const seen = (text: string): string =>
  Buffer.from(text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim())
    .toString()
    .trim();

const address = fc.constantFrom('a@example.com', '"a b"@example.com', 'a.b+c@[127.0.0.1]', 'o@bücher.example', 'ä@bücher.example'); // prettier-ignore
const mailbox = fc.record({ name: anyText, address });
const anyMail = fc.record({
  to: fc.array(mailbox, { maxLength: 4 }),
  cc: fc.array(mailbox, { maxLength: 2 }),
  subject: anyText,
  categories: fc.array(anyText, { maxLength: 3 }),
  headers: fc.array(fc.record({ name: fc.constantFrom('x-a', 'X-b\r\nX-Evil'), value: anyText }), { maxLength: 1 }),
  text: anyText,
  html: anyText,
  attachments: fc.array(
    fc.tuple(anyText, anyText, anyText).map(([name, content, type]) => file(name, content, type)),
    { maxLength: 2 },
  ),
}); // prettier-ignore

describe('any exported mail', function () {
  this.timeout(120_000);

  it('is sound in every line, and carries no field that is not its own', async () => {
    const known =
      /^(From|To|Cc|Subject|Keywords|X-Unsent|x-a|X-bX-Evil|Message-ID|Date|MIME-Version|Content-Type)$/;
    await fc.assert(
      fc.asyncProperty(anyMail, async (mail) => {
        const raw = await rawOf(mail);
        assertSound(raw);
        const root = mimePart(raw);
        for (const [name] of root.fields) assert.match(name, known);
        const partFields = /^(Content-Type|Content-Transfer-Encoding|Content-Disposition)$/;
        const parts = leaves(root);
        for (const part of parts) for (const [name] of part.fields) assert.match(name, partFields);
        assert.equal(parts.length, 2 + mail.attachments.length);
        const contents = parts.slice(2).map((part) => contentOf(part).toString('latin1'));
        const written = mail.attachments.map(async (each) =>
          Buffer.from(await each.read()).toString('latin1'),
        );
        assert.deepEqual(contents, await Promise.all(written));
      }),
      { numRuns: 600 },
    );
  });

  it('is read back by another program as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(anyMail, async (mail) => {
        const read = await parsed(mail);
        assert.equal(read.subject ?? '', seen(mail.subject));
        const expected = mail.to.map(({ name, address: at }) =>
          seen(name) === '' ? { address: inAscii(at) } : { name: seen(name), address: inAscii(at) },
        );
        assert.deepEqual(plain(read.to), expected);
      }),
      { numRuns: 600 },
    );
  });

  it('is made of addresses that are ones', () => {
    for (const one of ['a@example.com', '"a b"@example.com', 'ä@bücher.example']) assert.ok(isAddress(one));
  });
});

/** As a mail server needs it: ASCII in the domain, unless the name before it is beyond ASCII as well. */
function inAscii(one: string): string {
  return one.startsWith('o@') ? 'o@xn--bcher-kva.example' : one;
}
