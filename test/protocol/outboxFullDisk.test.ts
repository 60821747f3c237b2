import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { storageFailure } from '../../src/editor/commands/storageFailure.js';
import { type DraftState } from '../../src/outbox/draftState.js';
import { fileLedger } from '../../src/outbox/fileLedger.js';
import { type Ledger } from '../../src/outbox/ledger.js';
import { attachment, draftId, job, ledgerFolder, OutboxBench, type Window, willing } from './outboxBench.js';

/** `half`: half of the line gets to the disk; `flush`: it is written, and can't be flushed. */
const ways = ['write', 'half', 'flush'] as const;
const codes = ['ENOSPC', 'EROFS', 'EACCES'] as const;

interface Refusal {
  readonly way: (typeof ways)[number];
  readonly code: (typeof codes)[number];
  /** Which line or flush, from 0; after it all is well again. */
  readonly at: number;
}

/** The ledger in files, on a disk that takes all but one. */
class RefusingLedger {
  refused: string | undefined;
  private count = 0;

  constructor(
    private readonly folder: string,
    private readonly refusal: Refusal,
  ) {}

  get ledger(): Ledger {
    const inner = fileLedger(this.folder);
    const { way } = this.refusal;
    return {
      ...inner,
      open: async (id) => {
        const opened = await inner.open(id);
        let last = '';
        let lost: Error | undefined;
        const flush = async () => {
          // As the real one, which tells of a flush that nobody waited for.
          if (lost) throw lost;
          try {
            if (way === 'flush') this.refuse(`the flush after ${last}`);
          } catch (error) {
            lost = error as Error;
            throw lost;
          }
          await opened.flush();
        };
        return {
          entries: opened.entries,
          write: async (entry) => {
            last = entry.step;
            const half = JSON.stringify(entry).slice(0, 20);
            if (way === 'half' && this.count === this.refusal.at)
              await appendFile(join(this.folder, `${id}.jsonl`), half).catch(() => undefined);
            if (way !== 'flush') this.refuse(entry.step);
            await opened.write(entry);
          },
          flush,
          close: () => flush().finally(() => opened.close()),
        };
      },
    };
  }

  private refuse(what: string): void {
    if (this.count++ !== this.refusal.at) return;
    this.refused = what;
    throw Object.assign(new Error('refused'), { code: this.refusal.code });
  }
}

describe('the outbox over loopback: a disk that takes no more', () => {
  let bench: OutboxBench;
  beforeEach(async () => {
    bench = await OutboxBench.start();
  });
  afterEach(() => bench.close());

  const first = job();
  const second = job({ subject: 'Second', attachments: [attachment('a.txt', 'one')] });
  const steps: readonly ((window: Window) => Promise<unknown>)[] = [
    ({ outbox }) => outbox.upload(first),
    ({ outbox }) => outbox.upload(second),
    ({ outbox }) => outbox.send(second, willing),
  ];

  /** What is shown is true, and not that it failed. */
  async function assertTrue(state: DraftState, where: string): Promise<void> {
    const delivered = (await bench.delivered()).length;
    assert.ok(delivered <= 1, where);
    assert.notEqual(state.kind, 'failed', where);
    if (state.kind === 'sent') assert.equal(delivered, 1, where);
    else if (state.kind !== 'unknown') assert.equal(delivered, 0, `${where}: ${state.kind}`);
  }

  async function tryOnce(refusal: Refusal): Promise<string | undefined> {
    const refusing = new RefusingLedger(ledgerFolder(bench.folder), refusal);
    const window = bench.window({ ledger: refusing.ledger });
    for (const step of steps) {
      const asked = bench.on('POST', /\/send$/).length;
      const error: unknown = await step(window).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      const where = `${refusal.way} ${refusal.at} (${refusing.refused})`;
      assert.equal(error !== undefined, refusing.refused !== undefined, where);
      await assertTrue(await bench.window().outbox.state(draftId, second.mail), where);
      if (error === undefined) continue;
      assert.equal(storageFailure(error)?.code, 'storage-failed', where);
      if (!/accepted|sent/.test(refusing.refused ?? ''))
        assert.equal(bench.on('POST', /\/send$/).length, asked, `${where}: nothing is sent`);
      break;
    }
    return refusing.refused;
  }

  /** The person makes room and goes on: the mail leaves once, and nothing is left behind. */
  async function goOn(where: string): Promise<void> {
    const window = bench.window();
    await window.outbox.settle(draftId);
    if ((await window.outbox.state(draftId)).kind !== 'sent')
      assert.equal((await window.outbox.send(second, willing)).state.kind, 'sent', where);
    assert.deepEqual([(await bench.delivered()).length, (await bench.drafts()).length], [1, 0], where);
    assert.equal((await bench.delivered())[0]?.content.subject, 'Second', where);
  }

  for (const [index, way] of ways.entries())
    it(`${way}: at every line, and then all is well`, async () => {
      const code = codes[index] ?? 'ENOSPC';
      const refused: string[] = [];
      for (let at = 0; ; at++) {
        const what = await tryOnce({ way, code, at });
        if (what === undefined) break;
        refused.push(what);
        await goOn(`${way} ${at} (${what})`);
        await bench.close();
        bench = await OutboxBench.start();
      }
      const needed = ['creating', 'updating', 'sending', 'sent'];
      for (const step of needed)
        assert.ok(
          refused.some((what) => what.endsWith(step)),
          `${step}: ${refused.join()}`,
        );
    });

  it('says which of the two it is, and nothing of other faults', () => {
    const failureOf = (code: string) => storageFailure(Object.assign(new Error(), { code }));
    assert.match(failureOf('ENOSPC')?.sentence.text ?? '', /full/);
    assert.match(failureOf('EROFS')?.sentence.text ?? '', /can’t write/);
    assert.equal(failureOf('ECONNRESET'), undefined);
    assert.equal(storageFailure(new TypeError('a bug')), undefined);
  });
});
