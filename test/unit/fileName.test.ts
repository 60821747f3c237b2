import assert from 'node:assert/strict';
import fc from 'fast-check';
import { safeFileName } from '../../src/fileName.js';

describe('file names made of subjects', () => {
  const cases: [string, string][] = [
    ['Plan: a/b\\c? "d" <e> |f*', 'Plan a b c d e f'],
    ['trailing dots... ', 'trailing dots'],
    ['.hidden', 'hidden'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['console', 'console'],
    ['a\u202egnp.exe', 'agnp.exe'],
    ['a\r\nb\u0000c\td', 'a b c d'],
    ['会議 🎈', '会議 🎈'],
    ['\ud800', '\ufffd'],
    ['e\u0301', 'é'],
  ];
  for (const [text, name] of cases) {
    it(JSON.stringify(text), () => assert.equal(safeFileName(text), name));
  }

  it('holds for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const name = safeFileName(text);
        assert.ok(Buffer.byteLength(name) <= 81);
        assert.doesNotMatch(name, /[<>:"/\\|?*\p{Cc}]|[. ]$|^[. ]/u);
        assert.equal(Buffer.from(name, 'utf8').toString('utf8'), name);
      }),
    );
  });
});
