import { Failure, sentence } from '../failure.js';

export function attachmentChanged(name: string): Failure {
  return new Failure(
    'attachment-changed',
    sentence('The file "{0}" changed while it was being uploaded, so nothing was sent.', name),
    sentence('Wait until it is saved, then try again.'),
  );
}

export function uploadBrokenOff(name: string): Failure {
  return new Failure(
    'attachment-upload-failed',
    sentence('The mailbox broke off the upload of the file "{0}" several times.', name),
    sentence('Try again later, or share the file by a link.'),
  );
}
