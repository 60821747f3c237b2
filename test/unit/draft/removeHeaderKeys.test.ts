import assert from 'node:assert/strict';
import fc from 'fast-check';
import { applyChange, setHeaderKey } from '../../../src/draft/editHeader.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { removeHeaderKeys } from '../../../src/draft/removeHeaderKeys.js';
import { Failure } from '../../../src/failure.js';

const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

function without(text: string): string {
  const changes = removeHeaderKeys(text, ['id', 'sent']);
  const result = [...changes].reverse().reduce(applyChange, text);
  const { header } = parseDraft(result);
  assert.deepEqual([header.id, header.sent], [undefined, undefined]);
  return result;
}

describe('header edits: keys that are taken out', () => {
  const table: [title: string, before: string, after: string][] = [
    [
      'with their lines',
      `---\nto: a@b.c\nid: ${ulid}\nsent: 2026-01-01T08:00:00Z\n---\nHi\n`,
      '---\nto: a@b.c\n---\nHi\n',
    ],
    ['in CRLF', `---\r\nto: a@b.c\r\nid: ${ulid}\r\n---\r\nHi\r\n`, '---\r\nto: a@b.c\r\n---\r\nHi\r\n'],
    [
      'from the middle',
      `---\nid: ${ulid}\n# mine\nto: a@b.c # x\n---\nHi`,
      '---\n# mine\nto: a@b.c # x\n---\nHi',
    ],
    ['and leave an empty header', `---\nid: ${ulid}\n---\nHi\n`, '---\n---\nHi\n'],
    [
      'but not a comment beside them',
      `---\nid: ${ulid} # mine\nto: a@b.c\n---\nHi`,
      '---\n# mine\nto: a@b.c\n---\nHi',
    ],
    ['in quotes', `---\nid: "${ulid}"\nto: a@b.c\n---\nHi`, '---\nto: a@b.c\n---\nHi'],
    [
      'without a look at the body',
      `---\nto: a@b.c\n---\nid: ${ulid}\nsent: no\n`,
      `---\nto: a@b.c\n---\nid: ${ulid}\nsent: no\n`,
    ],
    [
      'from braces',
      `---\n{to: a@b.c, id: ${ulid}, subject: "x, y"}\n---\nHi`,
      '---\n{to: a@b.c, subject: "x, y"}\n---\nHi',
    ],
    ['from braces, alone', `---\n{id: ${ulid}}\n---\nHi`, '---\n{}\n---\nHi'],
  ];
  for (const [title, before, after] of table)
    it(`go ${title}`, () => {
      assert.equal(without(before), after);
    });

  it('what the extension wrote goes without a trace', () => {
    const line = fc.constantFrom(
      'to: a@b.c',
      'subject: "x: y"',
      '# note',
      'cc:\n- d@e.f',
      'note: |\n  a\n  b',
      '',
    );
    fc.assert(
      fc.property(fc.uniqueArray(line), fc.constantFrom('\n', '\r\n'), fc.string(), (lines, end, body) => {
        const text = ['---', ...lines, '---', body].join('\n').replaceAll('\n', end);
        const change = setHeaderKey(text, 'id', ulid);
        assert.ok(change);
        const back = without(applyChange(text, change));
        assert.equal(back, text);
      }),
    );
  });

  it('a value over several lines stays, and the file with it', () => {
    const odd = `---\nto: a@b.c\nsent: |\n  2026-01-01T08:00:00Z\n---\nHi`;
    assert.throws(
      () => removeHeaderKeys(odd, ['sent']),
      (error) => error instanceof Failure && error.code === 'header-not-editable',
    );
  });
});
