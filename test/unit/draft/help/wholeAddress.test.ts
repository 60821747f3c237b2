import assert from 'node:assert/strict';
import { isWholeAddress } from '../../../../src/draft/help/wholeAddress.js';

const known = ['ada@example.com', 'ada@example.com.au', 'Zoe@Example.org'].map((address) => ({ address }));

describe('an address that was typed', () => {
  const table: [typed: string, whole: boolean][] = [
    ['ada@example.com', true],
    ['ADA@example.com', true],
    ['ada@example.co', false],
    ['ada@example.com.', false],
    ['ada@exa', false],
    ['ada@', false],
    ['ad', false],
    ['', false],
    ['zoe@example.or', false],
    ['zoe@example.org', true],
    ['new@example.com', true],
    ['new@example', false],
    ['Ada <ada@example.com>', true],
    ['Ada <ada@example.com', false],
    ['"Lovelace, Ada" <ada@example.com>', true],
    ['"ada@example.com', true],
    ['Ada Lovelace', false],
  ];
  for (const [typed, whole] of table)
    it(`${whole ? 'is all there' : 'may go on'}: ${typed}`, () =>
      assert.equal(isWholeAddress(typed, known), whole));
});
