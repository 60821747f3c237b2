import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classicOutlook } from '../../../src/render/classicOutlook.js';
import { faultOf } from './wellFormed.js';

const golden = join('test', 'unit', 'golden');
const mails = readdirSync(golden)
  .filter((name) => name.endsWith('.html'))
  .map((name) => readFileSync(join(golden, name), 'utf8'));

const textOf = (html: string): string => html.replace(/<[^>]*>/g, '');

/** What Word makes of a style on an element. */
const rows: readonly (readonly [element: string, style: string, shown: string])[] = [
  ['p', 'margin:0 0 10pt;padding:4px', 'margin:0 0 10pt'],
  ['td', 'padding:10px;width:3px;border-left:1px solid #ccc', 'padding:10px;width:3px;border-left:1px solid #ccc'],
  ['div', 'width:600px;max-width:600px;margin:0 auto;border-left:3px solid red', ''],
  ['table', 'max-width:600px;border-spacing:2px;border-collapse:collapse', 'max-width:600px;border-collapse:collapse'],
  ['span', 'margin:0 4px;padding:0 3px;background-color:#eee;color:#111', 'background-color:#eee;color:#111'],
  ['code', 'border-radius:3px;border:1px solid #ccc;box-shadow:0 0 2px #000', 'border:1px solid #ccc'],
  ['pre', 'white-space:pre-wrap;overflow:auto;tab-size:4;margin:0', 'margin:0'],
  ['img', 'width:600px;max-width:100%;height:auto;vertical-align:middle', 'vertical-align:middle'],
  ['p', 'color:rgb(1,2,3);background-color:rgb(1 2 3)', 'color:rgb(1,2,3)'],
  ['p', 'color:rgba(0,0,0,.5)', ''],
  ['p', 'color:hsl(1,2%,3%)', ''],
  ['p', 'color:#11223344', ''],
  ['p', 'color:#111 !important', ''],
  ['p', 'color:var(--x)', ''],
  ['p', 'font-size:1.2rem', ''],
  ['h1', 'width:calc(100% - 4px);height:20px', 'height:20px'],
  ['td', 'background:url(x.png) #fff', ''],
  ['td', 'background:#fff', 'background:#fff'],
  ['p', 'font-weight:550', 'font-weight:normal'],
  ['p', 'font-weight:600', 'font-weight:bold'],
  ['p', 'text-decoration:underline dotted', ''],
  ['p', 'text-transform:lowercase', ''],
  ['p', 'text-align:start', ''],
  ['p', 'display:flex', ''],
  ['p', 'display:none', 'display:none'],
  ['img', 'display:none', ''],
  ['p', 'margin:-4px 0', ''],
  ['p', 'position:absolute;float:left;opacity:.5;transform:none', ''],
  ['p', "font-family:'A;B',serif", "font-family:'A;B',serif"],
  ['div', 'line-height:10pt;mso-line-height-rule:exactly', 'line-height:10pt;mso-line-height-rule:exactly'],
]; // prettier-ignore

describe('a mail as classic Outlook shows it', () => {
  for (const [element, style, shown] of rows) {
    it(`<${element}>: ${style}`, () => {
      const attribute = shown === '' ? '' : ` style="${shown}"`;
      assert.equal(
        classicOutlook(`<${element} style="${style}">x</${element}>`),
        `<${element}${attribute}>x</${element}>`,
      );
    });
  }

  it('keeps the content of elements that Word does not know', () => {
    assert.equal(
      classicOutlook('<details open="open"><summary>A</summary><mark style="color:#111">b</mark></details>'),
      '<div><div>A</div><span style="color:#111">b</span></div>',
    );
  });

  it('shows nothing of drawings and fields, and all of what follows them', () => {
    assert.equal(
      classicOutlook('a<svg><text>x</text><svg></svg></svg>b<input type="checkbox">c<math>1</math>d'),
      'abcd',
    );
    assert.equal(classicOutlook('a<svg>never closed'), 'a');
  });

  it('gives lists the room that Word gives them', () => {
    assert.equal(classicOutlook('<ul></ul>'), '<ul style="margin-left:48px;padding:0"></ul>');
    assert.equal(
      classicOutlook('<ol start="3" style="margin:0 0 10pt;padding-left:24px"></ol>'),
      '<ol start="3" style="margin:0 0 10pt;padding:0"></ol>',
    );
  });

  it('leaves out attributes that Word passes over', () => {
    assert.equal(
      classicOutlook(
        '<a dir="rtl" href="https://e.org/?a=1&amp;b=&quot;"><img srcset="x 2x" alt="&lt;"></a>',
      ),
      '<a href="https://e.org/?a=1&amp;b=&quot;"><img alt="&lt;"></a>',
    );
  });

  it('changes no text, and nothing that Word shows as it is', () => {
    const html = '<p dir="rtl">a &amp; b &#x5d0; <br>\n<!-- not text --><b>c</b></p>';
    assert.equal(classicOutlook(html), html.replace('<!-- not text -->', ''));
  });

  it('is a well-formed mail with the same text for each sample, and the same when it is asked again', () => {
    assert.ok(mails.length >= 6);
    for (const mail of mails) {
      const shown = classicOutlook(mail);
      assert.equal(faultOf(shown), undefined);
      assert.equal(textOf(shown), textOf(mail));
      assert.doesNotMatch(shown, /white-space|max-width|padding-left:24px/);
      assert.equal(classicOutlook(mail), shown);
      assert.equal(classicOutlook(shown), shown);
    }
  });
});
