import assert from 'node:assert/strict';
import fc from 'fast-check';
import { GraphFailure } from '../../../src/graph/errors.js';
import { draftTag } from '../../../src/graph/mailbox.js';
import { logPath, odataString, queryOf, tagFilter, wirePath } from '../../../src/graph/requestPath.js';

const origin = 'https://graph.microsoft.com/v1.0';
const wellFormed = fc
  .string({ unit: 'grapheme' })
  .filter((text) => !/^\.{0,2}$/.test(text) && !/\p{Surrogate}/u.test(text));

describe('paths and queries', () => {
  it('an id stays one segment and comes back as it was', () => {
    fc.assert(
      fc.property(wellFormed, (id) => {
        const url = new URL(origin + wirePath(['me', 'messages', { id }, 'send']));
        const segments = url.pathname.split('/');
        assert.deepEqual(segments.slice(0, 4), ['', 'v1.0', 'me', 'messages']);
        assert.equal(segments.length, 6);
        assert.equal(decodeURIComponent(segments[4] ?? ''), id);
        assert.deepEqual([url.search, url.hash, url.origin], ['', '', 'https://graph.microsoft.com']);
      }),
    );
  });

  it('any text is either one segment or refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (user) => {
        try {
          const { pathname } = new URL(origin + wirePath(['users', { user }, 'messages']));
          assert.match(pathname, /^\/v1\.0\/users\/[^/]+\/messages$/);
        } catch (error) {
          assert.ok(error instanceof GraphFailure && error.refused);
        }
      }),
    );
  });

  it('a query value comes back as it was', () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, (filter, other) => {
        const url = new URL(`${origin}/me/messages${queryOf({ $filter: filter, $select: other })}`);
        // encodeURIComponent writes blanks as %20, so URLSearchParams' reading of + cannot differ.
        assert.equal(url.searchParams.get('$filter'), filter);
        assert.equal(url.searchParams.get('$select'), other);
        assert.equal([...url.searchParams].length, 2);
      }),
    );
  });

  it('an OData literal ends only at its own last quote', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("'", 'a', ' or ', ')', '"')).map((parts) => parts.join('')),
        (value) => {
          const literal = odataString(value);
          assert.match(literal, /^'(?:[^']|'')*'$/);
          assert.equal(literal.slice(1, -1).replaceAll("''", "'"), value);
        },
      ),
    );
  });

  it('a draft id cannot break out of the tag filter', () => {
    assert.equal(
      tagFilter("x' or ep/value ne '"),
      `singleValueExtendedProperties/Any(ep: ep/id eq '${draftTag}' and ep/value eq 'x'' or ep/value ne ''')`,
    );
  });

  it('a logged path shows no address and at most the end of an id', () => {
    assert.equal(
      logPath(['users', { user: 'ada@example.com' }, 'messages', { id: 'AAMkADhAAABXpKZAAA=' }]),
      '/users/…/messages/…KZAAA=',
    );
    assert.equal(logPath(['me', 'messages', { id: 'short' }, 'send']), '/me/messages/…/send');
    assert.equal(logPath(['me', 'messages', { id: 'a long id with a\nnew line' }]), '/me/messages/…w?line');
  });
});
