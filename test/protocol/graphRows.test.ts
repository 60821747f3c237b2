import assert from 'node:assert/strict';
import { inEnglish } from '../../src/failure.js';
import { createGraphClient } from '../../src/graph/client.js';
import { createGraphMailbox } from '../../src/graph/graphMailbox.js';
import { createHttpTransport } from '../../src/graph/http.js';
import { type Mailbox } from '../../src/graph/mailbox.js';
import { failureOf, hurriedClock, mail, startBench } from './graphBench.js';
import { type Answering, httpAnswer, type RawServer, startRawServer } from './graphWire.js';

const id = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AzzzzAAA=';

/** Codes of the Graph pages "Error responses" and "Known issues" and of reports from the field, with what is said of them. */
const codes: readonly (readonly [status: number, graphCode: string, code: string])[] = [
  [400, 'BadRequest', 'mail-refused'],
  [400, 'RequestBodyRead', 'mail-refused'],
  [400, 'invalidRequest', 'mail-refused'],
  [400, 'ErrorInvalidIdMalformed', 'message-id-invalid'],
  [400, 'RequestBroker--ParseUri', 'message-id-invalid'],
  [400, 'ErrorInvalidRecipients', 'recipients-refused'],
  [400, 'ErrorInvalidPropertySet', 'message-not-a-draft'],
  [400, 'ErrorInvalidPropertyUpdateSentMessage', 'message-not-a-draft'],
  [400, 'ErrorMimeContentInvalidBase64String', 'mime-refused'],
  [400, 'InvalidInternetMessageHeader', 'headers-refused'],
  [400, 'InvalidInternetMessageHeaderCollection', 'headers-refused'],
  [400, 'InefficientFilter', 'search-refused'],
  [400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', 'attachment-refused'],
  [400, 'ErrorMessageSizeExceeded', 'message-too-large'],
  [413, 'ErrorMessageSizeExceeded', 'message-too-large'],
  [403, 'ErrorMessageSubmissionBlocked', 'sending-blocked'],
  [400, 'ErrorExceededMessageLimit', 'sending-limit-reached'],
  [429, 'ErrorExceededMessageLimit', 'sending-limit-reached'],
  [403, 'ErrorSubmissionQuotaExceeded', 'sending-limit-reached'],
  [403, 'ErrorAccountSuspend', 'sending-blocked'],
  [400, 'ErrorExceededMaxRecipientLimit', 'too-many-recipients'],
  [401, 'InvalidAuthenticationToken', 'mailbox-sign-in-refused'],
  [403, 'ErrorAccessDenied', 'mailbox-access-denied'],
  [403, 'ErrorSendAsDenied', 'send-as-denied'],
  [403, 'ErrorQuotaExceeded', 'mailbox-full'],
  [404, 'ErrorItemNotFound', 'message-not-found'],
  [404, 'ResourceNotFound', 'mailbox-not-enabled'],
  [404, 'MailboxNotEnabledForRESTAPI', 'mailbox-not-enabled'],
  [404, 'ErrorNonExistentMailbox', 'mailbox-not-found'],
  [404, 'Request_ResourceNotFound', 'mailbox-not-found'],
  [404, 'ErrorInvalidUser', 'mailbox-not-found'],
  [411, 'LengthRequired', 'request-altered'],
  [412, 'ErrorIrresolvableConflict', 'message-changed-meanwhile'],
  [413, 'RequestEntityTooLarge', 'message-too-large'],
  [415, 'BadRequest', 'request-altered'],
  [424, 'BadRequest', 'mail-refused'],
  [429, 'ApplicationThrottled', 'mailbox-busy'],
  [429, 'TooManyRequests', 'mailbox-busy'],
  [429, 'activityLimitReached', 'mailbox-busy'],
  [500, 'UnknownError', 'mailbox-unavailable'],
  [502, 'generalException', 'mailbox-unavailable'],
  [503, 'serviceNotAvailable', 'mailbox-unavailable'],
  [504, 'UnknownError', 'mailbox-unavailable'],
  [509, 'ErrorInternalServerError', 'mailbox-unavailable'],
];

describe('the Graph mailbox over loopback: what each error of Graph is told as', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  before(async () => {
    bench = await startBench();
  });
  after(() => bench.close());

  for (const [status, graphCode, code] of codes)
    it(`${status} ${graphCode}: ${code}, with a sentence and what to do next`, async () => {
      bench.sandbox.faults.length = 0;
      bench.fault({ status, code: graphCode, message: 'Words of ada@example.com' }, { method: 'POST' });
      const failure = await failureOf(bench.box.send(id));
      assert.equal(failure.code, code);
      assert.match(inEnglish(failure.sentence), /^[A-Z].*\.$/);
      assert.match(inEnglish(failure.next ?? assert.fail('no next step')), /^[A-Z].*\.$/);
      assert.doesNotMatch(JSON.stringify([failure.sentence, failure.next]), /ada@/);
    });
});

describe('the Graph mailbox over loopback: throttling and challenges', () => {
  let bench: Awaited<ReturnType<typeof startBench>>;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.close());

  it('another program takes up the mailbox: reads and updates wait and arrive, a creation says so', async () => {
    const made = await bench.box.create(mail());
    bench.sandbox.switches.concurrentRequests = 1;
    bench.fault('hang', { method: 'GET', nth: 1 });
    const all = await Promise.all(Array.from({ length: 8 }, () => bench.box.get(made.id)));
    assert.ok(all.every((message) => message?.id === made.id));
    bench.sandbox.switches.concurrentRequests = 0;
    const failure = await failureOf(bench.box.create(mail()));
    assert.deepEqual([failure.code, failure.refused, failure.retryAfter], ['mailbox-busy', false, 1000]);
    assert.equal((await bench.stored()).length, 1);
  }).timeout(10_000);

  it('a claims challenge goes to the sign-in as JSON, and the request again with the new token', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
    const challenge = `Bearer realm="", authorization_uri="https://login.example/authorize", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    const unauthorized = {
      status: 401,
      code: 'InvalidAuthenticationToken',
      headers: { 'www-authenticate': challenge },
    };
    bench.fault(unauthorized, { method: 'POST', nth: 1 });
    await bench.box.create(mail());
    assert.deepEqual(bench.tokens, [
      { scopes: ['Mail.ReadWrite'] },
      { scopes: ['Mail.ReadWrite'], renew: true, claims },
    ]);
    const sent = bench
      .onWire('POST')
      .map(({ headers }) => headers['authorization'] ?? headers['Authorization']);
    assert.deepEqual(sent, ['Bearer good-1', 'Bearer good-2']);
  });
});

describe('the Graph mailbox over loopback: a server that is not the sandbox', () => {
  const servers: RawServer[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function serve(answer: Answering): Promise<RawServer> {
    const server = await startRawServer(answer);
    servers.push(server);
    return server;
  }

  function mailboxOf({ origin }: RawServer): Mailbox {
    const quiet = () => undefined;
    const client = createGraphClient({
      transport: createHttpTransport({ userAgent: 'test', timeoutMilliseconds: 400 }),
      token: async () => 'secret-of-this-cloud',
      root: origin,
      version: 'v1.0',
      clock: hurriedClock(),
      random: Math.random,
      log: { info: quiet, warn: quiet, error: quiet },
    });
    return createGraphMailbox(client, '/me');
  }

  for (const status of [202, 200])
    it(`a send that is answered by ${status} without a body is accepted, and goes out once with its length`, async () => {
      const server = await serve((socket) => socket.end(httpAnswer(status)));
      await mailboxOf(server).send(id);
      assert.equal(server.requests.length, 1);
      assert.match(server.requests[0] ?? '', /^POST \/v1\.0\/me\/messages\/[^/ ]+\/send HTTP\/1\.1\r\n/);
      assert.match(server.requests[0] ?? '', /\r\ncontent-length: 0\r\n/i);
    });

  it('a sign-in page of the network, as 200: nothing is known of a send, and nothing is repeated', async () => {
    const page = '<html><body>Welcome to the hotel</body></html>';
    const server = await serve((socket) =>
      socket.end(httpAnswer(200, page, { 'Content-Type': 'text/html' })),
    );
    const box = mailboxOf(server);
    const failure = await failureOf(box.send(id));
    assert.deepEqual([failure.code, failure.refused], ['mailbox-answer-unreadable', false]);
    assert.equal((await failureOf(box.create(mail()))).code, 'mailbox-answer-unreadable');
    assert.equal(server.requests.length, 2);
  });

  it('a redirect is followed nowhere, with or without the token', async () => {
    const other = await serve((socket) => socket.end(httpAnswer(200, '{}')));
    const server = await serve((socket) =>
      socket.end(httpAnswer(307, '', { Location: `${other.origin}/v1.0/me` })),
    );
    assert.equal((await failureOf(mailboxOf(server).get(id))).code, 'mailbox-redirected');
    assert.equal(other.connections(), 0);
  });

  it('the next page of a list is asked for as it is named, and never from another host', async () => {
    const other = await serve((socket) => socket.end(httpAnswer(200, '{"value":[]}')));
    const page = (next: string) => JSON.stringify({ value: [], '@odata.nextLink': next });
    const json = { 'Content-Type': 'application/json' };
    const own: { origin: string } = { origin: '' };
    const server = await serve((socket, _request, count) => {
      const next =
        count === 1 ? `${own.origin}/v1.0/me/odd?$Skip=a%2Fb&x='%20` : `${other.origin}/v1.0/me/messages`;
      socket.write(httpAnswer(200, page(next), json));
    });
    own.origin = server.origin;
    const failure = await failureOf(mailboxOf(server).findByTag('01J8ZQ4X7T9R5K2M3N6P8Q0S1T'));
    assert.equal(failure.code, 'mailbox-answer-unreadable');
    assert.match(server.requests[1] ?? '', /^GET \/v1\.0\/me\/odd\?\$Skip=a%2Fb&x=(?:'|%27)%20 HTTP/);
    assert.equal(server.requests.length, 2);
    assert.equal(other.connections(), 0);
  });
});
