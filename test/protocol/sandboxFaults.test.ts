import assert from 'node:assert/strict';
import { type FaultAction } from '../../src/sandbox/faults.js';
import { memoryStore } from '../../src/sandbox/memoryStore.js';
import { createSandbox } from '../../src/sandbox/sandbox.js';
import { ConnectionFailure } from '../../src/wire.js';
import { ada, file, immutable, Loopback, StillClock } from '../unit/sandbox/loopback.js';

describe('sandbox: faults', () => {
  let box: Loopback;
  beforeEach(async () => {
    box = await Loopback.start();
  });
  afterEach(() => box.close());

  const create = () => box.ask('POST', '/v1.0/me/messages', { subject: 'S' });
  const stored = async () => (await box.sandbox.messages(ada.userName)).length;

  it('answers in place of Graph, and nothing is carried out', async () => {
    const cases: [FaultAction, number, string][] = [
      ['throttle', 429, 'ApplicationThrottled'],
      ['unavailable', 503, 'serviceNotAvailable'],
      ['gatewayTimeout', 504, 'UnknownError'],
      ['preconditionFailedOnce', 412, 'ErrorIrresolvableConflict'],
      ['unauthorized', 401, 'InvalidAuthenticationToken'],
      ['sendAsDenied', 403, 'ErrorSendAsDenied'],
      ['mailboxFull', 403, 'ErrorQuotaExceeded'],
      [
        { status: 418, code: 'Teapot', message: 'short and stout', headers: { 'x-tea': 'green' } },
        418,
        'Teapot',
      ],
    ];
    for (const [action, status, code] of cases) {
      box.sandbox.faults.splice(0, 1, { do: action });
      const reply = await create();
      assert.deepEqual([reply.status, reply.code], [status, code]);
      if (code === 'Teapot') assert.equal(reply.headers.get('x-tea'), 'green');
    }
    box.sandbox.faults.splice(0, 1, { do: 'htmlErrorPage' });
    const page = await create();
    assert.equal(page.status, 502);
    assert.match(page.text, /^<html>/);
    box.sandbox.faults.length = 0;
    assert.equal(await stored(), 0);
    assert.equal((await create()).status, 201);
  });

  it('says Retry-After as an integer, a fraction or not at all', async () => {
    for (const [retryAfter, expected] of [
      [undefined, '1'],
      [7, '7'],
      ['2.128', '2.128'],
      [null, null],
    ] as const) {
      box.sandbox.faults.splice(0, 1, {
        do: 'throttle',
        ...(retryAfter === undefined ? {} : { retryAfter }),
      });
      assert.equal((await create()).headers.get('retry-after'), expected);
    }
  });

  it('strikes the nth request that matches method and path', async () => {
    box.sandbox.faults.push({ when: { method: 'POST', path: /\/messages$/g, nth: 2 }, do: 'unavailable' });
    assert.deepEqual([(await create()).status, (await box.get('/v1.0/me')).status], [201, 200]);
    assert.deepEqual([(await create()).status, (await create()).status], [503, 201]);
  });

  it('can carry a request out and say nothing of it', async () => {
    for (const action of ['dropAfterCommit', 'dropBeforeCommit'] as const) {
      box.sandbox.faults.splice(0, 1, { when: { nth: 1 }, do: action });
      await assert.rejects(create());
      assert.equal(box.sandbox.exchanges.at(-1)?.status, 'dropped');
      assert.equal(await stored(), 1);
    }
    box.sandbox.faults.splice(0, 1, { do: 'gatewayTimeoutAfterCommit' });
    assert.equal((await create()).status, 504);
    assert.equal(await stored(), 2);
    box.sandbox.faults.splice(0, 1, { do: { status: 500, code: 'generalException', afterCommit: true } });
    assert.equal((await create()).status, 500);
    assert.equal(await stored(), 3);
  });

  it('can send and lose the answer', async () => {
    const { id } = await box.draft({}, immutable);
    box.sandbox.faults.push({ when: { path: /\/send$/ }, do: 'dropAfterCommit' });
    await assert.rejects(box.send(id));
    assert.equal((await box.get(`/v1.0/me/messages/${id}`)).json.isDraft, false);
  });

  it('hangs until the client gives up, before or after the work', async () => {
    for (const [action, expected] of [
      ['hang', 0],
      ['hangAfterCommit', 1],
    ] as const) {
      box.sandbox.faults.splice(0, 1, { when: { method: 'POST' }, do: action });
      const giveUp = new AbortController();
      const headers = { authorization: 'Bearer token-ada@example.com', 'content-type': 'application/json' };
      const request = fetch(`${box.server.origin}/v1.0/me/messages`, {
        method: 'POST',
        headers,
        body: '{}',
        signal: giveUp.signal,
      });
      const outcome = request.then(
        () => 'answered',
        () => 'aborted',
      );
      setTimeout(() => giveUp.abort(), 150);
      assert.equal(await outcome, 'aborted');
      assert.equal(await stored(), expected);
    }
  });

  it('does not find a message once after its creation or an attachment', async () => {
    box.sandbox.faults.push({ do: 'notFoundOnceAfterCreate' });
    const first = await box.draft({}, immutable);
    const path = `/v1.0/me/messages/${encodeURIComponent(first.id)}`;
    assert.equal((await box.get(path)).status, 404);
    assert.equal((await box.get(path)).status, 200);
    const added = await box.ask('POST', `${path}/attachments`, file('a', Buffer.from('a')));
    assert.equal(added.status, 201);
    assert.equal((await box.send(first.id)).code, 'ErrorItemNotFound');
    assert.equal((await box.send(first.id)).status, 202);
  });

  it('throttles the fifth request at once', async () => {
    // Without the network between, all five arrive before the first is answered.
    const atOnce = async () => {
      const answers = Array.from({ length: 5 }, () =>
        box.sandbox.handle({
          method: 'POST',
          url: 'http://sandbox.example/v1.0/me/messages',
          headers: { Authorization: 'Bearer token-ada@example.com', 'Content-Type': 'application/json' },
          body: Buffer.from('{}'),
        }),
      );
      return Promise.all(answers);
    };
    const answers = await atOnce();
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, 201, 201, 429]);
    assert.equal(answers.find(({ status }) => status === 429)?.headers['retry-after'], '1');
    assert.equal(await stored(), 4);
    box.sandbox.switches.concurrentRequests = 5;
    assert.ok((await atOnce()).every(({ status }) => status === 201));
  });

  it('repeats itself from a seed when there is no network', async () => {
    const run = async () => {
      let state = 7;
      const sandbox = createSandbox({
        users: [ada],
        authorize: () => ada,
        store: memoryStore(),
        clock: new StillClock(),
        random: () => (state = (state * 16807) % 2147483647) / 2147483647,
      });
      sandbox.faults.push({ when: { path: /\/send$/, nth: 1 }, do: 'dropAfterCommit' });
      const ask = (method: string, path: string, body: string) =>
        sandbox.handle({
          method,
          url: `http://sandbox.example${path}`,
          headers: { Authorization: 'Bearer x', 'Content-Type': 'application/json' },
          body: Buffer.from(body),
        });
      const created = await ask(
        'POST',
        '/v1.0/me/messages',
        '{"toRecipients":[{"emailAddress":{"address":"b@example.com"}}]}',
      );
      const text = Buffer.from(created.body).toString('utf8');
      const { id } = JSON.parse(text) as { id: string };
      await assert.rejects(ask('POST', `/v1.0/me/messages/${id}/send`, ''), (error: unknown) => {
        return error instanceof ConnectionFailure && error.kind === 'no-answer';
      });
      return { text, headers: created.headers, messages: await sandbox.messages(ada.userName) };
    };
    const first = await run();
    assert.deepEqual(first, await run());
    assert.equal(first.messages[0]?.folder, 'sentitems');
  });
});
