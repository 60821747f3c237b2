import assert from 'node:assert/strict';
import type net from 'node:net';
import { gzipSync } from 'node:zlib';
import { failureOf, request, text, transport } from './graphTransport.js';
import { httpAnswer, type RawServer, startRawServer } from './graphWire.js';

describe('the HTTP transport, byte for byte', () => {
  let server: RawServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  it('sends an empty POST with Content-Length: 0, and every header given', async () => {
    server = await startRawServer((socket) => socket.end(httpAnswer(202)));
    const answer = await transport(request('POST', `${server.origin}/send`, ''));
    assert.equal(answer.status, 202);
    assert.equal(server.requests.length, 1);
    assert.match(server.requests[0] ?? '', /^POST \/send HTTP\/1\.1\r\n/);
    assert.match(server.requests[0] ?? '', /\r\ncontent-length: 0\r\n/i);
    assert.match(server.requests[0] ?? '', /\r\nuser-agent: markdown-mail-test\/1\r\n/i);
    assert.match(server.requests[0] ?? '', /\r\naccept: application\/json\r\n/i);
    assert.doesNotMatch(server.requests[0] ?? '', /transfer-encoding/i);
  });

  it('sends a body with its length in bytes, not characters', async () => {
    server = await startRawServer((socket) => socket.end(httpAnswer(201, '{}')));
    await transport(request('POST', `${server.origin}/x`, '{"subject":"Grüße 👋"}'));
    const [head, body] = (server.requests[0] ?? '').split('\r\n\r\n');
    assert.match(head ?? '', /content-length: 26/i);
    assert.equal(Buffer.from(body ?? '', 'latin1').toString('utf8'), '{"subject":"Grüße 👋"}');
  });

  it('leaves no timer behind', async () => {
    server = await startRawServer((socket) => socket.end(httpAnswer(202)));
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    for (let n = 0; n < 5; n += 1) await transport(request('POST', server.origin, ''));
    assert.ok(timers() < before + 5, `${timers()} timers after, ${before} before`);
  });

  it('gives status, lower-case headers and body as they came', async () => {
    server = await startRawServer((socket) =>
      socket.end(httpAnswer(429, 'wait', { 'Retry-After': '2.5', 'Request-Id': 'a-1' })),
    );
    const answer = await transport(request('GET', `${server.origin}/`));
    assert.equal(answer.status, 429);
    assert.equal(answer.headers['retry-after'], '2.5');
    assert.equal(answer.headers['request-id'], 'a-1');
    assert.equal(text(answer.body), 'wait');
  });

  it('decodes gzip and does not claim that the body is still encoded', async () => {
    const packed = gzipSync('{"value":[]}');
    server = await startRawServer((socket) => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
      socket.end(packed);
    });
    const answer = await transport(request('GET', `${server.origin}/`));
    assert.equal(text(answer.body), '{"value":[]}');
    assert.equal(answer.headers['content-encoding'], undefined);
    assert.equal(answer.headers['content-length'], undefined);
  });

  it('returns a redirect as an answer and goes nowhere', async () => {
    let visits = 0;
    const elsewhere = await startRawServer((socket) => {
      visits += 1;
      socket.end(httpAnswer(200, 'caught'));
    });
    try {
      for (const status of [301, 302, 303, 307, 308]) {
        server = await startRawServer((socket) =>
          socket.end(httpAnswer(status, '', { Location: `${elsewhere.origin}/catch` })),
        );
        const answer = await transport(request('GET', `${server.origin}/`));
        assert.equal(answer.status, status);
        await server.close();
      }
      assert.equal(visits, 0);
    } finally {
      await elsewhere.close();
    }
  });

  it('reads a chunked answer whose last chunk comes in pieces', async () => {
    server = await startRawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0');
      setTimeout(() => socket.write('\r\n\r'), 20);
      setTimeout(() => socket.end('\n'), 40);
    });
    const answer = await transport(request('POST', `${server.origin}/`, '{}'));
    assert.equal(text(answer.body), 'ok');
  });

  it('keeps connections for GET and opens one for each POST', async () => {
    server = await startRawServer((socket) => socket.write(httpAnswer(200, '{}')));
    await transport(request('GET', `${server.origin}/1`));
    await transport(request('GET', `${server.origin}/2`));
    assert.equal(server.connections(), 1);
    await transport(request('POST', `${server.origin}/3`, '{}'));
    await transport(request('POST', `${server.origin}/4`, '{}'));
    assert.equal(server.connections(), 3);
  });

  it('sends a POST once and truly, where a kept-alive connection was closed by the server meanwhile', async () => {
    // The server drops a connection at the second request on it: what a kept-alive socket meets in the field.
    const perSocket = new Map<net.Socket, number>();
    server = await startRawServer((socket) => {
      const count = (perSocket.get(socket) ?? 0) + 1;
      perSocket.set(socket, count);
      if (count > 1) socket.destroy();
      else socket.write(httpAnswer(202));
    });
    await transport(request('GET', `${server.origin}/warm`));
    const answer = await transport(request('POST', `${server.origin}/send`, ''));
    assert.equal(answer.status, 202);
    const failure = await failureOf(transport(request('GET', `${server.origin}/stale`)));
    assert.equal(failure.kind, 'no-answer');
    assert.equal(server.requests.filter((text) => text.startsWith('POST')).length, 1);
    assert.equal(server.requests.filter((text) => text.includes('/stale')).length, 1);
  });
});
