import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/failure.js';
import { createPictureMaker } from '../../../src/pictures/pictureWorkshop.js';
import { type MadePicture } from '../../../src/render/pictureMaker.js';
import { diagrams } from './diagrams.js';
import { inkOf } from './ink.js';
import { picturesFolder } from './samplePictures.js';

describe('diagrams as pictures', () => {
  const workshop = createPictureMaker({ folder: picturesFolder, jobMilliseconds: 120_000 });
  after(() => workshop.dispose());

  async function made(source: string, widest = 600): Promise<MadePicture> {
    const outcome = await workshop.diagram(source, { widest });
    assert.ok('bytes' in outcome, JSON.stringify(outcome));
    return outcome;
  }

  async function refusal(source: string): Promise<string> {
    const outcome = await workshop.diagram(source, { widest: 600 });
    assert.ok('reason' in outcome, 'a picture was made');
    return inEnglish(outcome.reason);
  }

  for (const [kind, source] of Object.entries(diagrams)) {
    it(`draws ${kind}`, async () => {
      const picture = await made(source);
      const ink = await inkOf(picture.bytes);
      assert.ok(picture.width > 100 && picture.width <= 600 && picture.height > 50, JSON.stringify(picture));
      assert.ok(
        Math.abs(ink.width - picture.width * 2) <= 2 && Math.abs(ink.height - picture.height * 2) <= 2,
      );
      assert.ok(ink.part > 0.02, `ink on ${ink.part}`);
      assert.ok(ink.right - ink.left > ink.width * 0.5, 'it reaches over the picture');
      assert.ok(ink.colours >= 3, `${ink.colours} colours`);
      assert.ok(ink.darkest < 100, 'it has text');
    });
  }

  it('is white around, also for mails that a program darkens', async () => {
    assert.deepEqual(
      (await inkOf((await made('flowchart LR\n a --> b')).bytes)).background,
      [255, 255, 255, 255],
    );
  });

  it('is made smaller where there is less room', async () => {
    assert.equal((await made(diagrams['sequence'] ?? '', 300)).width, 300);
  });

  it('is the same each time, whatever was drawn before', async () => {
    const other = createPictureMaker({ folder: picturesFolder });
    try {
      for (const kind of ['flowchart', 'gitGraph', 'mindmap']) {
        const source = diagrams[kind] ?? '';
        assert.deepEqual(await other.diagram(source, { widest: 600 }), await made(source), kind);
      }
    } finally {
      other.dispose();
    }
  });

  it('takes the look from the diagram, but nothing that would reach out of it', async () => {
    const plain = await made('flowchart LR\n  a --> b');
    const forest = await made('%%{init: {"theme": "forest"}}%%\nflowchart LR\n  a --> b');
    assert.notDeepEqual(forest.bytes, plain.bytes);
    const hostile =
      '%%{init: {"securityLevel": "loose", "htmlLabels": true, "themeCSS": "*{fill:red}"}}%%\n' +
      'flowchart LR\n  a --> b\n  click a call alert()\n  click b href "javascript:alert(1)"';
    assert.deepEqual((await made(hostile)).bytes, plain.bytes);
  });

  it('shows what looks like HTML as text, and measures it so', async () => {
    const plain = await made('flowchart LR\n  a["x"]');
    const html = await made('flowchart LR\n  a["<img src=x onerror=alert(1)> and more words"]');
    assert.ok(html.height > plain.height);
  });

  it('draws Greek, Cyrillic and Hebrew', async () => {
    assert.ok(
      (await inkOf((await made('flowchart LR\n a[Ελληνικά] --> b[Русский] --> c[עברית]')).bytes)).part > 0.02,
    );
  });

  const refused: readonly (readonly [why: string, source: string, sentence: RegExp])[] = [
    ['a mistake', 'flowchart LR\n  a --> b\n  a[x --> c', /line \d+ of this diagram/],
    ['no diagram', 'hello world', /no diagram that Mermaid knows/],
    ['nothing', '', /no diagram that Mermaid knows/],
    ['an empty flowchart', 'flowchart LR', /empty/],
    ['a kind that nobody looked at', 'venn-beta\n  set A', /cannot be drawn without a browser/],
    ['a character without a font', 'flowchart LR\n  a[\u{10fffd}]', /no font here/],
    ['too much text', `flowchart LR\n${'a --> b\n'.repeat(5000)}`, /longer than 30000/],
    ['too many arrows', `flowchart LR\n${'a-->b\n'.repeat(600)}`, /draw|read/],
  ];
  for (const [why, source, sentence] of refused) {
    it(`says why not for ${why}`, async () => assert.match(await refusal(source), sentence));
  }

  it('goes on after a diagram that was not drawn', async () => {
    await refusal('flowchart LR\n  a[x --> c');
    assert.ok((await made('flowchart LR\n  still --> here')).width > 100);
  });
});
