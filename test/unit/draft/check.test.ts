import assert from 'node:assert/strict';
import { checkDraft, isLanguageTag } from '../../../src/draft/check.js';
import { type Problem } from '../../../src/draft/draft.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { inEnglish } from '../../../src/failure.js';
import { draftText, problemsOf } from './headerOf.js';

const sound = 'to: ada@example.com\nsubject: x';
const recipients = (count: number) => Array.from({ length: count }, (_, i) => `a${i}@example.com`).join(', ');

describe('check', () => {
  it('finds nothing in a sound draft', () => {
    assert.deepEqual(problemsOf(draftText(sound)), []);
  });

  const table: [
    title: string,
    header: string,
    expected: [code: string, severity: Problem['severity'], line: number, sentence: string][],
  ][] = [
    [
      'no recipient',
      'subject: x\nto:',
      [['no-recipient', 'error', 2, 'The mail has no recipient. Write an address after to:, cc: or bcc:.']],
    ],
    ['a recipient in bcc alone', 'subject: x\nbcc: a@example.com', []],
    [
      'a recipient that is no address',
      'subject: x\nto: ada@',
      [
        [
          'address-invalid',
          'error',
          2,
          '"ada@" is not an address. Write name@example.com or "Name" <name@example.com>.',
        ],
      ],
    ],
    ['500 recipients', `subject: x\nto: ${recipients(500)}`, []],
    [
      '501 recipients',
      `subject: x\nto: ${recipients(500)}\nbcc: eve@example.com`,
      [
        [
          'recipients-too-many',
          'error',
          2,
          'The mail has 501 recipients, but at most 500 are possible. Send it in parts.',
        ],
      ],
    ],
    [
      'recipients named again',
      'subject: x\nto: Ada@example.com, bob@example.com\ncc:\n  - ada@example.com\nbcc: ADA@EXAMPLE.COM, bob@example.com',
      [
        ['recipient-repeated', 'warning', 3, 'ada@example.com is named more than once. Keep one of them.'],
        ['recipient-repeated', 'warning', 5, 'bob@example.com is named more than once. Keep one of them.'],
      ],
    ],
    ['an address in reply-to and to', 'subject: x\nto: a@example.com\nreply-to: a@example.com', []],
    [
      'an empty subject',
      'to: a@example.com\nsubject:',
      [['subject-empty', 'warning', 2, 'The mail has no subject. Write one after subject:.']],
    ],
    [
      'no subject key',
      'to: a@example.com',
      [['subject-empty', 'warning', 0, 'The mail has no subject. Write one after subject:.']],
    ],
    ['a subject of 255', `to: a@example.com\nsubject: ${'x'.repeat(255)}`, []],
    [
      'a subject of 256',
      `to: a@example.com\nsubject: ${'x'.repeat(256)}`,
      [
        [
          'subject-too-long',
          'error',
          2,
          'The subject has 256 characters, but at most 255 are possible. Shorten it.',
        ],
      ],
    ],
    [
      'a subject of two lines',
      'to: a@example.com\nsubject: |\n  x\n  Bcc: eve@example.com',
      [
        [
          'subject-line-break',
          'error',
          2,
          'The subject must be a single line. Remove the line breaks and tabs in it.',
        ],
      ],
    ],
    [
      'an id that nobody wrote',
      `${sound}\nid: my-mail`,
      [['id-invalid', 'error', 3, 'The value of id: is not one that Markdown Mail wrote. Remove this line.']],
    ],
    ['an id', `${sound}\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV`, []],
    [
      'no language',
      `${sound}\nlang: en_US!`,
      [
        [
          'lang-invalid',
          'warning',
          3,
          '"lang:" takes the short name of a language, such as en, de or pt-BR.',
        ],
      ],
    ],
    ['a time to send at', `send-at: 2026-01-31T08:31Z\n${sound}`, []],
    [
      'a time to send at that is past',
      `${sound}\nsend-at: 2026-01-31T09:30+01:00`,
      [
        [
          'send-at-past',
          'warning',
          3,
          'The time after send-at: is past, so the mail goes at once when you send it. Write a later time, or remove the line.',
        ],
      ],
    ],
    [
      'a draft that was sent at its time',
      `${sound}\nsend-at: 2026-01-31T09:30+01:00\nsent: 2026-01-31T08:31:00Z`,
      [],
    ],
    ['a reply, which Exchange completes', '# x\nreply-all: AAMk=', []],
    ['a signature', `signature: work.md\n${sound}`, []],
    ['no signature', `signature: false\n${sound}`, []],
    ['a theme', `theme: plain\n${sound}`, []],
    [
      'a forward to nobody',
      'forward: AAMk=',
      [['no-recipient', 'error', 0, 'The mail has no recipient. Write an address after to:, cc: or bcc:.']],
    ],
  ];
  for (const [title, header, expected] of table) {
    it(title, () => {
      const problems = checkDraft(parseDraft(draftText(header)), Date.UTC(2026, 0, 31, 8, 30));
      assert.deepEqual(
        problems.map(({ code, severity, line, message }) => [code, severity, line, inEnglish(message)]),
        expected,
      );
    });
  }

  const bodies: [text: string, problems: string[]][] = [
    [`---\n${sound}\n---\n`, ['body-empty@3']],
    [`---\n${sound}\n---`, ['body-empty@3']],
    [`---\n${sound}\n---\n \n\t\n`, ['body-empty@4']],
    [`---\n${sound}\n---\nx`, []],
  ];
  for (const [text, problems] of bodies) {
    it(`looks for text in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(problemsOf(text), problems);
      for (const problem of problems) assert.ok(Number(problem.split('@')[1]) < text.split('\n').length);
    });
  }

  it('says nothing of recipients where the header can’t be read', () => {
    assert.deepEqual(problemsOf('---\n"a" b\n---\n'), ['header-invalid@1']);
    assert.deepEqual(problemsOf(''), ['header-missing@0']);
  });

  it('knows language tags', () => {
    for (const tag of ['en', 'de-AT', 'zh-Hant-TW', 'sr-Latn']) assert.ok(isLanguageTag(tag), tag);
    for (const tag of ['', 'e', 'english language', 'en--US', 'en_US']) assert.ok(!isLanguageTag(tag), tag);
  });
});
