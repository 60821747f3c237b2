import assert from 'node:assert/strict';
import { playEach } from './search/exhaustive.js';
import { type Fault } from './search/faults.js';
import { replay, type Schedule } from './search/play.js';
import {
  type Action,
  cancel,
  direct,
  edit,
  later,
  refresh,
  type Scene,
  send,
  sendAgain,
  upload,
  wait,
} from './search/scene.js';
import { asTest } from './search/shrink.js';

/** A scene in which a fault once did harm at some step; which step that was changes with the protocol, so all are tried. */
function holds(name: string, fault: Fault, script: readonly Action[], more: Partial<Scene> = {}): void {
  const actors = [{ name: 'A', computer: 0, script }];
  it(name, async () => {
    const scene: Scene = { seed: 1, switches: {}, known: false, actors, ...more };
    const { runs, failed } = await playEach(scene, [fault]);
    assert.ok(runs > 0, 'the fault can happen nowhere');
    const [first] = failed;
    if (first) assert.fail(asTest(first));
  });
}

/** A schedule that once failed, as the search prints it. */
function shows(name: string, schedule: Schedule): void {
  it(name, async () => {
    const { faults } = await replay(schedule);
    assert.deepEqual(faults, []);
  });
}

const changed = [edit(0), upload, edit(1), upload, edit(0), send];

describe('what the fault search found', () => {
  holds('a file added in Outlook while files are uploaded is not deleted', 'file added in Outlook', changed);
  holds(
    'words changed in Outlook while files are uploaded are not taken for ours',
    'edited in Outlook',
    changed,
  );
  holds('one creation carried out twice leaves one draft', 'carried out twice', [edit(0), send]);
  holds('a creation carried out late leaves no second draft', 'no answer, carried out late', [edit(0), send]);
  holds('a copy that is not found for a moment is no conflict', '404', changed);
  holds('a file that is said to be gone, and is not, can be replaced', '404', [
    edit(0),
    upload,
    edit(1),
    send,
  ]);
  holds(
    'a copy sent in Outlook while it is updated, under another id',
    'sent in Outlook',
    [edit(0), upload, edit(4), upload],
    { switches: { immutableIdOnSend: 'changed', tagIndexLag: 30_000 } },
  );
  holds(
    'a mail deleted in Outlook before it left does not stay unknown',
    'deleted in Outlook',
    [edit(0), send],
    {
      switches: { sendDelay: 60_000 },
    },
  );
  holds(
    'an earlier copy in Deleted Items says nothing of this one',
    'kill',
    [edit(3), upload, edit(4), send],
    {
      switches: { immutableIdOnSend: 'changed', sendDelay: 60_000, tagIndexLag: 2000 },
    },
  );

  const minute = 60_000;
  holds(
    'a mail for later that is deleted in Outlook just before it is handed over is not called taken back',
    'deleted in Outlook',
    [edit(0), later(20 * minute), refresh],
  );
  holds('nor when the person cancels it then', 'deleted in Outlook', [edit(0), later(20 * minute), cancel]);
  holds(
    'a request to send later that comes after the cancellation finds nothing to send',
    'no answer, carried out late',
    [edit(0), upload, later(180 * minute), cancel],
  );
  holds(
    'a mail without a draft that still lies among the drafts is not called sent',
    'deleted in Outlook',
    [edit(0), direct(true), wait(20 * minute), refresh],
    { switches: { sendDelay: minute } },
  );
  holds('a mail that another computer sent ends what is open here', 'kill', [], {
    seed: 928,
    known: true,
    actors: [
      { name: 'A', computer: 0, script: [send] },
      { name: 'B', computer: 1, script: [direct(true)] },
    ],
  });

  const again: Action = { do: 'send', again: false };
  shows('what is judged after a sleep is judged by the time of the look', {
    scene: {
      seed: 319625,
      switches: {},
      known: true,
      actors: [{ name: 'A', computer: 0, script: [later(120_000)] }],
    },
    strikes: [
      { who: 'A', step: 24, fault: 'deleted in Outlook' },
      { who: 'A', step: 40, fault: 'stall', ms: 5_400_000 },
    ],
  });
  shows('a mail without a draft leaves none of an earlier upload behind', {
    scene: {
      seed: 310999,
      switches: { tagIndexLag: 30_000 },
      known: true,
      actors: [{ name: 'A', computer: 0, script: [edit(5), upload, { do: 'discard' }, direct(false)] }],
    },
    strikes: [{ who: 'A', step: 14, fault: 'disk full' }],
  });
  shows('a deletion that is gone on with takes the copy as it was compared', {
    scene: {
      seed: 207959,
      switches: {},
      known: false,
      actors: [{ name: 'A', computer: 0, script: [upload, { do: 'discard' }] }],
    },
    strikes: [
      { who: 'A', step: 18, fault: 'killed after' },
      { who: 'A', step: 23, fault: 'edited in Outlook' },
    ],
  });
  shows('drafts of unanswered creations are cleared also where the known copy is gone', {
    scene: {
      seed: 201644,
      switches: { sendDelay: 300_000, tagIndexLag: 30_000 },
      known: false,
      actors: [{ name: 'A', computer: 0, script: [sendAgain] }],
    },
    strikes: [
      { who: 'A', step: 8, fault: 'kill' },
      { who: 'A', step: 20, fault: 'power cut' },
      { who: 'A', step: 68, fault: 'deleted in Outlook' },
    ],
  });
  shows('another computer sends while this one’s mail is held, and its tag comes late', {
    scene: {
      seed: 180,
      switches: { immutableIdOnSend: 'changed', tagIndexLag: 30_000 },
      known: true,
      actors: [
        { name: 'A', computer: 0, script: [upload, upload, again] },
        { name: 'B', computer: 1, script: [{ do: 'wait', ms: 36_399 }, again] },
      ],
    },
    strikes: [],
  });
  shows('a copy that waits to leave is not cleared away as another computer’s second draft', {
    scene: {
      seed: 431,
      switches: { sendDelay: 60_000 },
      known: true,
      actors: [
        { name: 'A', computer: 0, script: [upload, { do: 'discard' }, again] },
        { name: 'B', computer: 1, script: [edit(3), again] },
      ],
    },
    strikes: [{ who: 'B', step: 7, fault: 'edited in Outlook' }],
  });
  shows('a copy that the mailbox does not find for a moment is deleted no less', {
    scene: {
      seed: 700588,
      switches: { tagIndexLag: 30_000 },
      known: false,
      actors: [{ name: 'A', computer: 0, script: [upload, { do: 'discard' }, again] }],
    },
    strikes: [
      { who: 'A', step: 15, fault: '404' },
      { who: 'A', step: 53, fault: 'disk full, line whole' },
      { who: 'A', step: 76, fault: '503 with Retry-After' },
    ],
  });
  shows(
    'a copy that is deleted while it is sent again does not go beside the one that another computer makes',
    {
      scene: {
        seed: 600200,
        switches: { sendDelay: 300_000 },
        known: true,
        actors: [
          { name: 'A', computer: 0, script: [sendAgain] },
          { name: 'B', computer: 1, script: [{ do: 'wait', ms: 3190 }, again] },
        ],
      },
      strikes: [
        { who: 'B', step: 10, fault: '503 with Retry-After' },
        { who: 'A', step: 36, fault: 'kill' },
        { who: 'A', step: 49, fault: 'deleted in Outlook' },
      ],
    },
  );
  shows('another computer’s internet headers do not go along', {
    scene: {
      seed: 354,
      switches: {},
      known: true,
      actors: [
        { name: 'A', computer: 0, script: [upload, upload, edit(2), again] },
        { name: 'B', computer: 1, script: [edit(3), again] },
      ],
    },
    strikes: [{ who: 'A', step: 28, fault: 'deleted in Outlook' }],
  });
  const two = (seed: number, a: readonly Action[], b: readonly Action[]): Scene => ({
    seed,
    switches: {},
    known: true,
    actors: [
      { name: 'A', computer: 0, script: a },
      { name: 'B', computer: 1, script: b },
    ],
  });
  shows('what another computer handed over without a draft is not taken for one while it waits', {
    scene: {
      ...two(711014, [edit(3), direct(false)], [wait(3465), upload]),
      switches: { sendDelay: 300_000 },
    },
    strikes: [{ who: 'A', step: 14, fault: 'disk stays full', ms: 120_000 }],
  });
  shows('of two drafts that two computers made at the same moment one stays', {
    scene: two(875, [upload], [upload]),
    strikes: [],
  });
  shows('nor does one stay that was made just before its program was killed', {
    scene: two(103469, [upload], [wait(7), upload]),
    strikes: [{ who: 'A', step: 10, fault: 'kill' }],
  });
  shows('a draft of this computer’s own does not stay when another one sent the mail', {
    scene: two(848, [direct(true)], [upload]),
    strikes: [],
  });
  shows('nor one whose making was cut short before the other had sent it', {
    scene: two(414, [direct(true), direct(true)], [again]),
    strikes: [{ who: 'B', step: 9, fault: 'power cut' }],
  });
  shows('another computer’s draft with the same words is not taken for the one that was asked for', {
    scene: {
      ...two(954, [edit(5), later(30 * minute)], [refresh, again]),
      switches: { tagIndexLag: 30_000 },
    },
    strikes: [
      { who: 'A', step: 9, fault: 'stall', ms: 120_000 },
      { who: 'A', step: 15, fault: 'power cut' },
    ],
  });
  shows('the importance of another computer’s version does not go with the words and files of ours', {
    scene: {
      ...two(2032966, [edit(5), upload, edit(0), upload, edit(5), again], [wait(274), again]),
      known: true,
    },
    strikes: [],
  });
  shows('a mail that was taken back goes to Deleted Items, also with words written after that', {
    scene: {
      seed: 2013597,
      switches: {},
      known: true,
      actors: [{ name: 'A', computer: 0, script: [edit(4), later(20 * minute), later(30 * minute)] }],
    },
    strikes: [
      { who: 'A', step: 37, fault: 'edited in Outlook' },
      { who: 'A', step: 44, fault: 'killed after' },
    ],
  });
  shows('a draft that somebody changed gives way to none', {
    scene: {
      ...two(2001679, [upload], [wait(248), upload]),
      switches: { tagIndexLag: 30_000 },
    },
    strikes: [
      { who: 'B', step: 1, fault: 'file added in Outlook' },
      { who: 'A', step: 38, fault: 'never connected' },
      { who: 'A', step: 52, fault: 'no answer, carried out late', ms: minute },
    ],
  });
  shows('a copy that is not found for a moment is cleared no less when another one was sent', {
    scene: {
      ...two(2021468, [edit(5), again], [again]),
      switches: { tagIndexLag: 30_000 },
    },
    strikes: [
      { who: 'A', step: 18, fault: 'stall', ms: 90 * minute },
      { who: 'A', step: 28, fault: '404' },
    ],
  });
  shows('a copy that was only thought to be gone is found again', {
    scene: {
      seed: 2011417,
      switches: { tagIndexLag: 30_000 },
      known: false,
      actors: [{ name: 'A', computer: 0, script: [upload, { do: 'discard' }, again] }],
    },
    strikes: [
      { who: 'A', step: 9, fault: 'request lost' },
      { who: 'A', step: 54, fault: '404' },
    ],
  });
  shows('an answer that is changed in Outlook while its readers are looked up does not go', {
    scene: {
      seed: 256,
      switches: {},
      known: true,
      form: 'reply',
      actors: [{ name: 'A', computer: 0, script: [later(30 * minute)] }],
    },
    strikes: [{ who: 'A', step: 55, fault: 'file added in Outlook' }],
  });
  for (const form of ['reply', 'forward'] as const) {
    holds(
      `one creation of a ${form} carried out twice leaves one draft`,
      'carried out twice',
      [edit(0), send],
      { form },
    );
    holds(`a ${form} made late leaves no second draft`, 'no answer, carried out late', [edit(0), send], {
      form,
    });
  }
  shows(
    'a mail deleted before its request came is not called local because the clock of the computer jumped',
    {
      scene: {
        seed: 904628,
        switches: { sendDelay: 60_000 },
        known: false,
        actors: [
          { name: 'A', computer: 0, script: [again] },
          { name: 'B', computer: 0, script: [{ do: 'wait', ms: 29_948 }, cancel] },
        ],
      },
      strikes: [
        { who: 'A', step: 21, fault: 'deleted in Outlook' },
        { who: 'A', step: 26, fault: 'clock jumps', ms: 36_000_000 },
      ],
    },
  );
  shows('a mail whose time is long past by the mailbox’s clock is not called cancelled while it leaves', {
    scene: {
      seed: 901236,
      switches: { immutableIdOnSend: 'changed', sendDelay: 60_000, tagIndexLag: 30_000 },
      known: false,
      actors: [{ name: 'A', computer: 0, script: [later(2 * minute), wait(minute), cancel] }],
      clocks: [-36_000_000],
    },
    strikes: [],
  });
  shows('a cancellation that can’t tell counts the time from its own look', {
    scene: {
      seed: 919133,
      switches: {},
      known: false,
      actors: [{ name: 'A', computer: 0, script: [later(20 * minute), cancel] }],
    },
    strikes: [
      { who: 'A', step: 27, fault: '412' },
      { who: 'A', step: 30, fault: 'file added in Outlook' },
      { who: 'A', step: 37, fault: 'disk stays full', ms: 5_400_000 },
    ],
  });
  shows('a copy of no use is deleted also where it can’t be written down that the mail was sent', {
    scene: {
      seed: 910014,
      switches: { tagIndexLag: 2000, repeatedSend: 'deliversTwice' },
      known: true,
      actors: [{ name: 'A', computer: 0, script: [later(2 * minute), later(30 * minute)] }],
    },
    strikes: [
      { who: 'A', step: 12, fault: 'sent in Outlook' },
      { who: 'A', step: 91, fault: 'disk full' },
    ],
  });
  shows('the second draft of one creation does not stay beside a mail whose request to send never left', {
    scene: {
      seed: 15154,
      switches: { tagIndexLag: 30_000 },
      known: false,
      actors: [
        { name: 'A', computer: 0, script: [edit(3), upload, refresh, edit(5), sendAgain] },
        { name: 'B', computer: 0, script: [wait(137), refresh, again] },
      ],
    },
    strikes: [
      { who: 'A', step: 32, fault: 'power cut' },
      { who: 'B', step: 30, fault: 'carried out twice, second answer' },
      { who: 'B', step: 50, fault: 'power cut' },
    ],
  });
});
