import { Failure, sentence } from '../failure.js';
import { type FileAttachment } from './mailbox.js';

/** Bytes. Larger files need an upload session (Graph page "Attach large files to Outlook messages"). */
export const largestFile = 3 * 1024 * 1024;

/** Bytes of one request's JSON, Base64 included (the same page). */
export const largestRequest = 4 * 1024 * 1024;

/** @throws Failure `attachment-too-large`, `message-too-large` */
export function checkRequestSize(body: unknown, attachments: readonly FileAttachment[]): void {
  for (const { contentBytes } of attachments) if (rawSize(contentBytes) > largestFile) throw tooLarge();
  if (Buffer.byteLength(JSON.stringify(body)) <= largestRequest) return;
  if (attachments.length > 0) throw tooLarge();
  throw new Failure(
    'message-too-large',
    sentence('The text of this mail is larger than the mailbox accepts.'),
    sentence('Shorten it, or attach a part of it as a file.'),
  );
}

/** Bytes that padded Base64 (RFC 4648 §4) stands for. */
function rawSize(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length / 4) * 3 - padding;
}

function tooLarge(): Failure {
  return new Failure(
    'attachment-too-large',
    sentence('An attachment is too large to upload: {0} MB is the most.', largestFile / 1024 / 1024),
    sentence('Make it smaller, or share it by a link.'),
  );
}
