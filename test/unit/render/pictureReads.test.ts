import assert from 'node:assert/strict';
import { type FileFacts, type Files } from '../../../src/draft/files.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { compose } from '../../../src/render/compose.js';
import { png } from './pictureFiles.js';

/** Files in memory that note what is read. */
class Folder implements Files {
  readonly reads: string[] = [];
  readonly content = new Map<string, { bytes: Uint8Array; version?: string }>();

  resolve(_: string, path: string): string {
    return `file:///mails/${path}`;
  }

  facts(location: string): Promise<FileFacts | undefined> {
    const file = this.content.get(location);
    if (!file) return Promise.resolve(undefined);
    const { bytes, version } = file;
    return Promise.resolve({
      kind: 'file',
      size: bytes.length,
      ...(version === undefined ? {} : { version }),
    });
  }

  read(location: string): Promise<Uint8Array> {
    this.reads.push(location);
    return Promise.resolve(this.content.get(location)?.bytes ?? new Uint8Array());
  }

  realLocation(location: string): Promise<string> {
    return Promise.resolve(location);
  }
}

async function picturesOf(files: Files, body: string): Promise<readonly Uint8Array[]> {
  const draft = parseDraft(`---\nsubject: x\n---\n${body}\n`);
  const { mail } = await compose(draft, {
    location: 'file:///mails/a.mail.md',
    root: 'file:///mails',
    files,
    approved: () => false,
  });
  return mail.images.map(({ bytes }) => bytes);
}

describe('the files of pictures', () => {
  const a = 'file:///mails/a.png';

  it('are read once for many keystrokes, and again when they changed', async () => {
    const files = new Folder();
    const [first, second] = [png(1, 1), png(2, 2)];
    files.content.set(a, { bytes: first, version: '1' });
    for (const body of ['![a](a.png)', 'x ![a](a.png)', 'xy ![a](a.png)'])
      assert.deepEqual(await picturesOf(files, body), [first]);
    assert.deepEqual(files.reads, [a]);
    files.content.set(a, { bytes: second, version: '2' });
    assert.deepEqual(await picturesOf(files, '![a](a.png)'), [second]);
    assert.deepEqual(files.reads, [a, a]);
  });

  it('are read each time while it cannot be told whether they change', async () => {
    const files = new Folder();
    files.content.set(a, { bytes: png(1, 1) });
    await picturesOf(files, '![a](a.png)');
    files.content.set(a, { bytes: png(2, 2) });
    assert.deepEqual(await picturesOf(files, '![a](a.png)'), [png(2, 2)]);
  });

  it('do not fill the memory', async () => {
    const files = new Folder();
    const big = Buffer.concat([png(1, 1), Buffer.alloc(30_000_000)]);
    const names = ['a.png', 'b.png', 'c.png'];
    for (const name of names) files.content.set(`file:///mails/${name}`, { bytes: big, version: '1' });
    for (const name of names) await picturesOf(files, `![a](${name})`);
    await picturesOf(files, '![a](c.png)');
    assert.equal(files.reads.length, 3, 'the last one is kept');
    await picturesOf(files, '![a](a.png)');
    assert.equal(files.reads.length, 4, 'the first one was forgotten');
  });
});
