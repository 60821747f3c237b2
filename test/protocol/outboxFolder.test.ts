import assert from 'node:assert/strict';
import { type Fault } from '../../src/sandbox/faults.js';
import { draftId, failureOf, job, OutboxBench, type Window, willing } from './outboxBench.js';

const inArchive = (subject = 'Notes') => job({ folder: 'Archive', subject });

describe('the outbox over loopback: drafts in a folder by name', () => {
  let bench: OutboxBench;
  let window: Window;
  beforeEach(async () => {
    bench = await OutboxBench.start();
    window = bench.window();
  });
  afterEach(() => bench.close());

  const folders = async () => (await bench.messages()).map(({ folder }) => folder);

  it('made there, updated there, sent from there, and its Sent copy is found', async () => {
    assert.equal((await window.outbox.upload(inArchive())).kind, 'uploaded');
    assert.deepEqual(await folders(), ['archive']);
    await window.outbox.upload(inArchive('Other'));
    const writes = bench.writes().map((line) => line.replace(/mailFolders\/[^/]+/, 'mailFolders/*'));
    assert.deepEqual(writes, ['POST /v1.0/me/mailFolders/*/messages', 'PATCH /v1.0/me/messages/*']);
    assert.deepEqual(await folders(), ['archive']);
    const { state } = await window.outbox.send(inArchive('Other'), willing);
    assert.equal(state.kind, 'sent');
    assert.deepEqual(await folders(), ['sentitems']);
  });

  it('a name that the mailbox has not: a sentence, and nothing is made', async () => {
    const failure = await failureOf(window.outbox.upload(job({ folder: 'No such' })));
    assert.deepEqual([failure.code, failure.sentence.args], ['folder-unknown', ['No such']]);
    assert.deepEqual(bench.writes(), []);
    assert.equal((await window.outbox.state(draftId)).kind, 'local');
    assert.equal((await window.outbox.upload(inArchive())).kind, 'uploaded');
  });

  it('another folder, or none: made anew there; an unknown one leaves the copy where it is', async () => {
    await window.outbox.upload(inArchive());
    await failureOf(window.outbox.upload(job({ folder: 'No such' })));
    assert.deepEqual(await folders(), ['archive']);
    await window.outbox.upload(job({ folder: 'inbox' }));
    assert.deepEqual((await folders()).sort(), ['deleteditems', 'inbox']);
    await window.outbox.upload(job());
    assert.deepEqual((await folders()).sort(), ['deleteditems', 'deleteditems', 'drafts']);
  });

  const faults: Extract<Fault['do'], string>[] = [
    'dropBeforeCommit',
    'dropAfterCommit',
    'cutAfterCommit',
    'gatewayTimeoutAfterCommit',
    'throttle',
    'unavailable',
    'htmlErrorPage',
  ];
  for (const fault of faults)
    for (const [method, path] of [
      ['POST', /mailFolders/],
      ['GET', /mailFolders\/archive/],
    ] as const)
      it(`${fault} at ${method}: one draft in the end, in that folder`, async () => {
        bench.fault({ when: { method, path, nth: 1 }, do: fault });
        await window.outbox.upload(inArchive()).catch((error: unknown) => error);
        assert.equal((await bench.window().outbox.upload(inArchive())).kind, 'uploaded');
        assert.deepEqual(await folders(), ['archive']);
      });
});
