import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import { inEnglish } from '../../../src/failure.js';
import { createPictureMaker } from '../../../src/pictures/pictureWorkshop.js';
import { type MadePicture, type NotMade } from '../../../src/render/pictureMaker.js';
import { gif, png as emptyPng } from '../render/pictureFiles.js';
import {
  alike,
  asAvif,
  asJpeg,
  asPng,
  asWebp,
  blue,
  colourAt,
  drawn,
  green,
  photo,
  picturesFolder,
  pixelsOf,
  quarters,
  red,
  turned,
  white,
} from './samplePictures.js';

describe('the conversion of pictures', () => {
  const workshop = createPictureMaker({ folder: picturesFolder });
  after(() => workshop.dispose());

  async function made(bytes: Uint8Array, widest = 600): Promise<MadePicture> {
    const outcome = await workshop.convert(bytes, { widest });
    assert.ok('bytes' in outcome, JSON.stringify(outcome));
    return outcome;
  }

  async function refusal(bytes: Uint8Array): Promise<string> {
    const outcome: MadePicture | NotMade = await workshop.convert(bytes, { widest: 600 });
    assert.ok('reason' in outcome, 'a picture was made');
    return inEnglish(outcome.reason);
  }

  async function showsQuarters(bytes: Uint8Array, expected = [red, green, blue, white]): Promise<void> {
    const pixels = await pixelsOf(bytes);
    const places = [
      [0.25, 0.25],
      [0.75, 0.25],
      [0.25, 0.75],
      [0.75, 0.75],
    ] as const;
    places.forEach(([across, down], index) => {
      const colour = colourAt(pixels, across, down);
      assert.ok(alike(colour, expected[index] ?? []), `${index}: ${colour.join(' ')}`);
    });
  }

  const foreign = [
    ['WebP', () => asWebp(quarters(80, 60))],
    ['WebP without loss', () => asWebp(quarters(80, 60), true)],
    ['AVIF', () => asAvif(quarters(80, 60))],
  ] as const;
  for (const [name, make] of foreign) {
    it(`shows a ${name} with the same size and colours`, async () => {
      const picture = await made(await make());
      assert.deepEqual([picture.width, picture.height], [80, 60]);
      await showsQuarters(picture.bytes);
    });
  }

  it('makes a photo a JPEG, and a drawing or what has transparent parts a PNG', async () => {
    const clear = drawn(60, 40, (x) => (x < 30 ? red : [0, 0, 0, 0]));
    const types = [
      await made(await asWebp(photo(400, 300))),
      await made(await asAvif(photo(400, 300))),
      await made(await asPng(photo(1400, 700))),
      await made(await asPng(drawn(1400, 700, (x, y) => (((x >> 5) + (y >> 5)) % 2 ? white : blue))), 300),
      await made(await asWebp(clear, true)),
      await made(await asAvif(clear)),
    ].map(({ contentType }) => contentType);
    assert.deepEqual(types, [
      'image/jpeg',
      'image/jpeg',
      'image/jpeg',
      'image/png',
      'image/png',
      'image/png',
    ]);
    const pixels = await pixelsOf((await made(await asWebp(clear, true))).bytes);
    assert.deepEqual([colourAt(pixels, 0.25, 0.5), colourAt(pixels, 0.75, 0.5)[3]], [[...red], 0]);
  });

  it('gives two pixels of the file for one that is shown, and no more', async () => {
    const picture = await made(await asJpeg(photo(1500, 750)), 300);
    const { width, height } = await pixelsOf(picture.bytes);
    assert.deepEqual([picture.width, picture.height, width, height], [300, 150, 600, 300]);
  });

  it('keeps soft shades when it makes a picture smaller', async () => {
    const stripes = drawn(2400, 600, (x) => (x % 2 ? white : [0, 0, 0, 255]));
    const pixels = await pixelsOf((await made(await asPng(stripes), 300)).bytes);
    const [value = 0] = colourAt(pixels, 0.5, 0.5);
    assert.ok(value > 100 && value < 215, `black and white lines became ${value}`);
  });

  it('gives a picture back as it is when making it smaller saves nothing', async () => {
    const small = await asPng(drawn(40, 40, () => green));
    const picture = await made(small);
    assert.ok(Buffer.from(picture.bytes).equals(small));
  });

  /** Where red, green, blue and white come to lie, for each value of the Exif tag. */
  const orientations: readonly (readonly [number, readonly (readonly number[])[], boolean])[] = [
    [1, [red, green, blue, white], false],
    [2, [green, red, white, blue], false],
    [3, [white, blue, green, red], false],
    [4, [blue, white, red, green], false],
    [5, [red, blue, green, white], true],
    [6, [blue, red, white, green], true],
    [7, [white, green, blue, red], true],
    [8, [green, white, red, blue], true],
  ];
  for (const [orientation, expected, lying] of orientations) {
    it(`turns a photo upright that the camera marked with ${orientation}`, async () => {
      const picture = await made(turned(await asJpeg(quarters(160, 80)), orientation));
      assert.deepEqual([picture.width, picture.height], lying ? [80, 160] : [160, 80]);
      const pixels = await pixelsOf(picture.bytes);
      if (orientation > 1) assert.equal(pixels.width, picture.width);
      if (orientation > 1) await showsQuarters(picture.bytes, expected as never);
    });
  }

  it('draws an SVG at twice its size', async () => {
    const svg = `<?xml version="1.0"?><!-- by hand --><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40"><path fill="#dc1414" d="M0 0h40v20H0z"/><path fill="#14b414" d="M40 0h40v20H40z"/><path fill="#1414dc" d="M0 20h40v20H0z"/><path fill="#fff" d="M40 20h40v20H40z"/></svg>`;
    const picture = await made(Buffer.from(svg));
    const { width, height } = await pixelsOf(picture.bytes);
    assert.deepEqual(
      [picture.contentType, picture.width, picture.height, width, height],
      ['image/png', 80, 40, 160, 80],
    );
    await showsQuarters(picture.bytes);
    assert.deepEqual((await made(Buffer.from(svg), 40)).width, 40);
  });

  it('reads neither files nor addresses for an SVG', async () => {
    const svg = (href: string) =>
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><image width="20" height="20" href="${href}"/></svg>`,
      );
    for (const href of ['file:///etc/hostname', 'http://127.0.0.1:9/x.png', '../secret.png']) {
      const { data } = await pixelsOf((await made(svg(href))).bytes);
      assert.ok(
        data.every((value) => value === 0),
        href,
      );
    }
  });

  it('gives the same bytes for the same picture, also in another worker', async () => {
    const other = createPictureMaker({ folder: picturesFolder });
    try {
      for (const bytes of [await asAvif(photo(200, 100)), await asJpeg(photo(1500, 700))]) {
        const again = await other.convert(bytes, { widest: 600 });
        assert.ok('bytes' in again && Buffer.from(again.bytes).equals((await made(bytes)).bytes));
      }
    } finally {
      other.dispose();
    }
  });

  it('keeps the colour profile of a photo', async () => {
    const profile = Buffer.alloc(200, 7);
    profile.write('RGB ', 16, 'latin1');
    const plain = await asJpeg(photo(1600, 800));
    const mark = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
    const segment = Buffer.concat([Buffer.from([0xff, 0xe2, 0, mark.length + 2]), mark]);
    const tagged = Buffer.concat([plain.subarray(0, 2), segment, plain.subarray(2)]);
    const { bytes } = await made(tagged, 300);
    assert.ok(Buffer.from(bytes).includes(mark));
    assert.equal((await pixelsOf(bytes)).width, 600);
    const fading = photo(900, 300);
    fading.data.forEach((_, at) => at % 4 === 3 && (fading.data[at] = 200));
    const scan = await asPng(fading);
    const chunk = Buffer.concat([Buffer.from('iCCPx\0\0', 'latin1'), deflateSync(profile)]);
    const sized = Buffer.alloc(4);
    sized.writeUInt32BE(chunk.length - 4);
    const png = Buffer.concat([scan.subarray(0, 33), sized, chunk, Buffer.alloc(4), scan.subarray(33)]);
    const small = await workshop.convert(png, { widest: 200 });
    assert.ok('bytes' in small);
    assert.ok(Buffer.from(small.bytes).includes('iCCPicc\0\0'));
    assert.equal((await pixelsOf(small.bytes)).width, 400);
  });

  it('refuses a picture with more pixels than memory has room for', async () => {
    const bomb = Buffer.from(emptyPng(2, 2));
    bomb.writeUInt32BE(50_000, 16);
    bomb.writeUInt32BE(50_000, 20);
    assert.match(await refusal(bomb), /2500 megapixels/);
    const tall = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="9000000"><path d="M0 0h9v9H0z"/></svg>`;
    assert.match(await refusal(Buffer.from(tall)), /too long/);
  });

  it('refuses what is cut off, damaged, moving or of a kind it cannot read, each with its reason', async () => {
    const webp = await asWebp(photo(200, 100));
    const avif = await asAvif(photo(200, 100));
    const jpeg = await asJpeg(photo(1500, 700));
    const cut = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1);
    for (const bytes of [cut(webp), cut(avif), cut(jpeg), webp.subarray(0, 40), jpeg.subarray(0, 20)])
      assert.match(await refusal(bytes), /damaged or cut off/);
    const animated = Buffer.from(webp);
    animated.write('VP8X', 12, 'latin1');
    animated[20] = 2;
    assert.match(await refusal(animated), /moves/);
    assert.match(await refusal(Buffer.from('\0\0\0\x18ftypheic', 'latin1')), /HEIC/);
    assert.match(await refusal(Buffer.from('II*\0', 'latin1')), /TIFF/);
    assert.match(await refusal(Buffer.from('not a picture')), /not a picture/);
    assert.match(await refusal(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><path')), /mistake/);
    assert.match(await refusal(gif(3, 3)), /GIF/);
  });

  it('goes on after files that were broken', async () => {
    await refusal(Buffer.from('\x89PNG\r\n\x1a\n\0\0', 'latin1'));
    const picture = await made(await asWebp(quarters(40, 40)));
    await showsQuarters(picture.bytes);
  });
});
