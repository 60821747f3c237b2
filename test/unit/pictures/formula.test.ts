import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/failure.js';
import { createPictureMaker } from '../../../src/pictures/pictureWorkshop.js';
import { type MadePicture } from '../../../src/render/pictureMaker.js';
import { inkOf } from './ink.js';
import { picturesFolder } from './samplePictures.js';

describe('formulas as pictures', () => {
  const workshop = createPictureMaker({ folder: picturesFolder });
  after(() => workshop.dispose());

  async function made(tex: string, display = false): Promise<MadePicture> {
    const outcome = await workshop.formula(tex, { display });
    assert.ok('bytes' in outcome, JSON.stringify(outcome));
    return outcome;
  }

  async function refusal(tex: string): Promise<string> {
    const outcome = await workshop.formula(tex, { display: false });
    assert.ok('reason' in outcome, 'a picture was made');
    return inEnglish(outcome.reason);
  }

  it('are dark on white, three pixels for one, with ink to the margins', async () => {
    const picture = await made('E = mc^2');
    const ink = await inkOf(picture.bytes);
    assert.equal(picture.contentType, 'image/png');
    assert.deepEqual([ink.width, ink.height], [picture.width * 3, picture.height * 3]);
    assert.deepEqual(ink.background, [255, 255, 255, 255]);
    assert.ok(ink.part > 0.05 && ink.part < 0.5, `${ink.part}`);
    assert.ok(ink.darkest < 60, `${ink.darkest}`);
    assert.ok(ink.right - ink.left > ink.width * 0.85, 'most of its width is ink');
  });

  it('stand on the line of writing', async () => {
    const flat = await made('x');
    const deep = await made('y');
    assert.ok((deep.depth ?? 0) > (flat.depth ?? 0));
    assert.ok((deep.depth ?? 0) < deep.height / 2);
    assert.equal((await made('y', true)).depth, 0);
  });

  it('are as high as the text beside them, and higher on lines of their own', async () => {
    const letter = await made('H');
    assert.ok(letter.height >= 12 && letter.height <= 18, `${letter.height}`);
    const sum = '\\sum_{n=1}^{\\infty} \\frac{1}{n^2}';
    assert.ok((await made(sum, true)).height > (await made(sum)).height);
  });

  it('are shown no wider than a mail', async () => {
    const picture = await made('x + '.repeat(200) + 'x', true);
    assert.equal(picture.width, 600);
  });

  it('are the same each time, whatever was drawn before', async () => {
    const first = await made('\\frac{a}{b} + \\text{если}');
    const other = createPictureMaker({ folder: picturesFolder });
    try {
      await other.formula('\\def\\frac{x}', { display: false });
      const again = await other.formula('\\frac{a}{b} + \\text{если}', { display: false });
      assert.deepEqual(again, first);
    } finally {
      other.dispose();
    }
  });

  it('draws matrices, alignments, chemistry, colours and own commands', async () => {
    for (const tex of [
      '\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}',
      '\\begin{aligned}a&=b\\\\c&=d\\end{aligned}',
      '\\ce{2H2 + O2 -> 2H2O}',
      '\\color{red}{x}',
      '\\newcommand{\\R}{\\mathbb R}\\R^n',
      '\\text{größer ≥ Ελλάδα}',
    ])
      assert.ok((await inkOf((await made(tex)).bytes)).part > 0.01, tex);
  });

  const mistakes: readonly (readonly [tex: string, sentence: RegExp])[] = [
    ['\\foo', /no command \\foo/],
    ['\\frac{1}{2', /brace opens/],
    ['a}', /brace closes/],
    ['\\left( a', /\\left and \\right/],
    ['\\begin{nothing}a\\end{nothing}', /environment of this name: nothing/],
    ['a^b^c', /cannot read this formula: Double exponent/],
    ['\\def\\x{\\x\\x}\\x', /macros/],
    ['\\R', /no command \\R/],
    ['\\href{https://example.com}{x}', /no command \\href/],
    ['\\require{cancel}', /no command \\require/],
    ['\\includegraphics{x.png}', /no command \\includegraphics/],
    ['\\begin{align}a\\tag{1}\\end{align}', /number beside it/],
    [' ', /empty/],
    ['x'.repeat(5000), /longer than 4000/],
    ['{'.repeat(1900) + 'x' + '}'.repeat(1900), /nested too deeply/],
    ['\\text{\u{10ffff}}', /no font here/],
  ];
  for (const [tex, sentence] of mistakes) {
    it(`says what is wrong with ${tex.slice(0, 40)}`, async () => assert.match(await refusal(tex), sentence));
  }
});
