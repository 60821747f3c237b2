import assert from 'node:assert/strict';
import { fallbacksFor, withFallbacks } from '../../../src/render/fonts.js';

describe('fonts for scripts', () => {
  const rows: [text: string, fonts: string[]][] = [
    ['plain text, 1 é ß 😀 ☑', []],
    ['お知らせ 会議', ["'Yu Gothic'"]],
    ['회의 會議', ["'Malgun Gothic'"]],
    ['会议', ["'Microsoft YaHei'"]],
    ['שלום', ["'Segoe UI'"]],
    ['سلام 会议', ["'Microsoft YaHei'", "'Segoe UI'"]],
  ];
  for (const [text, fonts] of rows)
    it(`of ${text}`, () => {
      assert.deepEqual(fallbacksFor(text), fonts);
    });

  it('stand before the generic name, and not twice', () => {
    assert.equal(
      withFallbacks('Aptos,Arial,sans-serif', ["'Yu Gothic'"]),
      "Aptos,Arial,'Yu Gothic',sans-serif",
    );
    assert.equal(withFallbacks("'Segoe UI',Arial,sans-serif", ["'Segoe UI'"]), "'Segoe UI',Arial,sans-serif");
    assert.equal(withFallbacks('Georgia', ["'Yu Gothic'"]), "Georgia,'Yu Gothic'");
  });
});
