import { Failure, sentence } from '../failure.js';
import { type FileAttachment } from './mailbox.js';

/** Bytes of one request's JSON, Base64 included (Graph page "Attach large files to Outlook messages"). */
export const largestRequest = 4 * 1024 * 1024;

/** MB of a file in one request: as Base64, a third longer, it fills it. Larger ones need an upload session. */
const largestInRequest = 3;

/** Bytes that an upload session takes: 150 MB (Graph page "attachment: createUploadSession"). */
export const largestFile = 150 * 1024 * 1024;

/** @throws Failure `attachment-too-large` when it holds files, else `message-too-large` */
export function checkRequestSize(body: unknown, attachments: readonly FileAttachment[]): void {
  if (Buffer.byteLength(JSON.stringify(body)) <= largestRequest) return;
  throw attachments.length > 0 ? tooLarge(largestInRequest) : textTooLarge();
}

/** @throws Failure `message-too-large` */
export function checkMimeSize(mime: Uint8Array): void {
  if (Math.ceil(mime.byteLength / 3) * 4 > largestRequest) throw textTooLarge();
}

/** With padding, on one line. */
export function base64Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** @throws Failure `attachment-too-large`, before a byte is sent */
export function checkFileSize({ size }: { readonly size: number }): void {
  if (size > largestFile) throw tooLarge(largestFile / 1024 / 1024);
}

function textTooLarge(): Failure {
  return new Failure(
    'message-too-large',
    sentence('The text of this mail is larger than the mailbox accepts.'),
    sentence('Shorten it, or attach a part of it as a file.'),
  );
}

function tooLarge(megabytes: number): Failure {
  return new Failure(
    'attachment-too-large',
    sentence('An attachment is too large to upload: {0} MB is the most.', megabytes),
    sentence('Make it smaller, or share it by a link.'),
  );
}
