import assert from 'node:assert/strict';
import { transferMeter, type TransferProgress } from '../../../src/outbox/transfer.js';

describe('the meter of an upload', () => {
  const start = (size: number) => {
    const clock = { time: 0, now: () => clock.time, sleep: async () => undefined };
    const told: TransferProgress[] = [];
    const meter = transferMeter(clock, { name: 'plan.zip', size }, (progress) => told.push(progress));
    const at = (milliseconds: number, sent: number) => {
      clock.time = milliseconds;
      meter(sent);
      return told.at(-1);
    };
    return { at, told };
  };

  it('tells the first and the last, and a few in a second between them', () => {
    const { at, told } = start(1000);
    for (let sent = 0; sent <= 1000; sent++) at(sent, sent);
    assert.deepEqual([told[0]?.sent, told.at(-1)?.sent], [0, 1000]);
    assert.ok(told.length >= 5 && told.length <= 7, String(told.length));
    assert.deepEqual(told[0], { file: 'plan.zip', sent: 0, total: 1000, bytesPerSecond: 0 });
  });

  it('takes the rate over the last seconds', () => {
    const { at } = start(1_000_000);
    at(0, 0);
    assert.equal(at(1000, 5000)?.bytesPerSecond, 5000);
    for (let second = 2; second <= 20; second++) at(second * 1000, 5000 + (second - 1) * 100);
    assert.equal(at(21_000, 7000)?.bytesPerSecond, 100);
  });

  it('says nothing of a rate where an upload goes on or begins anew', () => {
    const { at } = start(1000);
    assert.equal(at(0, 800)?.bytesPerSecond, 0);
    assert.equal(at(1000, 900)?.bytesPerSecond, 100);
    assert.equal(at(2000, 0)?.bytesPerSecond, 0);
    assert.equal(at(3000, 50)?.bytesPerSecond, 50);
  });

  it('an empty file is done at once', () => {
    const { at, told } = start(0);
    at(0, 0);
    assert.deepEqual(told, [{ file: 'plan.zip', sent: 0, total: 0, bytesPerSecond: 0 }]);
  });
});
