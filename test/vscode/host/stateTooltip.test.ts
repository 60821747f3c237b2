import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { sentence } from '../../../src/failure.js';
import { type DraftEntry } from '../../../src/editor/drafts/draftIndex.js';
import { stateSentences, stateTooltip } from '../../../src/editor/drafts/stateTooltip.js';
import { type DraftState } from '../../../src/outbox/draftState.js';

const now = new Date(2026, 2, 3, 15, 30).getTime();
const since = new Date(2026, 2, 3, 14, 3).getTime();
const until = new Date(2026, 2, 4, 9, 0).getTime();
const copy = { messageId: 'm', webLink: 'https://outlook.example/m' };
const time = (at: number) => new Date(at).toLocaleTimeString('en', { timeStyle: 'short' });
const day = (at: number) => new Date(at).toLocaleString('en', { dateStyle: 'medium', timeStyle: 'short' });
const never = 'Nothing is sent again by itself.';

/** Each state, what its hover says, and the commands that it offers. */
const table: [title: string, state: DraftState, sentences: string[], commands: string[]][] = [
  [
    'local',
    { kind: 'local', gone: false },
    ['Only in this file.', 'Upload puts a copy into the mailbox, and Send sends it.'],
    [],
  ],
  [
    'deleted elsewhere',
    { kind: 'local', gone: true },
    [
      'The copy in the mailbox was deleted, in Outlook or on another computer.',
      'The file is whole. Upload makes a new copy.',
    ],
    [],
  ],
  [
    'uploaded',
    { kind: 'uploaded', copy, since },
    [`The mailbox has this draft since ${time(since)}.`, 'It has not been sent.'],
    ['openInOutlook'],
  ],
  [
    'changed',
    { kind: 'changed', copy, since },
    [
      `The file is not what the mailbox has since ${time(since)}.`,
      'Upload or Send brings the mailbox up to date.',
    ],
    ['openInOutlook'],
  ],
  [
    'found there',
    { kind: 'changed', copy, since, found: true },
    [
      `The mailbox has a copy with the same words, found there at ${time(since)}.`,
      'It is from another computer. Upload or Send brings it up to date.',
    ],
    ['openInOutlook'],
  ],
  [
    'conflict',
    { kind: 'conflict', copy, since },
    [
      `The copy in the mailbox was changed elsewhere after ${time(since)}.`,
      'Nothing was overwritten, here or there. Compare both, then say which one counts.',
    ],
    ['compare', 'openInOutlook'],
  ],
  [
    'scheduled',
    { kind: 'scheduled', copy, since, until },
    [
      `The mailbox sends it on ${day(until)}, also when VS Code is closed.`,
      'Until then Undo Send cancels it; the file stays as it is.',
    ],
    ['undoSend', 'openInOutlook'],
  ],
  [
    'sending',
    { kind: 'sending', copy, since, accepted: true },
    [
      `The mailbox accepted it at ${time(since)} and is sending it.`,
      'Markdown Mail asks every 30 seconds whether it has left.',
    ],
    ['checkAgain', 'openInOutlook'],
  ],
  [
    'unknown',
    { kind: 'unknown', copy, since, accepted: false },
    [
      `Unknown since ${time(since)}: the mailbox did not answer.`,
      `Markdown Mail asks again every 30 seconds and at each start. ${never}`,
    ],
    ['checkAgain', 'openInOutlook', 'sendAgain', 'markAsSent'],
  ],
  [
    'unknown, accepted',
    { kind: 'unknown', copy, since, accepted: true },
    [
      `Unknown since ${time(since)}: the mailbox accepted it, but does not show it as sent.`,
      `Markdown Mail asks again every 30 seconds and at each start. ${never}`,
    ],
    ['checkAgain', 'openInOutlook', 'sendAgain', 'markAsSent'],
  ],
  [
    'unknown, for later',
    { kind: 'unknown', copy, since, accepted: false, until },
    [
      `Unknown since ${time(since)}: the mailbox may hold it to send it on ${day(until)}.`,
      `Undo Send makes sure that it does not go. ${never}`,
    ],
    ['checkAgain', 'openInOutlook', 'undoSend', 'markAsSent'],
  ],
  [
    'unknown, without a copy',
    { kind: 'unknown', since, accepted: false, untold: true },
    [
      `Unknown since ${time(since)}: no answer came, and no copy was to be kept that could tell.`,
      `Ask its readers, then say what became of it. ${never}`,
    ],
    ['markAsSent'],
  ],
  [
    'failed',
    {
      kind: 'failed',
      copy,
      since,
      code: 'mailbox-full',
      why: [sentence('The mailbox is full.'), sentence('Make room.')],
    },
    [`Sending failed at ${time(since)}. The mail was not sent.`, 'The mailbox is full.', 'Make room.'],
    ['send', 'openInOutlook'],
  ],
  [
    'failed, by a person’s word',
    { kind: 'failed', copy, since, code: 'told-not-sent' },
    [`Not sent: you said so at ${time(since)}.`, 'Send tries it again.'],
    ['send', 'openInOutlook'],
  ],
  [
    'sent',
    { kind: 'sent', sentAt: new Date(since).toISOString(), copy },
    [`Sent at ${time(since)}.`, 'The copy is in Sent Items, or where a rule has put it.'],
    ['openInOutlook'],
  ],
  [
    'sent, by a person’s word',
    { kind: 'sent', sentAt: new Date(since).toISOString(), told: true },
    [`Sent at ${time(since)}: you said so. The mailbox did not show it.`],
    [],
  ],
];

describe('the hover on a draft', () => {
  const uri = vscode.Uri.parse('file:///a/notes.mail.md');
  const entry = (state: DraftState, subject = 'Notes'): DraftEntry => ({
    reading: 1,
    uri,
    state,
    modified: since,
    draft: {
      header: { to: [{ address: 'ada@example.com' }], cc: [], bcc: [], subject },
    } as unknown as NonNullable<DraftEntry['draft']>,
  });
  const commandsIn = (text: string) =>
    [...text.matchAll(/\(command:markdownMail\.(\w+)\?/g)].map(([, id]) => id);

  for (const [title, state, sentences, commands] of table)
    it(`says what is known, since when, and what is next: ${title}`, () => {
      assert.deepEqual(stateSentences(state, now), sentences);
      const tooltip = stateTooltip(entry(state), [], now);
      assert.deepEqual(commandsIn(tooltip.value), commands);
      assert.deepEqual(
        tooltip.isTrusted,
        { enabledCommands: commands.map((id) => `markdownMail.${id}`) },
        'no other command can be in it',
      );
    });

  it('offers only commands that there are', async () => {
    const all = new Set(await vscode.commands.getCommands(true));
    const offered = new Set(table.flatMap(([, , , commands]) => commands));
    assert.deepEqual(
      [...offered].filter((id) => !all.has(`markdownMail.${id}`)),
      [],
    );
  });

  it('shows a subject as it is written, whatever it is written to be', () => {
    const hostile = '[click](command:markdownMail.send) **bold** $(trash) <img src=x>';
    const { value } = stateTooltip(entry({ kind: 'local', gone: false }, hostile), [], now);
    assert.deepEqual(commandsIn(value), []);
    const escaped = [...hostile].map((letter) => (/[\w ]/.test(letter) ? letter : `\\${letter}`)).join('');
    assert.ok(value.includes(`\n\n${escaped}\n\n`), value);
  });

  it('names the other file with the same id, and offers both answers', () => {
    const twin = vscode.Uri.parse('file:///a/copy.mail.md');
    const { value } = stateTooltip(entry({ kind: 'uploaded', copy, since }), [twin], now);
    assert.match(value.replaceAll('\\', ''), /copy\.mail\.md” has the same id:/);
    assert.deepEqual(commandsIn(value), ['thisIsTheDraft', 'thisIsNewDraft']);
  });
});
