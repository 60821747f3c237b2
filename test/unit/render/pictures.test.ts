import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inEnglish } from '../../../src/failure.js';
import { folderOf, gif, jpeg, png } from './pictureFiles.js';
import { htmlOf, problemsOf, rendered } from './rendering.js';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 12);

describe('pictures', () => {
  it('become parts that the HTML names by their content id', async () => {
    const bytes = png(300, 200);
    const { html, images, problems } = await rendered('![a plan](plan.png "Draft 3")', {
      images: folderOf({ 'plan.png': bytes }),
    });
    const contentId = `image1-${hash(bytes)}`;
    assert.deepEqual(images, [{ contentId, name: 'plan.png', contentType: 'image/png', bytes }]);
    assert.deepEqual(problems, []);
    assert.ok(
      html.includes(
        `<img src="cid:${contentId}" width="300" height="200" alt="a plan" title="Draft 3" style="width:300px;max-width:100%;height:auto">`,
      ),
      html,
    );
  });

  it('are parts of their own at each use, and read once', async () => {
    const asked: string[] = [];
    const { html, images } = await rendered('![a](x.png) ![b](x.png)', {
      images: folderOf({ 'x.png': png(1, 1) }, asked),
    });
    const ids = images.map(({ contentId }) => contentId);
    assert.equal(new Set(ids).size, 2);
    assert.deepEqual(
      [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, id]) => id),
      ids,
    );
    assert.ok(ids.every((id) => /^[a-z0-9-]+$/.test(id)));
    assert.deepEqual(asked, ['x.png']);
  });

  const sizes: readonly (readonly [string, Buffer, string])[] = [
    ['a wide one is capped in proportion', png(1800, 900), 'width="600" height="300"'],
    ['a small one keeps its size', gif(16, 8), 'width="16" height="8"'],
    ['a flat one keeps a line', png(6000, 2), 'width="600" height="1"'],
    ['a photo as it was taken', jpeg(400, 300), 'width="400" height="300"'],
    ['a photo that the camera turned', jpeg(400, 300, 6), 'width="300" height="400"'],
  ];
  for (const [name, bytes, expected] of sizes) {
    it(`are sized by attributes: ${name}`, async () => {
      const html = await htmlOf('![a](x)', { images: folderOf({ x: bytes }) });
      assert.ok(html.includes(expected), html);
    });
  }

  it('are of the type that their content says', async () => {
    const { images } = await rendered('![a](x.png) ![b](y.gif) ![c](z.JPEG)', {
      images: folderOf({ 'x.png': jpeg(2, 2), 'y.gif': gif(2, 2), 'z.JPEG': jpeg(3, 3) }),
    });
    assert.deepEqual(
      images.map(({ contentType, name }) => [contentType, name]),
      [
        ['image/jpeg', 'x.jpg'],
        ['image/gif', 'y.gif'],
        ['image/jpeg', 'z.JPEG'],
      ],
    );
  });

  const refused: readonly (readonly [path: string, bytes: string | undefined, problem: string])[] = [
    ['gone.png', undefined, 'image-missing'],
    ['folder/', undefined, 'image-folder'],
    ['../secret.png', undefined, 'image-outside'],
    ['notes.png', 'not a picture at all', 'image-invalid'],
    ['empty.png', '', 'image-invalid'],
    ['cut.png', '\x89PNG\r\n\x1a\n\0\0', 'image-invalid'],
    ['zero.gif', 'GIF89a\0\0\0\0\0\0\0;', 'image-invalid'],
    ['photo.webp', 'RIFF\x24\0\0\0WEBPVP8 ', 'image-type'],
    ['photo.avif', '\0\0\0\x20ftypavif', 'image-type'],
    ['photo.heic', '\0\0\0\x20ftypheic', 'image-type'],
    ['logo.svg', '<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'image-type'],
    ['logo2.svg', '<?xml version="1.0"?>\n<svg></svg>', 'image-type'],
    ['old.bmp', 'BM\0\0\0\0', 'image-type'],
    ['scan.tif', 'II*\0', 'image-type'],
  ];
  for (const [path, bytes, problem] of refused) {
    it(`are refused with ${problem} for ${path}, on its line, and shown by their description`, async () => {
      const images = folderOf(bytes === undefined ? {} : { [path]: Buffer.from(bytes, 'latin1') });
      const markdown = `First.\n\nText\nmore ![the plan](${path}) text`;
      const mail = await rendered(markdown, { firstLine: 7, images });
      assert.deepEqual(mail.images, []);
      assert.deepEqual(
        mail.problems.map((p) => [p.severity, p.code, p.line]),
        [['error', problem, 10]],
      );
      assert.match(mail.html, /more \[the plan\] text/);
      const sentence = inEnglish(mail.problems[0]?.message ?? { text: '', args: [] });
      assert.ok(sentence.includes(path), sentence);
    });
  }

  it('inside a table carry the line of their row', async () => {
    assert.deepEqual(await problemsOf('| a |\n| - |\n| b |\n| ![c](gone.png) |'), ['error image-missing 3']);
  });

  it('from the internet stay there, with a note, and are never asked for', async () => {
    const asked: string[] = [];
    const { html, images, problems } = await rendered('![logo](https://e.org/a.png?b=1&c=2)', {
      images: folderOf({}, asked),
    });
    assert.ok(html.includes('<img src="https://e.org/a.png?b=1&amp;c=2" alt="logo"'), html);
    assert.deepEqual(
      problems.map(({ severity, code }) => [severity, code]),
      [['information', 'image-remote']],
    );
    assert.deepEqual([images, asked], [[], []]);
  });

  it('that are written as data: URLs become parts', async () => {
    const bytes = gif(3, 4);
    const { html, images } = await rendered(`![dot](data:image/png;base64,${bytes.toString('base64')})`);
    assert.deepEqual(images, [
      { contentId: `image1-${hash(bytes)}`, name: 'image1.gif', contentType: 'image/gif', bytes },
    ]);
    assert.doesNotMatch(html, /data:/);
  });

  it('are looked for by the name that was meant', async () => {
    const asked: string[] = [];
    await rendered('![a](<my plan.png>) ![b](my%20plan.png) ![c](תרשים.png) ![d](50%.png)', {
      images: folderOf({}, asked),
    });
    assert.deepEqual(asked, ['my plan.png', 'תרשים.png', '50%.png']);
  });

  it('without a description, and too many of them, are noted', async () => {
    const images = folderOf({
      'x.png': png(2, 2),
      'big.png': Buffer.concat([png(2, 2), Buffer.alloc(1_000_001)]),
    });
    assert.deepEqual(await problemsOf('![](x.png)', { images }), ['warning image-alt 0']);
    assert.deepEqual(await problemsOf('![a](big.png)', { images }), ['information image-weight 0']);
    assert.deepEqual(await problemsOf('![a](x.png)', { images }), []);
  });

  it('larger than any program can open are refused', async () => {
    const bomb = Buffer.from(png(2, 2));
    bomb.writeUInt32BE(50_000, 16);
    bomb.writeUInt32BE(50_000, 20);
    const images = folderOf({ 'x.png': bomb });
    assert.deepEqual(await problemsOf('![a](x.png)', { images }), ['error image-too-large 0']);
  });

  it('of one mail do not come along in the next', async () => {
    const images = folderOf({ 'x.png': png(2, 2) });
    await rendered('![a](x.png)', { images });
    assert.deepEqual((await rendered('no picture', { images })).images, []);
  });
});
