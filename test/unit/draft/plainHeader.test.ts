import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { findHeader } from '../../../src/draft/headerBlock.js';
import { readWholeYaml } from '../../../src/draft/headerYaml.js';
import { plainPairs } from '../../../src/draft/plainHeader.js';

const base = 4;

/** What the quick reading says, after it was held against YAML's own. */
function read(header: string): ReturnType<typeof plainPairs> {
  const pairs = plainPairs(header, base);
  if (!pairs) return undefined;
  const whole = readWholeYaml(header, { start: base });
  assert.deepEqual(
    { pairs, faults: [] },
    { pairs: whole.pairs, faults: whole.faults },
    JSON.stringify(header),
  );
  return pairs;
}

const plain = [
  'to: ada@example.com\nsubject: Notes on the engine\n',
  'to: Ada Lovelace <ada@example.com>, team@example.com\n',
  'to: [Ada Lovelace <ada@example.com>, team@example.com]\ncc: []\n',
  'to: [ ada@example.com ,b@example.com ]\n',
  'cc: "Babbage, Charles" <charles@example.com>\nsubject: x\n',
  'subject: Re: engine\nto: a@b.c\n',
  'subject: Engine:\n',
  'subject: a "b" <c@d.e>\n',
  'subject: "Quoted: it is #1"\n',
  "subject: 'Single, too'\n",
  'subject: ""\nlang: en\n',
  'to:\nsubject: \n',
  'to: \r\nsubject: with CRLF\r\n',
  'to:\n- a@b.c\n- Ada <d@e.f>\nsubject: x\n',
  'to:\n  - a@b.c\n  - d@e.f\n\n# comment\nattachments:\n  - files/a b.pdf\n',
  'id: 01ARZ3NDEKTSV4RRFFQ69G5FAV\nsent: 2026-01-01T08:00:00Z\n',
  'read-receipt: yes\nsend-at: 2030-01-31T08:30\n',
  '# only a comment\n\n',
  '',
  'subject: Größe 山\n',
];

const wholeOnly = [
  'importance: true\n',
  'subject: 12\n',
  'subject: 1e3\n',
  'subject: null\n',
  'subject: a # comment\n',
  'subject: [a\n',
  'subject: |\n  block\n',
  'subject: two\n  lines\n',
  'to:\n  - a@b.c\n   - d@e.f\n',
  'to:\n  - {path: x}\n',
  'subject: *alias\n',
  'subject: &anchor x\n',
  'subject: "a\\n"\n',
  'to: a\nto: b\n',
  '{to: a@b.c}\n',
  'subject: a\tb\n',
  'subject\n',
  ' to: a@b.c\n',
];

/** Pieces of which both plain headers and nearly plain ones are made. */
const piece = fc.constantFrom(
  ...[
    'to',
    'cc',
    'subject',
    'id',
    'note',
    ':',
    ': ',
    ':  ',
    '\n',
    '\r\n',
    '\n- ',
    '\n  - ',
    '[',
    ']',
    ', ',
    '"',
  ],
  ...[
    "'",
    ' #',
    '# ',
    'a',
    'Ada <a@b.c>',
    '7',
    '0x1',
    '.',
    '-',
    '~',
    'true',
    '&a ',
    '*a',
    '!',
    '|',
    '>',
    '{',
    '}',
  ],
  ...[
    ' ',
    '\t',
    '%',
    '@',
    '`',
    '?',
    '? ',
    '---',
    '...',
    'ä山',
    '\u2028',
    '\u0085',
    '\uFEFF',
    '//',
    '=',
    '<<',
  ],
);

describe('the quick reading of headers', () => {
  for (const header of plain)
    it(`reads ${JSON.stringify(header)}`, () => assert.ok(read(header), 'it is plain'));

  for (const header of wholeOnly)
    it(`leaves ${JSON.stringify(header)} to YAML`, () => assert.equal(read(header), undefined));

  it('reads the headers of the samples', () => {
    const quick = readdirSync('test/samples')
      .filter((name) => name.endsWith('.mail.md'))
      .map((name) => readFileSync(`test/samples/${name}`, 'utf8'))
      .map((text) => {
        const found = findHeader(text);
        assert.equal(found.kind, 'found');
        return found.kind === 'found' && read(text.slice(found.block.start, found.block.end)) !== undefined;
      });
    assert.ok(quick.filter(Boolean).length > quick.length / 2, 'most samples are plain');
  });

  it('says what YAML says, of any lines', () => {
    const line = fc.array(piece, { maxLength: 6 }).map((parts) => parts.join(''));
    const header = fc
      .array(fc.tuple(fc.constantFrom('to: ', 'subject: ', 'cc:', 'id: ', ''), line), { maxLength: 4 })
      .map((lines) => lines.map(([key, value]) => `${key}${value}\n`).join(''));
    let quick = 0;
    fc.assert(
      fc.property(header, (text) => {
        if (read(text)) quick++;
      }),
      { numRuns: 20_000 },
    );
    assert.ok(quick > 1000, `${quick} of them were plain`);
  });
});
