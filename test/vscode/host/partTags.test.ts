import assert from 'node:assert/strict';
import { PartChecker, PartTagger } from '../../../src/graph/partTags.js';

describe('the tags of the parts of a large file, by the cryptography of this editor', () => {
  // VS Code's own Node brings BoringSSL, plain Node OpenSSL.
  it('count every piece of a part that is given in several', () => {
    const bytes = Buffer.alloc(300_000, 'plan ');
    const pieces = [bytes.subarray(0, 17), bytes.subarray(17, 200_001), bytes.subarray(200_001)];
    const tagger = new PartTagger(bytes.byteLength);
    tagger.update(bytes);
    const tags = tagger.done();
    const fits = () => {
      const checker = new PartChecker(tags, 0);
      for (const piece of pieces) checker.update(piece);
      return checker.endsPart();
    };
    assert.ok(fits());
    for (const at of [0, 16, 17, 200_000, 200_001, 299_999]) {
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      assert.ok(!fits(), `byte ${at}`);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
    }
  });
});
