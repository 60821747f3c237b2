import assert from 'node:assert/strict';
import fc from 'fast-check';
import { retryAfterMilliseconds } from '../../../src/graph/retryAfter.js';

const now = Date.UTC(1994, 10, 6, 8, 49, 30);
const day = 86_400_000;
const after = (value: string, date?: string) =>
  retryAfterMilliseconds({ 'retry-after': value, ...(date === undefined ? {} : { date }) }, now);

describe('Retry-After', () => {
  const rows: [string, number | undefined][] = [
    ['0', 0],
    ['7', 7000],
    [' 7 ', 7000],
    ['2.128', 2128],
    ['0.0001', 1],
    ['99999999999999999999', day],
    // The three forms of RFC 9110 §5.6.7, its own example.
    ['Sun, 06 Nov 1994 08:49:37 GMT', 7000],
    ['Sunday, 06-Nov-94 08:49:37 GMT', 7000],
    ['Sun Nov  6 08:49:37 1994', 7000],
    ['Sun, 06 Nov 1994 08:49:00 GMT', 0],
    ['Sun, 06 Nov 2094 08:49:37 GMT', day],
    ['', undefined],
    ['-1', undefined],
    ['1e3', undefined],
    ['1,5', undefined],
    ['Infinity', undefined],
    ['1994-11-06T08:49:37Z', undefined],
    ['Sun, 99 Nov 1994 08:49:37 GMT', undefined],
    ['soon', undefined],
  ];
  for (const [value, wait] of rows)
    it(`“${value}” is ${wait ?? 'nothing'}`, () => assert.equal(after(value), wait));

  it('takes the form without a zone for GMT, wherever it is read', () => {
    const zone = process.env['TZ'];
    try {
      process.env['TZ'] = 'Asia/Kolkata';
      assert.equal(new Date(now).getTimezoneOffset(), -330);
      assert.equal(after('Sun Nov  6 08:49:37 1994'), 7000);
    } finally {
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
  });

  it('is nothing without the header', () => assert.equal(retryAfterMilliseconds({}, now), undefined));

  it('measures a date against the answer’s own', () => {
    assert.equal(after('Tue, 01 Sep 2026 10:00:09 GMT', 'Tue, 01 Sep 2026 10:00:00 GMT'), 9000);
    assert.equal(after('Sun, 06 Nov 1994 08:49:37 GMT', 'not a date'), 7000);
  });

  it('is within a day for whatever a server writes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
        ),
        fc.integer(),
        (value, at) => {
          const wait = retryAfterMilliseconds({ 'retry-after': value }, at);
          assert.ok(wait === undefined || (Number.isFinite(wait) && wait >= 0 && wait <= day));
        },
      ),
    );
  });

  it('never wakes before the time that was named', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 80_000 }), fc.integer({ min: 0, max: 999 }), (seconds, rest) => {
        const value = `${seconds}.${String(rest).padStart(3, '0')}`;
        const wait = after(value) ?? -1;
        assert.ok(
          wait >= seconds * 1000 + rest && wait <= seconds * 1000 + rest + 1,
          `${value} gave ${wait}`,
        );
      }),
    );
  });

  it('counts whole seconds to a date', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_400 }), (seconds) => {
        assert.equal(after(new Date(now + seconds * 1000).toUTCString()), seconds * 1000);
      }),
    );
  });
});
