import assert from 'node:assert/strict';
import { createMsalNetwork } from '../../../src/auth/msalNetwork.js';
import { answerFault, busyUntil, connectionFault } from '../../../src/auth/networkFailures.js';
import { type Clock } from '../../../src/clock.js';
import { type Cancelled, type Failure, inEnglish } from '../../../src/failure.js';
import { ConnectionFailure, type Transport, type WireRequest, type WireResponse } from '../../../src/wire.js';

const json = (status: number, body: object, headers: Record<string, string> = {}): WireResponse => ({
  status,
  headers,
  body: Buffer.from(JSON.stringify(body)),
});

describe('Faults between here and the sign-in service', () => {
  for (const [reason, code] of [
    ['ENOTFOUND', 'sign-in-offline'],
    ['EAI_AGAIN', 'sign-in-offline'],
    ['ENETUNREACH', 'sign-in-offline'],
    ['ECONNREFUSED', 'sign-in-unreachable'],
    ['ECONNRESET', 'sign-in-unreachable'],
    ['timeout', 'sign-in-unreachable'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'sign-in-certificate'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'sign-in-certificate'],
    ['CERT_HAS_EXPIRED', 'sign-in-certificate'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'sign-in-certificate'],
  ] as const)
    it(`${reason}: ${code}, names the host, keeps the cause`, () => {
      const cause = new ConnectionFailure('never-sent', reason);
      const failure = connectionFault(cause, 'login.example.com');
      assert.equal(failure.code, code);
      assert.match(inEnglish(failure.sentence), /login\.example\.com/);
      assert.equal(failure.cause, cause);
      assert.ok(!failure.message.includes('login.example.com'));
    });

  const now = Date.UTC(2026, 10, 20, 12, 0, 0);
  for (const [what, answer, code, next] of [
    ['proxy', { status: 407, headers: {}, body: Buffer.from('') }, 'sign-in-proxy', undefined],
    [
      'hotel',
      { status: 200, headers: {}, body: Buffer.from('<html>') },
      'sign-in-unexpected-answer',
      undefined,
    ],
    ['429 in seconds', json(429, {}, { 'retry-after': '7' }), 'sign-in-busy', 'Try again in 7 seconds.'],
    ['429 bare', json(429, {}), 'sign-in-busy', 'Try again in 60 seconds.'],
    [
      '503 by date',
      json(503, {}, { 'retry-after': 'Fri, 20 Nov 2026 12:00:30 GMT' }),
      'sign-in-busy',
      'Try again in 30 seconds.',
    ],
    ['503 bare', json(503, {}), 'sign-in-busy', 'Try again in a minute.'],
    ['absurd', json(429, {}, { 'retry-after': '99999999' }), 'sign-in-busy', 'Try again in 3600 seconds.'],
  ] as const)
    it(`${what}: ${code}`, () => {
      const failure = answerFault(answer, 'login.example.com', now);
      assert.equal(failure?.code, code);
      if (next !== undefined) assert.equal(failure?.next && inEnglish(failure.next), next);
    });

  it('JSON of 200 and 400 is for MSAL', () => {
    assert.equal(answerFault(json(200, {}), 'x', now), undefined);
    assert.equal(answerFault(json(400, { error: 'invalid_grant' }), 'x', now), undefined);
  });

  it('counts the time that is left', () => {
    assert.equal(inEnglish(busyUntil(now + 1, now).next ?? assert.fail()), 'Try again in a second.');
  });
});

describe('The network under MSAL', () => {
  const url = 'https://login.example.com/common/oauth2/v2.0/token';
  const poll = { body: 'grant_type=device_code&device_code=d' };
  let slept: number[];
  let lines: string[];
  let sent: WireRequest[];

  const clock: Clock = {
    now: () => 0,
    sleep: async (milliseconds) => void slept.push(milliseconds),
  };
  const wrap = (failure: Failure | Cancelled) => failure;

  beforeEach(() => {
    [slept, lines, sent] = [[], [], []];
  });

  function network(answers: (WireResponse | Error)[], blocked?: () => Failure | undefined) {
    const transport: Transport = async (request) => {
      sent.push(request);
      const answer = answers.shift() ?? assert.fail('one request too many');
      if (answer instanceof Error) throw answer;
      return answer;
    };
    const line = (message: string) => void lines.push(message);
    return createMsalNetwork({
      transport,
      clock,
      log: { info: line, warn: line, error: line },
      wrap,
      blocked,
    });
  }

  it('sends the form as it is and gives status, headers and body', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await network([json(400, { error: 'invalid_grant' }, { a: 'b' })]).sendPostRequestAsync(
      url,
      {
        headers,
        body: 'grant_type=refresh_token',
      },
    );
    assert.deepEqual(answer, { status: 400, headers: { a: 'b' }, body: { error: 'invalid_grant' } });
    assert.equal(Buffer.from(sent[0]?.body ?? []).toString(), 'grant_type=refresh_token');
    assert.equal(sent[0]?.headers['Content-Type'], headers['Content-Type']);
  });

  it('a device code without an interval gets the five seconds of RFC 8628', async () => {
    for (const interval of [undefined, 0, -1, 'x'])
      assert.equal((await deviceAnswer({ device_code: 'd', interval }))['interval'], 5);
    assert.equal((await deviceAnswer({ device_code: 'd', interval: 2 }))['interval'], 2);
  });

  async function deviceAnswer(body: object): Promise<Record<string, unknown>> {
    const answer = await network([json(200, body)]).sendPostRequestAsync<Record<string, unknown>>(url, {
      body: 'scope=x',
    });
    return answer.body;
  }

  it('a refused device code keeps the number of the service', async () => {
    const body = {
      error: 'invalid_grant',
      error_codes: [53003],
      error_description: 'AADSTS53003: ada@example.com',
    };
    for (const request of [{ body: 'scope=x' }, poll])
      await assert.rejects(network([json(400, body)]).sendPostRequestAsync(url, request), {
        code: 'sign-in-device-code-blocked',
      });
    assert.ok(lines.every((line) => line.includes('AADSTS53003') && !line.includes('ada@')));
  });

  it('a poll survives lost answers and gateways, more slowly, but not for ever', async () => {
    const lost = () => new ConnectionFailure('no-answer', 'ECONNRESET');
    const client = network([
      lost(),
      json(503, {}),
      lost(),
      json(200, { access_token: 't' }),
      ...Array.from({ length: 6 }, lost),
    ]);
    const pending = { error: 'authorization_pending' };
    for (let i = 0; i < 3; i++)
      assert.deepEqual((await client.sendPostRequestAsync(url, poll)).body, pending);
    assert.deepEqual((await client.sendPostRequestAsync(url, poll)).body, { access_token: 't' });
    assert.deepEqual(slept, [0, 5000, 10_000, 15_000]);
    for (let i = 0; i < 5; i++) await client.sendPostRequestAsync(url, poll);
    await assert.rejects(client.sendPostRequestAsync(url, poll), { code: 'sign-in-unreachable' });
  });

  it('other requests are not repeated', async () => {
    const client = network([new ConnectionFailure('no-answer', 'ECONNRESET')]);
    await assert.rejects(client.sendPostRequestAsync(url, { body: 'grant_type=refresh_token' }), {
      code: 'sign-in-unreachable',
    });
    assert.equal(sent.length, 1);
  });

  it('sends nothing while blocked', async () => {
    const client = network([], () => busyUntil(5000, 0));
    await assert.rejects(client.sendPostRequestAsync(url, { body: 'grant_type=refresh_token' }), {
      code: 'sign-in-busy',
    });
    assert.equal(sent.length, 0);
  });
});
