import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileLedger } from '../../../src/outbox/fileLedger.js';
import { type Ledger } from '../../../src/outbox/ledger.js';
import { entries, type StepName } from './steps.js';

const id = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('the ledger in files', function () {
  // Each line is flushed to the disk, which takes its time where many programs write.
  this.timeout(30_000);
  let folder: string;
  let ledger: Required<Ledger>;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'markdown-mail-ledger-'));
    ledger = fileLedger(folder);
    file = join(folder, `${id}.jsonl`);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (...names: StepName[]) => {
    for (const entry of entries(...names)) await ledger.append(id, entry);
  };
  const read = async () => (await fileLedger(folder).read(id)).map(({ step }) => step);

  it('knows nothing of a draft, nor of a folder, that is not there', async () => {
    const absent = fileLedger(join(folder, 'absent'));
    assert.deepEqual([await absent.read(id), await absent.ids()], [[], []]);
    assert.deepEqual([await ledger.read(id), await ledger.ids()], [[], []]);
  });

  it('gives back every entry as it was written, in their order', async () => {
    const all = entries('creating', 'uploaded', 'updating', 'conflict', 'holding', 'released', 'sending');
    for (const entry of all) await ledger.append(id, entry);
    assert.deepEqual(await fileLedger(folder).read(id), all);
    assert.equal((await readFile(file, 'utf8')).split('\n').length, all.length + 1);
  });

  it('keeps texts of any script and line ends inside one line', async () => {
    const [entry] = entries('creating');
    assert.ok(entry?.step === 'creating');
    const odd = { ...entry, files: [{ key: 'k', name: 'a\n\r\u2028"\\ü日👋\u0000.txt' }] };
    await ledger.append(id, odd);
    assert.deepEqual(await ledger.read(id), [odd]);
  });

  it('is for its owner alone', async function () {
    if (process.platform === 'win32') this.skip();
    await write('creating');
    assert.equal((await stat(file)).mode & 0o777, 0o600);
  });

  it('a last line torn at any byte is skipped, and the next one is whole', async () => {
    await write('creating', 'uploaded');
    const whole = await readFile(file);
    const begin = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    const [next] = entries('holding');
    assert.ok(next);
    for (let length = begin; length <= whole.length; length++) {
      await writeFile(file, whole.subarray(0, length));
      const lineIsWhole = length >= whole.length - 1;
      const before: StepName[] = lineIsWhole ? ['creating', 'uploaded'] : ['creating'];
      assert.deepEqual(await read(), before, `torn at ${length}`);
      await ledger.append(id, next);
      assert.deepEqual(await read(), [...before, 'holding'], `appended after a tear at ${length}`);
    }
  });

  it('a first line torn at any byte leaves an empty ledger', async () => {
    await write('creating');
    const whole = await readFile(file);
    for (let length = 0; length < whole.length - 1; length++) {
      await writeFile(file, whole.subarray(0, length));
      assert.deepEqual(await read(), []);
    }
  });

  it('zeros in place of a line, as a power failure may leave them, are skipped', async () => {
    await write('creating');
    await appendFile(file, Buffer.alloc(100));
    await write('uploaded');
    assert.deepEqual(await read(), ['creating', 'uploaded']);
  });

  it('lines that are no entries are skipped', async () => {
    await write('creating');
    await appendFile(file, 'null\n17\n"x"\n[]\n{}\n{"step":"sent"}\n');
    await write('uploaded');
    assert.deepEqual(await read(), ['creating', 'uploaded']);
  });

  for (const last of ['sent', 'discarded', 'create-refused'] as const)
    it(`after ${last} it lies in done/ and is still read, but not listed`, async () => {
      await write('creating', 'uploaded', last);
      assert.deepEqual(await readdir(folder), ['done']);
      assert.deepEqual(await ledger.ids(), []);
      assert.deepEqual(await read(), ['creating', 'uploaded', last]);
    });

  it('comes out of done/ with the next entry', async () => {
    await write('creating', 'create-refused');
    await write('creating');
    assert.deepEqual(await ledger.ids(), [id]);
    assert.deepEqual(await readdir(join(folder, 'done')), []);
    assert.deepEqual(await read(), ['creating', 'create-refused', 'creating']);
  });

  it('a crash between the last line and done/ loses nothing', async () => {
    await write('creating', 'uploaded', 'sent');
    await rename(join(folder, 'done', `${id}.jsonl`), file);
    assert.deepEqual(await read(), ['creating', 'uploaded', 'sent']);
    await write('gone');
    assert.deepEqual(await read(), ['creating', 'uploaded', 'sent', 'gone']);
  });

  it('a crash between done/ and the next line loses nothing', async () => {
    await write('creating', 'discarded');
    await rename(join(folder, 'done', `${id}.jsonl`), file);
    assert.deepEqual(await read(), ['creating', 'discarded']);
    await write('creating');
    assert.deepEqual(await read(), ['creating', 'discarded', 'creating']);
  });

  it('lists drafts and nothing else', async () => {
    await write('creating');
    const other = '01ARZ3NDEKTSV4RRFFQ69G5FAW';
    for (const entry of entries('creating')) await ledger.append(other, entry);
    await writeFile(join(folder, 'notes.txt'), 'x');
    assert.deepEqual([...(await ledger.ids())].sort(), [id, other]);
  });

  it('two ledgers on one folder see each other, and lose no line', async () => {
    const two = [ledger, fileLedger(folder)];
    const count = 25;
    for (let n = 0; n < count; n++)
      await Promise.all(two.map((each, which) => each.append(id, { step: 'holding', at: 2 * n + which })));
    const seen = (await fileLedger(folder).read(id)).map(({ at }) => at).sort((a, b) => a - b);
    assert.deepEqual(
      seen,
      Array.from({ length: 2 * count }, (_, n) => n),
    );
  });

  it('a reader in the middle of many moves to and from done/ always finds the draft', async () => {
    await write('creating', 'uploaded', 'sent');
    const reader = fileLedger(folder);
    let done = false;
    const moving = (async () => {
      for (let n = 0; n < 60; n++) {
        const step = n % 2 === 0 ? ('holding' as const) : ('discarded' as const);
        await ledger.append(id, { step, at: n });
        await delay(3);
      }
      done = true;
    })();
    let least = Infinity;
    while (!done) least = Math.min(least, (await reader.read(id)).length);
    await moving;
    assert.ok(least >= 3, `once it saw ${least} entries`);
  });

  describe('held open', () => {
    const open = () => fileLedger(folder).open(id);

    it('has what was written before, and what it writes itself', async () => {
      await write('creating');
      const opened = await open();
      const [, uploaded, holding] = entries('creating', 'uploaded', 'holding');
      assert.ok(uploaded && holding);
      await opened.write(uploaded);
      assert.deepEqual(await read(), ['creating', 'uploaded'], 'others see it before it is flushed');
      await Promise.all([opened.write(holding), opened.flush()]);
      await opened.close();
      assert.deepEqual(
        opened.entries.map(({ step }) => step),
        await read(),
      );
    });

    it('writes nothing where nothing was to be written', async () => {
      const opened = await open();
      await opened.flush();
      await opened.close();
      assert.deepEqual(await readdir(folder), []);
    });

    it('goes to done/ when it is closed, and comes out of it with its next line', async () => {
      await write('creating', 'uploaded', 'sent');
      const opened = await open();
      assert.deepEqual(await ledger.ids(), []);
      const [creating, , discarded] = entries('creating', 'uploaded', 'discarded');
      assert.ok(creating && discarded);
      await opened.write(creating);
      assert.deepEqual(await ledger.ids(), [id]);
      await opened.write(discarded);
      assert.deepEqual(await ledger.ids(), [id], 'a crash leaves it where a start looks');
      await opened.close();
      assert.deepEqual(await ledger.ids(), []);
      assert.equal((await read()).length, 5);
    });

    it('a torn first line, and no folder for what is done', async () => {
      await writeFile(file, '{"step":"crea');
      const opened = await open();
      for (const entry of entries('creating', 'uploaded', 'sent')) await opened.write(entry);
      await opened.close();
      assert.deepEqual(await read(), ['creating', 'uploaded', 'sent']);
      assert.deepEqual(await ledger.ids(), []);
    });

    it('its folder is told of when it is gone, at the first line', async () => {
      const opened = await open();
      await rm(folder, { recursive: true });
      await writeFile(folder, 'a file');
      const [creating] = entries('creating');
      assert.ok(creating);
      await assert.rejects(opened.write(creating), { code: 'ENOTDIR' });
      await opened.close();
      assert.deepEqual(opened.entries, []);
    });
  });

  it('a folder that cannot be written is told of, not swallowed', async () => {
    await mkdir(file, { recursive: true });
    await assert.rejects(write('creating'), { code: 'EISDIR' });
    await assert.rejects(ledger.read(id), { code: 'EISDIR' });
  });
});
