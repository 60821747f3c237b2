import assert from 'node:assert/strict';
import { endsField } from '../../../src/editor/language/fieldEnd.js';

describe('the end of a field of a header', () => {
  const done = [
    'to: |',
    'to:|',
    'to: ada@example.com|',
    'to: ada@example.com | ',
    'to: Ada <ada@example.com>|',
    'to: [ada@example.com, b@example.com]|',
    'subject: Notes: on the engine|',
    'subject: |',
    'reply-to: a@example.com|',
  ];
  const open = [
    'to: ada@example.com,|',
    'to: ada@example.com;|',
    'to: [ada@example.com|',
    'to: ada|@example.com',
    'subject: |Notes',
    'subject: >|',
    'headers:|',
    'attachments: |',
    '  - ada@example.com|',
    '# a comment|',
    '---|',
    'to|',
    '|',
  ];
  for (const [texts, expected] of [
    [done, true],
    [open, false],
  ] as const)
    for (const text of texts)
      it(`${expected ? 'is' : 'is not'} at ${text}`, () =>
        assert.equal(endsField(text.replace('|', ''), text.indexOf('|')), expected));
});
