import assert from 'node:assert/strict';
import { Failure } from '../../src/failure.js';
import { type Job } from '../../src/outbox/outbox.js';
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
};
const first = '<div><p>First words</p></div>';
const second = '<div><p>Second words</p></div>';

/** A mailbox with received messages, and the message that is answered. */
async function inhabited(seed: number, switches: ConstructorParameters<typeof World>[1]) {
  const world = new World(seed, switches, { seed: true });
  const url = 'https://graph.test/v1.0/me/messages?$select=id';
  await world.sandbox.handle({ method: 'GET', url, headers: { Authorization: 'Bearer t' } });
  const messages = await world.sandbox.messages('you@example.com');
  const original = messages.find(({ content }) => content.subject.startsWith('Figures'));
  return { world, messageId: original?.immutableId ?? '' };
}

/** A reply to all that is uploaded, changed and sent. */
async function afternoon(world: World, messageId: string, strike?: number, mishap?: Mishap) {
  const process = world.process(strike, mishap);
  const answer = (html: string, name: string): Job => ({
    id: draftId,
    mail: {
      ...mail({ to: [], subject: '', html, attachments: [attachment(name, name)] }),
      answers: { kind: 'reply-all', messageId },
    },
    mailbox: reference,
  });
  const job = answer(second, 'b.txt');
  try {
    await process.outbox.upload(answer(first, 'a.txt'));
    await process.outbox.upload(job);
    await process.outbox.send(job, willing);
  } catch (error) {
    if (!(error instanceof Crash) && !(error instanceof Failure)) throw error;
  }
  return { process, job };
}

async function recover(world: World, job: Job, settleFirst: boolean) {
  world.now += 5 * 60_000;
  const { outbox } = world.process();
  if (settleFirst) await outbox.settle(draftId);
  const settled = await outbox.state(draftId, job.mail);
  const deliveredThen = (await sentMails(world)).length;
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

async function sentMails(world: World) {
  const messages = await world.sandbox.messages('you@example.com');
  return messages.filter(({ isDraft, folder }) => !isDraft && folder !== 'inbox');
}

/** The text once, above one whole history; nothing of the earlier version; to those whom the mailbox named. */
async function assertWhole(world: World, step: string): Promise<void> {
  const [message] = await sentMails(world);
  assert.ok(message, step);
  const html = message.content.body.content;
  assert.equal(html.split('Second words').length, 2, `${step}: the text stands there once`);
  assert.equal(html.split('id="divRplyFwdMsg"').length, 2, `${step}: one history`);
  assert.match(html, /Second words[^]*divRplyFwdMsg[^]*here are the figures/, step);
  assert.doesNotMatch(html, /First words/, step);
  assert.equal(message.content.toRecipients[0]?.emailAddress.address, 'samir.haddad@example.com', step);
  assert.deepEqual(
    message.attachments.map(({ name }) => name),
    ['b.txt'],
    step,
  );
}

interface Schedule {
  readonly switches: ConstructorParameters<typeof World>[1];
  readonly mishap: Mishap;
  readonly settleFirst: boolean;
}

/** False: the run has no such step. */
async function strikeAt(strike: number, { switches, mishap, settleFirst }: Schedule): Promise<boolean> {
  const { world, messageId } = await inhabited(strike + 1, switches);
  const { process, job } = await afternoon(world, messageId, strike, mishap);
  if (!process.struck) return false;
  const step = `step ${strike}`;
  assert.ok(process.sends.length <= 1, `${step}: at most one send request`);
  const state = await recover(world, job, settleFirst);
  const delivered = (await sentMails(world)).length;
  assert.ok(delivered <= 1, `${step}: delivered ${delivered} times`);
  const open = state.kind === 'unknown' && delivered === 0;
  assert.ok(state.kind === 'sent' || open, `${step}: ends as ${state.kind}`);
  if (state.kind === 'sent') {
    assert.equal(delivered, 1, `${step}: sent means delivered`);
    await assertWhole(world, step);
  }
  assert.equal(await world.drafts(), open ? 1 : 0, `${step}: no orphan drafts`);
  return true;
}

describe('one fault at one step of an answer', () => {
  for (const [name, switches] of Object.entries(variants)) {
    for (const mishap of mishaps) {
      for (const settleFirst of name === 'ids kept on sending' ? [true, false] : [true]) {
        it(`${name}: ${mishap}${settleFirst ? '' : ', the user is quicker'}`, async () => {
          let strike = 0;
          while (strike < 150 && (await strikeAt(strike, { switches, mishap, settleFirst }))) strike++;
          assert.ok(strike > 25 && strike < 150, `the search ended after ${strike} steps`);
        });
      }
    }
  }
});
