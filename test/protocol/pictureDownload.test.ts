import assert from 'node:assert/strict';
import { Failure, inEnglish } from '../../src/failure.js';
import { downloadPicture, pictureTransport } from '../../src/graph/pictureDownload.js';
import { gif } from '../unit/render/pictureFiles.js';
import { httpAnswer, type RawServer, startRawServer } from './graphWire.js';

describe('the download of a picture, byte for byte', () => {
  let server: RawServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const download = (origin: string) =>
    downloadPicture(`${origin}/a.gif`, {
      transport: pictureTransport('markdown-mail-test/1'),
      hosts: new Set([new URL(origin).host]),
    });

  it('says who asks for what, and nothing about the user', async () => {
    server = await startRawServer((socket) => socket.end(httpAnswer(200, gif(3, 4).toString('latin1'))));
    const { ending } = await download(server.origin);
    assert.equal(ending, 'gif');
    const [request = ''] = server.requests;
    assert.match(request, /^GET \/a\.gif HTTP\/1\.1\r\n/);
    assert.doesNotMatch(request, /\r\n(?:cookie|authorization|referer):/i);
  });

  it('reads no more than 10 MB', async () => {
    const body = gif(3, 4).toString('latin1') + 'x'.repeat(10 * 1024 * 1024);
    server = await startRawServer((socket) => socket.end(httpAnswer(200, body)));
    await assert.rejects(download(server.origin), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(inEnglish(error.sentence), /10 MB/);
      return true;
    });
  });
});
