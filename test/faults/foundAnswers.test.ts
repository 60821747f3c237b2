import { edit, later, send, upload } from './search/scene.js';
import { holds, minute, shows } from './search/named.js';

describe('what the fault search found: answers', () => {
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
  holds(
    'a file added in Outlook in the moment in which an answer is made is nobody’s but its writer’s',
    'file added in Outlook',
    [later(30 * minute)],
    { form: 'forward' },
  );
  shows(
    'a file added in Outlook before an answer could be written down is not taken for one of the message answered',
    {
      scene: {
        seed: 2007265,
        switches: {},
        known: false,
        form: 'forward',
        actors: [{ name: 'A', computer: 0, script: [{ do: 'upload' }, { do: 'upload' }] }],
      },
      strikes: [
        { who: 'A', step: 14, fault: 'disk stays full', ms: 5400000 },
        { who: 'A', step: 45, fault: 'file added in Outlook' },
      ],
    },
  );
  shows('nor one that is added while an unanswered creation is looked for', {
    scene: {
      seed: 2037456,
      switches: {},
      known: false,
      form: 'reply',
      actors: [{ name: 'A', computer: 0, script: [{ do: 'later', ms: 10800000 }] }],
    },
    strikes: [
      { who: 'A', step: 10, fault: 'no answer, not carried out' },
      { who: 'A', step: 22, fault: 'file added in Outlook' },
    ],
  });
  shows('a message answered that is not found for a moment makes no conflict', {
    scene: {
      seed: 4003792,
      switches: {},
      known: false,
      actors: [
        {
          name: 'A',
          computer: 0,
          script: [
            { do: 'edit', version: 4 },
            { do: 'later', ms: 1200000 },
          ],
        },
      ],
      form: 'reply',
    },
    strikes: [
      { who: 'A', step: 7, fault: 'saved in Outlook' },
      { who: 'A', step: 15, fault: '404' },
    ],
  });
  shows(
    'a subject that somebody changed in Outlook is not deleted with an answer that is of no use any more',
    {
      scene: {
        seed: 2005968,
        switches: { immutableIdOnSend: 'changed', tagIndexLag: 2000 },
        known: false,
        form: 'reply',
        actors: [{ name: 'A', computer: 0, script: [{ do: 'send', again: false }] }],
      },
      strikes: [
        { who: 'A', step: 10, fault: 'file added in Outlook' },
        { who: 'A', step: 35, fault: 'sent in Outlook' },
        { who: 'A', step: 61, fault: 'edited in Outlook' },
      ],
    },
  );
  shows(
    'words that come into an answer while it is looked at once more before it is made anew are not deleted',
    {
      scene: {
        seed: 7441,
        switches: {},
        known: false,
        actors: [
          {
            name: 'A',
            computer: 0,
            script: [
              { do: 'upload' },
              { do: 'refresh' },
              { do: 'edit', version: 3 },
              { do: 'send', again: false },
            ],
          },
        ],
        form: 'forward',
      },
      strikes: [
        { who: 'A', step: 42, fault: 'kill' },
        { who: 'A', step: 55, fault: 'edited in Outlook' },
      ],
    },
  );
  shows('an earlier version that is found again, after it only seemed to be gone, is no conflict', {
    scene: {
      seed: 11001473,
      switches: { tagIndexLag: 2000 },
      known: false,
      actors: [
        {
          name: 'A',
          computer: 0,
          script: [
            { do: 'edit', version: 4 },
            { do: 'upload' },
            { do: 'edit', version: 1 },
            { do: 'upload' },
            { do: 'edit', version: 0 },
            { do: 'send', again: false },
          ],
        },
      ],
      form: 'forward',
    },
    strikes: [
      { who: 'A', step: 60, fault: '404' },
      { who: 'A', step: 85, fault: 'deleted in Outlook' },
      { who: 'A', step: 96, fault: 'never connected' },
    ],
  });
  shows('what is written in Outlook while one signs in again is not written over', {
    scene: {
      seed: 21003904,
      switches: {},
      known: false,
      actors: [{ name: 'A', computer: 0, script: [upload, edit(3), send] }],
      form: 'reply',
    },
    strikes: [
      { who: 'A', step: 48, fault: 'disk full, line whole' },
      { who: 'A', step: 87, fault: '401' },
      { who: 'A', step: 89, fault: 'edited in Outlook' },
    ],
  });
});
