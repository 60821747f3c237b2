import { direct, edit, later, refresh, send, sendAgain, upload, wait } from './search/scene.js';
import { again, holds, minute, shows, two } from './search/named.js';

describe('what the fault search found: two computers', () => {
  holds('a mail that another computer sent ends what is open here', 'kill', [], {
    seed: 928,
    known: true,
    actors: [
      { name: 'A', computer: 0, script: [send] },
      { name: 'B', computer: 1, script: [direct(true)] },
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
  shows('a draft that only seemed to be gone does not stay when another computer sent the mail', {
    scene: {
      seed: 4023237,
      switches: { tagIndexLag: 30000 },
      known: true,
      actors: [
        { name: 'A', computer: 0, script: [{ do: 'direct', saved: true }] },
        { name: 'B', computer: 1, script: [{ do: 'send', again: false }] },
      ],
    },
    strikes: [{ who: 'B', step: 21, fault: '404' }],
  });
  shows('nor does one of a creation that was cut short, after the other one was taken back', {
    scene: {
      seed: 7024142,
      switches: { tagIndexLag: 30000 },
      known: true,
      actors: [
        { name: 'A', computer: 0, script: [{ do: 'later', ms: 1200000 }, { do: 'cancel' }] },
        {
          name: 'B',
          computer: 1,
          script: [
            { do: 'wait', ms: 2747 },
            { do: 'send', again: false },
          ],
        },
      ],
    },
    strikes: [{ who: 'A', step: 13, fault: 'kill' }],
  });
  shows('a copy that another computer made wait does not go with what has no time', {
    scene: two(19018021, [later(180 * minute)], [edit(4), send]),
    strikes: [
      { who: 'A', step: 1, fault: 'power cut' },
      { who: 'B', step: 19, fault: 'deleted in Outlook' },
    ],
  });
});
