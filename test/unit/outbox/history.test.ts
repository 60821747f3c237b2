import assert from 'node:assert/strict';
import fc from 'fast-check';
import { aboveAll, holdsBorder, splitHistory, withOwn } from '../../../src/outbox/history.js';

const head = '<html><head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">';
const page = (text: string, body = '<body dir="ltr">') => `${head}</head>${body}${text}</body></html>`;
const from = '<b>From:</b> Bob &lt;bob@example.com&gt;<br>\r\n<b>Subject:</b> Figures';
const older =
  '<div>Older</div><hr tabindex="-1"><div id="x_divRplyFwdMsg"><b>From:</b> Cy</div><p>Oldest</p>';

/** Histories as mail programs write them, each from its border on. */
const histories: Record<string, string> = {
  'Exchange, for createReply': `<hr tabindex="-1" style="display:inline-block; width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri, sans-serif" color="#000000" style="font-size:11pt">${from}</font><div>&nbsp;</div></div>\r\n${older}`,
  'Outlook on the web': `<div id="appendonsend"></div>\r\n<hr style="display:inline-block;width:98%" tabindex="-1">\r\n<div id="divRplyFwdMsg" dir="ltr">${from}</div>${older}`,
  'without its rule': `<div dir="ltr" id='divRplyFwdMsg'>${from}</div>${older}`,
  'taken into another page': `<hr tabindex="-1"><div id="x_x_divRplyFwdMsg">${from}</div>${older}`,
  'Outlook for Windows': `<div>\r\n<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">\r\n<p class="MsoNormal"><b><span lang="EN-US" style="font-size:11.0pt">From:</span></b> Bob<br></p></div></div>${older}`,
  'Outlook for Windows, older': `<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal"><span style="font-family:Tahoma"><b>Von:</b></span> Bob</p></div>${older}`,
  'a plain mail':
    `<div class="PlainText">________________________________<br>\r\nDe : Bob<br>\r\n</div>${older}`.replace(
      '<div class="PlainText">',
      '',
    ),
};

/** What a writer writes that is like a border, and is none. */
const lookalikes = [
  '<hr>',
  '<hr style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>From:</b> here to there</p>',
  '<div style="border-top:1px solid #ccc"><p><b>From:</b> me</p></div>',
  '<p>divRplyFwdMsg appendonsend id="divRplyFwdMsg"</p>',
  '<p>________________</p><p>From: the line is short</p>',
  '<p>________________________________</p><p>1: a signature</p>',
  '<b>From:</b> Bob',
  '<div id="divRplyFwdMsgs">x</div>',
];

describe('the history of an answer', () => {
  for (const [name, history] of Object.entries(histories)) {
    it(`${name}: text goes above it, and in place of earlier text; it stays to the byte`, () => {
      const fresh = page(history);
      const first = aboveAll(fresh, '<div>One</div>');
      assert.equal(first, page(`<div>One</div>${history}`));
      const split = splitHistory(first);
      assert.ok(split);
      assert.equal(split.own, '<div>One</div>');
      assert.equal(split.history, `${history}</body></html>`);
      assert.equal(withOwn(split, '<div>Two</div>'), page(`<div>Two</div>${history}`));
    });

    it(`${name}: what is only like a border stays with the writer`, () => {
      for (const like of lookalikes) {
        const own = `<div>${like}</div>`;
        assert.equal(splitHistory(page(`${own}${history}`))?.own, own);
      }
    });
  }

  it('what is only like a border is none', () => {
    for (const like of lookalikes) {
      assert.equal(holdsBorder(like), false, like);
      assert.equal(splitHistory(page(like)), undefined, like);
    }
  });

  it('an element around text and history keeps its beginning', () => {
    const history = histories['Outlook for Windows'] ?? '';
    const around = '<div class="WordSection1">';
    const split = splitHistory(page(`${around}<div><p>One</p></div>\r\n${history}</div>`));
    assert.ok(split);
    assert.equal(withOwn(split, '<div>Two</div>'), page(`${around}<div>Two</div>${history}</div>`));
  });

  it('a page without body, or without any frame', () => {
    assert.equal(aboveAll('<head><title>a</title></head>x', '<i>'), '<head><title>a</title></head><i>x');
    assert.equal(aboveAll('x', '<i>'), '<i>x');
    assert.equal(aboveAll('<BODY lang="a>b" style=\'c>\'>x', '<i>'), '<BODY lang="a>b" style=\'c>\'><i>x');
  });

  it('any text: nothing of the history is lost, whatever is put above it, however often', () => {
    const text = fc.string().map((part) => part.replace(/[<>]/gu, ''));
    const own = text.filter((part) => !holdsBorder(part)).map((part) => `<div>${part}</div>`);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(histories)),
        fc.array(own),
        text,
        (history, owns, rest) => {
          let html = page(history + rest);
          for (const each of owns) {
            const split = splitHistory(html);
            assert.ok(split);
            html = withOwn(split, each);
          }
          assert.equal(html, page((owns.at(-1) ?? '') + history + rest));
        },
      ),
    );
  });

  it('100 KB that only look like beginnings take no time worth noting', () => {
    for (const piece of [
      '<div ',
      '<div>',
      '<hr><',
      '_',
      '_______________________________ ',
      '<body ',
      '<div style="border:none;',
    ])
      assert.equal(splitHistory(piece.repeat(100_000 / piece.length)), undefined);
  }).timeout(20_000);
});
