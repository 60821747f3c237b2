import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/failure.js';
import { failureOfAnswer, failureOfConnection, type GraphFailure } from '../../../src/graph/errors.js';
import { errorTable } from '../../../src/graph/errorTable.js';
import { ConnectionFailure, type WireResponse } from '../../../src/wire.js';
import { empty, graphError, json, page } from './scripted.js';

const now = Date.UTC(2026, 8, 1);
const failureOf = (answer: WireResponse): GraphFailure => failureOfAnswer(answer, now);

describe('what an answer of the mailbox means', () => {
  // status, code of Graph's body ('' none: an HTML page), our code, refused, retry
  const rows: [number, string, string, boolean, string][] = [
    [400, 'BadRequest', 'mail-refused', true, 'never'],
    [400, 'RequestBodyRead', 'mail-refused', true, 'never'],
    [400, 'invalidRequest', 'mail-refused', true, 'never'],
    [400, 'ErrorInvalidIdMalformed', 'message-id-invalid', true, 'never'],
    [400, 'RequestBroker--ParseUri', 'message-id-invalid', true, 'never'],
    [400, 'ErrorInvalidRecipients', 'recipients-refused', true, 'never'],
    [400, 'errorinvalidrecipients', 'recipients-refused', true, 'never'],
    [400, 'ErrorInvalidPropertySet', 'message-not-a-draft', true, 'never'],
    [400, 'ErrorInvalidPropertyUpdateSentMessage', 'message-not-a-draft', true, 'never'],
    [400, 'ErrorMimeContentInvalidBase64String', 'mime-refused', true, 'never'],
    [400, 'InvalidInternetMessageHeader', 'headers-refused', true, 'never'],
    [400, 'InvalidInternetMessageHeaderCollection', 'headers-refused', true, 'never'],
    [400, 'InefficientFilter', 'search-refused', true, 'never'],
    [400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize', 'attachment-refused', true, 'never'],
    [400, 'ErrorMessageSizeExceeded', 'message-too-large', true, 'never'],
    [413, 'ErrorMessageSizeExceeded', 'message-too-large', true, 'never'],
    [413, 'RequestEntityTooLarge', 'message-too-large', true, 'never'],
    [413, '', 'message-too-large', false, 'never'],
    [400, 'ErrorMessageSubmissionBlocked', 'sending-blocked', true, 'never'],
    [403, 'ErrorAccountSuspend', 'sending-blocked', true, 'never'],
    [403, 'ErrorExceededMessageLimit', 'sending-limit-reached', true, 'never'],
    [429, 'ErrorExceededMessageLimit', 'sending-limit-reached', false, 'never'],
    [400, 'ErrorSubmissionQuotaExceeded', 'sending-limit-reached', true, 'never'],
    [400, 'ErrorExceededMaxRecipientLimit', 'too-many-recipients', true, 'never'],
    [401, 'InvalidAuthenticationToken', 'mailbox-sign-in-refused', true, 'renew-token'],
    [401, '', 'mailbox-sign-in-refused', false, 'renew-token'],
    [403, 'ErrorAccessDenied', 'mailbox-access-denied', true, 'never'],
    [403, 'ErrorSendAsDenied', 'send-as-denied', true, 'never'],
    [403, 'ErrorQuotaExceeded', 'mailbox-full', true, 'never'],
    [403, 'insufficient_claims', 'mailbox-policy', true, 'never'],
    [403, 'extensionError', 'mailbox-policy', true, 'never'],
    [403, 'ErrorCannotDeleteObject', 'message-not-deletable', true, 'never'],
    [403, '', 'mailbox-access-denied', false, 'never'],
    [404, 'ErrorItemNotFound', 'message-not-found', false, 'never'],
    [404, 'ResourceNotFound', 'mailbox-not-enabled', false, 'never'],
    [404, 'MailboxNotEnabledForRESTAPI', 'mailbox-not-enabled', false, 'never'],
    [404, 'ErrorNonExistentMailbox', 'mailbox-not-found', false, 'once'],
    [404, 'Request_ResourceNotFound', 'mailbox-not-found', false, 'never'],
    [404, 'ErrorInvalidUser', 'mailbox-not-found', false, 'never'],
    [404, '', 'mailbox-answer-unexpected', false, 'never'],
    [407, '', 'proxy-sign-in-needed', false, 'never'],
    [408, '', 'mailbox-unavailable', false, 'wait'],
    [409, 'Conflict', 'message-changed-meanwhile', false, 'never'],
    [411, '', 'request-altered', false, 'never'],
    [411, 'LengthRequired', 'request-altered', true, 'never'],
    [412, 'ErrorIrresolvableConflict', 'message-changed-meanwhile', false, 'never'],
    [415, 'UnsupportedMediaType', 'request-altered', true, 'never'],
    [424, 'FailedDependency', 'mail-refused', false, 'never'],
    [429, 'ApplicationThrottled', 'mailbox-busy', false, 'wait'],
    [429, 'activityLimitReached', 'mailbox-busy', false, 'wait'],
    [429, '', 'mailbox-busy', false, 'wait'],
    [500, 'UnknownError', 'mailbox-unavailable', false, 'wait'],
    [500, 'ErrorInternalServerError', 'mailbox-unavailable', false, 'wait'],
    [502, '', 'mailbox-unavailable', false, 'wait'],
    [503, 'serviceNotAvailable', 'mailbox-unavailable', false, 'wait'],
    [504, 'UnknownError', 'mailbox-unavailable', false, 'wait'],
    [504, '', 'mailbox-unavailable', false, 'wait'],
    [509, '', 'mailbox-unavailable', false, 'wait'],
    [501, 'NotImplemented', 'mailbox-answer-unexpected', false, 'never'],
    [400, 'UnknownError', 'mailbox-unavailable', false, 'wait'],
    [403, 'generalException', 'mailbox-unavailable', false, 'wait'],
    [400, '', 'mail-refused', false, 'never'],
    [302, '', 'mailbox-redirected', false, 'never'],
    [418, '', 'mailbox-answer-unexpected', false, 'never'],
  ];
  for (const [status, graphCode, code, refused, retry] of rows)
    it(`${status} ${graphCode || 'without a code'}: ${code}${refused ? ', refused' : ''}`, () => {
      const failure = failureOf(graphCode === '' ? page(status) : graphError(status, graphCode));
      assert.deepEqual([failure.code, failure.refused, failure.retry], [code, refused, retry]);
      assert.equal(failure.status, status);
      assert.equal(failure.graphCode, graphCode === '' ? undefined : graphCode);
    });

  it('refused is said by no 404, 408, 409, 412, 429 or 5xx, whatever code it bears', () => {
    const codes = new Set(errorTable.flatMap(({ graphCodes }) => graphCodes ?? []));
    for (const status of [404, 408, 409, 412, 429, 500, 501, 502, 503, 504, 509])
      for (const code of codes) assert.equal(failureOf(graphError(status, code)).refused, false);
  });

  it('keeps the words of the server to itself', () => {
    for (const { statuses, graphCodes, of } of errorTable) {
      const failure = failureOfAnswer(
        graphError(statuses?.[0] ?? 400, graphCodes?.[0] ?? 'Other'),
        now,
        of ?? 'own',
      );
      const said = [
        failure.message,
        inEnglish(failure.sentence),
        inEnglish(failure.next ?? failure.sentence),
      ];
      assert.doesNotMatch(JSON.stringify([failure, said]), /eve@|Secret/);
      assert.equal(failure.message, failure.code);
    }
  });

  it('takes nothing for a code or an id that is none', () => {
    const failure = failureOf(
      json(400, { error: { code: 'eve@example.com wrote' } }, { 'request-id': 'a b\r\nc' }),
    );
    assert.deepEqual([failure.graphCode, failure.requestId, failure.refused], [undefined, undefined, false]);
  });

  for (const body of [
    '',
    'null',
    '[]',
    '"x"',
    '{"error":null}',
    '{"error":{"code":7}}',
    '{"error":{"code":""}}',
    '{"error":"invalid"}',
    '{"error"',
  ])
    it(`proves nothing by the body ${body}`, () => {
      const answer = { ...empty(400), body: new TextEncoder().encode(body) };
      assert.deepEqual([failureOf(answer).code, failureOf(answer).refused], ['mail-refused', false]);
    });

  it('reads innerError in either spelling without stumbling, and a byte order mark', () => {
    const text = '\ufeff{"error":{"code":"ErrorSendAsDenied","message":"","innererror":{"code":"x"}}}';
    const failure = failureOf({ ...empty(403), body: new TextEncoder().encode(text) });
    assert.equal(failure.code, 'send-as-denied');
  });

  it('says how long to wait', () => {
    const next = (seconds: string) => {
      const failure = failureOf(graphError(429, 'TooManyRequests', { 'retry-after': seconds }));
      return failure.next && inEnglish(failure.next);
    };
    assert.equal(next('1.5'), 'Try again in 2 seconds.');
    assert.equal(next('600'), 'Try again in 10 minutes.');
    assert.equal(next('0'), 'Try again in a few minutes.');
  });
});

describe('what no answer means', () => {
  const rows: ['never-sent' | 'no-answer', string, string, boolean][] = [
    ['never-sent', 'ECONNREFUSED', 'mailbox-offline', true],
    ['never-sent', 'timeout', 'mailbox-offline', true],
    ['never-sent', 'CERT_HAS_EXPIRED', 'mailbox-certificate-refused', true],
    ['no-answer', 'ECONNRESET', 'mailbox-no-answer', false],
    ['no-answer', 'timeout', 'mailbox-no-answer', false],
  ];
  for (const [kind, reason, code, refused] of rows)
    it(`${kind} ${reason}: ${code}`, () => {
      const failure = failureOfConnection(new ConnectionFailure(kind, reason));
      assert.deepEqual([failure.code, failure.refused, failure.status], [code, refused, undefined]);
    });
});

describe('the error table', () => {
  it('has codes in kebab case and sentences that end', () => {
    for (const { code, sentence, next } of errorTable) {
      assert.match(code, /^[a-z]+(-[a-z]+)*$/);
      for (const text of [sentence, next]) assert.match(inEnglish(text), /^[A-Z][^{}]*\.$/);
    }
  });

  it('tells the same code by the same sentence everywhere', () => {
    const sentences = new Map<string, string>();
    for (const { code, sentence } of errorTable) {
      assert.equal(sentences.get(code) ?? sentence.text, sentence.text);
      sentences.set(code, sentence.text);
    }
  });

  it('has no row that another one hides', () => {
    errorTable.forEach((row) => {
      const status = row.statuses?.[0] ?? 400;
      const answer = row.graphCodes ? graphError(status, row.graphCodes[0] ?? '') : page(status);
      const taken = failureOfAnswer(answer, now, row.of ?? 'own');
      assert.deepEqual([taken.code, taken.next], [row.code, row.next]);
    });
  });
});
