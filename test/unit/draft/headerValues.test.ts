import assert from 'node:assert/strict';
import { type Header } from '../../../src/draft/draft.js';
import { draftText, faultsOf, headerOf, sentencesOf } from './headerOf.js';

type Row = [header: string, expected: Partial<Header>];

const ada = { address: 'ada@example.com' };
const named = { name: 'Ada', address: 'ada@example.com' };
const team = { address: 'team@example.com' };

describe('header: values', () => {
  const good: Row[] = [
    ['to: ada@example.com', { to: [ada] }],
    ['to: Ada <ada@example.com>, team@example.com', { to: [named, team] }],
    ['to: [Ada <ada@example.com>, team@example.com]', { to: [named, team] }],
    ['to:\n  - Ada <ada@example.com>\n  - team@example.com', { to: [named, team] }],
    ['to:\n- Ada <ada@example.com>, team@example.com', { to: [named, team] }],
    ['to: |\n  Ada <ada@example.com>,\n  team@example.com', { to: [named, team] }],
    ['to: Ada <ada@example.com>,\n  team@example.com', { to: [named, team] }],
    ["to: 'Ada <ada@example.com>'", { to: [named] }],
    ['to: "\\"Ada\\" <ada@example.com>"', { to: [named] }],
    ['to:', {}],
    ['to: []', {}],
    ['to: ~', {}],
    ['cc: ada@example.com', { cc: [ada] }],
    ['bcc: ada@example.com', { bcc: [ada] }],
    ['reply-to: ada@example.com', { replyTo: [ada] }],
    ['from: Ada <ada@example.com>', { from: named }],
    ['from:', {}],
    ['mailbox: team@example.com', { mailbox: 'team@example.com' }],
    ['account: ada@example.com', { account: 'ada@example.com' }],
    ['subject: Notes on the engine', { subject: 'Notes on the engine' }],
    ['subject: "Notes: on #1"', { subject: 'Notes: on #1' }],
    ['subject: >-\n  Notes\n  on it', { subject: 'Notes on it' }],
    ['importance: high', { importance: 'high' }],
    ['importance: LOW', { importance: 'low' }],
    ['importance:', {}],
    ['categories: [Blue, Red]', { categories: ['Blue', 'Red'] }],
    ['categories:\n  - Blue, green\n  - 7', { categories: ['Blue, green', '7'] }],
    ['categories: Blue, Red', { categories: ['Blue', 'Red'] }],
    ['attachments: [figures/plan.pdf]', { attachments: [{ path: 'figures/plan.pdf', line: 1 }] }],
    ['attachments: figures/plan, final.pdf', { attachments: [{ path: 'figures/plan, final.pdf', line: 1 }] }],
    [
      'attachments:\n  - a.pdf\n  - {path: b.pdf, name: Plan.pdf}\n  - path: 2024\n',
      {
        attachments: [
          { path: 'a.pdf', line: 2 },
          { path: 'b.pdf', name: 'Plan.pdf', line: 3 },
          { path: '2024', line: 4 },
        ],
      },
    ],
    ['read-receipt: true', { readReceipt: true }],
    ['read-receipt: Yes', { readReceipt: true }],
    ['read-receipt: off', {}],
    ['delivery-receipt: "true"', { deliveryReceipt: true }],
    ['send-at: 2030-01-31T08:30', { sendAt: '2030-01-31T08:30' }],
    ['send-at: 2030-01-31 08:30:15', { sendAt: '2030-01-31 08:30:15' }],
    ['send-at: 2030-01-31T08:30:00+01:00', { sendAt: '2030-01-31T08:30:00+01:00' }],
    ['headers: {x-project: Apollo}', { headers: [{ name: 'x-project', value: 'Apollo' }] }],
    ['headers:\n  X-A: 1.10', { headers: [{ name: 'X-A', value: '1.10' }] }],
    ['sensitivity: confidential', { sensitivity: 'confidential' }],
    ['reply: AAMkAGI=', { answers: { kind: 'reply', messageId: 'AAMkAGI=' } }],
    ['reply-all: AAMkAGI=', { answers: { kind: 'reply-all', messageId: 'AAMkAGI=' } }],
    ['forward: AAMkAGI=', { answers: { kind: 'forward', messageId: 'AAMkAGI=' } }],
    ['theme: plain', { theme: 'plain' }],
    ['signature: work.md', { signature: 'work.md' }],
    ['signature: false', { signature: false }],
    ['signature: no', { signature: false }],
    ['signature: "no"', { signature: 'no' }],
    ['lang: pt-BR', { lang: 'pt-BR' }],
    ['id: 01ARZ3NDEKTSV4RRFFQ69G5FAV', { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }],
    ['id: 01234567890123456789012345', { id: '01234567890123456789012345' }],
    ['id: 0123456789E123456789012345', { id: '0123456789E123456789012345' }],
    ['sent: 2030-01-31T08:30:00.123Z', { sent: '2030-01-31T08:30:00.123Z' }],
  ];
  for (const [header, expected] of good) {
    it(`reads ${JSON.stringify(header)}`, () => {
      assert.deepEqual(headerOf(header), expected);
      assert.deepEqual(faultsOf(header), []);
    });
  }

  const bad: [header: string, expected: Partial<Header>, problems: string[]][] = [
    ['to: ada', {}, ['address-invalid@1']],
    ['to: {ada: x}', {}, ['address-invalid@1']],
    ['to:\n  - ada@example.com\n  - bob', { to: [ada] }, ['address-invalid@3']],
    ['to: ada@example.com,\n  bob,\n  eve', { to: [ada] }, ['address-invalid@2', 'address-invalid@3']],
    ['to: |\n  ada@example.com,\n  bob', { to: [ada] }, ['address-invalid@3']],
    ['to: "ada@example.com\\nBcc: eve@example.com"', {}, ['address-invalid@1']],
    ['subject: x\nfrom: a@example.com, b@example.com', { subject: 'x' }, ['address-invalid@2']],
    ['from: [ada@example.com]', {}, ['address-invalid@1']],
    ['mailbox: team', {}, ['address-invalid@1']],
    ['subject: [Project]', {}, ['value-type@1']],
    ['subject: {a: b}', {}, ['value-type@1']],
    ['account: |\n  a\n  b', {}, ['value-type@1']],
    ['importance: urgent', {}, ['value-type@1']],
    ['importance: [high]', {}, ['value-type@1']],
    ['sensitivity: secret', {}, ['value-type@1']],
    ['categories: [Blue, [Red]]', { categories: ['Blue'] }, ['value-type@1']],
    ['categories: ["a\\nb"]', {}, ['value-type@1']],
    ['attachments: [a.pdf, {name: b.pdf}]', { attachments: [{ path: 'a.pdf', line: 1 }] }, ['value-type@1']],
    ['attachments:\n  - {path: a.pdf, size: 3}', {}, ['value-type@2']],
    ['attachments: [{path: a.pdf, name: "b\\r\\nX: y.pdf"}]', {}, ['value-type@1']],
    ['attachments: [[a.pdf]]', {}, ['value-type@1']],
    ['read-receipt: maybe', {}, ['value-type@1']],
    ['delivery-receipt: [true]', {}, ['value-type@1']],
    ['send-at: tomorrow', {}, ['value-type@1']],
    ['send-at: 2030-01-31', {}, ['value-type@1']],
    ['send-at: 2030-02-30T08:30', {}, ['value-type@1']],
    ['send-at: 2030-01-31T25:00', {}, ['value-type@1']],
    ['headers: Apollo', {}, ['headers-invalid@1']],
    ['headers: [x-a]', {}, ['headers-invalid@1']],
    ['headers:\n  x-a: 1\n  project: 2', { headers: [{ name: 'x-a', value: '1' }] }, ['headers-invalid@3']],
    ['headers:\n  x-: 1', {}, ['headers-invalid@2']],
    ['headers:\n  x-ä: 1', {}, ['headers-invalid@2']],
    ['headers:\n  x-a: "1\\r\\nBcc: eve@example.com"', {}, ['headers-invalid@2']],
    ['headers:\n  x-a: [1]', {}, ['headers-invalid@2']],
    ['headers:\n  x-1: a\n  x-2: a\n  x-3: a\n  x-4: a\n  x-5: a\n  x-6: a', {}, ['headers-invalid@7']],
    ['reply: a\nforward: b', { answers: { kind: 'reply', messageId: 'a' } }, ['answers-several@2']],
    ['signature: true', {}, ['value-type@1']],
    ['signature: [a.md]', {}, ['value-type@1']],
    ['sent: yesterday', {}, ['value-type@1']],
  ];
  for (const [header, expected, problems] of bad) {
    it(`refuses ${JSON.stringify(header)}`, () => {
      assert.deepEqual(headerOf(header), expected);
      assert.deepEqual(faultsOf(header), problems);
    });
  }
});

describe('header: sentences about addresses', () => {
  const table: [value: string, sentence: string][] = [
    [
      'Lovelace, Ada <ada@example.com>',
      '"Lovelace" is not an address: it has no @. If it is part of a name with a comma, put the whole name in quotes.',
    ],
    ['ada@', '"ada@" is not an address. Write name@example.com or "Name" <name@example.com>.'],
    [
      'a\u200Bda@example.com',
      '"ada@example.com" holds an invisible character, perhaps from copying. Type the address again.',
    ],
    [
      '“Lovelace@ <ada@example.com>',
      '"“Lovelace@ <ada@example.com>" is not an address. Use straight quotes (") in place of curly ones.',
    ],
  ];
  for (const [value, sentence] of table) {
    it(value, () => {
      const [first] = sentencesOf(draftText(`subject: x\nto: ${value}`));
      assert.equal(first, sentence);
    });
  }
});
