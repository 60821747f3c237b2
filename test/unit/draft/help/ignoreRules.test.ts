import assert from 'node:assert/strict';
import { ignoreRules } from '../../../../src/draft/help/ignoreRules.js';

describe('ignored files', () => {
  const table: [rules: string, path: string, ignored: boolean][] = [
    ['*.log', 'a.log', true],
    ['*.log', 'deep/a.log', true],
    ['*.log', 'a.log.txt', false],
    ['# *.txt', 'a.txt', false],
    ['', 'a', false],
    ['a.txt   ', 'a.txt', true],
    ['build/', 'build/', true],
    ['build/', 'build', false],
    ['build/', 'deep/build/', true],
    ['/build', 'build/', true],
    ['/build', 'deep/build/', false],
    ['deep/*.pdf', 'deep/a.pdf', true],
    ['deep/*.pdf', 'deep/er/a.pdf', false],
    ['deep/*.pdf', 'other/deep/a.pdf', false],
    ['**/secret', 'a/b/secret', true],
    ['out/**', 'out/a/b', true],
    ['a/**/z', 'a/z', true],
    ['a/**/z', 'a/b/c/z', true],
    ['file?.txt', 'file1.txt', true],
    ['file[0-9].txt', 'file1.txt', true],
    ['file[!0-9].txt', 'file1.txt', false],
    ['file[z-a].txt', 'filez.txt', false],
    ['*.pdf\n!keep.pdf', 'keep.pdf', false],
    ['!keep.pdf\n*.pdf', 'keep.pdf', true],
    ['*.log\r\n*.tmp\r\n', 'a.tmp', true],
    ['a.b+(c)', 'a.b+(c)', true],
    ['a.b', 'axb', false],
    ['\\#a', '#a', true],
  ];
  for (const [rules, path, ignored] of table)
    it(`${JSON.stringify(rules)} and ${path}`, () => {
      const isFolder = path.endsWith('/');
      assert.equal(ignoreRules(rules)({ path: isFolder ? path.slice(0, -1) : path, isFolder }), ignored);
    });

  it('take no longer for a long line of stars', () => {
    const begun = performance.now();
    assert.equal(ignoreRules(`${'*a'.repeat(40)}b`)({ path: 'a'.repeat(60), isFolder: false }), false);
    assert.ok(performance.now() - begun < 5000);
  });
});
