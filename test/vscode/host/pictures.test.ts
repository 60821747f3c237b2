import assert from 'node:assert/strict';
import { draft, run, write } from './drafts.js';

/** A WebP of one pixel. */
const webp = Buffer.from('UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=', 'base64');

describe('pictures inside VS Code', function () {
  this.timeout(60_000);

  it('are converted by a worker of the extension host', async () => {
    await write('files/dot.webp', webp);
    await write(
      'files/logo.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><text x="2" y="15" font-size="12">Logo</text></svg>',
    );
    const uri = await write(
      'converted.mail.md',
      draft('to: a@example.com\nsubject: x', '![a](files/dot.webp)\n\n![b](files/logo.svg)\n'),
    );
    const { inlineImages } = await run<{
      inlineImages: readonly { name: string; contentType: string; contentBytes: string }[];
    }>('render', uri);
    assert.deepEqual(
      inlineImages.map(({ name }) => name.replace(/\.jpg$/, '.png')),
      ['dot.png', 'logo.png'],
    );
    const logo = Buffer.from(inlineImages[1]?.contentBytes ?? '', 'base64');
    assert.deepEqual([logo.readUInt32BE(16), logo.readUInt32BE(20)], [120, 40]);
    assert.deepEqual(await run('check', uri), []);
  });
});
