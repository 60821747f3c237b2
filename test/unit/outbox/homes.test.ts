import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileHomes, type Homes } from '../../../src/outbox/homes.js';

const [one, two] = ['01ARZ3NDEKTSV4RRFFQ69G5FA1', '01ARZ3NDEKTSV4RRFFQ69G5FA2'] as const;
const [here, there] = ['file:///a/here.mail.md', 'file:///a/there.mail.md'] as const;

describe('where drafts are at home', () => {
  let folder: string;
  let homes: Homes;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'markdown-mail-homes-'));
    homes = fileHomes(join(folder, 'homes'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('knows nothing at first', async () => {
    assert.equal(await homes.locationOf(one), undefined);
    assert.equal(await homes.idAt(here), undefined);
    await homes.forget(here);
  });

  it('finds a draft by its file and a file by its draft, also in another window', async () => {
    await homes.settle(one, here);
    const other = fileHomes(join(folder, 'homes'));
    assert.equal(await other.locationOf(one), here);
    assert.equal(await other.idAt(here), one);
  });

  it('a draft that moved is at its last place', async () => {
    await homes.settle(one, here);
    await homes.settle(one, there);
    assert.equal(await homes.locationOf(one), there);
    await homes.settle(two, here);
    assert.equal(await homes.idAt(here), two);
    assert.equal(await homes.locationOf(two), here);
    assert.equal(await homes.idAt(there), one);
  });

  it('a file that is forgotten is nobody’s, the draft stays known', async () => {
    await homes.settle(one, here);
    await homes.forget(here);
    assert.equal(await homes.idAt(here), undefined);
    await homes.settle(one, here);
    assert.equal(await homes.idAt(here), one);
  });

  it('a torn file is as good as none and can be written anew; nothing is left beside', async () => {
    await homes.settle(one, here);
    for (const name of await readdir(join(folder, 'homes')))
      await writeFile(join(folder, 'homes', name), '{"id');
    assert.equal(await homes.idAt(here), undefined);
    assert.equal(await homes.locationOf(one), undefined);
    await Promise.all([homes.settle(one, here), homes.settle(one, here), homes.settle(one, here)]);
    assert.equal(await homes.idAt(here), one);
    assert.equal((await readdir(join(folder, 'homes'))).length, 2);
  });
});
