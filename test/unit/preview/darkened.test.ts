import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseColour, writeColour } from '../../../src/editor/preview/colour.js';
import { darkened, darkPaper } from '../../../src/editor/preview/darkened.js';

const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const lightness = (colour: string): number => parseColour(colour)?.l ?? NaN;
const inDark = (property: string, colour: string): string => {
  const html = darkened(`<p style="${property}:${colour}">`);
  return /:(#[0-9a-f]{6})/.exec(html)?.[1] ?? html;
};

describe('a colour', () => {
  it('comes back as it was', () => {
    fc.assert(fc.property(hex, (colour) => assert.equal(writeColour(parseColour(colour)!), colour)));
  });

  it('is read in each form that a mail has', () => {
    for (const text of ['#ff0000', '#F00', 'rgb(255,0,0)', 'RGB( 255 , 0 , 0 )'])
      assert.equal(writeColour(parseColour(text)!), '#ff0000');
    for (const text of ['red', '', '#12', 'inherit', 'rgba(0,0,0,.5)'])
      assert.equal(parseColour(text), undefined);
  });
});

describe('a mail in the dark', () => {
  it('has light backgrounds darkened and dark text lightened', () => {
    assert.equal(inDark('background-color', '#ffffff'), darkPaper);
    assert.equal(inDark('color', '#000000'), '#ffffff');
    fc.assert(
      fc.property(hex, (colour) => {
        assert.ok(lightness(inDark('color', colour)) >= Math.min(55, lightness(colour)) - 1);
        assert.ok(lightness(inDark('background-color', colour)) <= 56.5);
      }),
    );
  });

  it('keeps what is right for the dark already', () => {
    assert.equal(inDark('background-color', '#24292f'), '#24292f');
    assert.equal(inDark('color', '#ffffff'), '#ffffff');
  });

  it('keeps the hue', () => {
    const hue = (colour: string) => {
      const { a, b } = parseColour(colour)!;
      return (Math.atan2(b, a) * 180) / Math.PI;
    };
    for (const colour of ['#cf222e', '#116329', '#0550ae', '#8250df', '#953800'])
      assert.ok(Math.abs(hue(inDark('color', colour)) - hue(colour)) < 3, colour);
  });

  it('changes each colour in the attributes of a tag and nothing else', () => {
    assert.equal(
      darkened(
        '<td bgcolor="#ffffff" style="padding:2px;background-color:#fff;color:#000;border:1px solid #ffffff" title="#ffffff">#ffffff color="#fff"</td>',
      ),
      `<td bgcolor="${darkPaper}" style="padding:2px;background-color:${darkPaper};color:#ffffff;border:1px solid ${darkPaper}" title="#ffffff">#ffffff color="#fff"</td>`,
    );
    assert.equal(darkened('<font color="#000000">'), '<font color="#ffffff">');
    assert.equal(darkened('<hr color="#ffffff">'), `<hr color="${darkPaper}">`);
    const plain = '<p style="margin:0;font-size:11pt">a <b>b</b> &lt;p style=&quot;color:#000&quot;&gt;</p>';
    assert.equal(darkened(plain), plain);
  });
});
