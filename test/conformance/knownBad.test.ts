import assert from 'node:assert/strict';
import { Gate } from './gate.js';

/** Constructs of which it is known who does not show them. */
const rows: readonly (readonly [html: string, fault: string])[] = [
  ['<div style="display:flex"></div>', 'outlook-windows value:display:flex'],
  ['<div style="display:grid"></div>', 'gmail value:display:grid'],
  ['<div style="float:left"></div>', 'outlook-windows property:float'],
  ['<div style="position:absolute"></div>', 'outlook-web property:position'],
  ['<td style="background-image:none"></td>', 'outlook-windows property:background-image'],
  ['<td style="background:linear-gradient(#fff,#000)"></td>', 'outlook-windows function:linear-gradient'],
  ['<p style="padding:4px">x</p>', 'outlook-windows property:padding'],
  ['<ul style="padding-left:24px"></ul>', 'outlook-windows property:padding-left'],
  ['<div style="width:600px"></div>', 'outlook-windows property:width'],
  ['<div style="max-width:600px"></div>', 'outlook-windows property:max-width'],
  ['<div style="margin:0 auto"></div>', 'outlook-windows value:margin:auto'],
  ['<div style="margin:-4px"></div>', 'gmail value:margin:negative'],
  ['<span style="margin:0 4px"></span>', 'outlook-windows property:margin'],
  ['<p style="color:rgb(0 0 0 / 50%)"></p>', 'gmail function:rgb(blanks)'],
  ['<p style="color:rgba(0,0,0,.5)"></p>', 'outlook-windows function:rgba'],
  ['<p style="color:#00000080"></p>', 'outlook-mobile value:#rrggbbaa'],
  ['<p style="color:oklch(1 0 0)"></p>', 'gmail function:oklch'],
  ['<p style="color:var(--ink)"></p>', 'gmail function:var'],
  ['<p style="font-size:1.2rem"></p>', 'outlook-windows unit:rem'],
  ['<td style="width:calc(100% - 2px)"></td>', 'outlook-mobile function:calc'],
  ['<p style="color:#111 !important"></p>', 'outlook-windows important'],
  ['<p style="opacity:.5"></p>', 'outlook-windows property:opacity'],
  ['<p style="box-shadow:0 0 2px #000"></p>', 'gmail property:box-shadow'],
  ['<p style="text-shadow:none"></p>', 'gmail property:text-shadow'],
  ['<p style="white-space:nowrap"></p>', 'outlook-windows property:white-space'],
  ['<pre style="tab-size:4"></pre>', 'gmail property:tab-size'],
  ['<pre style="overflow:auto"></pre>', 'outlook-windows property:overflow'],
  ['<table style="border-spacing:0"></table>', 'outlook-windows property:border-spacing'],
  ['<p style="font-family:system-ui"></p>', 'outlook-windows font:system-ui'],
  ['<p style="-webkit-text-fill-color:red"></p>', 'all property:-webkit-text-fill-color'],
  ['<p style="text-align:start"></p>', 'outlook-windows property:text-align'],
  ['<p class="note"></p>', 'all attribute:class'],
  ['<p id="top"></p>', 'all attribute:id'],
  ['<p onclick="x()"></p>', 'all attribute:onclick'],
  ['<p hidden></p>', 'gmail attribute:hidden'],
  ['<a dir="rtl" href="https://e.org">x</a>', 'outlook-windows attribute:dir'],
  ['<a href="#top">x</a>', 'gmail link:#'],
  ['<a href="javascript:x()">x</a>', 'all link:javascript'],
  ['<a href="notes.md">x</a>', 'all link:relative'],
  ['<li value="3">x</li>', 'outlook-windows attribute:li@value'],
  ['<ol reversed></ol>', 'outlook-web attribute:reversed'],
  ['<input type="checkbox">', 'outlook-windows element:input[checkbox]'],
  ['<svg></svg>', 'gmail element:svg'],
  ['<math></math>', 'all element:math'],
  ['<details></details>', 'outlook-windows element:details'],
  ['<section></section>', 'gmail element:section'],
  ['<mark>x</mark>', 'outlook-windows element:mark'],
  ['<video></video>', 'outlook-windows element:video'],
  ['<picture></picture>', 'gmail element:picture'],
  ['<style></style>', 'gmail element:style'],
  ['<script></script>', 'all element:script'],
  ['<blink></blink>', 'all element:blink'],
  ['<img src="data:image/png;base64,x">', 'gmail image:data'],
  ['<img src="a.png">', 'all image:relative'],
  ['<img srcset="https://e.org/a.png 2x">', 'outlook-windows attribute:srcset'],
  ['<img width="50%">', 'outlook-windows attribute:width'],
]; // prettier-ignore

describe('the gate', () => {
  for (const [html, fault] of rows) {
    it(`stops ${html}: ${fault}`, () => {
      const found = new Gate().faultsOf(html).map(({ client, construct }) => `${client} ${construct}`);
      assert.ok(found.includes(fault), `found: ${found.join(', ') || 'nothing'}`);
    });
  }

  it('lets through what every program shows', () => {
    const html =
      '<div lang="de" style="font-family:Calibri,sans-serif;font-size:11pt;line-height:1.5;color:rgb(1,2,3)">' +
      '<table role="presentation" width="100%" cellpadding="4"><tr><td bgcolor="#eeeeee" style="padding:4px;width:3px">' +
      '<a href="mailto:a@e.org">x</a><img src="cid:image1-0" width="3" height="4" alt="x"></td></tr></table></div>';
    assert.deepEqual(new Gate().faultsOf(html), []);
  });

  it('lets through what a fallback covers, where it does', () => {
    const gate = new Gate();
    assert.deepEqual(gate.faultsOf('<pre style="white-space:pre-wrap"></pre>'), []);
    assert.deepEqual(
      [...gate.used].map(({ name }) => name),
      ['long lines of code'],
    );
    assert.notDeepEqual(gate.faultsOf('<p style="white-space:pre-wrap"></p>'), []);
  });
});
