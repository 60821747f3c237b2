import { edit, refresh, send, sendAgain, upload, wait } from './search/scene.js';
import { again, changed, holds, shows } from './search/named.js';

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
  shows(
    'a draft that only seemed to be gone does not stay beside the next one, also if it was changed since it was made',
    {
      scene: {
        seed: 2032138,
        switches: { tagIndexLag: 30000 },
        known: false,
        actors: [
          {
            name: 'A',
            computer: 0,
            script: [
              { do: 'edit', version: 4 },
              { do: 'upload' },
              { do: 'edit', version: 0 },
              { do: 'send', again: false },
            ],
          },
        ],
      },
      strikes: [
        { who: 'A', step: 23, fault: 'torn line' },
        { who: 'A', step: 28, fault: '404' },
      ],
    },
  );
  shows('the second draft of one creation does not stay when the first one is sent in Outlook', {
    scene: {
      seed: 7021846,
      switches: {},
      known: false,
      actors: [
        { name: 'A', computer: 0, script: [{ do: 'edit', version: 5 }, { do: 'upload' }] },
        {
          name: 'B',
          computer: 0,
          script: [
            { do: 'wait', ms: 3467 },
            { do: 'send', again: false },
          ],
        },
      ],
    },
    strikes: [
      { who: 'A', step: 7, fault: 'carried out twice, second answer' },
      { who: 'B', step: 1, fault: 'sent in Outlook' },
    ],
  });
  shows('nor does it stay when the copy is destroyed while its sending is open', {
    scene: {
      seed: 11019353,
      switches: { tagIndexLag: 30000 },
      known: false,
      actors: [
        {
          name: 'A',
          computer: 0,
          script: [{ do: 'upload' }, { do: 'discard' }, { do: 'send', again: false }],
        },
      ],
    },
    strikes: [
      { who: 'A', step: 6, fault: 'carried out twice' },
      { who: 'A', step: 57, fault: 'purged in Outlook' },
    ],
  });
  shows('nor beside a mail without a draft of which nothing can tell', {
    scene: {
      seed: 15010126,
      switches: { tagIndexLag: 30000 },
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
      { who: 'A', step: 7, fault: 'disk full' },
      { who: 'A', step: 45, fault: '429 before' },
    ],
  });
});
