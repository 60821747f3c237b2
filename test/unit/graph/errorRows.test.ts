import assert from 'node:assert/strict';
import { inEnglish } from '../../../src/failure.js';
import { failureOfAnswer } from '../../../src/graph/errors.js';
import { graphError } from './scripted.js';

const now = Date.UTC(2026, 8, 1);

describe('whose rights are missing', () => {
  type Asked = Parameters<typeof failureOfAnswer>[2];
  // status, code of Graph's body, what was asked, our code, what the next step names
  const rows: [number, string, Asked, string, RegExp][] = [
    [403, 'ErrorAccessDenied', 'own', 'mailbox-access-denied', /^Sign in again and agree/],
    [
      403,
      'ErrorAccessDenied',
      'shared',
      'mailbox-access-denied',
      /administrator for Full Access .*“mailbox”/,
    ],
    [403, 'ErrorAccessDenied', 'shared-file', 'shared-upload-refused', /Full Access .*3 MB/],
    [403, 'ErrorSendAsDenied', 'own', 'send-as-denied', /^Remove “from”, or .*Send As or Send on Behalf/],
    [403, 'ErrorSendAsDenied', 'shared', 'send-as-denied', /Send As or Send on Behalf .*“mailbox”/],
    [403, 'ErrorQuotaExceeded', 'shared', 'mailbox-full', /room/],
    [404, 'ErrorInvalidUser', 'shared', 'mailbox-not-found', /“mailbox”/],
    [404, 'MailboxNotEnabledForRESTAPI', 'shared', 'mailbox-not-found', /“mailbox”.*Exchange Online/],
    [404, 'ResourceNotFound', 'shared', 'mailbox-not-found', /“mailbox”.*Exchange Online/],
    [404, 'ResourceNotFound', 'own', 'mailbox-not-enabled', /Use another account/],
    [404, 'ErrorItemNotFound', 'shared', 'message-not-found', /Refresh/],
  ];
  for (const [status, graphCode, asked, code, next] of rows)
    it(`${status} ${graphCode}, ${asked}: ${code}`, () => {
      const failure = failureOfAnswer(graphError(status, graphCode), now, asked);
      assert.equal(failure.code, code);
      assert.match(failure.next ? inEnglish(failure.next) : '', next);
    });
});

describe('every code that Graph is known to answer', () => {
  /** Graph pages "Error responses", "Known issues", and reports from the field; with a status it comes with. */
  const known: Record<string, number> = {
    ErrorInvalidIdMalformed: 400,
    'RequestBroker--ParseUri': 400,
    ErrorInvalidRecipients: 400,
    ErrorInvalidPropertySet: 400,
    ErrorInvalidPropertyUpdateSentMessage: 400,
    ErrorMimeContentInvalidBase64String: 400,
    InvalidInternetMessageHeader: 400,
    InvalidInternetMessageHeaderCollection: 400,
    InefficientFilter: 400,
    ErrorAttachmentSizeShouldNotBeLessThanMinimumSize: 400,
    ErrorMessageSizeExceeded: 400,
    ErrorMessageSubmissionBlocked: 403,
    ErrorExceededMessageLimit: 429,
    ErrorSubmissionQuotaExceeded: 400,
    ErrorAccountSuspend: 403,
    ErrorExceededMaxRecipientLimit: 400,
    InvalidAuthenticationToken: 401,
    ErrorAccessDenied: 403,
    ErrorSendAsDenied: 403,
    ErrorQuotaExceeded: 403,
    insufficient_claims: 403,
    extensionError: 403,
    ErrorCannotDeleteObject: 403,
    ErrorItemNotFound: 404,
    ResourceNotFound: 404,
    MailboxNotEnabledForRESTAPI: 404,
    ErrorNonExistentMailbox: 404,
    Request_ResourceNotFound: 404,
    ErrorInvalidUser: 404,
    ErrorIrresolvableConflict: 412,
    RequestEntityTooLarge: 413,
    ApplicationThrottled: 429,
    TooManyRequests: 429,
    activityLimitReached: 429,
    UnknownError: 500,
    generalException: 500,
    ErrorInternalServerError: 500,
    serviceNotAvailable: 503,
  };
  for (const [graphCode, status] of Object.entries(known))
    it(`${graphCode} has a sentence and a next step of its own`, () => {
      for (const asked of ['own', 'shared', 'shared-file'] as const) {
        const failure = failureOfAnswer(graphError(status, graphCode), now, asked);
        assert.ok(failure.next);
        assert.ok(!['mail-refused', 'mailbox-answer-unexpected'].includes(failure.code), failure.code);
      }
    });

  it('a request that is malformed has the sentence of one that was refused', () => {
    for (const graphCode of ['BadRequest', 'RequestBodyRead', 'invalidRequest'])
      assert.equal(failureOfAnswer(graphError(400, graphCode), now).code, 'mail-refused');
  });
});
