import assert from 'node:assert/strict';
import { Failure } from '../../src/failure.js';
import {
  attachment,
  Crash,
  draftId,
  largeAttachment,
  mail,
  type Mishap,
  mishaps,
  reference,
  type Setup,
  willing,
  World,
} from './simulation.js';

/** Small, so that a file of a few hundred bytes goes by an upload session of several parts. */
const small: Setup = { limits: { request: 0, file: 100 }, partBytes: 120 };

const setups: Record<string, readonly [Setup, ConstructorParameters<typeof World>[1]]> = {
  'open uploads are kept': [{ ...small, keepsUploads: true }, {}],
  'open uploads are lost with the process': [small, {}],
  'sessions do not say where they stand': [{ ...small, keepsUploads: true }, { uploadStatus: 'refused' }],
};

const plan = 'plan '.repeat(80);
const second = {
  'note.txt': 'a note',
  'twin.txt': 'the other twin',
  'plan.bin': plan,
  'film.bin': 'film '.repeat(70),
};

/** An upload of a small and a large file, a change that keeps the large one and brings another, then a send. */
async function upload(world: World, strike: number, mishap: Mishap) {
  const process = world.process(strike, mishap);
  const job = (attachments: ReturnType<typeof attachment>[]) => ({
    id: draftId,
    mail: mail({ attachments }),
    mailbox: reference,
  });
  const first = job([attachment('twin.txt', 'one twin'), largeAttachment('plan.bin', plan)]);
  const last = job([
    attachment('note.txt', second['note.txt']),
    attachment('twin.txt', second['twin.txt']),
    largeAttachment('plan.bin', plan),
    largeAttachment('film.bin', second['film.bin']),
  ]);
  try {
    await process.outbox.upload(first);
    await process.outbox.upload(last);
    await process.outbox.send(last, willing);
  } catch (error) {
    if (!(error instanceof Crash) && !(error instanceof Failure)) throw error;
  }
  return { process, job: last };
}

async function assertWhole(world: World, when: string): Promise<void> {
  const delivered = await world.deliveredFiles();
  assert.ok(delivered.length <= 1, `${when}: delivered ${delivered.length} times`);
  for (const files of delivered) assert.deepEqual(files, second, `${when}: a mail without its files`);
}

/** False: the run has no such step. */
async function strikeAt(strike: number, mishap: Mishap, [setup, switches]: (typeof setups)[string]) {
  const world = new World(strike + 1, { smallestSession: 101, ...switches }, setup);
  const { process, job } = await upload(world, strike, mishap);
  if (!process.struck) return false;
  await assertWhole(world, `step ${strike}`);
  world.now += 60_000;
  const next = world.process().outbox;
  // After a failure the person tries again, and once more where the first look came too early.
  for (let tries = 0; tries < 2; tries++)
    try {
      await next.send(job, willing);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  const state = await next.state(draftId, job.mail);
  await assertWhole(world, `step ${strike}, tried again`);
  const delivered = (await world.deliveredFiles()).length;
  assert.ok(
    state.kind === 'sent' ? delivered === 1 : state.kind === 'unknown',
    `step ${strike}: ${state.kind}`,
  );
  assert.equal((await world.drafts()) + delivered, 1, `step ${strike}: no orphans`);
  return true;
}

describe('one fault at one step of an upload of large files', () => {
  for (const [name, setup] of Object.entries(setups))
    for (const mishap of mishaps)
      it(`${name}: ${mishap}`, async () => {
        let strike = 0;
        while (strike < 200 && (await strikeAt(strike, mishap, setup))) strike++;
        assert.ok(strike > 45 && strike < 200, `the search ended after ${strike} steps`);
      });

  it('sends the bytes of an unchanged file once', async () => {
    const world = new World(1, { smallestSession: 101 }, small);
    await upload(world, Infinity, 'crash before');
    const puts = world.sandbox.exchanges.filter(({ method }) => method === 'PUT');
    const bytes = puts.reduce((sum, { body }) => sum + (body?.byteLength ?? 0), 0);
    assert.equal(bytes, plan.length + second['film.bin'].length);
    await assertWhole(world, 'without a fault');
    assert.equal(await world.delivered(), 1);
  });

  it('goes on with the session of a process that died, where its upload is kept', async () => {
    const world = new World(1, { smallestSession: 101 }, { ...small, keepsUploads: true });
    const steps = await stepOf(world, (exchange) => exchange.method === 'PUT', 2);
    const again = new World(1, { smallestSession: 101 }, { ...small, keepsUploads: true });
    const { job } = await upload(again, steps, 'crash after');
    const { outbox } = again.process();
    await outbox.send(job, willing);
    const sessions = again.sandbox.exchanges.filter(({ path }) => path.endsWith('createUploadSession'));
    assert.equal(sessions.length, 2, 'one for each large file');
    await assertWhole(again, 'after the restart');
    assert.equal(await again.delivered(), 1);
  });
});

/** At which step of a process the `nth` request of a kind is made. */
async function stepOf(
  world: World,
  wanted: (exchange: World['sandbox']['exchanges'][number]) => boolean,
  nth: number,
): Promise<number> {
  const { setup } = world;
  for (let strike = 0; ; strike++) {
    const tried = new World(1, { smallestSession: 101 }, setup);
    await upload(tried, strike, 'crash after');
    if (tried.sandbox.exchanges.filter(wanted).length === nth) return strike;
  }
}
