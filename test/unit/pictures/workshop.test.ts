import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEnglish } from '../../../src/failure.js';
import { type Log } from '../../../src/log.js';
import { OutcomeCache } from '../../../src/pictures/outcomeCache.js';
import { createPictureMaker, type WorkshopOptions } from '../../../src/pictures/pictureWorkshop.js';
import { type MadePicture, type NotMade } from '../../../src/render/pictureMaker.js';

/** A worker of the tests' own, which does what a formula tells it to. */
const worker = `
const { parentPort, threadId } = require('node:worker_threads');
let made = 0;
parentPort.on('message', ({ id, job }) => {
  const word = job.tex ?? job.source;
  if (word.startsWith('crash')) process.exit(3);
  if (word.startsWith('throw')) throw new Error('secret text');
  if (word.startsWith('loop')) for (;;);
  if (word.startsWith('full')) { const all = []; for (;;) all.push(new Array(1e6).fill(word)); }
  if (word.startsWith('bug')) return parentPort.postMessage({ id, bug: 'TypeError\\n  at frame' });
  made++;
  const bytes = Buffer.from([threadId, made, ...Buffer.from(word)]);
  parentPort.postMessage({ id, outcome: { bytes: new Uint8Array(bytes), contentType: 'image/png', width: 1, height: 1 } });
});`;

interface Seen {
  readonly thread: number;
  readonly made: number;
}

function seen(outcome: MadePicture | NotMade): Seen {
  assert.ok('bytes' in outcome, JSON.stringify(outcome));
  return { thread: outcome.bytes[0] ?? -1, made: outcome.bytes[1] ?? -1 };
}

function reason(outcome: MadePicture | NotMade): string {
  assert.ok('reason' in outcome, 'a picture was made');
  return inEnglish(outcome.reason);
}

describe('the workshop for pictures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mdm-pictures-'));
  writeFileSync(join(folder, 'worker.js'), worker);
  const open: { dispose(): void }[] = [];
  afterEach(() => open.splice(0).forEach((workshop) => workshop.dispose()));
  after(() => rmSync(folder, { recursive: true, force: true }));

  function workshop(options: Partial<WorkshopOptions> = {}) {
    const made = createPictureMaker({ folder, ...options });
    open.push(made);
    return {
      ...made,
      draw: (word: string) => made.formula(word, { display: true }),
    };
  }

  it('keeps one worker, and what was made once', async () => {
    const { draw } = workshop();
    assert.deepEqual(seen(await draw('a')).made, 1);
    assert.equal(seen(await draw('b')).made, 2);
    assert.equal(seen(await draw('a')).made, 1);
    assert.equal(seen(await draw('c')).made, 3);
  });

  it('makes a picture once that is asked for twice at the same time', async () => {
    const { draw } = workshop();
    const [one, two, three] = await Promise.all([draw('a'), draw('a'), draw('b')]);
    assert.deepEqual([seen(one).made, seen(two).made, seen(three).made], [1, 1, 2]);
  });

  it('tells options and kinds apart', async () => {
    const made = workshop();
    const outcomes = [
      await made.formula('a', { display: true }),
      await made.formula('a', { display: false }),
      await made.diagram('a', { widest: 600 }),
      await made.diagram('a', { widest: 300 }),
    ];
    assert.deepEqual(
      outcomes.map((outcome) => seen(outcome).made),
      [1, 2, 3, 4],
    );
  });

  for (const word of ['crash', 'throw', 'full', 'bug']) {
    it(`refuses a picture that makes the worker ${word}, logs why without a word of the mail, and goes on in another worker`, async () => {
      const logged: string[] = [];
      const log: Log = { info: () => undefined, warn: () => undefined, error: (text) => logged.push(text) };
      const { draw } = workshop({ log, jobMilliseconds: 100_000 });
      const first = seen(await draw('a'));
      const [failed, next] = await Promise.all([draw(`${word} it`), draw('b')]);
      assert.match(reason(failed), /could not be made/);
      assert.notEqual(seen(next).thread, first.thread);
      assert.equal(logged.length, 1);
      assert.doesNotMatch(logged.join(), /secret|it$/);
      assert.match(reason(await draw(`${word} it`)), /could not be made/);
      assert.equal(logged.length, 1, 'it was tried again');
    });
  }

  it('ends a worker that takes too long, and goes on in another', async () => {
    const { draw } = workshop({ jobMilliseconds: 1500 });
    const [endless, next] = await Promise.all([draw('loop'), draw('a')]);
    assert.match(reason(endless), /too long/);
    assert.equal(seen(next).made, 1);
  });

  it('ends an idle worker, and starts another when it is needed', async () => {
    const { draw } = workshop({ idleMilliseconds: 1 });
    const first = seen(await draw('a'));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.notEqual(seen(await draw('b')).thread, first.thread);
  });

  it('refuses more pictures than may wait', async () => {
    const { draw } = workshop({ mostWaiting: 2 });
    const outcomes = await Promise.all(['a', 'b', 'c'].map(draw));
    assert.match(reason(outcomes[2]!), /too many/);
    assert.ok('bytes' in (await draw('c')), 'there is room again');
  });

  it('answers what waits when it is disposed', async () => {
    const made = workshop();
    const waiting = Promise.all([made.draw('loop'), made.draw('a')]);
    await new Promise((resolve) => setTimeout(resolve, 50));
    made.dispose();
    assert.deepEqual((await waiting).map(reason), Array(2).fill(reason(await made.draw('b'))));
  });

  it('says so when its files are not there', async () => {
    const { draw } = workshop({ folder: join(folder, 'gone') });
    assert.match(reason(await draw('a')), /could not be made/);
  });
});

describe('the memory of made pictures', () => {
  const picture = (size: number): MadePicture => ({
    bytes: new Uint8Array(size),
    contentType: 'image/png',
    width: 1,
    height: 1,
  });

  it('forgets what was asked for longest ago', () => {
    const cache = new OutcomeCache(10_000);
    cache.set('a', picture(4000));
    cache.set('b', picture(4000));
    assert.ok(cache.get('a', 0));
    cache.set('c', picture(4000));
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => cache.get(key, 0) !== undefined),
      [true, false, true],
    );
  });

  it('keeps no picture larger than itself', () => {
    const cache = new OutcomeCache(10_000);
    cache.set('a', picture(4000));
    cache.set('big', picture(20_000));
    assert.deepEqual([cache.get('big', 0), cache.get('a', 0) !== undefined], [undefined, true]);
  });

  it('forgets at the time that was said', () => {
    const cache = new OutcomeCache(10_000);
    cache.set('a', picture(1), 100);
    assert.ok(cache.get('a', 99));
    assert.equal(cache.get('a', 100), undefined);
  });
});
