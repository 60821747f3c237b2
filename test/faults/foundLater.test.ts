import { cancel, direct, edit, later, refresh, upload, wait } from './search/scene.js';
import { again, holds, minute, shows } from './search/named.js';

describe('what the fault search found: later, taken back, without a draft', () => {
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
  shows('a mail is taken back also if somebody writes into it after the first try', {
    scene: {
      seed: 7023666,
      switches: {},
      known: false,
      actors: [
        {
          name: 'A',
          computer: 0,
          script: [
            { do: 'later', ms: 10800000 },
            { do: 'later', ms: 1800000 },
          ],
        },
      ],
    },
    strikes: [
      { who: 'A', step: 48, fault: 'no answer, not carried out' },
      { who: 'A', step: 52, fault: 'edited in Outlook' },
    ],
  });
  shows('nor does it leave if that could not be written down', {
    scene: {
      seed: 7009983,
      switches: {},
      known: false,
      actors: [
        {
          name: 'A',
          computer: 0,
          script: [
            { do: 'later', ms: 1200000 },
            { do: 'later', ms: 1800000 },
          ],
        },
      ],
    },
    strikes: [
      { who: 'A', step: 15, fault: 'power cut' },
      { who: 'A', step: 19, fault: 'power cut' },
      { who: 'A', step: 70, fault: 'disk full' },
      { who: 'A', step: 73, fault: 'edited in Outlook' },
    ],
  });
  shows('what is not shown before a mail without a draft is begun to be sent nobody can know of', {
    scene: {
      seed: 13005466,
      switches: { tagIndexLag: 2000 },
      known: false,
      actors: [
        {
          name: 'A',
          computer: 0,
          script: [
            { do: 'edit', version: 4 },
            { do: 'upload' },
            { do: 'discard' },
            { do: 'direct', saved: false },
          ],
        },
      ],
    },
    strikes: [
      { who: 'A', step: 5, fault: 'carried out twice, second answer' },
      { who: 'A', step: 33, fault: 'kill' },
    ],
  });
});
