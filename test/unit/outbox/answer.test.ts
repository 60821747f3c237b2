import assert from 'node:assert/strict';
import { type Mailbox, type MessageContent } from '../../../src/graph/mailbox.js';
import { answerBody } from '../../../src/outbox/answer.js';
import { bareMark, filledIn, markOfMail, markOfMessage } from '../../../src/outbox/contentMark.js';
import { seal } from '../../../src/outbox/fingerprint.js';
import { aboveAll } from '../../../src/outbox/history.js';
import { plainMail } from './steps.js';

const answers = { kind: 'reply', messageId: 'AAk=' } as const;
const mail = { ...plainMail, to: [], cc: [], bcc: [], subject: '', html: '<div><p>Yes</p></div>', answers };
const history = '<hr tabindex="-1"><div id="divRplyFwdMsg"><b>From:</b> Bob</div><p>Really?</p>';
const page = (text: string) => `<html><body>${text}</body></html>`;

const content = (html: string, change: Partial<MessageContent> = {}): MessageContent => ({
  ...{ subject: 'RE: Figures', html, to: ['bob@example.com'], cc: [], bcc: [] },
  ...change,
});
const holding = (html: string) => ({ content: async () => content(html) }) as unknown as Mailbox;
const body = (html: string, known: readonly string[]) => answerBody(holding(html), 'id', mail, known);

describe('the body of an answer', () => {
  it('made this moment: the text above everything, also where the history begins in an unknown way', () => {
    for (const html of [history, 'Bob wrote: Really?', `On Monday Bob wrote:${history}`])
      assert.equal(aboveAll(page(html), mail.html), page(mail.html + html));
  });

  it('later: in place of what is known to be there', async () => {
    const marks = [bareMark(mail), markOfMail(mail)];
    assert.equal(await body(page(history), marks), page(mail.html + history));
    assert.equal(await body(page(`<p class="x">Yes</p>\r\n${history}`), marks), page(mail.html + history));
  });

  it('later: what is not known to be ours, or has no end, is left alone', async () => {
    const marks = [bareMark(mail), markOfMail(mail)];
    for (const html of [page(`No${history}`), page('Yes'), page(''), page(`Bob wrote: x ${history}`)])
      await assert.rejects(body(html, marks), { code: 'history-unclear' });
  });
});

describe('the mark of an answer', () => {
  const mark = markOfMail(mail);

  it('is blind to what the mailbox made: history, recipients, subject', () => {
    for (const change of [{}, { subject: 'AW: x' }, { to: ['eve@example.com'] }, { cc: ['c@example.com'] }])
      assert.equal(markOfMessage(content(page(mail.html + history), change), mark), mark);
  });

  it('sees the text, and a hidden copy', () => {
    assert.notEqual(markOfMessage(content(page(`No${history}`)), mark), mark);
    const hidden = content(page(mail.html + history), { bcc: ['eve@example.com'] });
    assert.notEqual(markOfMessage(hidden, mark), mark);
  });

  const named = { to: [{ address: 'bob@example.com' }], cc: [{ address: 'c@example.com' }], subject: 'Mine' };
  for (const name of ['to', 'cc', 'subject'] as const)
    it(`sees ${name} where the draft names it`, () => {
      const given = { ...mail, [name]: named[name] };
      const same = { to: ['bob@example.com'], cc: ['c@example.com'], subject: 'Mine' };
      const other = { to: ['x@example.com'], cc: ['x@example.com'], subject: 'x' };
      const own = markOfMail(given);
      const like = (change: Partial<MessageContent>) =>
        markOfMessage(content(page(mail.html + history), { ...same, ...change }), own);
      assert.equal(like({}), own);
      assert.notEqual(like({ [name]: other[name] }), own);
      for (const free of (['to', 'cc', 'subject'] as const).filter((each) => each !== name))
        assert.equal(like({ [free]: other[free] }), own);
    });

  it('what the mailbox filled in is told beside it, and only that', () => {
    const before = filledIn(content(page(history)), mark);
    const same: Partial<MessageContent>[] = [{ html: page('No') }, { to: ['BOB@example.com'] }];
    for (const change of same) assert.equal(filledIn(content(page(history), change), mark), before);
    for (const change of [{ subject: 'x' }, { to: ['eve@example.com'] }, { cc: ['c@example.com'] }])
      assert.notEqual(filledIn(content(page(history), change), mark), before);
    const own = markOfMail({ ...mail, ...named });
    assert.equal(
      filledIn(content('', { to: ['x'], cc: ['x'], subject: 'x' }), own),
      filledIn(content(''), own),
    );
    assert.equal(filledIn(content(''), markOfMail({ ...plainMail })), undefined);
  });

  it('what was answered, and what is named, decide whether the copy is made anew', async () => {
    const fixed = async (change: object) => (await seal({ ...mail, ...change })).fixed;
    const usual = await fixed({});
    assert.equal(await fixed({ html: '<p>x</p>', bcc: named.cc }), usual);
    for (const change of [
      { to: named.to },
      { cc: named.cc },
      { subject: 'x' },
      { answers: { ...answers, kind: 'reply-all' } },
      { answers: { ...answers, messageId: 'AAl=' } },
    ])
      assert.notEqual(await fixed(change), usual);
    assert.equal(await fixed({ to: named.to }), await fixed({ to: named.cc }));
    assert.notEqual(
      (await seal({ ...mail, answers: { ...answers, messageId: 'AAl=' } })).hash,
      (await seal(mail)).hash,
    );
  });
});
