import { sentence } from '../failure.js';
import { type ErrorRow } from './errorTable.js';

/**
 * The part of the error table about rights: 403 and 404, where the next step depends on whose mailbox it is (Graph pages
 * "Send Outlook messages from another user" and "Get Outlook messages in a shared or delegated folder").
 */
export const accessRows: readonly ErrorRow[] = [
  {
    statuses: [403],
    graphCodes: ['ErrorSendAsDenied'],
    of: 'shared',
    code: 'send-as-denied',
    sentence: sentence('This account may not send under the address of this mail.'),
    next: sentence(
      'Ask an administrator for Send As or Send on Behalf for the address in “{0}”, or in “{1}” if there is one.',
      'mailbox',
      'from',
    ),
  },
  {
    statuses: [403],
    graphCodes: ['ErrorSendAsDenied'],
    code: 'send-as-denied',
    sentence: sentence('This account may not send under the address of this mail.'),
    next: sentence(
      'Remove “{0}”, or ask an administrator for Send As or Send on Behalf for that address.',
      'from',
    ),
  },
  {
    statuses: [403],
    graphCodes: ['ErrorQuotaExceeded'],
    code: 'mailbox-full',
    sentence: sentence('The mailbox is full.'),
    next: sentence('Make room in the mailbox, then try again.'),
  },
  {
    statuses: [403],
    graphCodes: ['insufficient_claims', 'extensionError'],
    code: 'mailbox-policy',
    sentence: sentence('Your organisation asks for more before it opens the mailbox.'),
    next: sentence('Sign in again, or ask your administrator.'),
  },
  {
    statuses: [403],
    graphCodes: ['ErrorCannotDeleteObject'],
    code: 'message-not-deletable',
    sentence: sentence('The mailbox does not allow this message to be deleted.'),
    next: sentence('Open it in Outlook to see why.'),
  },
  {
    // Exchange refused them to delegates for years (Graph page "Known issues"), and may still.
    statuses: [403],
    of: 'shared-file',
    code: 'shared-upload-refused',
    sentence: sentence('The mailbox in “{0}” does not take large files from this account.', 'mailbox'),
    next: sentence(
      'Ask an administrator for Full Access to that mailbox. If you have it, share files of 3 MB or more by a link, or remove “{0}”.',
      'mailbox',
    ),
  },
  {
    statuses: [403],
    of: 'shared',
    code: 'mailbox-access-denied',
    sentence: sentence('This account does not have the right to do that in the mailbox.'),
    next: sentence(
      'Ask an administrator for Full Access to the mailbox in “{0}”; it may take an hour until that counts.',
      'mailbox',
    ),
  },
  {
    statuses: [403],
    code: 'mailbox-access-denied',
    sentence: sentence('This account does not have the right to do that in the mailbox.'),
    next: sentence('Sign in again and agree to what is asked, or ask your administrator.'),
  },
  {
    statuses: [404],
    graphCodes: ['ErrorItemNotFound'],
    code: 'message-not-found',
    sentence: sentence('The mailbox does not hold this message any more.'),
    next: sentence('Refresh, then upload the draft again if it was not sent.'),
  },
  {
    statuses: [404],
    graphCodes: ['ResourceNotFound', 'MailboxNotEnabledForRESTAPI'],
    of: 'shared',
    code: 'mailbox-not-found',
    sentence: sentence('There is no such mailbox.'),
    next: sentence(
      'Check the address under “{0}”. Only mailboxes in Exchange Online can be used, not those on a server of your own.',
      'mailbox',
    ),
  },
  {
    statuses: [404],
    graphCodes: ['ResourceNotFound', 'MailboxNotEnabledForRESTAPI'],
    code: 'mailbox-not-enabled',
    sentence: sentence('This account has no mailbox that can be reached.'),
    next: sentence('Use another account, or ask your administrator for an Exchange Online mailbox.'),
  },
  {
    statuses: [404],
    graphCodes: ['ErrorNonExistentMailbox'],
    code: 'mailbox-not-found',
    sentence: sentence('There is no such mailbox.'),
    next: sentence('Check the address under “{0}”.', 'mailbox'),
    // Seen for mailboxes that exist (microsoft-graph-docs-contrib issue 8823).
    retry: 'once',
  },
  {
    statuses: [404],
    graphCodes: ['Request_ResourceNotFound', 'ErrorInvalidUser'],
    code: 'mailbox-not-found',
    sentence: sentence('There is no such mailbox.'),
    next: sentence('Check the address under “{0}”.', 'mailbox'),
  },
];
