import assert from 'node:assert/strict';
import { attachmentWord } from '../../../../src/draft/writing/attachmentWords.js';
import { found, header } from './writing.js';

describe('a forgotten attachment', () => {
  const announced: [language: string, line: string, word: string][] = [
    ['en', 'Please find the plan attached.', 'attached'],
    ['en', 'The attachment has the figures.', 'attachment'],
    ['de', 'Im Anhang findest du den Plan.', 'Im Anhang'],
    ['de', 'Anbei die Rechnung.', 'Anbei'],
    ['de', 'Ich füge den Plan bei.', 'füge den Plan bei'],
    ['de', 'Ich hänge dir die Liste an.', 'hänge dir die Liste an'],
    ['fr', 'Vous trouverez le plan ci-joint.', 'ci-joint'],
    ['fr', 'Le plan est en pièce jointe.', 'pièce jointe'],
    ['es', 'Te adjunto el plano.', 'Te adjunto'],
    ['it', 'In allegato la fattura.', 'In allegato'],
    ['pt', 'Segue em anexo o plano.', 'em anexo'],
    ['nl', 'In de bijlage staat het plan.', 'In de bijlage'],
    ['sv', 'Jag bifogar planen.', 'bifogar'],
    ['da', 'Planen er vedhæftet.', 'vedhæftet'],
    ['nb', 'Se vedlegg.', 'vedlegg'],
    ['fi', 'Liitteenä suunnitelma.', 'Liitteenä'],
    ['pl', 'W załączniku przesyłam plan.', 'W załączniku'],
    ['cs', 'V příloze posílám plán.', 'V příloze'],
    ['hu', 'Mellékelem a tervet.', 'Mellékelem'],
    ['ro', 'Am atașat planul.', 'atașat'],
    ['tr', 'Plan ektedir, ekte bulabilirsiniz.', 'ekte'],
    ['el', 'Το σχέδιο είναι συνημμένο.', 'συνημμένο'],
    ['ru', 'Во вложении план.', 'Во вложении'],
    ['uk', 'План у вкладенні.', 'у вкладенні'],
    ['he', 'מצורף התרשים.', 'מצורף'],
    ['ar', 'تجدون الخطة في المرفق', 'المرفق'],
    ['hi', 'योजना संलग्न है', 'संलग्न'],
    ['vi', 'Tôi gửi đính kèm kế hoạch.', 'đính kèm'],
    ['ja', '資料を添付します。', '添付'],
    ['zh', '请查收附件。', '附件'],
    ['ko', '자료를 첨부합니다.', '첨부'],
    ['th', 'โปรดดูไฟล์แนบ', 'ไฟล์แนบ'],
  ];
  for (const [language, line, word] of announced)
    it(`${language}: ${line}`, () => assert.equal(attachmentWord(line)?.text, word));

  const silent = [
    'Thank you for the plan, I like it.',
    'There is no attachment this time.',
    'Your attached plan arrived.',
    'I became attachedly fond of unattached wheels.',
    'Das ist ein Anhänger ohne Anhang.',
    'Merci beaucoup, à bientôt.',
    'Le joint est cassé.',
    'Я без вложений.',
  ];
  for (const line of silent) it(`not: ${line}`, () => assert.equal(attachmentWord(line), undefined));

  it('is told at its word, once', () => {
    assert.deepEqual(found('Hello,\n\nthe plan is attached, see the attachment.\n\nIt is attached.\n'), [
      'attachment-forgotten "attached"',
    ]);
  });

  const kept: [why: string, body: string, keys?: string][] = [
    ['a file is attached', 'See attached.', `${header}\nattachments: [plan.pdf]`],
    ['a forward brings its files', 'See attached.', 'to: a@example.com\nforward: AAMk'],
    ['the mail shows a picture', 'See attached:\n\n![plan](plan.png)'],
    ['it is quoted', '> See attached.\n\nThanks.'],
    ['it is code', '`attached` is a word\n\n```\nattached\n```\n\n    attached\n'],
    ['it is in a comment', '<!-- attached\nattached --> Hello'],
    [
      'it is in the target of a link',
      '[the page](https://example.com/attached) or https://example.com/attached',
    ],
  ];
  for (const [why, body, keys] of kept) it(`not where ${why}`, () => assert.deepEqual(found(body, keys), []));

  it('is said again when the same line is looked at again', () => {
    assert.deepEqual(found('Nothing.\n\nSee attached.'), found('Nothing.\n\nSee attached.'));
    assert.deepEqual(found('Nothing.'), []);
  });
});
