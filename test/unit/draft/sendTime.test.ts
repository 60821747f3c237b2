import assert from 'node:assert/strict';
import { sendTimeOf } from '../../../src/draft/sendTime.js';

describe('the time after send-at:', () => {
  const half = Date.UTC(2030, 0, 31, 8, 30);
  const rows: [text: string, expected: number][] = [
    ['2030-01-31T08:30Z', half],
    ['2030-01-31 08:30z', half],
    ['2030-01-31t08:30:00.999Z', half],
    ['2030-01-31T09:30+01:00', half],
    ['2030-01-31 09:30:15+0100', half + 15_000],
    ['2030-01-31T00:00-08:30', half],
  ];
  for (const [text, expected] of rows)
    it(text, () => {
      assert.equal(sendTimeOf(text), expected);
    });

  it('without an offset is the time of this computer, in winter and in summer', () => {
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'America/New_York';
      assert.equal(sendTimeOf('2030-01-31T08:30'), Date.UTC(2030, 0, 31, 13, 30));
      assert.equal(sendTimeOf('2030-07-31 08:30:10'), Date.UTC(2030, 6, 31, 12, 30, 10));
      process.env['TZ'] = 'Asia/Kolkata';
      assert.equal(sendTimeOf('2030-01-31T08:30'), Date.UTC(2030, 0, 31, 3, 0));
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});
