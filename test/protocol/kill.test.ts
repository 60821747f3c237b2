import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type SandboxSwitches } from '../../src/sandbox/switches.js';
import { files, type KillTask, largeFiles, type Report, runChild } from './killChild.js';
import { type KillPoint, killPointsOf } from './killPoints.js';
import { OutboxBench } from './outboxBench.js';

/** Set in the children, which are this same file once more. */
const task = process.env.OUTBOX_CHILD;
const atOnce = 2;

type Stop = { readonly code: number | null; readonly signal: string | null };

/** Runs a child to its end. It waits after each report until `heard` has looked. */
async function runProcess(work: KillTask, heard: (report: Report) => Promise<void>): Promise<Stop> {
  const child: ChildProcess = fork(fileURLToPath(import.meta.url), {
    env: { ...process.env, OUTBOX_CHILD: JSON.stringify(work) },
    execArgv: [],
  });
  let looks: Promise<void> = Promise.resolve();
  child.on('message', (message) => {
    looks = looks.then(() => heard(message as Report)).finally(() => child.connected && child.send('go on'));
    looks.catch(() => undefined);
  });
  const stop = await new Promise<Stop>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  await looks;
  return stop;
}

/** What is uploaded, and into what kind of mailbox. */
interface Scene {
  readonly switches: Partial<SandboxSwitches>;
  readonly large?: true;
}

async function stepsOfOneRun(scene: Scene): Promise<readonly string[]> {
  const bench = await OutboxBench.start(scene);
  try {
    let steps: readonly string[] = [];
    const stop = await runProcess(taskFor(bench, 'victim', scene), async (report) => {
      if (report.kind === 'steps') steps = report.steps;
    });
    assert.deepEqual(stop, { code: 0, signal: null });
    return steps;
  } finally {
    await bench.close();
  }
}

function taskFor(
  { server, folder, clock }: OutboxBench,
  role: KillTask['role'],
  { large }: Scene,
  point?: KillPoint,
): KillTask {
  const kind = large ? { large } : {};
  const base = { role, origin: server.origin, folder, time: clock.now(), ...kind };
  return point ? { ...base, point } : base;
}

/** One life and death: a process is killed at `point`, the next one finds what it left. */
async function tryPoint(point: KillPoint, scene: Scene): Promise<string> {
  const bench = await OutboxBench.start(scene);
  try {
    const stop = await runProcess(taskFor(bench, 'victim', scene, point), () =>
      assert.fail('it was to be killed'),
    );
    assert.equal(stop.signal, 'SIGKILL');
    bench.clock.time += 60_000;
    let last = '';
    const next = await runProcess(taskFor(bench, 'heir', scene), async (report) => {
      if (report.kind !== 'state') return;
      await assertTrue(report, bench);
      last = report.state;
      // What the child waits for passes here too.
      bench.clock.time += 5 * 60_000;
    });
    assert.deepEqual(next, { code: 0, signal: null });
    await assertWellEnded(last, bench, scene.large ? largeFiles : files);
    return last;
  } finally {
    await bench.close();
  }
}

async function assertTrue({ state, stage }: Extract<Report, { kind: 'state' }>, bench: OutboxBench) {
  const delivered = (await bench.delivered()).length;
  assert.ok(delivered <= 1, `${stage}: delivered ${delivered} times`);
  if (state === 'sent') assert.equal(delivered, 1, `${stage}: called sent`);
  else if (state !== 'unknown' && state !== 'sending')
    assert.equal(delivered, 0, `${stage}: called ${state}, and it was sent`);
}

async function assertWellEnded(last: string, bench: OutboxBench, whole: Record<string, string>) {
  const [message, ...more] = await bench.messages();
  assert.ok(message && more.length === 0, `${more.length} orphans`);
  const requests = bench.on('POST', /\/send$/).length;
  assert.ok(requests <= 1, `${requests} send requests`);
  // A request that may have been made is not made again by the program; only a person may say so.
  assert.equal(last, message.isDraft ? 'unknown' : 'sent');
  assert.deepEqual(await bench.attachmentBytes(message), whole);
}

async function tryAll(points: readonly KillPoint[], steps: readonly string[], scene: Scene) {
  const faults: string[] = [];
  const ends: Record<string, number> = {};
  const queue = [...points];
  const work = async () => {
    for (let point = queue.shift(); point; point = queue.shift()) {
      try {
        const end = await tryPoint(point, scene);
        ends[end] = (ends[end] ?? 0) + 1;
      } catch (error) {
        faults.push(`${point.when} step ${point.step} (${steps[point.step]}): ${String(error)}`);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  assert.deepEqual(faults, []);
  return ends;
}

const slowMailbox: Partial<SandboxSwitches> = {
  immutableIdOnSend: 'changed',
  internetMessageIdOnSend: 'changed',
  sendDelay: 60_000,
};

async function killEverywhere(scene: Scene, from?: string, to?: string) {
  const steps = await stepsOfOneRun(scene);
  const first = from === undefined ? 0 : steps.indexOf(from);
  const last = to === undefined ? steps.length : steps.lastIndexOf(to);
  assert.ok(first >= 0 && steps.includes('ledger creating') && steps.includes('ledger accepted'));
  const points = killPointsOf(steps).filter(({ step }) => step >= first && step <= last);
  const started = Date.now();
  const ends = await tryAll(points, steps, scene);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`    ${points.length} kill points in ${seconds} s, ended as ${JSON.stringify(ends)}`);
  return { points, ends };
}

if (task !== undefined) await runChild(JSON.parse(task) as KillTask);
else
  describe('a process that is killed while it uploads and sends', function () {
    this.timeout(240_000);

    it('one mail or an honest "unknown", wherever it dies', async () => {
      const { points, ends } = await killEverywhere({ switches: {} });
      assert.ok(points.length > 35, `${points.length} kill points`);
      // Only death between the announcement and the request leaves doubt: after it, and in front of the request.
      assert.deepEqual(ends, { sent: points.length - 2, unknown: 2 });
    });

    it('the same from the send on, where the mail waits in Drafts and leaves under other ids', async () => {
      const { points, ends } = await killEverywhere({ switches: slowMailbox }, 'ledger sending');
      assert.deepEqual(ends, { sent: points.length - 2, unknown: 2 });
    });

    it('a whole mail, wherever it dies amid the upload of a large file', async () => {
      const scene: Scene = { switches: { smallestSession: 1001 }, large: true };
      const { points, ends } = await killEverywhere(scene, 'ledger updating', 'ledger attached');
      assert.ok(points.filter(({ when }) => when === 'amid').length >= 3);
      assert.deepEqual(ends, { sent: points.length });
    });
  });
