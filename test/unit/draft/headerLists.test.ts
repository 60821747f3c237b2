import assert from 'node:assert/strict';
import { applyChange } from '../../../src/draft/editHeader.js';
import { addHeaderItem } from '../../../src/draft/headerLists.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { Failure } from '../../../src/failure.js';

const added = (text: string, item: string) => applyChange(text, addHeaderItem(text, 'attachments', item));
const paths = (text: string) => parseDraft(text).header.attachments.map(({ path }) => path);

describe('header edits: one more in a list', () => {
  const table: [title: string, before: string, item: string, after: string][] = [
    ['makes the list', '---\nto: a@b.c\n---\nHi', 'x.pdf', '---\nto: a@b.c\nattachments: [x.pdf]\n---\nHi'],
    ['makes it in an empty header', '---\n---\nHi', 'x.pdf', '---\nattachments: [x.pdf]\n---\nHi'],
    [
      'makes it above the identity',
      '---\nto: a@b.c\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV\n---\n',
      'x.pdf',
      '---\nto: a@b.c\nattachments: [x.pdf]\nid: 01ARZ3NDEKTSV4RRFFQ69G5FAV\n---\n',
    ],
    ['fills an empty value', '---\nattachments:\n---\n', 'x.pdf', '---\nattachments: [x.pdf]\n---\n'],
    ['fills an empty list', '---\nattachments: []\n---\n', 'x.pdf', '---\nattachments: [x.pdf]\n---\n'],
    ['joins one value', '---\nattachments: a.pdf # c\n---\n', 'b', '---\nattachments: [a.pdf, b] # c\n---\n'],
    [
      'joins brackets',
      '---\nattachments: [a.pdf] # c\n---\n',
      'b',
      '---\nattachments: [a.pdf, b] # c\n---\n',
    ],
    [
      'joins dashes',
      '---\nattachments:\n  - a.pdf # one\nto: a@b.c\n---\n',
      'b c.pdf',
      '---\nattachments:\n  - a.pdf # one\n  - b c.pdf\nto: a@b.c\n---\n',
    ],
    [
      'joins dashes with CRLF',
      '---\r\nattachments:\r\n- a.pdf\r\n---\r\n',
      'b',
      '---\r\nattachments:\r\n- a.pdf\r\n- b\r\n---\r\n',
    ],
    [
      'joins a file with a name',
      '---\nattachments:\n- path: a.pdf\n  name: A.pdf\n---\n',
      'b',
      '---\nattachments:\n- path: a.pdf\n  name: A.pdf\n- b\n---\n',
    ],
    [
      'quotes what YAML would read otherwise',
      '---\n---\n',
      'a: b, c',
      '---\nattachments: ["a: b, c"]\n---\n',
    ],
    ['quotes a number', '---\n---\n', '2026', '---\nattachments: ["2026"]\n---\n'],
  ];
  for (const [title, before, item, after] of table)
    it(title, () => {
      assert.equal(added(before, item), after);
      assert.deepEqual(paths(after), [...paths(before), item]);
    });

  it('refuses a header that it can’t read, and a value that is no list', () => {
    for (const text of ['Hi', '---\nattachments: {a: b}\n---\n', '---\na: [\n---\n'])
      assert.throws(() => added(text, 'x'), Failure);
  });
});
