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
  copyMissing: () =>
    new Failure(
      'copy-missing',
      sentence('The mailbox does not show the draft that was just uploaded, so nothing was sent.'),
      sentence('Wait a moment and send again.'),
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
  notUploaded: () =>
    new Failure(
      'not-uploaded',
      sentence('This draft has no copy in the mailbox.'),
      sentence('Upload it first.'),
    ),
};
