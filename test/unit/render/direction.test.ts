import assert from 'node:assert/strict';
import { directionOf } from '../../../src/render/direction.js';
import { htmlOf } from './rendering.js';

describe('direction', () => {
  const cases: readonly (readonly [string, ReturnType<typeof directionOf>])[] = [
    ['', undefined],
    ['12:30 – 14:00 (!)', undefined],
    ['Hello', 'ltr'],
    ['שלום', 'rtl'],
    ['مرحبا', 'rtl'],
    ['ܫܠܡܐ', 'rtl'],
    ['ދިވެހި', 'rtl'],
    ['ߒߞߏ', 'rtl'],
    ['𞤆𞤵𞤤𞤢𞤪', 'rtl'],
    ['日本語', 'ltr'],
    ['Ελληνικά', 'ltr'],
    ['1. שלום', 'rtl'],
    ['Noa – נועה', 'ltr'],
    ['\u200fabc', 'rtl'],
    ['\u200eשלום', 'ltr'],
    ['٣٤ مرحبا', 'rtl'],
  ];
  for (const [text, expected] of cases) {
    it(`of ${JSON.stringify(text)} is ${expected}`, () => assert.equal(directionOf(text), expected));
  }

  it('is stated on the wrapper when most of the mail runs from right to left', async () => {
    const html = await htmlOf('שלום לכולם, זה מכתב ארוך.\n\nEnglish.', { lang: 'he' });
    assert.match(html, /^<div lang="he" dir="rtl" align="right" style="[^"]*text-align:right">/);
    assert.match(html, /<p dir="rtl" align="right" style="[^"]*text-align:right">שלום/);
    assert.match(html, /<p dir="ltr" align="left" style="[^"]*text-align:left">English/);
  });

  it('is stated on single blocks of a mail that runs from left to right', async () => {
    const html = await htmlOf('A long English paragraph that decides.\n\nשלום\n\n- אחת\n- שתיים\n\n> ציטוט');
    assert.doesNotMatch(html, /^<div[^>]*dir=/);
    assert.doesNotMatch(html, /<p dir="ltr"/);
    assert.match(html, /<p dir="rtl" align="right"/);
    assert.match(html, /<ul dir="rtl" style="[^"]*padding:0">\n<li dir="rtl" style="margin:0 24px 4pt 0;/);
    assert.match(html, /<table role="presentation"[^>]* dir="rtl"><tr><td width="3"/);
  });

  it('leaves a mail from left to right without any mark', async () => {
    assert.doesNotMatch(
      await htmlOf('# a\n\n- b\n\n| c |\n| - |\n| d |\n\n> e\n\n```\nf\n```'),
      /dir=|align="right"/,
    );
  });

  it('turns tables round but not code', async () => {
    const html = await htmlOf('שלום\n\n| שעה | נושא |\n| --- | :-- |\n| 9 | קפה |\n\n```\ncode\n```');
    assert.match(html, /<table border="1"[^>]* dir="rtl"/);
    assert.match(html, /<th [^>]*align="right"[^>]*>שעה/);
    assert.match(html, /<th [^>]*align="left"[^>]*>נושא/);
    assert.match(html, /<td dir="ltr" align="left" [^>]*><pre dir="ltr"/);
  });

  it('is not decided by the word at the head of an alert', async () => {
    const html = await htmlOf('> [!NOTE]\n> שימו לב');
    assert.match(html, /<table role="presentation"[^>]* dir="rtl">/);
    assert.match(html, /<p dir="rtl" [^>]*><strong>Note<\/strong><br>/);
  });

  it('is not decided by code or bare addresses', async () => {
    assert.match(await htmlOf('`npm` מתקין'), /dir="rtl"/);
    assert.match(await htmlOf('https://e.org הוא האתר'), /dir="rtl"/);
  });
});
