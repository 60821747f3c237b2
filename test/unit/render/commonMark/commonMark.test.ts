import assert from 'node:assert/strict';
import { tests } from 'commonmark-spec';
import { type ImageSource } from '../../../../src/render/rendered.js';
import { png } from '../pictureFiles.js';
import { htmlOf } from '../rendering.js';
import { type Difference, differences } from './differences.js';
import { mailTree, type Node, referenceTree } from './tree.js';

const picture: ImageSource = () => Promise.resolve({ kind: 'image', bytes: png(1, 1), name: 'a.png' });

/** The specification writes tabs as arrows. */
const withTabs = (text: string): string => text.replaceAll('→', '\t');

function allText(nodes: readonly Node[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : allText(node.children))).join('|');
}

function check(number: number, tree: readonly Node[], reference: readonly Node[]): void {
  const listed = differences.filter(({ examples }) => examples.includes(number));
  const [difference] = listed;
  if (!difference) {
    assert.deepEqual(tree, reference);
    return;
  }
  assert.equal(listed.length, 1, 'it is listed twice');
  assert.notDeepEqual(tree, reference, 'it is listed as different, and is not');
  explained(difference, number, tree, reference);
}

function explained(
  { why, explain, texts }: Difference,
  number: number,
  tree: readonly Node[],
  reference: readonly Node[],
): void {
  if (explain) assert.deepEqual(tree, explain(reference), why);
  else assert.equal(allText(tree), texts?.[number], why);
}

describe('CommonMark 0.31.2', () => {
  it('has all its examples here', () => {
    assert.equal(tests.length, 652);
    const numbers = new Set(tests.map(({ number }) => number));
    for (const { examples } of differences) for (const number of examples) assert.ok(numbers.has(number));
  });

  for (const { section, number, markdown, html } of tests) {
    it(`${section}: example ${number}`, async () => {
      const tree = mailTree(await htmlOf(withTabs(markdown), { images: picture }));
      check(number, tree, referenceTree(withTabs(html)));
    });
  }
});
