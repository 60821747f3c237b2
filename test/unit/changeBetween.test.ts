import assert from 'node:assert/strict';
import fc from 'fast-check';
import { changeBetween } from '../../src/editor/changeBetween.js';
import { iconless } from '../../src/editor/iconless.js';

describe('the change between two texts', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
  it('makes the second of the first, and leaves alone what both begin and end with', () => {
    fc.assert(
      fc.property(text, text, text, text, (begin, one, other, end) => {
        const [before, after] = [begin + one + end, begin + other + end];
        const { offset, length, text: put } = changeBetween(before, after);
        assert.equal(before.slice(0, offset) + put + before.slice(offset + length), after);
        assert.ok(length <= one.length && put.length <= other.length);
      }),
    );
  });
});

describe('a name in a list', () => {
  it('draws no icon, and is one line', () => {
    assert.equal(iconless(' Pay $(warning) now\n\tplease '), 'Pay \\$(warning) now please');
  });
});
