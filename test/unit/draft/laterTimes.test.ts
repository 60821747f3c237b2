import assert from 'node:assert/strict';
import fc from 'fast-check';
import { laterTimes, readTypedTime, sendAtText, typedTime } from '../../../src/draft/laterTimes.js';
import { sendTimeOf } from '../../../src/draft/sendTime.js';

const local = (year: number, month: number, day: number, hours = 0, minutes = 0) =>
  new Date(year, month - 1, day, hours, minutes);
const offered = (now: Date) => laterTimes(now).map(({ kind, at }) => `${kind} ${typedTime(at)}`);

describe('times for sending later', () => {
  it('are an hour, a morning and a Monday', () => {
    assert.deepEqual(offered(local(2026, 11, 19, 14, 20)), [
      'hour 2026-11-19 15:20',
      'tomorrow 2026-11-20 08:00',
      'monday 2026-11-23 08:00',
    ]);
  });

  it('on a Sunday tomorrow is that Monday', () => {
    assert.deepEqual(offered(local(2026, 11, 22, 9)), ['hour 2026-11-22 10:00', 'tomorrow 2026-11-23 08:00']);
  });

  it('on a Monday it is the next one, also over the end of a year', () => {
    assert.equal(offered(local(2026, 12, 28, 7))[2], 'monday 2027-01-04 08:00');
  });

  it('are in the future, and read by send-at as they are meant', () => {
    fc.assert(
      fc.property(fc.date({ min: local(2020, 1, 1), max: local(2040, 1, 1), noInvalidDate: true }), (now) => {
        for (const { at } of laterTimes(now)) {
          assert.ok(at.getTime() > now.getTime() + 60_000);
          assert.equal(sendTimeOf(sendAtText(at)), at.getTime());
        }
      }),
    );
  });
});

describe('a time that is typed', () => {
  it('is read as it is shown', () => {
    for (const text of ['2026-11-23 08:00', '2028-02-29 23:59'])
      assert.equal(typedTime(readTypedTime(text) ?? new Date(0)), text);
    assert.equal(readTypedTime(' 2026-1-3 8:05 ')?.getTime(), local(2026, 1, 3, 8, 5).getTime());
  });

  it('is refused where there is no such time', () => {
    for (const text of [
      '',
      'tomorrow',
      '2026-02-29 08:00',
      '2026-13-01 08:00',
      '2026-11-23 24:00',
      '2026-11-23 08:60',
      '2026-11-23',
    ])
      assert.equal(readTypedTime(text), undefined, text);
  });
});
