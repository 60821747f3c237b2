import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { type Failure } from '../../src/failure.js';
import { diskStore } from '../../src/sandbox/diskStore.js';
import { attachment, draftId, failureOf, job, OutboxBench, willing } from './outboxBench.js';

describe('the outbox over loopback: two windows on one folder', () => {
  let bench: OutboxBench;
  beforeEach(async () => {
    bench = await OutboxBench.start();
  });
  afterEach(() => bench.close());

  it('both press send at once: one sends, the other is told, delivered once', async () => {
    for (let round = 0; round < 10; round++) {
      const id = `01ARZ3NDEKTSV4RRFFQ69G5F${String(round).padStart(2, '0')}`;
      const windows = [bench.window(), bench.window()];
      const outcomes = await Promise.allSettled(
        windows.map(({ outbox }) => outbox.send({ ...job({ subject: id }), id }, willing)),
      );
      const done = outcomes.filter(({ status }) => status === 'fulfilled');
      const refused = outcomes.flatMap((each) =>
        each.status === 'rejected' ? [each.reason as Failure] : [],
      );
      assert.equal(done.length, 1);
      assert.ok(refused.every(({ code }) => code === 'draft-busy' || code === 'already-sent'));
      const copies = (await bench.messages()).filter(({ content }) => content.subject === id);
      assert.deepEqual(
        copies.map(({ isDraft }) => isDraft),
        [false],
      );
    }
  });

  it('the second comes while the first holds: busy, shown as sending, then already sent', async () => {
    const [one, two] = [bench.window(), bench.window()];
    let seen = '';
    const screen = {
      ...willing,
      hold: async () => {
        seen = (await two.outbox.state(draftId)).kind;
        assert.equal((await failureOf(two.outbox.send(job(), willing))).code, 'draft-busy');
        assert.equal(await two.outbox.settle(draftId), undefined);
        return true;
      },
    };
    assert.equal((await one.outbox.send(job(), screen)).state.kind, 'sent');
    assert.equal(seen, 'sending');
    assert.equal((await failureOf(two.outbox.send(job(), willing))).code, 'already-sent');
    assert.equal((await bench.delivered()).length, 1);
  });
});

describe('the outbox over loopback: the mail as its reader gets it', () => {
  it('is on disk as an .eml with the very HTML and every attachment', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'markdown-mail-eml-'));
    const bench = await OutboxBench.start({ store: diskStore(folder) });
    try {
      const html = '<div><p>Grüße, <b>Ada</b> &amp; co. <img src="cid:logo" alt="logo"></p></div>';
      const logo = {
        contentId: 'logo',
        name: 'logo.png',
        contentType: 'image/png',
        bytes: Buffer.from('PNG'),
      };
      const attachments = [attachment('a.txt', 'one'), attachment('ü.txt', 'two')];
      const { state } = await bench.window().outbox.send(job({ html, attachments, images: [logo] }), willing);
      assert.equal(state.kind, 'sent');
      const all = await readdir(folder, { recursive: true });
      const [eml, ...more] = all.filter((name) => name.endsWith('.eml'));
      assert.ok(eml && more.length === 0, all.join(' '));
      const read = await PostalMime.parse(await readFile(join(folder, eml)));
      assert.equal(read.html?.trimEnd(), html);
      assert.deepEqual(
        read.attachments.map(({ filename, contentId, content }) => [
          filename,
          contentId,
          Buffer.from(content as ArrayBuffer).toString(),
        ]),
        [
          ['logo.png', '<logo>', 'PNG'],
          ['a.txt', undefined, 'one'],
          ['ü.txt', undefined, 'two'],
        ],
      );
      assert.deepEqual(read.to, [{ name: 'Ada', address: 'ada@example.com' }]);
    } finally {
      await bench.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
