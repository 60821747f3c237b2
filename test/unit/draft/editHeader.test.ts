import assert from 'node:assert/strict';
import { applyChange, setHeaderKey } from '../../../src/draft/editHeader.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { Failure } from '../../../src/failure.js';

const ulid = '01ARZ3NDEKTSV4RRFFQ69G5FAV';
const digits = '01234567890123456789012345';

function edited(text: string, key: 'id' | 'sent' = 'id', value = ulid): string {
  const change = setHeaderKey(text, key, value);
  assert.ok(change);
  const result = applyChange(text, change);
  assert.equal(parseDraft(result).header[key], value);
  assert.equal(setHeaderKey(result, key, value), undefined);
  return result;
}

describe('header edits: a key that is missing', () => {
  const table: [title: string, before: string, after: string][] = [
    [
      'goes to the end',
      '---\nto: a@b.c\nsubject: x\n---\nHi\n',
      `---\nto: a@b.c\nsubject: x\nid: ${ulid}\n---\nHi\n`,
    ],
    ['keeps CRLF', '---\r\nto: a@b.c\r\n---\r\nHi\r\n', `---\r\nto: a@b.c\r\nid: ${ulid}\r\n---\r\nHi\r\n`],
    [
      'keeps a byte order mark',
      '\uFEFF---\nto: a@b.c\n---\nHi',
      `\uFEFF---\nto: a@b.c\nid: ${ulid}\n---\nHi`,
    ],
    ['needs no line break at the end of the file', '---\nto: a@b.c\n---', `---\nto: a@b.c\nid: ${ulid}\n---`],
    ['goes into an empty header', '---\n---\nHi\n', `---\nid: ${ulid}\n---\nHi\n`],
    ['goes below a comment', '---\n# c\n---\nHi\n', `---\n# c\nid: ${ulid}\n---\nHi\n`],
    [
      'goes below the last comment',
      '---\nto: a@b.c # x\n# end\n---\nHi\n',
      `---\nto: a@b.c # x\n# end\nid: ${ulid}\n---\nHi\n`,
    ],
    ['goes below blank lines', '---\n\nto: a@b.c\n\n---\nHi\n', `---\n\nto: a@b.c\n\nid: ${ulid}\n---\nHi\n`],
    [
      'goes below a block of text',
      '---\nnote: |\n  a\n\n   b\n---\nHi\n',
      `---\nnote: |\n  a\n\n   b\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'goes below a block that keeps its line breaks',
      '---\nnote: |+\n  a\n\n\n---\nHi\n',
      `---\nnote: |+\n  a\n\n\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'goes below a folded block',
      '---\nnote: >-\n  a\n  b\n---\nHi\n',
      `---\nnote: >-\n  a\n  b\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'goes below a list',
      '---\nto:\n- a@b.c\n- d@e.f\n---\nHi\n',
      `---\nto:\n- a@b.c\n- d@e.f\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'goes below a value of several lines',
      '---\nto: a@b.c,\n  d@e.f\n---\nHi\n',
      `---\nto: a@b.c,\n  d@e.f\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'goes below a key without a value',
      '---\nto: a@b.c\nsubject:\n---\nHi\n',
      `---\nto: a@b.c\nsubject:\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'takes the indentation of the others',
      '---\n  to: a@b.c\n  # c\n  cc: d@e.f\n---\nHi\n',
      `---\n  to: a@b.c\n  # c\n  cc: d@e.f\n  id: ${ulid}\n---\nHi\n`,
    ],
    ['goes into braces', '---\n{to: a@b.c}\n---\nHi\n', `---\n{to: a@b.c, id: ${ulid}}\n---\nHi\n`],
    ['goes into empty braces', '---\n{}\n---\nHi\n', `---\n{id: ${ulid}}\n---\nHi\n`],
    [
      'goes into braces with a comma at the end',
      '---\n{to: a@b.c, }\n---\nHi\n',
      `---\n{to: a@b.c, id: ${ulid}, }\n---\nHi\n`,
    ],
    [
      'goes into braces on several lines',
      '---\n{\n  to: a@b.c, # Ada\n  cc: d@e.f # D\n}\n---\nHi\n',
      `---\n{\n  to: a@b.c, # Ada\n  cc: d@e.f, id: ${ulid} # D\n}\n---\nHi\n`,
    ],
    [
      'leaves what YAML refuses',
      '---\ncc: "B, C" <c@e.f>\nsubject: Re: x\n---\nHi\n',
      `---\ncc: "B, C" <c@e.f>\nsubject: Re: x\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'leaves unknown keys and odd spacing',
      '---\nx-y :   [ 1,2 ]   \nto:   a@b.c\t\n"q": \'z\'\n---\nHi\n',
      `---\nx-y :   [ 1,2 ]   \nto:   a@b.c\t\n"q": 'z'\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'leaves anchors',
      '---\nto: &t a@b.c\ncc: *t\n---\nHi\n',
      `---\nto: &t a@b.c\ncc: *t\nid: ${ulid}\n---\nHi\n`,
    ],
    [
      'leaves fences with white space',
      '--- \nto: a@b.c\n---  \nHi\n---\n',
      `--- \nto: a@b.c\nid: ${ulid}\n---  \nHi\n---\n`,
    ],
    [
      'looks at the header’s own keys only',
      '---\nheaders:\n  x-id: a\n  id: b\n---\nid: c\n',
      `---\nheaders:\n  x-id: a\n  id: b\nid: ${ulid}\n---\nid: c\n`,
    ],
  ];
  for (const [title, before, after] of table) it(title, () => assert.equal(edited(before), after));

  it('stays a word though it is made of digits', () => {
    assert.equal(edited('---\nto: a@b.c\n---\n', 'id', digits), `---\nto: a@b.c\nid: ${digits}\n---\n`);
  });

  it('writes a time', () => {
    const time = '2030-01-31T08:30:00Z';
    assert.equal(
      edited(`---\nid: ${ulid}\n---\nHi`, 'sent', time),
      `---\nid: ${ulid}\nsent: ${time}\n---\nHi`,
    );
  });
});

describe('header edits: a key that is there', () => {
  const table: [title: string, before: string, after: string][] = [
    ['another value', 'id: x\nto: a@b.c', `id: ${ulid}\nto: a@b.c`],
    ['a comment behind', 'id: x   # c\nto: a@b.c', `id: ${ulid}   # c\nto: a@b.c`],
    ['quotes', 'id: "x"\nto: a@b.c', `id: ${ulid}\nto: a@b.c`],
    ['a quoted key', '"id": x\nto: a@b.c', `"id": ${ulid}\nto: a@b.c`],
    ['white space', 'id  :   x  \nto: a@b.c', `id  :   ${ulid}  \nto: a@b.c`],
    ['no value', 'to: a@b.c\nid:', `to: a@b.c\nid: ${ulid}`],
    ['no value, then another key', 'id:\nto: a@b.c', `id: ${ulid}\nto: a@b.c`],
    ['no value and a comment', 'id: # c\nto: a@b.c', `id: ${ulid} # c\nto: a@b.c`],
    ['null', 'id: null\nto: a@b.c', `id: ${ulid}\nto: a@b.c`],
    ['a tilde', 'id: ~ # c\nto: a@b.c', `id: ${ulid} # c\nto: a@b.c`],
    ['empty quotes', 'id: ""\nto: a@b.c', `id: ${ulid}\nto: a@b.c`],
    ['a block', 'id: |\n  x\nto: a@b.c', `id: ${ulid}\nto: a@b.c`],
    ['a value on the next line', 'id:\n  x\nto: a@b.c', `id:\n  ${ulid}\nto: a@b.c`],
    ['an anchor', 'id: &i x\nto: a@b.c', `id: &i ${ulid}\nto: a@b.c`],
    ['an alias', 'theme: &i x\nid: *i', `theme: &i x\nid: ${ulid}`],
    ['braces', '{id: x, to: a@b.c}', `{id: ${ulid}, to: a@b.c}`],
    ['braces and no value', '{id: , to: a@b.c}', `{id: ${ulid} , to: a@b.c}`],
    ['an explicit key', '? id\n: x\n', `? id\n: ${ulid}\n`],
  ];
  for (const [title, before, after] of table) {
    it(title, () => {
      assert.equal(edited(`---\n${before}\n---\nHi\n`), `---\n${after}\n---\nHi\n`);
      const crlf = (text: string) => `---\n${text}\n---\nHi\n`.replaceAll('\n', '\r\n');
      assert.equal(edited(crlf(before)), crlf(after));
    });
  }

  it('is left alone where it says the same', () => {
    for (const header of [`id: ${ulid}`, `id: "${ulid}" # c`, `{id: ${ulid}}`, `id: |\n  ${ulid}`]) {
      assert.equal(setHeaderKey(`---\n${header}\n---\nHi`, 'id', ulid), undefined);
    }
  });
});

describe('header edits: refused', () => {
  const table: [title: string, text: string, value?: string][] = [
    ['no header', 'Hi\n'],
    ['no end of the header', '---\nto: a@b.c\n'],
    ['blank lines above', '\n---\nto: a@b.c\n---\n'],
    ['a header that YAML refuses', '---\nto: [a@b.c\n---\nHi'],
    ['two keys', '---\nid: x\nid: y\n---\nHi'],
    ['a list', '---\n- a\n---\nHi'],
    ['a document end', '---\nto: a@b.c\n...\n---\nHi'],
    ['an unknown alias', '---\nto: *a\n---\nHi'],
    ['a list as the value', '---\nid: [x]\n---\nHi'],
    ['an anchor that others use', '---\nid: &i x\ntheme: *i\n---\nHi'],
    ['a key without a colon', '---\n{to: a@b.c, id}\n---\nHi'],
    ['a value with a line break', '---\nto: a@b.c\n---\nHi', 'x\nbcc: eve@example.com'],
    ['a value that closes the header', '---\nto: a@b.c\n---\nHi', 'x\n---\n'],
    ['a value with a comment', '---\nto: a@b.c\n---\nHi', 'x # y'],
    ['a value that is a list', '---\nto: a@b.c\n---\nHi', '[x]'],
    ['an empty value', '---\nto: a@b.c\n---\nHi', ''],
  ];
  for (const [title, text, value] of table) {
    it(title, () => {
      assert.throws(
        () => setHeaderKey(text, 'id', value ?? ulid),
        (error) =>
          error instanceof Failure && error.code === 'header-not-editable' && error.message === error.code,
      );
    });
  }
});
