import assert from 'node:assert/strict';
import { draftTag } from '../../../src/graph/mailbox.js';
import { checkRequestSize, largestRequest } from '../../../src/graph/requestSize.js';
import { seal } from '../../../src/outbox/fingerprint.js';
import { change, creation } from '../../../src/outbox/graphMessage.js';
import { type OutgoingMail } from '../../../src/render/outgoingMail.js';
import { attached, plainMail } from './steps.js';

const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const sensitivityProperty = 'Integer 0x0036';
const create = async (over: Partial<OutgoingMail> = {}) =>
  creation(id, await seal({ ...plainMail, ...over }));

describe('the Graph message of a mail', () => {
  it('names every property, empty ones too, so that an update clears them', async () => {
    const { message } = await create();
    assert.deepEqual(message, {
      subject: 'Notes',
      body: { contentType: 'html', content: '<p>Dear Ada</p>' },
      toRecipients: [{ emailAddress: { name: 'Ada', address: 'ada@example.com' } }],
      ccRecipients: [],
      bccRecipients: [],
      replyTo: [],
      importance: 'normal',
      categories: [],
      isReadReceiptRequested: false,
      isDeliveryReceiptRequested: false,
      singleValueExtendedProperties: [{ id: draftTag, value: id }],
    });
  });

  it('puts each property in its place', async () => {
    const { message } = await create({
      cc: [{ address: 'cc@example.com' }],
      bcc: [{ address: 'bcc@example.com' }],
      replyTo: [{ address: 'reply@example.com' }],
      from: { name: 'Team', address: 'team@example.com' },
      importance: 'low',
      categories: ['Red'],
      readReceipt: true,
      headers: [{ name: 'x-a', value: 'b' }],
    });
    assert.deepEqual(message.ccRecipients, [{ emailAddress: { address: 'cc@example.com' } }]);
    assert.deepEqual(message.bccRecipients, [{ emailAddress: { address: 'bcc@example.com' } }]);
    assert.deepEqual(message.replyTo, [{ emailAddress: { address: 'reply@example.com' } }]);
    assert.deepEqual(message.from, { emailAddress: { name: 'Team', address: 'team@example.com' } });
    assert.deepEqual([message.importance, message.categories], ['low', ['Red']]);
    assert.deepEqual([message.isReadReceiptRequested, message.isDeliveryReceiptRequested], [true, false]);
    assert.deepEqual(message.internetMessageHeaders, [{ name: 'x-a', value: 'b' }]);
  });

  it('leaves an empty list of internet headers out, which Graph would refuse', async () => {
    assert.ok(!('internetMessageHeaders' in (await create()).message));
  });

  for (const [level, value] of Object.entries({
    normal: '0',
    personal: '1',
    private: '2',
    confidential: '3',
  }))
    it(`sensitivity ${level} is ${value} (MS-OXCMSG 2.2.1.14)`, async () => {
      const sensitivity = level as OutgoingMail['sensitivity'];
      const updated = change(id, { ...plainMail, sensitivity }).singleValueExtendedProperties;
      assert.deepEqual(updated?.at(1), { id: sensitivityProperty, value });
      const created = (await create({ sensitivity })).message.singleValueExtendedProperties;
      assert.deepEqual(created?.slice(1), level === 'normal' ? [] : [{ id: sensitivityProperty, value }]);
    });

  it('an update names no attachments and no internet headers', () => {
    const update = change(id, {
      ...plainMail,
      headers: [{ name: 'x-a', value: 'b' }],
      attachments: [attached('a.txt', Buffer.from('one'))],
    });
    assert.ok(!('attachments' in update) && !('internetMessageHeaders' in update));
    assert.deepEqual(update.singleValueExtendedProperties?.[0], { id: draftTag, value: id });
  });

  it('attachments are padded Base64 of exactly their bytes, also of a part of a larger buffer', async () => {
    const part = Buffer.from('..one..').subarray(2, 5);
    const logo = { contentId: 'logo', name: 'l.png', contentType: 'image/png', bytes: Buffer.from('P') };
    const { message, rest } = await create({ attachments: [attached('a.txt', part)], images: [logo] });
    assert.deepEqual(rest, []);
    assert.deepEqual(message.attachments, [
      {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'l.png',
        contentType: 'image/png',
        contentBytes: 'UA==',
        isInline: true,
        contentId: 'logo',
      },
      {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name: 'a.txt',
        contentType: 'text/plain',
        contentBytes: 'b25l',
      },
    ]);
  });
});

describe('the 4 MB of one request', () => {
  const sizes: Record<string, readonly number[]> = {
    'one small': [10],
    'one that just fits': [3_080_000],
    'two halves': [1_500_000, 1_500_000],
    'one too many': [1_500_000, 1_500_000, 1_500_000],
    'small after large': [3_000_000, 3_000_000, 1000],
    'a hundred': Array.from({ length: 100 }, () => 40_000),
    'three thousand': Array.from({ length: 3000 }, () => 1000),
    empty: [0],
  };
  for (const [name, list] of Object.entries(sizes))
    for (const html of ['<p>short</p>', `<p>${'é'.repeat(200_000)}</p>`])
      it(`${name}, body of ${html.length}: each file once, the request small enough`, async () => {
        const attachments = list.map((size, n) => attached(`datei-ü-${n}.bin`, Buffer.alloc(size)));
        const { message, rest } = await create({ html, attachments });
        const bytes = Buffer.byteLength(JSON.stringify(message));
        assert.ok(bytes <= largestRequest, `${bytes} bytes`);
        const names = [...(message.attachments ?? []), ...rest].map((each) => each.name).sort();
        assert.deepEqual(names, attachments.map((each) => each.name).sort());
        checkRequestSize(message, message.attachments ?? []);
      });

  it('what fits goes within the request', async () => {
    const two = ['a', 'b'].map((name) => attached(name, Buffer.alloc(1_500_000)));
    assert.deepEqual((await create({ attachments: two })).rest, []);
    const third = await create({ attachments: [...two, attached('c', Buffer.alloc(1_500_000))] });
    assert.deepEqual(
      third.rest.map(({ name }) => name),
      ['c'],
    );
  });
});
