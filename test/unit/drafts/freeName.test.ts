import assert from 'node:assert/strict';
import { takeFreeName } from '../../../src/editor/freeName.js';
import { failureOf } from '../../rejection.js';

async function firstFree(name: string, ...taken: string[]): Promise<string> {
  return takeFreeName(name, (free) => Promise.resolve(taken.includes(free) ? undefined : free));
}

describe('a free file name', () => {
  const table: [name: string, taken: string[], free: string][] = [
    ['plan.pdf', [], 'plan.pdf'],
    ['plan.pdf', ['plan.pdf'], 'plan-2.pdf'],
    ['plan.pdf', ['plan.pdf', 'plan-2.pdf', 'plan-4.pdf'], 'plan-3.pdf'],
    ['2026-11-21.mail.md', ['2026-11-21.mail.md'], '2026-11-21-2.mail.md'],
    ['a.b.tar.gz', ['a.b.tar.gz'], 'a.b.tar-2.gz'],
    ['notes', ['notes'], 'notes-2'],
    ['.gitignore', ['.gitignore'], '.gitignore-2'],
    ['ends with a dot.', ['ends with a dot.'], 'ends with a dot-2.'],
    ['two\nlines.png', ['two\nlines.png'], 'two\nlines-2.png'],
  ];
  for (const [name, taken, free] of table)
    it(`${JSON.stringify(name)} beside ${JSON.stringify(taken)} is ${JSON.stringify(free)}`, async () =>
      assert.equal(await firstFree(name, ...taken), free));

  it('is looked for until one is taken in truth, not only found free', async () => {
    const lost = ['plan.pdf', 'plan-2.pdf'];
    const tried: string[] = [];
    const got = await takeFreeName('plan.pdf', (free) => {
      tried.push(free);
      return Promise.resolve(lost.includes(free) ? undefined : { free });
    });
    assert.deepEqual(got, { free: 'plan-3.pdf' });
    assert.deepEqual(tried, ['plan.pdf', 'plan-2.pdf', 'plan-3.pdf']);
  });

  it('fails where every name is taken, and does not look for ever', async () => {
    const { code, sentence } = await failureOf(takeFreeName('plan.pdf', () => Promise.resolve(undefined)));
    assert.equal(code, 'file-not-written');
    assert.deepEqual(sentence.args, ['plan.pdf']);
  });

  it('fails at the first name where the folder can’t be read', async () => {
    const denied = new Error('EACCES /home/ada/secret');
    let looks = 0;
    const failure = await failureOf(
      takeFreeName('plan.pdf', () => {
        looks++;
        return Promise.reject(denied);
      }),
    );
    assert.equal(failure.code, 'file-not-written');
    assert.equal(failure.cause, denied);
    assert.doesNotMatch(failure.message, /ada/);
    assert.equal(looks, 1);
  });
});
