import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { Cancelled } from '../../src/failure.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { selfSigned } from './graphSelfSigned.js';
import { closedPort, failureOf, request, transport } from './graphTransport.js';
import { httpAnswer, type RawServer, startRawServer } from './graphWire.js';

describe('what the HTTP transport says when no answer came', () => {
  let server: RawServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  for (const method of ['GET', 'POST', 'PUT']) {
    const body = method === 'GET' ? undefined : '{}';

    it(`${method}: never-sent where nothing listens`, async () => {
      const failure = await failureOf(
        transport(request(method, `http://127.0.0.1:${await closedPort()}/`, body)),
      );
      assert.deepEqual([failure.kind, failure.reason], ['never-sent', 'ECONNREFUSED']);
    });

    it(`${method}: never-sent where neither address of a name answers`, async () => {
      const failure = await failureOf(
        transport(request(method, `http://localhost:${await closedPort()}/`, body)),
      );
      assert.equal(failure.kind, 'never-sent');
    });

    it(`${method}: never-sent for a name that does not exist (RFC 6761 §6.4)`, async () => {
      const failure = await failureOf(transport(request(method, 'http://mailbox.invalid/', body)));
      assert.equal(failure.kind, 'never-sent');
      assert.match(failure.reason, /^(ENOTFOUND|EAI_AGAIN)$/);
    });

    it(`${method}: no-answer where the server hangs up after reading`, async () => {
      server = await startRawServer((socket) => socket.destroy());
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.equal(failure.kind, 'no-answer');
      assert.equal(server.requests.length, 1);
    });

    it(`${method}: no-answer where the server resets`, async () => {
      server = await startRawServer((socket) => socket.resetAndDestroy());
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.deepEqual([failure.kind, failure.reason], ['no-answer', 'ECONNRESET']);
      assert.equal(server.requests.length, 1);
    });

    it(`${method}: no-answer where the answer is shorter than its Content-Length`, async () => {
      server = await startRawServer((socket) =>
        socket.end(httpAnswer(200, '{"id":', { 'Content-Length': '400' })),
      );
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.equal(failure.kind, 'no-answer');
    });

    it(`${method}: no-answer where a chunked answer breaks off`, async () => {
      server = await startRawServer((socket) =>
        socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n'),
      );
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.equal(failure.kind, 'no-answer');
    });

    it(`${method}: no-answer where the answer is no HTTP`, async () => {
      server = await startRawServer((socket) => socket.end('220 smtp.example.com ESMTP\r\n'));
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.equal(failure.kind, 'no-answer');
    });

    it(`${method}: no-answer where the answer is longer than the limit`, async () => {
      server = await startRawServer((socket) => socket.end(httpAnswer(200, 'x'.repeat(65 * 1024))));
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.deepEqual([failure.kind, failure.reason], ['no-answer', 'max-size']);
    });

    it(`${method}: no-answer where a small packed answer unpacks beyond the limit`, async () => {
      const packed = gzipSync(Buffer.alloc(10 * 1024 * 1024));
      server = await startRawServer((socket) => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`);
        socket.end(packed);
      });
      const failure = await failureOf(transport(request(method, server.origin, body)));
      assert.equal(failure.kind, 'no-answer');
    });

    it(`${method}: the time limit covers headers that never come`, async () => {
      const hurried = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 150 });
      server = await startRawServer(() => undefined);
      const failure = await failureOf(hurried(request(method, server.origin, body)));
      assert.deepEqual([failure.kind, failure.reason], ['no-answer', 'timeout']);
    });

    it(`${method}: the time limit covers a body that trickles`, async () => {
      const hurried = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 150 });
      server = await startRawServer((socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
        const drip = setInterval(() => socket.write('x'), 20);
        socket.on('close', () => clearInterval(drip));
      });
      const failure = await failureOf(hurried(request(method, server.origin, body)));
      assert.deepEqual([failure.kind, failure.reason], ['no-answer', 'timeout']);
    });

    it(`${method}: cancelled before, and while waiting`, async () => {
      server = await startRawServer(() => undefined);
      const { origin } = server;
      await assert.rejects(transport(request(method, origin, body), AbortSignal.abort()), Cancelled);
      assert.equal(server.connections(), 0);
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 50);
      await assert.rejects(transport(request(method, origin, body), stop.signal), Cancelled);
    });
  }
});

describe('the HTTP transport and TLS', () => {
  it('never lets a byte of the request reach a server whose certificate is not trusted', async () => {
    let received = 0;
    const server = tls.createServer(selfSigned, (socket) =>
      socket.on('data', (bytes: Buffer) => (received += bytes.length)),
    );
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      for (const method of ['GET', 'POST', 'PUT']) {
        const body = method === 'GET' ? undefined : '{}';
        for (const scheme of ['https', 'HTTPS']) {
          const url = `${scheme}://127.0.0.1:${port}/`;
          const failure = await failureOf(transport(request(method, url, body)));
          assert.deepEqual([failure.kind, failure.reason], ['never-sent', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(received, 0);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('knows that a POST never left when the handshake did not end, by hanging up or by the time limit', async () => {
    const hurried = createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 200 });
    const sockets: net.Socket[] = [];
    let hangUp = true;
    const server = net.createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => (hangUp ? socket.destroy() : undefined));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      assert.equal((await failureOf(hurried(request('POST', url, '{}')))).kind, 'never-sent');
      hangUp = false;
      const late = await failureOf(hurried(request('POST', url, '{}')));
      assert.deepEqual([late.kind, late.reason], ['never-sent', 'timeout']);
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
