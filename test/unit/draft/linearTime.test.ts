import assert from 'node:assert/strict';
import { parseAddress, parseAddressList } from '../../../src/draft/addresses.js';
import { checkDraft } from '../../../src/draft/check.js';
import { setHeaderKey } from '../../../src/draft/editHeader.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { draftText } from './headerOf.js';

const rows = (count: number, row: (index: number) => string, separator = '\n') =>
  Array.from({ length: count }, (_, index) => row(index)).join(separator);

/** Only against a hang: anything quadratic takes many minutes at these lengths. */
const mostMilliseconds = 120_000;

describe('drafts: large and hostile headers', function () {
  this.timeout(mostMilliseconds);

  it('reads 10,000 addresses, in a line and in a list', () => {
    const line = `to: ${rows(10_000, (i) => `"Name, ${i}" <a${i}@example.com>`, ', ')}`;
    const list = `to:\n${rows(10_000, (i) => `  - "Name, ${i}" <a${i}@example.com>`)}`;
    for (const header of [line, list]) {
      const draft = parseDraft(draftText(`${header}\nsubject: x`));
      assert.equal(draft.header.to.length, 10_000);
      assert.deepEqual(draft.header.to[9999], { name: 'Name, 9999', address: 'a9999@example.com' });
      assert.deepEqual(
        checkDraft(draft).map(({ code }) => code),
        ['recipients-too-many'],
      );
    }
  });

  it('names the lines of 10,000 wrong addresses', () => {
    const { problems } = parseDraft(draftText(`to:\n${rows(10_000, (i) => `  - wrong ${i}`)}`));
    assert.equal(problems.length, 10_000);
    assert.deepEqual(
      problems.map(({ line }) => line),
      Array.from({ length: 10_000 }, (_, i) => i + 2),
    );
  });

  it('reads and edits a header of 1 MB', () => {
    const header = `${rows(17_500, (i) => `unknown-key-number-${i}: a value of ordinary length, ${i}`)}\nsubject: x`;
    assert.ok(header.length > 1_000_000, String(header.length));
    const text = draftText(header);
    const draft = parseDraft(text);
    assert.equal(draft.header.subject, 'x');
    assert.equal(draft.problems.length, 17_500);
    const change = setHeaderKey(text, 'id', '01ARZ3NDEKTSV4RRFFQ69G5FAV');
    assert.equal(change?.offset, text.length - '---\nDear Ada,\n'.length);
  });

  it('refuses a header that is longer than any mail needs', () => {
    const { problems } = parseDraft(draftText(`subject: ${'x'.repeat(2 ** 20)}`));
    assert.deepEqual(
      problems.map(({ code, line }) => [code, line]),
      [['header-invalid', 1]],
    );
  });

  const n = 200_000;
  const hostile: [title: string, header: string, code: string | undefined][] = [
    ['brackets in brackets', `to: ${'['.repeat(n / 4)}`, 'header-invalid'],
    ['braces in braces', '{'.repeat(n / 4), 'header-invalid'],
    ['lists in lists', `to:\n  ${'- '.repeat(n / 8)}x`, 'header-invalid'],
    ['questions in questions', `${'? '.repeat(n / 8)}x`, 'header-invalid'],
    ['closed brackets, 33 deep', `x: ${'['.repeat(33)}${']'.repeat(33)}`, 'header-invalid'],
    ['spaces in a line that YAML refuses', `subject: Re: x${' '.repeat(n)}y`, undefined],
    ['spaces before a comment', `subject: Re: x${' '.repeat(n)}# y`, 'subject-comment'],
    ['number signs', `subject: Re: x ${'y#'.repeat(n / 2)}`, undefined],
    ['quotes', `subject: Re: x\ntheme: ${'"'.repeat(n / 4)}`, 'header-invalid'],
    ['escaped quotes', `subject: Re: x\nto: ${'\\"'.repeat(n / 2)}`, 'address-invalid'],
    ['quoted words', `subject: Re: x\nto: "a${'" "'.repeat(n / 3)}`, 'address-invalid'],
    ['angles', `to: "a" ${'<'.repeat(n)}`, 'address-invalid'],
    ['commas', `to: ${','.repeat(n)}`, undefined],
    ['parentheses', `to: ${'('.repeat(n)}`, 'address-invalid'],
    ['ats', `to: a${'@'.repeat(n)}`, 'address-invalid'],
    ['dots', `to: a@${'.'.repeat(n)}`, 'address-invalid'],
    ['spaces in an address', `to: a${' '.repeat(n)}b <${' '.repeat(n)}>`, 'address-invalid'],
    ['a long name', `to: ${'a '.repeat(n / 2)}<a@example.com>`, undefined],
    ['blank lines', `to: a@example.com${'\n'.repeat(n)}subject: Re: x`, undefined],
    ['comments', `${'# x\n'.repeat(n / 8)}subject: Re: x`, undefined],
    ['lines that YAML refuses', `${rows(10_000, (i) => `k${i}: "a" <b>`)}\nsubject: Re: x`, 'unknown-key'],
    ['one key over and over', rows(20_000, () => 'subject: Re: x'), 'header-invalid'],
    ['aliases to a word', `x: &a y\nto: [${'*a,'.repeat(n / 8)}]`, 'header-invalid'],
    ['unknown aliases', `to: [${'*a,'.repeat(n / 8)}]`, 'header-invalid'],
    ['anchors', `x: [${rows(20_000, (i) => `&a${i} y`, ',')}]`, 'unknown-key'],
    ['documents', '...\n'.repeat(n / 8), 'header-invalid'],
    ['tags', `x: [${'!t y,'.repeat(n / 20)}]`, 'unknown-key'],
    ['a long unknown key', `${'k'.repeat(1000)}: x`, 'unknown-key'],
  ];
  for (const [title, header, code] of hostile) {
    it(`survives ${title}`, () => {
      const codes = parseDraft(draftText(header)).problems.map((problem) => problem.code);
      if (code === undefined) assert.deepEqual(codes, []);
      else assert.equal(codes[0], code);
    });
  }

  it('reads addresses alone in linear time', () => {
    const texts = ['"', '\\"', '<', '(', '()', '" "', '@', 'a.', ' ', 'a <', '\\'].map((part) =>
      part.repeat(n),
    );
    for (const text of texts) {
      assert.equal(parseAddress(text), undefined);
      assert.deepEqual(parseAddressList(text).addresses, []);
    }
  });
});
