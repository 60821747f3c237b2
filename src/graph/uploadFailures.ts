import { Failure, sentence } from '../failure.js';
import { type GraphFailure } from './errors.js';

/** Failures after which a later try of the same upload would be of no use, so that nothing is kept for it. */
const finalCodes = ['attachment-changed', 'attachment-upload-failed', 'message-too-large', 'mailbox-full'];

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

export function isFinal(error: unknown): boolean {
  return error instanceof Failure && finalCodes.includes(error.code);
}

/** The session is not there any more, or the URL opens it no longer. */
export function isOver({ status }: GraphFailure): boolean {
  return status === 401 || status === 403 || status === 404 || status === 410;
}

export function isTurnedAway({ status = 0 }: GraphFailure): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
