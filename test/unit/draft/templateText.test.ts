import assert from 'node:assert/strict';
import { templateSubject, templateText } from '../../../src/draft/templateText.js';

const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

describe('templates: their text', () => {
  const table: [title: string, before: string, after: string][] = [
    [
      'stays as it is',
      '---\nto: ${1:whom}\nsubject: $2\n---\n\n$0\n',
      '---\nto: ${1:whom}\nsubject: $2\n---\n\n$0\n',
    ],
    [
      'loses what belongs to one mail',
      `---\nto: \${1:whom}\nid: ${ulid}\nsent: 2026-01-01T08:00:00Z\n---\n$0`,
      '---\nto: ${1:whom}\n---\n$0',
    ],
    [
      'loses it where fields are no YAML',
      `---\nto: [\${1:a}, \${2:b}]\nsubject: \${3:Report}: $4\nid: ${ulid}\nsent: 2026-01-01T08:00:00Z\n---\nid: mine\n`,
      '---\nto: [${1:a}, ${2:b}]\nsubject: ${3:Report}: $4\n---\nid: mine\n',
    ],
    [
      'loses it in CRLF',
      `---\r\nto: [\${1:a}\r\nid: ${ulid}\r\n---\r\nHi`,
      '---\r\nto: [${1:a}\r\n---\r\nHi',
    ],
    ['may be without a header', `id: ${ulid}\nDear $1,\n`, `id: ${ulid}\nDear $1,\n`],
    ['begins after a byte order mark', '\uFEFF---\nto: $1\n---\n', '---\nto: $1\n---\n'],
    ['may be empty', '', ''],
  ];
  for (const [title, before, after] of table)
    it(title, () => {
      assert.equal(templateText(before), after);
    });
});

describe('templates: their subject', () => {
  const table: [header: string, subject: string | undefined][] = [
    ['subject: Weekly report', 'Weekly report'],
    ['subject: "Report: ${1:week} of $2"', 'Report: week of …'],
    ['subject: ${1:Report ${2:one}} and ${3}', 'Report one and …'],
    ['subject: ${1|Yes,No|}, we come', 'Yes, we come'],
    ['subject: For \\$5, $CURRENT_YEAR', 'For $5, $CURRENT_YEAR'],
    ['subject:   ', undefined],
    ['to: a@b.c', undefined],
  ];
  for (const [header, subject] of table)
    it(header, () => {
      assert.equal(templateSubject(`---\n${header}\n---\nsubject: not this\n`), subject);
    });

  it('is not looked for where there is no header', () => {
    assert.equal(templateSubject('subject: not this\n'), undefined);
  });
});
