import { Failure, sentence } from '../failure.js';

/** The failures that the outbox itself finds, each with its stable code. */
export const outboxFailures = {
  busy: () =>
    new Failure(
      'draft-busy',
      sentence('This draft is being uploaded or sent already, here or in another window.'),
      sentence('Wait until that is done.'),
    ),
  alreadySent: () =>
    new Failure(
      'already-sent',
      sentence('This mail was sent already.'),
      sentence('To send it once more, copy it to a file without the lines id: and sent:.'),
    ),
  unsettled: () =>
    new Failure(
      'send-unsettled',
      sentence('It is not known yet whether this mail was sent, so nothing was changed.'),
      sentence('Wait a moment and refresh. The mailbox is asked again each time.'),
    ),
  scheduled: () =>
    new Failure(
      'send-scheduled',
      sentence('The mailbox holds this mail to send it later, so its copy there was not changed.'),
      sentence('To change it, cancel it first: run Undo Send. The file stays as it is.'),
    ),
  scheduleUnsettled: () =>
    new Failure(
      'schedule-unsettled',
      sentence(
        'It is not known whether the mailbox took this mail to send it later, so nothing was changed.',
      ),
      sentence('Run Undo Send to be sure that it does not go, or wait for its time and refresh.'),
    ),
  notScheduled: () =>
    new Failure('nothing-held', sentence('No mail is waiting to be sent, so there is nothing to undo.')),
  nothingOpen: () =>
    new Failure(
      'nothing-open',
      sentence('It is known what became of this mail, so there is nothing to decide.'),
      sentence('Refresh the list of drafts to see its state.'),
    ),
  untold: () =>
    new Failure(
      'send-untold',
      sentence(
        'It is not known whether this mail was sent, and since no copy was to be kept, the mailbox can’t tell.',
      ),
      sentence('Ask its readers. To send it once more, copy it to a file without the line id:.'),
    ),
  directCopy: () =>
    new Failure(
      'direct-copy',
      sentence('This draft has a copy in the mailbox already, so it can’t be sent without one.'),
      sentence('Use Send Mail, or delete the draft in the mailbox first.'),
    ),
  directAnswer: () =>
    new Failure(
      'direct-answer',
      sentence('An answer is made from a draft in the mailbox, so it can’t be sent without one.'),
      sentence('Use Send Mail.'),
    ),
  directLater: () =>
    new Failure(
      'direct-send-at',
      sentence('Only a draft in the mailbox can wait for the time after send-at:.'),
      sentence('Use Send Mail, or remove that line.'),
    ),
  directMime: () =>
    new Failure(
      'direct-mime',
      sentence(
        'A mail with in-reply-to: or plain-text: is made in the mailbox, so it can’t be sent without a draft.',
      ),
      sentence('Use Send Mail, or remove that line.'),
    ),
  directTooLarge: () =>
    new Failure(
      'direct-too-large',
      sentence('With its files this mail is larger than one request may be (4 MB).'),
      sentence('Use Send Mail, which sends large files in parts, or share them by a link.'),
    ),
  otherVersion: () =>
    new Failure(
      'send-unsettled-changed',
      sentence(
        'It is not known yet whether an earlier version of this mail was sent, so nothing was sent now.',
      ),
      sentence(
        'Undo the changes to send that version again, or copy this one to a file without the line id:.',
      ),
    ),
  otherMailbox: () =>
    new Failure(
      'other-mailbox',
      sentence('This draft was uploaded to another mailbox.'),
      sentence(
        'Choose that account again (account: or mailbox: in the header), or discard the mailbox copy there first.',
      ),
    ),
  severalCopies: (count: number) =>
    new Failure(
      'several-copies',
      sentence('The mailbox holds {0} drafts of this mail, so nothing was sent.', count),
      sentence('Delete all but one of them in Outlook, then try again.'),
    ),
  createUnknown: () =>
    new Failure(
      'upload-unknown',
      sentence('The mailbox gave no answer, and does not show the draft yet.'),
      sentence('Upload again later. It looks for the draft first, so there will be no second one.'),
    ),
  filesDiffer: () =>
    new Failure(
      'attachments-differ',
      sentence('The mailbox does not hold all attachments of this mail, so it must not be sent as it is.'),
      sentence('Upload it again.'),
    ),
  originalMissing: () =>
    new Failure(
      'original-missing',
      sentence('The mailbox does not hold the message that this mail answers, so nothing was made there.'),
      sentence(
        'Pick the message again, or remove the line reply:, reply-all: or forward: to send this as a mail of its own.',
      ),
    ),
  historyUnclear: () =>
    new Failure(
      'history-unclear',
      sentence(
        'In the mailbox it can’t be told where your answer ends and the earlier messages begin, so nothing was changed there.',
      ),
      sentence('Discard the mailbox copy, then upload again.'),
    ),
  historyInText: () =>
    new Failure(
      'history-in-text',
      sentence('This answer holds a line that Outlook would take for the beginning of the earlier messages.'),
      sentence('Remove that line, such as a row of underscores above “From:”.'),
    ),
  notUploaded: () =>
    new Failure(
      'not-uploaded',
      sentence('This draft has no copy in the mailbox.'),
      sentence('Upload it first.'),
    ),
};
