import assert from 'node:assert/strict';
import { inEnglish, sentence } from '../../../src/failure.js';
import { type MadePicture, type NotMade, type PictureMaker } from '../../../src/render/pictureMaker.js';
import { createPictureMaker } from '../../../src/pictures/pictureWorkshop.js';
import {
  asAvif,
  asJpeg,
  asWebp,
  photo,
  picturesFolder,
  pixelsOf,
  turned,
} from '../pictures/samplePictures.js';
import { folderOf, gif, jpeg, png } from './pictureFiles.js';
import { rendered } from './rendering.js';

/** Notes what it is asked for, and answers each with `outcome`. */
function maker(outcome: MadePicture | NotMade): PictureMaker & { readonly asked: number[] } {
  const asked: number[] = [];
  const refuse = () => Promise.reject(new Error('not asked for here'));
  return {
    asked,
    convert: (_, { widest }) => {
      asked.push(widest);
      return Promise.resolve(outcome);
    },
    formula: refuse,
    diagram: refuse,
  };
}

const small: MadePicture = { bytes: png(40, 20), contentType: 'image/png', width: 20, height: 10 };
const notMade: NotMade = { reason: sentence('It is broken.') };

describe('pictures that have to be made', () => {
  const workshop = createPictureMaker({ folder: picturesFolder });
  after(() => workshop.dispose());

  it('go as they are when every program shows them well', async () => {
    const pictureMaker = maker(small);
    const files = {
      'a.png': png(1200, 10),
      'b.jpg': jpeg(1200, 10),
      'c.gif': gif(5000, 10),
      'd.png': png(8, 8),
    };
    const images = folderOf(files);
    const mail = await rendered('![a](a.png) ![b](b.jpg) ![c](c.gif) ![d](d.png)', { images, pictureMaker });
    assert.deepEqual(pictureMaker.asked, []);
    assert.deepEqual(mail.problems, []);
    assert.deepEqual(
      mail.images.map(({ bytes }) => bytes),
      Object.values(files),
    );
  });

  it('are made smaller when the file has more than two pixels for one, and upright', async () => {
    const pictureMaker = maker(small);
    const images = folderOf({ 'a.png': png(1201, 600), 'b.jpg': jpeg(300, 200, 6) });
    const mail = await rendered('![a](a.png) ![b](b.jpg)', { images, pictureMaker });
    assert.deepEqual(pictureMaker.asked, [600, 200]);
    assert.deepEqual(
      mail.images.map(({ name, contentType, bytes }) => [name, contentType, bytes === small.bytes]),
      [
        ['a.png', 'image/png', true],
        ['b.png', 'image/png', true],
      ],
    );
    assert.match(mail.html, /width="600" height="300".*width="200" height="300"/);
  });

  it('of a kind that mail programs do not show are converted, and named for it', async () => {
    const images = folderOf({ 'a b.webp': Buffer.from('RIFF....WEBPVP8 ') });
    const mail = await rendered('![a](<a b.webp>) ![b](<a b.webp>)', { images, pictureMaker: maker(small) });
    assert.deepEqual(
      mail.images.map(({ name }) => name),
      ['a b.png', 'a b.png'],
    );
    assert.equal(new Set(mail.images.map(({ contentId }) => contentId)).size, 2);
    assert.match(mail.html, /width="20" height="10".*style="width:20px/);
  });

  it('that cannot be made are refused with the reason, or go as they are with a warning', async () => {
    const images = folderOf({ 'a.webp': Buffer.from('RIFF....WEBPVP8 '), 'b.png': png(2000, 100) });
    const mail = await rendered('![a](a.webp)\n![b](b.png)', { images, pictureMaker: maker(notMade) });
    assert.deepEqual(
      mail.problems.map(({ severity, code, line, message }) => [severity, code, line, inEnglish(message)]),
      [
        ['error', 'image-type', 0, 'It is broken.'],
        ['warning', 'image-as-is', 1, 'It is broken.'],
      ],
    );
    assert.deepEqual(
      mail.images.map(({ bytes }) => bytes),
      [png(2000, 100)],
    );
  });

  const asked: readonly (readonly [attributes: string, size: string])[] = [
    ['width="100"', 'width="100" height="50"'],
    ['height="30"', 'width="60" height="30"'],
    ['width="100" height="400"', 'width="100" height="50"'],
    ['width="900"', 'width="600" height="300"'],
    ['width="50%"', 'width="400" height="200"'],
  ];
  for (const [attributes, size] of asked)
    it(`have the size that HTML asks for, in proportion: ${attributes}`, async () => {
      const pictureMaker = maker(small);
      const images = folderOf({ 'a.png': png(400, 200), 'a.webp': Buffer.from('RIFF....WEBPVP8 ') });
      const mail = await rendered(`<img src="a.png" alt="a" ${attributes}>`, { images, pictureMaker });
      const [, width = ''] = /width="(\d+)"/.exec(size) ?? [];
      assert.ok(mail.html.includes(`${size} alt="a" style="width:${width}px`), mail.html);
      assert.deepEqual(pictureMaker.asked, Number(width) < 200 ? [Number(width)] : []);
      const converted = await rendered(`<img src="a.webp" alt="a" ${attributes}>`, { images, pictureMaker });
      const wanted = attributes === 'width="50%"' ? 'width="20" height="10"' : size;
      assert.ok(converted.html.includes(wanted), converted.html);
    });

  it('need no description when HTML says that they are decoration', async () => {
    const images = folderOf({ 'a.png': png(4, 2) });
    const severities = async (markdown: string) =>
      (await rendered(markdown, { images })).problems.map(({ code, severity }) => `${code} ${severity}`);
    assert.deepEqual(await severities('<img src="a.png" alt="">'), []);
    assert.deepEqual(await severities('<img src="a.png">'), ['image-alt warning']);
    assert.deepEqual(await severities('![](a.png)'), ['image-alt warning']);
  });

  it('come out of the workshop as every program shows them', async () => {
    const files = {
      'photo.webp': await asWebp(photo(700, 350)),
      'photo.avif': await asAvif(photo(300, 150)),
      'side.jpg': turned(await asJpeg(photo(300, 150)), 6),
      'logo.svg': Buffer.from(
        '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="10"><path d="M0 0h30v10z"/></svg>',
      ),
    };
    const markdown = Object.keys(files)
      .map((name) => `![a](${name})`)
      .join('\n\n');
    const mail = await rendered(markdown, { images: folderOf(files), pictureMaker: workshop });
    assert.deepEqual(mail.problems, []);
    assert.deepEqual(
      mail.images.map(({ name, contentType }) => [name, contentType]),
      [
        ['photo.jpg', 'image/jpeg'],
        ['photo.jpg', 'image/jpeg'],
        ['side.jpg', 'image/jpeg'],
        ['logo.png', 'image/png'],
      ],
    );
    const sizes = [...mail.html.matchAll(/width="(\d+)" height="(\d+)"/g)].map(([, w, h]) =>
      [w, h].map(Number),
    );
    assert.deepEqual(sizes, [
      [600, 300],
      [300, 150],
      [150, 300],
      [30, 10],
    ]);
    const widths = await Promise.all(mail.images.map(async ({ bytes }) => (await pixelsOf(bytes)).width));
    assert.deepEqual(widths, [700, 300, 150, 60]);
  });
});
