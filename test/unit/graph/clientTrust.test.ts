import assert from 'node:assert/strict';
import { Cancelled, Failure, sentence } from '../../../src/failure.js';
import { createGraphClient } from '../../../src/graph/client.js';
import { type WireResponse } from '../../../src/wire.js';
import { get, graphFailure, lost, patch, post } from './requests.js';
import { type Answer, bench, empty, graphError, json, message, page, virtualClock } from './scripted.js';

describe('the Graph client: a 401', () => {
  const refused = graphError(401, 'InvalidAuthenticationToken');

  for (const request of [get, post])
    it(`${request.method}: once more with a renewed token, since it was not carried out`, async () => {
      const { client, sent, tokens } = bench([refused, json(request.method === 'GET' ? 200 : 201, {})]);
      await client.request(request);
      assert.deepEqual(
        sent.map(({ headers }) => headers['Authorization']),
        ['Bearer token-1', 'Bearer token-2'],
      );
      assert.deepEqual(tokens[1], { scopes: ['Mail.ReadWrite'], renew: true });
    });

  it('not a third time', async () => {
    const { client, sent } = bench([refused, refused]);
    const failure = await graphFailure(client.request(post));
    assert.deepEqual([failure.code, failure.refused, sent.length], ['mailbox-sign-in-refused', true, 2]);
  });

  it('renews once for all attempts at a request', async () => {
    const { client, sent } = bench([refused, page(503), refused]);
    assert.equal((await graphFailure(client.request(get))).code, 'mailbox-sign-in-refused');
    assert.equal(sent.length, 3);
  });

  it('passes a claims challenge on, decoded', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const challenge = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const { client, tokens } = bench([empty(401, { 'www-authenticate': challenge }), json(200, {})]);
    await client.request(get);
    assert.deepEqual(tokens[1], { scopes: ['Mail.ReadWrite'], renew: true, claims });
  });

  for (const encoded of [
    '!!',
    Buffer.from('not json').toString('base64'),
    Buffer.from('"text"').toString('base64'),
  ])
    it(`ignores claims that cannot be read: ${encoded}`, async () => {
      const headers = { 'www-authenticate': `Bearer claims="${encoded}"` };
      const { client, tokens } = bench([empty(401, headers), json(200, {})]);
      await client.request(get);
      assert.deepEqual(tokens[1], { scopes: ['Mail.ReadWrite'], renew: true });
    });

  it('is not believed from a page that something else put up', async () => {
    const { client, sent } = bench([page(401)]);
    const failure = await graphFailure(client.request(post));
    assert.deepEqual([failure.code, failure.refused, sent.length], ['mailbox-sign-in-refused', false, 1]);
  });

  it('hands on the failure of a sign-in as it is, having sent nothing', async () => {
    const expired = new Failure('sign-in-expired', sentence('Your sign-in has expired.'));
    let sent = 0;
    const client = createGraphClient({
      transport: async () => ((sent += 1), json(200, {})),
      token: () => Promise.reject(expired),
      root: 'https://graph.microsoft.com',
      version: 'v1.0',
      clock: virtualClock(),
      random: Math.random,
      log: { info() {}, warn() {}, error() {} },
    });
    await assert.rejects(client.request(post), expired);
    assert.equal(sent, 0);
  });
});

describe('the Graph client: answers that lie', () => {
  const bodies: [string, WireResponse][] = [
    ['HTML', page(200)],
    ['nothing', empty(200)],
    ['no UTF-8', { ...empty(200), body: Buffer.from('{"value":[],"x":"\xff"}', 'latin1') }],
    ['half of it', { ...empty(200), body: new TextEncoder().encode('{"value":[{"id":') }],
    ['a list', json(200, [])],
    ['no value', json(200, { other: 1 })],
    [
      'a link to elsewhere',
      json(200, { value: [], '@odata.nextLink': 'https://evil.example/v1.0/me/messages' }),
    ],
    [
      'a link to another port',
      json(200, { value: [], '@odata.nextLink': 'https://graph.microsoft.com:444/x' }),
    ],
    ['a link without TLS', json(200, { value: [], '@odata.nextLink': 'http://graph.microsoft.com/x' })],
    [
      'a link with a password',
      json(200, { value: [], '@odata.nextLink': 'https://a:b@graph.microsoft.com/x' }),
    ],
    ['a link that is no URL', json(200, { value: [], '@odata.nextLink': 'next' })],
    ['a number as a link', json(200, { value: [], '@odata.nextLink': 7 })],
  ];
  for (const [name, answer] of bodies)
    it(`${name}: one sentence, and no token goes anywhere else`, async () => {
      const { client, sent } = bench([answer]);
      const failure = await graphFailure(client.items(get, (item) => item));
      assert.deepEqual([failure.code, failure.refused, sent.length], ['mailbox-answer-unreadable', false, 1]);
    });

  it('a list that never ends is stopped', async () => {
    const endless = (n: number) =>
      json(200, {
        value: [n],
        '@odata.nextLink': `https://graph.microsoft.com/v1.0/me/messages?$skiptoken=${n}`,
      });
    const { client, sent } = bench(Array.from({ length: 100 }, (_, n) => endless(n)));
    assert.equal((await graphFailure(client.items(get, (item) => item))).code, 'mailbox-answer-unreadable');
    assert.equal(sent.length, 40);
  });

  it('a list that comes back to its own page is stopped', async () => {
    const link = 'https://graph.microsoft.com/v1.0/me/messages?$skip=1';
    const again = json(200, { value: [], '@odata.nextLink': link });
    const { client, sent } = bench([again, again, again]);
    assert.equal((await graphFailure(client.items(get, (item) => item))).code, 'mailbox-answer-unreadable');
    assert.equal(sent.length, 2);
  });

  it('follows a link verbatim', async () => {
    const link =
      "https://graph.microsoft.com/v1.0/users('4')/mailfolders('x')/messages?$skiptoken=a%2Bb%3d&z=%20";
    const { client, sent } = bench([
      json(200, { value: [1], '@odata.nextLink': link }),
      json(200, { value: [2] }),
    ]);
    assert.deepEqual(await client.items(get, (item) => item), [1, 2]);
    assert.equal(sent[1]?.url, link);
    assert.equal(sent[1]?.headers['Prefer'], 'IdType="ImmutableId"');
  });
});

describe('the Graph client: four at a time', () => {
  it('never has a fifth request on the wire, and serves in order', async () => {
    let running = 0;
    let most = 0;
    const open: (() => void)[] = [];
    const answer: Answer = async () => {
      most = Math.max(most, (running += 1));
      await new Promise<void>((resolve) => open.push(resolve));
      running -= 1;
      return json(200, {});
    };
    const { client, sent } = bench(Array.from({ length: 9 }, () => answer));
    const all = Array.from({ length: 9 }, (_, n) => client.request({ ...get, path: ['me', `m${n}`] }));
    for (let answered = 0; answered < 9; answered += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      open.shift()?.();
    }
    await Promise.all(all);
    assert.equal(most, 4);
    assert.deepEqual(
      sent.map(({ url }) => /m\d/.exec(url)?.[0]),
      ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'],
    );
  });

  it('lets a waiting request go when it is cancelled, without holding up the others', async () => {
    const open: (() => void)[] = [];
    const slow: Answer = async () => {
      await new Promise<void>((resolve) => open.push(resolve));
      return json(200, {});
    };
    const { client, sent } = bench(Array.from({ length: 9 }, () => slow));
    const four = Array.from({ length: 4 }, () => client.request(get));
    const stop = new AbortController();
    const fifth = client.request(get, stop.signal);
    const sixth = client.request(get);
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort();
    await assert.rejects(fifth, Cancelled);
    for (let answered = 0; answered < 5; answered += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      open.shift()?.();
    }
    await Promise.all([...four, sixth]);
    assert.equal(sent.length, 5);
    // All four places are free again: the one that was let go holds none.
    const more = Array.from({ length: 4 }, () => client.request(get));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(open.length, 4);
    for (const answer of open) answer();
    await Promise.all(more);
  });
});

describe('the log of the Graph client', () => {
  it('names method, path, status, request id, time and sizes, and nothing that is private', async () => {
    const { client, lines } = bench([
      graphError(503, 'serviceNotAvailable', { 'request-id': 'eve@example.com <subject>' }),
      lost,
      json(200, message({ subject: 'Secret subject' })),
    ]);
    const path = ['users', { user: 'ada@example.com' }, 'messages', { id: 'AAkALgAAAAAAHYQDE=' }];
    await client.request({
      ...patch,
      repeatable: true,
      path,
      query: { $filter: "subject eq 'Secret subject'" },
      body: { subject: 'Secret subject' },
    });
    assert.equal(lines.length, 3);
    assert.match(
      lines[0] ?? '',
      /^PATCH \/users\/…\/messages\/…HYQDE= 503 request-id none 0 ms, 28 bytes out, \d+ bytes in$/,
    );
    assert.match(lines[1] ?? '', /no-answer ECONNRESET client-request-id 80000000-/);
    assert.match(lines[2] ?? '', / 200 request-id srv-1 /);
    assert.doesNotMatch(lines.join('\n'), /ada|example|Secret|subject|token-|Bearer|https?:|\?/i);
  });
});
