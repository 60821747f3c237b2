import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDraft } from '../../../src/draft/parseDraft.js';
import { type Overrides } from '../../../src/render/look.js';
import { problemsOf, rendered } from './rendering.js';

const own = /heading-skip|table-head|link-|lang-|image-link|contrast|mail-/;
const problems = async (markdown: string, input: Parameters<typeof problemsOf>[1] = {}): Promise<string[]> =>
  (await problemsOf(markdown, input)).filter((problem) => own.test(problem));

/** Markdown and what is said about it. */
const rows: readonly (readonly [markdown: string, ...found: string[]])[] = [
  ['# A\n\n## B\n\n### C\n\n# D\n\n## E'],
  ['### A\n\n## B\n\n# C\n\n# D'],
  ['# A\n\ntext\n\n### B\n\n#### C', 'information heading-skip 4'],
  ['# A\n\n> #### B', 'information heading-skip 2'],
  ['| a | b |\n| - | - |\n| 1 | 2 |'],
  ['x\n\n|  |  |  |\n| - | - | - |\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |', 'information table-head 2'],
  ['|  |  |\n| - | - |\n| Name | Ada |\n| Born | 1815 |'],
  ['|  |  |  |\n| - | - | - |\n| 1 | 2 | 3 |'],
  ['See [the plan](https://e.org/plan) and https://e.org/here.'],
  ['x\ny [here](https://e.org)', 'information link-text 1'],
  ['[Click here »](https://e.org)', 'information link-text 0'],
  ['[**Read  more**…](https://e.org)', 'information link-text 0'],
  ['[hier](https://e.org) [ici](https://e.org/2) [AQUÍ](https://e.org/3) [qui](https://e.org/4)',
    ...Array<string>(4).fill('information link-text 0')],
  ['[saiba mais](https://e.org) [klik hier](https://e.org) [tutaj](https://e.org) [läs mer](https://e.org)',
    ...Array<string>(4).fill('information link-text 0')],
  ['[здесь](https://e.org) [こちら](https://e.org) [点击这里](https://e.org) [לחץ כאן](https://e.org)',
    ...Array<string>(4).fill('information link-text 0')],
  ['[here is the plan](https://e.org) [hierarchy](https://e.org) [more birds](https://e.org)'],
  ['[report](https://e.org/1), [report](https://e.org/2)', 'information link-same-text 0'],
  ['[report](https://e.org/1), [report](https://e.org/1)'],
  ['[report](https://e.org/1)\n\n[report](https://e.org/2)'],
  ['| A | B |\n| - | - |\n| [pdf](https://e.org/1) | [pdf](https://e.org/2) |'],
  ['[](https://e.org)', 'warning link-empty 0'],
  ['a\n\n[![](https://e.org/a.png)](https://e.org)', 'warning image-link-alt 2'],
  ['[![The plan](https://e.org/a.png)](https://e.org)'],
  ['[![](https://e.org/a.png) The plan](https://e.org)'],
  ['Привет! Это письмо написано по-русски, без языка.', 'information lang-missing 0'],
  ['The word Москва in an English sentence, and Київ too.'],
  ['Да.'],
]; // prettier-ignore

describe('what keeps readers from following a mail', () => {
  for (const [markdown, ...found] of rows) {
    it(`${JSON.stringify(markdown)}: ${found.join(', ') || 'nothing'}`, async () => {
      assert.deepEqual(await problems(markdown), found);
    });
  }

  it('tells a text in other letters than its language has', async () => {
    const hebrew = 'שלום לכולם, זו הודעה ארוכה מספיק כדי לדעת.';
    assert.deepEqual(await problems(hebrew, { lang: 'he' }), []);
    assert.deepEqual(await problems(hebrew, { lang: 'he-IL' }), []);
    assert.deepEqual(await problems(hebrew, { lang: 'de' }), ['information lang-other 0']);
    assert.deepEqual(await problems('An English text with letters enough.', { lang: 'ja' }), [
      'information lang-other 0',
    ]);
    // Latin letters by its own word, a language that nobody listed, and code, which has no language.
    assert.deepEqual(await problems('Dobar dan svima, ovo je jedno pismo.', { lang: 'sr-Latn' }), []);
    assert.deepEqual(await problems('Dobar dan svima, ovo je jedno pismo.', { lang: 'xx' }), []);
    assert.deepEqual(
      await problems('メール\n\n```\nconst someLongEnglishCode = true;\n```', { lang: 'ja' }),
      [],
    );
  });

  it('names a language to write into the header', async () => {
    const suggestion = async (markdown: string): Promise<string | number | undefined> => {
      const { problems } = await rendered(markdown);
      return problems.find(({ code }) => code === 'lang-missing')?.message.args[0];
    };
    assert.equal(await suggestion('本日の会議についてのお知らせです。よろしくお願いします。'), 'ja');
    assert.equal(await suggestion('今天下午三点开会请大家准时参加并带好所有需要的文件谢谢'), 'zh');
    assert.equal(await suggestion('안녕하세요. 오늘 회의는 세 시에 시작합니다. 감사합니다.'), 'ko');
  });
});

describe('colours of a style sheet', () => {
  const cases: readonly (readonly [css: Overrides, ...found: string[]])[] = [
    [{ p: { color: '#bbbbbb' } }, 'warning contrast-low 0'],
    [{ h1: { color: '#1f4e79' } }, 'information contrast-dark 0'],
    [{ h1: { color: '#1f4e79', 'background-color': '#eef3f8' } }],
    [{ td: { color: '#777777', 'background-color': '#888888' } }, 'warning contrast-low 0'],
    [{ td: { 'background-color': '#fff8c5' } }],
    [{ p: { 'background-color': '#222222' } }],
    [{ code: { 'background-color': '' } }],
    [{ body: { color: '#0969da' } }],
    [{ p: { 'font-size': '12pt' } }],
    [{ h1: { color: '#8a8a8a', 'font-size': '18pt' } }],
  ]; // prettier-ignore

  for (const [css, ...found] of cases) {
    it(`${JSON.stringify(css)}: ${found.join(', ') || 'nothing'}`, async () => {
      assert.deepEqual(await problems('x', { css }), found);
    });
  }
});

describe('the length of a mail', () => {
  const ofKilobytes = (kilobytes: number): string => 'x'.repeat(kilobytes * 1024 - 400);

  it('is told before Gmail cuts it, and when Gmail does', async () => {
    assert.deepEqual(await problems(ofKilobytes(89)), []);
    assert.deepEqual(await problems(ofKilobytes(95)), ['information mail-long 0']);
    assert.deepEqual(await problems(ofKilobytes(103)), ['warning mail-clipped 0']);
  });
});

describe('the samples', () => {
  const folder = join('test', 'samples');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.mail.md'))) {
    it(`${name} has none of these but its length`, async () => {
      const { body, bodyLine, header } = parseDraft(readFileSync(join(folder, name), 'utf8'));
      const lang = header.lang === undefined ? {} : { lang: header.lang };
      const found = await problems(body, { firstLine: bodyLine, ...lang });
      const long = name === 'operations-handbook.mail.md' ? [`warning mail-clipped ${bodyLine}`] : [];
      assert.deepEqual(found, long);
    });
  }
});
