import { type Sentence, sentence } from '../failure.js';
import { accessRows } from './accessRows.js';

/**
 * What may be done by the program itself. `wait`: after a pause, where repeating does no harm. `once`: the same, one
 * time. `renew-token`: once, with another token. `never`: only a person can change the outcome.
 */
export type RetryRule = 'never' | 'wait' | 'once' | 'renew-token';

/**
 * Whose rights decide. `shared`: something in a mailbox under `/users/…`, of another person or of nobody. `shared-file`:
 * an upload session there.
 */
export type RequestKind = 'own' | 'shared' | 'shared-file';

/** One line of the table: the first that fits the status and the code of an answer, and the request, is taken. */
export interface ErrorRow {
  /** Absent: any. */
  readonly statuses?: readonly number[];
  /** `error.code` of Graph's body, compared without regard to case. Absent: any, also none. */
  readonly graphCodes?: readonly string[];
  /** What was asked for. Absent: anything. */
  readonly of?: RequestKind;
  readonly code: string;
  readonly sentence: Sentence;
  readonly next: Sentence;
  /** Absent: `never`. */
  readonly retry?: RetryRule;
  /** The answer comes from behind the point where the request may have been carried out, whatever its status. */
  readonly provesNothing?: true;
}

/** Microsoft Graph, pages "Error responses" and "Throttling guidance"; Exchange's own codes as reported from the field. */
export const errorTable: readonly ErrorRow[] = [
  {
    graphCodes: ['ErrorExceededMessageLimit', 'ErrorSubmissionQuotaExceeded'],
    code: 'sending-limit-reached',
    sentence: sentence('This account has reached its sending limit.'),
    next: sentence('Wait some hours, then try again.'),
  },
  {
    graphCodes: ['ErrorMessageSubmissionBlocked', 'ErrorAccountSuspend'],
    code: 'sending-blocked',
    sentence: sentence('This account is not allowed to send mail at the moment.'),
    next: sentence('Open Outlook on the web and follow what it asks for, or ask your administrator.'),
  },
  {
    graphCodes: ['ErrorExceededMaxRecipientLimit'],
    code: 'too-many-recipients',
    sentence: sentence('The mail has more recipients than the mailbox allows.'),
    next: sentence('Send it to fewer people at a time, or to a distribution list.'),
  },
  {
    graphCodes: ['ErrorMessageSizeExceeded', 'RequestEntityTooLarge'],
    code: 'message-too-large',
    sentence: sentence('The mail is larger than the mailbox allows.'),
    next: sentence('Make the attachments or pictures smaller, or share them by a link.'),
  },
  {
    statuses: [500, 502, 503, 504, 509, 408],
    code: 'mailbox-unavailable',
    sentence: sentence('The mailbox cannot answer at the moment.'),
    next: sentence('Try again in a few minutes.'),
    retry: 'wait',
    provesNothing: true,
  },
  {
    statuses: [400, 401, 403, 404, 411, 413, 415],
    graphCodes: [
      'UnknownError',
      'generalException',
      'serviceNotAvailable',
      'ErrorInternalServerError',
      'ErrorInternalServerTransientError',
      'ErrorTimeoutExpired',
    ],
    code: 'mailbox-unavailable',
    sentence: sentence('The mailbox cannot answer at the moment.'),
    next: sentence('Try again in a few minutes.'),
    retry: 'wait',
    provesNothing: true,
  },
  {
    statuses: [400, 404],
    graphCodes: ['ErrorInvalidIdMalformed', 'RequestBroker--ParseUri'],
    code: 'message-id-invalid',
    sentence: sentence('The mailbox does not recognise the id of this message.'),
    next: sentence('Upload the draft again, or pick the message again.'),
  },
  {
    statuses: [400],
    graphCodes: ['ErrorInvalidRecipients'],
    code: 'recipients-refused',
    sentence: sentence('The mailbox did not accept a recipient of this mail.'),
    next: sentence('Check the addresses in the header; each needs an entry of its own.'),
  },
  {
    statuses: [400],
    graphCodes: ['ErrorInvalidPropertySet', 'ErrorInvalidPropertyUpdateSentMessage'],
    code: 'message-not-a-draft',
    sentence: sentence('The mailbox no longer holds this mail as a draft.'),
    next: sentence('Refresh to see whether it was sent.'),
  },
  {
    statuses: [400],
    graphCodes: ['InvalidInternetMessageHeader', 'InvalidInternetMessageHeaderCollection'],
    code: 'headers-refused',
    sentence: sentence('The mailbox did not accept the entries under “{0}”.', 'headers'),
    next: sentence('Their names begin with “{0}”, and there may be {1} at most.', 'x-', 5),
  },
  {
    statuses: [400],
    graphCodes: ['ErrorMimeContentInvalidBase64String', 'ErrorMimeContentInvalid'],
    code: 'mime-refused',
    sentence: sentence('The mailbox did not accept the mail in the form that its header asks for.'),
    next: sentence('Remove in-reply-to: or plain-text: from the header, or show the log and report it.'),
  },
  {
    statuses: [400],
    graphCodes: ['ErrorAttachmentSizeShouldNotBeLessThanMinimumSize'],
    code: 'attachment-refused',
    sentence: sentence('The mailbox did not accept a file of this mail.'),
    next: sentence('Remove the file and attach it again.'),
  },
  {
    statuses: [400],
    graphCodes: ['InefficientFilter'],
    code: 'search-refused',
    sentence: sentence('The mailbox could not carry out the search.'),
    next: sentence('Show the log and report it.'),
  },
  {
    statuses: [401],
    code: 'mailbox-sign-in-refused',
    sentence: sentence('The mailbox did not accept the sign-in.'),
    next: sentence('Sign in again.'),
    retry: 'renew-token',
  },
  ...accessRows,
  {
    statuses: [409, 412],
    code: 'message-changed-meanwhile',
    sentence: sentence('The copy in the mailbox changed at the same moment.'),
    next: sentence('Try again in a moment.'),
  },
  {
    statuses: [413],
    code: 'message-too-large',
    sentence: sentence('The mail is larger than the mailbox allows.'),
    next: sentence('Make the attachments or pictures smaller, or share them by a link.'),
  },
  {
    statuses: [411, 415],
    code: 'request-altered',
    sentence: sentence('The request did not reach the mailbox as it was sent.'),
    next: sentence('If a proxy is in use, ask its administrator; else show the log and report it.'),
  },
  {
    statuses: [429],
    code: 'mailbox-busy',
    sentence: sentence('The mailbox asks for a pause.'),
    next: sentence('Try again in a few minutes.'),
    retry: 'wait',
  },
  {
    statuses: [407],
    code: 'proxy-sign-in-needed',
    sentence: sentence('The proxy on the way to the mailbox asks for a sign-in.'),
    next: sentence('Check the proxy settings of VS Code.'),
  },
  {
    statuses: [300, 301, 302, 303, 307, 308],
    code: 'mailbox-redirected',
    sentence: sentence('Something on the network answered in place of the mailbox.'),
    next: sentence('Check whether this network asks for a sign-in of its own, then try again.'),
  },
  {
    statuses: [400, 424],
    code: 'mail-refused',
    sentence: sentence('The mailbox did not accept the request.'),
    next: sentence('Check the header of the draft; if it is right, show the log and report it.'),
  },
];
