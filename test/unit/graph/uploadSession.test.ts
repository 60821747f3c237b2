import assert from 'node:assert/strict';
import { JsonMismatch } from '../../../src/graph/json.js';
import { parseExpected, parseSession, sessionOfText, sessionText } from '../../../src/graph/uploadSession.js';

const root = 'https://graph.microsoft.com';
const url =
  "https://outlook.office.com/api/gv1.0/Users('a')/Messages('b')/AttachmentSessions('c')?authtoken=x";

describe('an upload session as Graph writes it', () => {
  it('the first answer', () => {
    const json = {
      uploadUrl: url,
      expirationDateTime: '2026-09-25T01:09:30.7671707Z',
      nextExpectedRanges: ['0-'],
    };
    assert.deepEqual(parseSession(json, root), { url, expires: Date.UTC(2026, 8, 25, 1, 9, 30, 767) });
    assert.deepEqual(parseSession({ uploadUrl: url, expirationDateTime: null }, root), { url });
  });

  for (const [ranges, offset] of [
    [['0-'], 0],
    [['2097152'], 2_097_152],
    [['2097152-3483321'], 2_097_152],
    [['5-', '9-'], 5],
    [[], undefined],
  ] as const)
    it(`waits for ${JSON.stringify(ranges)}, in either case of the name`, () => {
      assert.equal(parseExpected({ nextExpectedRanges: ranges }), offset);
      assert.equal(parseExpected({ ExpirationDateTime: 'x', NextExpectedRanges: ranges }), offset);
    });

  for (const wrong of [undefined, null, '5', [5], ['-5'], ['x'], [''], ['1e3'], ['99999999999999999999']])
    it(`cannot read ${JSON.stringify(wrong)}`, () => {
      assert.throws(() => parseExpected({ nextExpectedRanges: wrong }), JsonMismatch);
    });

  for (const [bad, from] of [
    ['http://outlook.office.com/x', root],
    ['http://127.0.0.1:5/x', root],
    ['http://mail.example/x', 'http://127.0.0.1:4'],
    ['https://user:pass@outlook.office.com/x', root],
    ['file:///etc/passwd', root],
    ['//outlook.office.com/x', root],
    ['', root],
    [undefined, root],
  ] as const)
    it(`sends no byte to ${String(bad)} for ${from}`, () => {
      assert.throws(() => parseSession({ uploadUrl: bad }, from), JsonMismatch);
      assert.equal(sessionOfText(JSON.stringify({ url: bad }), from, 0), undefined);
    });

  it('takes plain HTTP between two ports of this computer', () => {
    const local = 'http://localhost:5/x';
    assert.deepEqual(parseSession({ uploadUrl: local }, 'http://127.0.0.1:4'), { url: local });
  });

  it('is kept until it ends', () => {
    const session = { url, expires: 5000 };
    assert.deepEqual(sessionOfText(sessionText(session), root, 4999), session);
    assert.equal(sessionOfText(sessionText(session), root, 5000), undefined);
    assert.deepEqual(sessionOfText(sessionText({ url }), root, 5000), { url });
  });
});
