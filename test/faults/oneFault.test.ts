import assert from 'node:assert/strict';
import { Failure } from '../../src/failure.js';
import {
  attachment,
  Crash,
  draftId,
  mail,
  type Mishap,
  mishaps,
  reference,
  willing,
  World,
} from './simulation.js';

const variants: Record<string, ConstructorParameters<typeof World>[1]> = {
  'ids kept on sending': {},
  'ids changed on sending': { immutableIdOnSend: 'changed', internetMessageIdOnSend: 'changed' },
  'the mailbox sends after a minute': { sendDelay: 60_000 },
};

/** An upload, a change, then a send: the steps of a usual afternoon. */
async function upload(world: World, strike?: number, mishap?: Mishap) {
  const process = world.process(strike, mishap);
  const first = {
    id: draftId,
    mail: mail({ attachments: [attachment('a.txt', 'one')] }),
    mailbox: reference,
  };
  const second = {
    ...first,
    mail: mail({ subject: 'Notes, second', attachments: [attachment('b.txt', 'two')] }),
  };
  try {
    await process.outbox.upload(first);
    await process.outbox.upload(second);
    await process.outbox.send(second, willing);
  } catch (error) {
    if (!(error instanceof Crash) && !(error instanceof Failure)) throw error;
  }
  return { process, job: second };
}

type Job = Awaited<ReturnType<typeof upload>>['job'];

/**
 * What follows a mishap: time passes, the program starts again and settles, and the user presses Send once more; or the
 * user is quicker than the settling.
 */
async function recover(world: World, job: Job, settleFirst: boolean) {
  world.now += 5 * 60_000;
  const { outbox } = world.process();
  if (settleFirst) await outbox.settle(draftId);
  const settled = await outbox.state(draftId, job.mail);
  const deliveredThen = await world.delivered();
  if (settled.kind === 'sent') assert.equal(deliveredThen, 1, 'reported as sent, so it was sent');
  if (settled.kind === 'failed') assert.equal(deliveredThen, 0, 'reported as failed, so it was not sent');
  if (settled.kind === 'local') assert.equal(deliveredThen, 0, 'reported as local, so it was not sent');
  try {
    await outbox.send(job, willing);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.equal(error.code, 'already-sent');
  }
  world.now += 5 * 60_000;
  await outbox.settle(draftId);
  return outbox.state(draftId, job.mail);
}

describe('one fault at one step of upload, change and send', () => {
  for (const [name, switches] of Object.entries(variants)) {
    for (const mishap of mishaps) {
      for (const settleFirst of [true, false]) {
        it(`${name}: ${mishap}${settleFirst ? '' : ', the user is quicker'}`, async () => {
          let strike = 0;
          while (strike < 100 && (await strikeAt(strike, { switches, mishap, settleFirst }))) strike++;
          assert.ok(strike > 15 && strike < 100, `the search ended after ${strike} steps`);
        });
      }
    }
  }
});

interface Schedule {
  readonly switches: ConstructorParameters<typeof World>[1];
  readonly mishap: Mishap;
  readonly settleFirst: boolean;
}

/** False: the run has no such step. */
async function strikeAt(strike: number, { switches, mishap, settleFirst }: Schedule): Promise<boolean> {
  const world = new World(strike + 1, switches);
  const { process, job } = await upload(world, strike, mishap);
  if (!process.struck) return false;
  assert.ok(process.sends.length <= 1, `step ${strike}: at most one send request`);
  assert.ok((await world.delivered()) <= 1, `step ${strike}: at most once`);
  const state = await recover(world, job, settleFirst);
  const delivered = await world.delivered();
  assert.ok(delivered <= 1, `step ${strike}: delivered ${delivered} times`);
  // A lost send is not sent again by itself: its outcome stays open until the person decides.
  const open = state.kind === 'unknown' && delivered === 0;
  assert.ok(state.kind === 'sent' || open, `step ${strike}: ends as ${state.kind}`);
  if (state.kind === 'sent') assert.equal(delivered, 1, `step ${strike}: sent means delivered`);
  assert.equal(await world.drafts(), open ? 1 : 0, `step ${strike}: no orphan drafts`);
  return true;
}

describe('the fault search itself', () => {
  it('counts two deliveries where a client sends twice', async () => {
    const world = new World(1, { sendDelay: 1000, repeatedSend: 'deliversTwice' });
    const { process } = await upload(world);
    assert.equal(process.sends.length, 1);
    const [url] = process.sends;
    assert.ok(url);
    const again = new World(1, { sendDelay: 1000, repeatedSend: 'deliversTwice' });
    const { outbox } = again.process();
    await outbox.upload({ id: draftId, mail: mail(), mailbox: reference });
    const [message] = await again.sandbox.messages('you@example.com');
    assert.ok(message);
    const request = {
      method: 'POST',
      url: `https://graph.test/v1.0/me/messages/${message.immutableId}/send`,
      headers: { Authorization: 'Bearer t', 'Content-Length': '0', Prefer: 'IdType="ImmutableId"' },
      body: new Uint8Array(),
    };
    assert.equal((await again.sandbox.handle(request)).status, 202);
    assert.equal((await again.sandbox.handle(request)).status, 202);
    again.now += 5000;
    assert.equal(await again.delivered(), 2);
  });
});
