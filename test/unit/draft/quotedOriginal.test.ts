import assert from 'node:assert/strict';
import { checkDraft } from '../../../src/draft/check.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { originalMarker } from '../../../src/draft/quotedOriginal.js';

const draft = (header: string, body: string, end = '\n') =>
  parseDraft(['---', header, '---', body].join('\n').replaceAll('\n', end));

describe('the quoted original of an answer', () => {
  for (const end of ['\n', '\r\n'])
    it(`is cut off below the marker (${JSON.stringify(end)})`, () => {
      const { body, original } = draft('reply: AAk=', `Yes.\n\n${originalMarker}\n\n> Really?`, end);
      assert.equal(body, `Yes.${end}${end}`);
      assert.deepEqual(original, { line: 5, text: `${end}> Really?` });
    });

  for (const key of ['reply-all', 'forward'])
    it(`the same for ${key}:`, () => {
      assert.equal(draft(`${key}: AAk=`, `Yes.\n${originalMarker}`).body, 'Yes.\n');
    });

  const kept: [name: string, header: string, line: string][] = [
    ['the header answers nothing', 'to: a@example.com', originalMarker],
    ['the header answers nothing that can be read', 'reply: []', originalMarker],
    ['something stands before the marker', 'reply: AAk=', `x ${originalMarker}`],
    ['something stands behind the marker', 'reply: AAk=', `${originalMarker} x`],
    ['the marker is indented', 'reply: AAk=', `  ${originalMarker}`],
    ['the marker is quoted', 'reply: AAk=', `> ${originalMarker}`],
    ['the marker is spelled otherwise', 'reply: AAk=', originalMarker.replace('original', 'Original')],
    ['the marker is a part of a comment', 'reply: AAk=', originalMarker.slice(0, -3)],
  ];
  for (const [name, header, line] of kept)
    it(`nothing is cut off where ${name}`, () => {
      const body = `Yes.\n${line}\n> Really?`;
      const read = draft(header, body);
      assert.equal(read.body, body);
      assert.equal(read.original, undefined);
    });

  const codes = (header: string, body: string) =>
    checkDraft(draft(header, body)).map(({ code, severity, line }) => [code, severity, line]);

  it('text of one’s own below the marker is not sent, and that is said', () => {
    const warned = ['text-below-original', 'warning', 6];
    assert.deepEqual(codes('reply: AAk=', `Yes.\n${originalMarker}\n> Really?\n I mean it.\n> Sure`), [
      warned,
    ]);
    assert.deepEqual(codes('reply: AAk=', `Yes.\n${originalMarker}\n> Really?\n>\n> > Sure\n\n`), []);
  });

  it('a subject of its own takes a reply out of its conversation, but not a forward', () => {
    const found = (header: string) => codes(header, 'Yes.').map(([code]) => code);
    assert.deepEqual(found('reply: AAk=\nsubject: New'), ['subject-breaks-thread']);
    assert.deepEqual(found('reply-all: AAk=\nsubject: New'), ['subject-breaks-thread']);
    assert.deepEqual(found('forward: AAk=\nto: a@example.com\nsubject: New'), []);
    assert.deepEqual(found('reply: AAk='), []);
  });
});
