import assert from 'node:assert/strict';
import { checkDraft } from '../../../src/draft/check.js';
import { inEnglish } from '../../../src/failure.js';
import { nearestKey } from '../../../src/draft/headerKeys.js';
import { parseDraft } from '../../../src/draft/parseDraft.js';

const draft = (...lines: string[]) =>
  parseDraft(['---', 'to: a@example.com', 'subject: S', ...lines, '---', 'Text', ''].join('\n'));
const codes = (...lines: string[]) => checkDraft(draft(...lines)).map(({ code, line }) => `${code}@${line}`);

describe('header: in-reply-to, plain-text and folder', () => {
  const threads: [string, readonly string[]][] = [
    ['in-reply-to: <a@example.com>', ['<a@example.com>']],
    ['in-reply-to: a.b+c@example.com', ['<a.b+c@example.com>']],
    ['in-reply-to: "<a@example.com>"', ['<a@example.com>']],
    ['in-reply-to: <a@example.com> <b@example.com>', ['<a@example.com>', '<b@example.com>']],
    ['in-reply-to: <a@example.com>,<b@example.com>', ['<a@example.com>', '<b@example.com>']],
    ['in-reply-to: [<a@example.com>, <b@example.com>]', ['<a@example.com>', '<b@example.com>']],
    ['in-reply-to:\n  - <a@example.com>\n  - <b@example.com>', ['<a@example.com>', '<b@example.com>']],
    ['in-reply-to: <AM0PR=01!x@[10.0.0.1]>', ['<AM0PR=01!x@[10.0.0.1]>']],
  ];
  for (const [written, thread] of threads)
    it(`${JSON.stringify(written)} is a thread`, () => {
      assert.deepEqual(draft(written).header.thread, thread);
      assert.deepEqual(codes(written), []);
    });

  for (const written of [
    'abc',
    '<abc>',
    '<a@>',
    '<a b@example.com>',
    '"<grüße@example.com>"',
    `<${'x'.repeat(900)}@b>`,
  ])
    it(`${written.slice(0, 30)} is no Message-ID`, () => {
      const { header, problems } = draft(`in-reply-to: ${written}`);
      assert.equal(header.thread, undefined);
      assert.deepEqual(problems[0]?.code, 'in-reply-to-invalid');
      assert.match(inEnglish(problems[0]?.message ?? assert.fail()), /looks like <abc@example\.com>/);
    });

  it('nothing after the key is no thread, and no field can be smuggled in', () => {
    assert.equal(draft('in-reply-to:').header.thread, undefined);
    assert.deepEqual(codes('in-reply-to: "<a@example.com>\\r\\nBcc: b@example.com"'), ['value-type@3']);
  });

  it('reads the text part as a choice, and the folder as a name', () => {
    assert.equal(draft('plain-text: true').header.plainText, true);
    assert.equal(draft('plain-text: no').header.plainText, false);
    assert.equal(draft('folder: Projects 2026').header.folder, 'Projects 2026');
    assert.equal(draft('folder:').header.folder, undefined);
    assert.deepEqual(codes('plain-text: perhaps'), ['value-type@3']);
  });

  it('an answer has a thread of its own, and says what has no effect in it', () => {
    const lines = ['reply: AAkALg', 'in-reply-to: <a@example.com>', 'plain-text: true', 'folder: Archive'];
    const found = checkDraft(draft(...lines)).filter(({ code }) => code !== 'subject-breaks-thread');
    assert.deepEqual(
      found.map(({ code, severity, line }) => [code, severity, line]),
      [
        ['answers-several', 'error', 4],
        ['unused-in-answer', 'warning', 5],
        ['unused-in-answer', 'warning', 6],
      ],
    );
    assert.deepEqual(codes('plain-text: false', 'folder: Archive'), []);
  });

  const near: [string, string][] = [
    ['In-Reply-To', 'in-reply-to'],
    ['inreplyto', 'in-reply-to'],
    ['in_reply_to', 'in-reply-to'],
    ['plaintext', 'plain-text'],
    ['Plain Text', 'plain-text'],
    ['foldr', 'folder'],
    ['Folder', 'folder'],
  ];
  for (const [written, meant] of near)
    it(`takes ${written} for ${meant}`, () => assert.equal(nearestKey(written), meant));
});
