import assert from 'node:assert/strict';
import { Cancelled, sentence } from '../../../src/failure.js';
import { type GraphRequest } from '../../../src/graph/client.js';
import { get, graphFailure, lost, offline, patch, post, remove } from './requests.js';
import { type Answer, bench, empty, graphError, json, message, page } from './scripted.js';

describe('the Graph client: what goes on the wire', () => {
  it('signs in, names itself, asks for immutable ids, and percent-encodes', async () => {
    const { client, sent, tokens } = bench([json(200, message())]);
    await client.request({ ...get, prefer: ['outlook.body-content-type="html"'] });
    const request = sent[0];
    assert.equal(
      request?.url,
      'https://graph.microsoft.com/v1.0/me/messages/AAkALgAA%2Fx%2By%3D?$select=id%2CchangeKey',
    );
    assert.equal(request?.body, undefined);
    assert.deepEqual(request?.headers, {
      Authorization: 'Bearer token-1',
      Accept: 'application/json',
      Prefer: 'IdType="ImmutableId", outlook.body-content-type="html"',
      'client-request-id': '80000000-8000-4800-a800-800000000000',
    });
    assert.deepEqual(tokens, [{ scopes: ['Mail.ReadWrite'] }]);
  });

  it('sends JSON as UTF-8, and an action as an empty body with its length', async () => {
    const { client, sent } = bench([json(201, message()), empty(202)]);
    await client.request({ ...post, body: { subject: 'Grüße 👋' } });
    await client.request({ ...get, method: 'POST', query: {}, success: [202] });
    assert.equal(sent[0]?.headers['Content-Type'], 'application/json');
    assert.deepEqual(JSON.parse(new TextDecoder().decode(sent[0]?.body)), { subject: 'Grüße 👋' });
    assert.equal(sent[1]?.headers['Content-Length'], '0');
    assert.equal(sent[1]?.headers['Content-Type'], undefined);
    assert.equal(sent[1]?.body?.byteLength, 0);
  });

  it('keeps a path of the root and takes a final slash away', async () => {
    const { client, sent } = bench([json(200, {})], {}, 'http://127.0.0.1:8080/graph/');
    await client.request({ ...get, query: {} });
    assert.equal(sent[0]?.url, 'http://127.0.0.1:8080/graph/v1.0/me/messages/AAkALgAA%2Fx%2By%3D');
  });

  for (const id of ['', '.', '..', '\ud800'])
    it(`sends nothing for the id ${JSON.stringify(id)}, which would address something else`, async () => {
      const { client, sent } = bench([]);
      const failure = await graphFailure(client.request({ ...remove, path: ['me', 'messages', { id }] }));
      assert.deepEqual([failure.code, failure.refused, sent.length], ['message-id-invalid', true, 0]);
    });
});

describe('the Graph client: repeating', () => {
  const rows: [string, GraphRequest, Answer[], number, string | undefined][] = [
    ['GET after 429', get, [graphError(429, 'TooManyRequests'), json(200, {})], 2, undefined],
    ['GET after 503', get, [page(503), json(200, {})], 2, undefined],
    ['GET after 502, 504', get, [page(502), page(504), json(200, {})], 3, undefined],
    ['GET after a lost answer', get, [lost, json(200, {})], 2, undefined],
    ['GET, four times at most', get, [page(503), page(503), page(503), page(503)], 4, 'mailbox-unavailable'],
    ['PATCH after a lost answer: the caller must look first', patch, [lost], 1, 'mailbox-no-answer'],
    ['PATCH after 429', patch, [graphError(429, 'TooManyRequests')], 1, 'mailbox-busy'],
    ['DELETE after 504', remove, [page(504)], 1, 'mailbox-unavailable'],
    [
      'DELETE after 504, where a look says that it was not carried out',
      { ...remove, carriedOut: async () => false },
      [page(504), empty(204)],
      2,
      undefined,
    ],
    ['PATCH that doubles nothing', { ...patch, repeatable: true }, [lost, json(200, {})], 2, undefined],
    [
      'PATCH after 412: the caller must look first',
      patch,
      [graphError(412, 'ErrorIrresolvableConflict')],
      1,
      'message-changed-meanwhile',
    ],
    ['GET after 404', get, [graphError(404, 'ErrorItemNotFound')], 1, 'message-not-found'],
    [
      'GET, once more, for a mailbox said not to exist',
      get,
      [graphError(404, 'ErrorNonExistentMailbox'), graphError(404, 'ErrorNonExistentMailbox')],
      2,
      'mailbox-not-found',
    ],
    ['GET offline', get, [offline], 1, 'mailbox-offline'],
    ['GET, sending limit', get, [graphError(429, 'ErrorExceededMessageLimit')], 1, 'sending-limit-reached'],
    ['POST after 429', post, [graphError(429, 'TooManyRequests')], 1, 'mailbox-busy'],
    ['POST after 503', post, [page(503)], 1, 'mailbox-unavailable'],
    ['POST after 504', post, [page(504)], 1, 'mailbox-unavailable'],
    ['POST after a lost answer', post, [lost], 1, 'mailbox-no-answer'],
    ['POST offline', post, [offline], 1, 'mailbox-offline'],
    ['POST after 500', post, [graphError(500, 'UnknownError')], 1, 'mailbox-unavailable'],
    [
      'POST answered by 200 where 201 is meant',
      { ...post, success: [201] },
      [json(200, {})],
      1,
      'mailbox-answer-unreadable',
    ],
  ];
  for (const [name, request, script, requests, code] of rows)
    it(`${name}: ${requests} on the wire`, async () => {
      const { client, sent } = bench(script);
      if (code === undefined) await client.request(request);
      else assert.equal((await graphFailure(client.request(request))).code, code);
      assert.equal(sent.length, requests);
      assert.equal(new Set(sent.map(({ method }) => method)).size, 1);
    });

  const waits: [string, Record<string, string>, number][] = [
    ['seconds', { 'retry-after': '3' }, 3125],
    ['a fraction', { 'retry-after': '2.128' }, 2253],
    [
      'a date by the server’s clock',
      { 'retry-after': 'Tue, 01 Sep 2020 00:00:07 GMT', date: 'Tue, 01 Sep 2020 00:00:00 GMT' },
      7125,
    ],
    ['a date by ours', { 'retry-after': 'Tue, 01 Sep 2026 00:00:04 GMT' }, 4125],
    ['none', {}, 500],
    ['nonsense', { 'retry-after': 'soon' }, 500],
  ];
  for (const [name, headers, wait] of waits)
    it(`waits as Retry-After says: ${name}`, async () => {
      const { client, sent, sleeps } = bench([graphError(429, 'TooManyRequests', headers), json(200, {})]);
      await client.request(get);
      assert.equal(sent.length, 2);
      assert.equal(
        sleeps.reduce((sum, sleep) => sum + sleep, 0),
        wait,
      );
    });

  it('doubles its waits where the server names none', async () => {
    const { client, sleeps } = bench([page(503), page(503), page(503), json(200, {})]);
    await client.request(get);
    assert.deepEqual(sleeps, [500, 1000, 2000]);
  });

  it('does not begin a wait that is longer than its patience, and says how long it would be', async () => {
    const { client, sent, sleeps } = bench([graphError(429, 'TooManyRequests', { 'retry-after': '300' })]);
    const failure = await graphFailure(client.request(get));
    assert.deepEqual(
      [failure.code, failure.retryAfter, sent.length, sleeps.length],
      ['mailbox-busy', 300_000, 1, 0],
    );
    assert.deepEqual(failure.next, sentence('Try again in {0} minutes.', 5));
  });

  it('lets other requests, a send too, wait out the pause that one was told', async () => {
    const { client, sleeps } = bench([
      graphError(429, 'TooManyRequests', { 'retry-after': '5' }),
      json(201, {}),
    ]);
    assert.equal((await graphFailure(client.request(post))).code, 'mailbox-busy');
    await client.request(post);
    assert.deepEqual(sleeps, [5000]);
  });

  it('asks before a repetition whether the request was carried out after all', async () => {
    const { client, sent } = bench([lost]);
    const answer = await client.request({ ...remove, carriedOut: async () => true });
    assert.deepEqual([answer.status, sent.length], [204, 1]);
  });

  it('stops waiting when cancelled', async () => {
    const stop = new AbortController();
    const { client, sent } = bench([() => (stop.abort(), page(503))]);
    await assert.rejects(client.request(get, stop.signal), Cancelled);
    assert.equal(sent.length, 1);
  });
});
