import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLocal, stampOfLocal } from '../../../src/editor/drafts/localFile.js';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');

describe('reading a local file of a known size', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'mdm-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (name: string, content: string) => {
    const file = join(folder, name);
    writeFileSync(file, content);
    return file;
  };

  it('looks at date and size as the system tells them', async () => {
    const file = write('stamp', 'grüße');
    assert.deepEqual(await stampOfLocal(file), { modified: statSync(file).mtimeMs, size: 7 });
    await assert.rejects(stampOfLocal(join(folder, 'absent')), { code: 'ENOENT' });
  });

  for (const length of [0, 1, 5000, 32 * 1024 - 1, 32 * 1024, 100_000])
    it(`gives all of ${length} bytes, whatever size was looked at`, async () => {
      const content = 'x'.repeat(Math.max(0, length - 1)) + (length > 0 ? 'y' : '');
      const file = write(`size-${length}`, content);
      for (const size of [length, 0, length + 1, Math.max(0, length - 1), undefined])
        assert.ok((await readLocal(file, size, text)) === content, String(size));
    });

  it('gives each of many at once its own bytes', async () => {
    const files = Array.from({ length: 300 }, (_, index) => {
      const content = `${index} `.repeat(index % 50);
      return { file: write(`many-${index}`, content), content };
    });
    for (let round = 0; round < 3; round++) {
      const read = files.map(({ file, content }) => readLocal(file, content.length, text));
      assert.deepEqual(
        await Promise.all(read),
        files.map(({ content }) => content),
      );
    }
  });

  it('fails as the system does, and as its user does', async () => {
    await assert.rejects(readLocal(join(folder, 'absent'), 3, text), { code: 'ENOENT' });
    await assert.rejects(readLocal(folder, 3, text), { code: 'EISDIR' });
    const bug = () => {
      throw new RangeError('a bug');
    };
    const file = write('one', 'one');
    for (const size of [3, 4]) await assert.rejects(readLocal(file, size, bug), RangeError);
    assert.equal(await readLocal(file, 3, text), 'one');
  });
});
