import assert from 'node:assert/strict';
import { Cancelled, Failure, inEnglish } from '../../../src/failure.js';
import { downloadPicture } from '../../../src/graph/pictureDownload.js';
import { ConnectionFailure, type WireResponse } from '../../../src/wire.js';
import { gif } from '../render/pictureFiles.js';
import { type Answer, scripted } from './scripted.js';

const picture: WireResponse = { status: 200, headers: { 'content-type': 'text/html' }, body: gif(1, 1) };
const redirect = (location: string): WireResponse => ({
  status: 302,
  headers: { location },
  body: new Uint8Array(),
});

async function download(url: string, script: readonly Answer[], hosts: readonly string[] = ['e.org']) {
  const { transport, sent } = scripted(...script);
  let reason = '';
  const outcome = await downloadPicture(url, { transport, hosts: new Set(hosts) }).catch((error: unknown) => {
    assert.ok(error instanceof Failure, String(error));
    assert.equal(error.code, 'picture-not-downloaded');
    reason = inEnglish(error.sentence);
  });
  return { outcome, reason, sent, urls: sent.map(({ url: asked }) => asked) };
}

describe('the download of a picture', () => {
  it('asks for nothing but the picture, and goes by its content', async () => {
    const { outcome, sent } = await download('https://user:secret@e.org/a.png?b=1#c', [picture]);
    assert.deepEqual(outcome, { bytes: picture.body, ending: 'gif' });
    assert.deepEqual(sent, [
      { method: 'GET', url: 'https://e.org/a.png?b=1', headers: { Accept: 'image/*' } },
    ]);
  });

  it('follows redirects, five at most', async () => {
    const way = ['/1', 'https://cdn.example.com/2', '/3', '/4', '/5'].map(redirect);
    const { outcome, reason, urls } = await download('https://e.org/0', [...way, picture]);
    assert.ok(outcome, reason);
    assert.deepEqual(urls, [
      'https://e.org/0',
      'https://e.org/1',
      'https://cdn.example.com/2',
      'https://cdn.example.com/3',
      'https://cdn.example.com/4',
      'https://cdn.example.com/5',
    ]);
    const longer = await download('https://e.org/0', [...way, redirect('/6'), picture]);
    assert.match(longer.reason, /without an end/);
    assert.equal(longer.urls.length, 6);
  });

  const astray = [
    'http://e.org/plain.png',
    'file:///etc/passwd',
    'data:image/gif;base64,AAAA',
    'https://127.0.0.1/a.png',
    'https://[::1]/a.png',
    'https://192.168.0.1/a.png',
    'https://2130706433/a.png',
    'https://localhost:8443/a.png',
    'https://router/a.png',
    'https://nas.local/a.png',
    'https://',
  ];
  for (const location of astray)
    it(`does not follow from https://e.org to ${location}`, async () => {
      const { reason, urls } = await download('https://e.org/a.png', [redirect(location), picture]);
      assert.match(reason, /not asked about/);
      assert.deepEqual(urls, ['https://e.org/a.png']);
    });

  it('goes to a private host that the user was shown, and from http to http', async () => {
    const hosts = ['127.0.0.1:8080', 'router'];
    const { outcome, reason } = await download(
      'http://127.0.0.1:8080/a',
      [redirect('http://router/b'), picture],
      hosts,
    );
    assert.ok(outcome, reason);
  });

  const refused: readonly (readonly [name: string, answer: Answer, sentence: RegExp])[] = [
    ['an error page', { status: 404, headers: {}, body: gif(1, 1) }, /404/],
    [
      'a web page',
      { status: 200, headers: { 'content-type': 'image/png' }, body: Buffer.from('<html>') },
      /not a picture/,
    ],
    ['nothing', { status: 200, headers: {}, body: new Uint8Array() }, /not a picture/],
    ['no answer', new ConnectionFailure('never-sent', 'ECONNREFUSED'), /did not answer/],
    ['too much', new ConnectionFailure('no-answer', 'max-size'), /10 MB/],
    ['an answer too late', new ConnectionFailure('no-answer', 'timeout'), /20 seconds/],
    ['a redirect to nowhere', { status: 301, headers: {}, body: new Uint8Array() }, /not asked about/],
  ];
  for (const [name, answer, expected] of refused)
    it(`refuses ${name} with a sentence`, async () => {
      assert.match((await download('https://e.org/a.png', [answer])).reason, expected);
    });

  it('refuses what is no address', async () => {
    assert.match((await download('https://%', [])).reason, /not an address/);
  });

  it('stops when the user cancels', async () => {
    const stop = new AbortController();
    const download = downloadPicture(
      'https://e.org/a.png',
      {
        hosts: new Set(),
        transport: () => {
          stop.abort();
          return Promise.reject(new Cancelled());
        },
      },
      stop.signal,
    );
    await assert.rejects(download, Cancelled);
  });
});
