import assert from 'node:assert/strict';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { rowText, shortMoment, type RowFacts } from '../../../src/editor/drafts/rowText.js';
import { inEnglish, sentence } from '../../../src/failure.js';
import { type DraftState } from '../../../src/outbox/draftState.js';

const now = new Date(2026, 10, 21, 15, 0).getTime();
const today = new Date(2026, 10, 21, 9, 5).getTime();
const copy = { messageId: 'm' };

function row(
  header: string,
  state: DraftState = { kind: 'local', gone: false },
  facts: Partial<RowFacts> = {},
) {
  const draft = parseDraft(`---\n${header}\n---\nHi\n`);
  return rowText(
    { fileName: 'note.mail.md', header: draft.header, state, modified: today, ...facts },
    { say: (text, ...args) => inEnglish(sentence(text, ...args)), word: 'Word', language: 'en', now },
  );
}

describe('the row of a draft', () => {
  const rows: [title: string, header: string, label: string, description: string][] = [
    [
      'a subject and one reader',
      'to: Ada Lovelace <ada@example.com>\nsubject: Engine',
      'Engine',
      'Ada Lovelace · 9:05 AM',
    ],
    ['several readers', 'to: a@b.c, d@e.f\ncc: g@h.i\nsubject: x', 'x', 'a@b.c and 2 more · 9:05 AM'],
    ['nobody yet', 'subject: x', 'x', 'no recipient · 9:05 AM'],
    ['no subject', 'to: a@b.c', 'note.mail.md', 'a@b.c · 9:05 AM'],
    ['an answer without readers of its own', 'reply: AAMk', 'note.mail.md', 'as in the original · 9:05 AM'],
    ['a forwarded mail to nobody', 'forward: AAMk', 'note.mail.md', 'no recipient · 9:05 AM'],
    ['right-to-left text', 'to: a@b.c\nsubject: שלום', '\u2068שלום\u2069', 'a@b.c · 9:05 AM'],
  ];
  for (const [title, header, label, description] of rows)
    it(`shows ${title}`, () => {
      const text = row(header);
      assert.deepEqual([text.label, text.description.replaceAll('\u202f', ' ')], [label, description]);
    });

  const moments: [title: string, state: DraftState, expected: RegExp][] = [
    [
      'when a mail goes',
      { kind: 'scheduled', copy, since: 0, until: new Date(2027, 0, 2, 8, 0).getTime() },
      /^Jan 2, 2027, 8:00\sAM · a@b\.c$/,
    ],
    [
      'when a mail goes this year',
      { kind: 'scheduled', copy, since: 0, until: new Date(2026, 10, 28, 8, 0).getTime() },
      /^Nov 28, 8:00\sAM · a@b\.c$/,
    ],
    [
      'when a mail goes today',
      { kind: 'scheduled', copy, since: 0, until: new Date(2026, 10, 21, 17, 0).getTime() },
      /^5:00\sPM · a@b\.c$/,
    ],
    ['when it went', { kind: 'sent', sentAt: new Date(2026, 2, 1).toISOString() }, / · Mar 1$/],
    ['when sending began', { kind: 'unknown', since: today, accepted: false }, / · 9:05/],
    [
      'when it failed',
      { kind: 'failed', copy, since: new Date(2025, 2, 1).getTime(), code: 'x' },
      / · Mar 1, 2025$/,
    ],
    ['when it was written', { kind: 'conflict', copy, since: 0 }, / · 9:05/],
  ];
  for (const [title, state, expected] of moments)
    it(`says ${title}`, () => assert.match(row('to: a@b.c', state).description, expected));

  it('says to a screen reader the state in a word, and all who get it', () => {
    const { spoken } = row('to: Ada <a@b.c>, d@e.f\nsubject: Engine');
    assert.equal(spoken.replaceAll('\u202f', ' '), 'Engine, Word, 9:05 AM, Ada, d@e.f');
  });

  it('shows a file that can’t be read by its name', () => {
    const text = rowText(
      { fileName: 'bad.mail.md', state: { kind: 'local', gone: false }, modified: today },
      { say: (one) => one, word: 'Local', language: 'en', now },
    );
    assert.deepEqual([text.label, text.description.replaceAll('\u202f', ' ')], ['bad.mail.md', '9:05 AM']);
  });

  it('has no word for a moment that is none', () => assert.equal(shortMoment(NaN, 'en', now), ''));
});
