import assert from 'node:assert/strict';
import { type HeaderKey, headerKeys, isHeaderKey, nearestKey } from '../../../src/draft/headerKeys.js';
import { draftText, faultsOf, sentencesOf } from './headerOf.js';

describe('header: unknown keys', () => {
  const near: [written: string, meant: HeaderKey][] = [
    ['To', 'to'],
    ['TO', 'to'],
    ['ot', 'to'],
    ['too', 'to'],
    ['CC', 'cc'],
    ['bbc', 'bcc'],
    ['Bcc', 'bcc'],
    ['replyto', 'reply-to'],
    ['reply_to', 'reply-to'],
    ['reply to', 'reply-to'],
    ['Reply-To', 'reply-to'],
    ['form', 'from'],
    ['fom', 'from'],
    ['frm', 'from'],
    ['mailbx', 'mailbox'],
    ['acount', 'account'],
    ['Subject', 'subject'],
    ['subjet', 'subject'],
    ['sbuject', 'subject'],
    ['subejct', 'subject'],
    ['title', 'subject'],
    ['importence', 'importance'],
    ['priority', 'importance'],
    ['categorys', 'categories'],
    ['attachment', 'attachments'],
    ['attachements', 'attachments'],
    ['attach', 'attachments'],
    ['files', 'attachments'],
    ['readreceipt', 'read-receipt'],
    ['read_receipt', 'read-receipt'],
    ['delivery-reciept', 'delivery-receipt'],
    ['sendat', 'send-at'],
    ['send_at', 'send-at'],
    ['schedule', 'send-at'],
    ['header', 'headers'],
    ['sensitivty', 'sensitivity'],
    ['replyall', 'reply-all'],
    ['foward', 'forward'],
    ['themes', 'theme'],
    ['signiture', 'signature'],
    ['language', 'lang'],
    ['ID', 'id'],
    ['Sent', 'sent'],
    ['sender', 'from'],
  ];
  for (const [written, meant] of near) {
    it(`takes ${written} for ${meant}`, () => assert.equal(nearestKey(written), meant));
  }

  const unlike = [
    'x',
    'date',
    'tags',
    'draft',
    'author',
    'font',
    'note',
    'name',
    'layout',
    '',
    'constructor',
    '__proto__',
    'fwd',
    'category',
    'betreff',
  ];
  for (const written of unlike)
    it(`has no guess for "${written}"`, () => assert.equal(nearestKey(written), undefined));

  it('knows each key itself', () => {
    for (const key of Object.keys(headerKeys)) {
      assert.ok(isHeaderKey(key));
      assert.equal(nearestKey(key), key);
    }
    for (const key of ['To', 'constructor', '__proto__', 'toString']) assert.ok(!isHeaderKey(key));
  });

  it('warns, on the key’s own line', () => {
    assert.deepEqual(faultsOf('to: a@example.com\n\nlayout:\n  - x\nSubjekt: x\n? [a]\n: b'), [
      'unknown-key@3',
      'unknown-key@5',
      'unknown-key@6',
    ]);
    const text = draftText('to: a@example.com\nsubject: x\nlayout: x\nCC: x\n? [a]\n: b');
    assert.deepEqual(sentencesOf(text), [
      '"layout:" has no effect in a mail.',
      '"CC:" has no effect in a mail. Did you mean "cc:"?',
      'This line has no effect in a mail.',
    ]);
  });
});
