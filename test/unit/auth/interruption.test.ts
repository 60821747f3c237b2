import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { interruptible, unlessCancelled } from '../../../src/auth/interruption.js';
import { signInPages } from '../../../src/auth/pages.js';
import { Sequencer } from '../../../src/auth/sequencer.js';
import { systemClock } from '../../../src/auth/systemClock.js';
import { Cancelled } from '../../../src/failure.js';

const after = <T>(milliseconds: number, value: T) =>
  new Promise<T>((resolve) => setTimeout(() => resolve(value), milliseconds));

describe('Interruption of a sign-in', () => {
  const clock = { ...systemClock, sleep: (_: number, signal?: AbortSignal) => systemClock.sleep(30, signal) };

  it('a success within the grace time counts', async () => {
    const undone: string[] = [];
    const late = async (result: string) => void undone.push(result);
    assert.equal(await interruptible(after(10, 'done'), AbortSignal.abort(), { clock, late }), 'done');
    assert.deepEqual(undone, []);
  });

  it('a success after it is undone', async () => {
    const undone: string[] = [];
    const late = async (result: string) => void undone.push(result);
    await assert.rejects(interruptible(after(60, 'done'), AbortSignal.abort(), { clock, late }), Cancelled);
    await after(60, undefined);
    assert.deepEqual(undone, ['done']);
  });

  it('without an abort the task decides', async () => {
    const { signal } = new AbortController();
    const late = async () => assert.fail();
    assert.equal(await interruptible(after(5, 1), signal, { clock, late }), 1);
    await assert.rejects(interruptible(Promise.reject(new Error('x')), signal, { clock, late }), /x/);
  });

  it('a failure after the grace time is nobody’s', async () => {
    const task = after(60, 0).then(() => Promise.reject(new Error('late')));
    await assert.rejects(
      interruptible(task, AbortSignal.abort(), { clock, late: async () => assert.fail() }),
      Cancelled,
    );
    await after(60, undefined);
  });

  it('a waiting caller is let go at once', async () => {
    const stop = new AbortController();
    const waiting = unlessCancelled(after(1000, 'x'), stop.signal);
    stop.abort();
    await assert.rejects(waiting, Cancelled);
    assert.equal(await unlessCancelled(Promise.resolve('y'), undefined), 'y');
  });
});

describe('Sequencer', () => {
  it('keeps the order, and goes on after a failure', async () => {
    const sequencer = new Sequencer();
    const order: number[] = [];
    const first = sequencer.run(() => after(10, undefined).then(() => order.push(1)));
    const second = sequencer.run(() => Promise.reject(new Error('x')));
    const leave = await Promise.all([first, assert.rejects(second), sequencer.enter()]).then(
      ([, , free]) => free,
    );
    const last = sequencer.run(async () => order.push(4));
    order.push(3);
    leave();
    await last;
    assert.deepEqual(order, [1, 3, 4]);
  });
});

describe('Pages at the end of a sign-in', () => {
  it('load nothing, name their encoding at the top, know dark and light', () => {
    const { success, error } = signInPages(({ text }) => text, 'he');
    for (const html of [success, error]) {
      assert.ok(html.indexOf('<meta charset="utf-8">') < 1024 - 25);
      assert.match(html, /default-src 'none'/);
      assert.match(html, /prefers-color-scheme: dark/);
      assert.match(html, /<html lang="he" dir="auto">/);
      assert.ok(!/<script|src=|href=|url\(/.test(html));
    }
  });

  it('a translation is text, not HTML', () => {
    const { success } = signInPages(() => '<b onload="x">&');
    assert.ok(success.includes('&lt;b onload=&quot;x&quot;&gt;&amp;'));
    assert.ok(!success.includes('<b '));
  });
});

describe('The room auth/', () => {
  it('imports MSAL in one file only, so that one file is to be rewritten when MSAL drops public clients', () => {
    const folder = 'src/auth/';
    const files = readdirSync(folder).filter((file) =>
      readFileSync(folder + file, 'utf8').includes("'@azure/msal"),
    );
    assert.deepEqual(files, ['msal.ts']);
  });
});
