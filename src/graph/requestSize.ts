import { Failure, sentence } from '../failure.js';
import { type FileAttachment } from './mailbox.js';

/** Bytes of one request's JSON, Base64 included (Graph page "Attach large files to Outlook messages"). */
export const largestRequest = 4 * 1024 * 1024;

/** MB of a file by itself: as Base64, a third longer, it fills the request. Larger ones need an upload session. */
const largestFile = 3;

/** @throws Failure `attachment-too-large` when it holds files, else `message-too-large` */
export function checkRequestSize(body: unknown, attachments: readonly FileAttachment[]): void {
  if (Buffer.byteLength(JSON.stringify(body)) <= largestRequest) return;
  if (attachments.length > 0) throw tooLarge();
  throw new Failure(
    'message-too-large',
    sentence('The text of this mail is larger than the mailbox accepts.'),
    sentence('Shorten it, or attach a part of it as a file.'),
  );
}

function tooLarge(): Failure {
  return new Failure(
    'attachment-too-large',
    sentence('An attachment is too large to upload: {0} MB is the most.', largestFile),
    sentence('Make it smaller, or share it by a link.'),
  );
}
