import assert from 'node:assert/strict';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { gzipSync } from 'node:zlib';
import { Cancelled } from '../../src/failure.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { ConnectionFailure, type WireRequest } from '../../src/wire.js';
import { httpAnswer, type RawServer, startRawServer } from './graphWire.js';
import { selfSigned } from './graphSelfSigned.js';

const transport = createHttpTransport({
  userAgent: 'markdown-mail-test/1',
  timeoutMilliseconds: 2000,
  answerLimitBytes: 64 * 1024,
});
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function request(method: string, url: string, body?: string): WireRequest {
  const headers = { Accept: 'application/json' };
  return body === undefined
    ? { method, url, headers }
    : { method, url, headers, body: new TextEncoder().encode(body) };
}

async function failureOf(promise: Promise<unknown>): Promise<ConnectionFailure> {
  const error = await promise.then(
    () => assert.fail('it was answered'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof ConnectionFailure, `${String(error)} is no ConnectionFailure`);
  assert.ok(!/127\.0\.0\.1|http/.test(error.message), `${error.message} names a URL`);
  return error;
}

async function closedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

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

describe('what the HTTP transport says when no answer came', () => {
  let server: RawServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  for (const method of ['GET', 'POST']) {
    const body = method === 'POST' ? '{}' : undefined;

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
      for (const method of ['GET', 'POST']) {
        const body = method === 'POST' ? '{}' : undefined;
        const failure = await failureOf(transport(request(method, `https://127.0.0.1:${port}/`, body)));
        assert.deepEqual([failure.kind, failure.reason], ['never-sent', 'DEPTH_ZERO_SELF_SIGNED_CERT']);
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
