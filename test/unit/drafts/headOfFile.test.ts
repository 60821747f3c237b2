import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { headOfFile } from '../../../src/editor/drafts/headOfFile.js';

const head = (text: string) => new TextDecoder().decode(headOfFile(new TextEncoder().encode(text)));

function sameHeader(text: string): void {
  const [whole, part] = [parseDraft(text), parseDraft(head(text))];
  assert.deepEqual(
    [part.header, part.problems, part.keyLines],
    [whole.header, whole.problems, whole.keyLines],
  );
}

describe('the head of a draft file', () => {
  it('ends with the line that ends the header', () => {
    assert.equal(head('---\nto: a@b.c\n---\nHi\n---\n'), '---\nto: a@b.c\n---\n');
    assert.equal(head('---\r\nto: a@b.c\r\n--- \t\r\nHi'), '---\r\nto: a@b.c\r\n--- \t\r\n');
    assert.equal(head('---\nto: a@b.c\n---'), '---\nto: a@b.c\n---');
  });

  it('is the whole file where no such line is', () => {
    for (const text of ['', 'Hi', '---\nto: a@b.c\n----\n--- x\nHi']) assert.equal(head(text), text);
  });

  it('reads the same header as the whole file', () => {
    for (const name of readdirSync('test/samples').filter((one) => one.endsWith('.mail.md')))
      sameHeader(readFileSync(`test/samples/${name}`, 'utf8'));
    const piece = fc.constantFrom(
      '---',
      '\n',
      '\r\n',
      'to: a@b.c',
      'subject: "x',
      '"',
      ' ',
      '\t',
      '\uFEFF',
      'id: ä',
      '-',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (parts) => sameHeader(`---\n${parts.join('')}`)),
      { numRuns: 3000 },
    );
  });
});
