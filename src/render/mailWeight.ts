import { type Problem } from '../draft/draft.js';
import { sentence } from '../failure.js';
import { bytesOf } from './bytesOf.js';
import { type OutgoingMail } from './outgoingMail.js';

/** What Exchange Online sends when nobody changed it; files travel as Base64, a third longer, and count so. */
const usualLimit = 35 * 1024 * 1024;

/** A warning, since an administrator may have allowed up to 150 MB. `line` is 0-based. */
export function weightProblems(mail: OutgoingMail, line: number): Problem[] {
  const weight = weightOf(mail);
  if (weight <= usualLimit) return [];
  const message = sentence(
    'The mail has {0} MB on its way. Many mailboxes send at most {1} MB. Share large files by a link if it is refused.',
    megabytes(weight),
    megabytes(usualLimit),
  );
  return [{ code: 'mail-large', severity: 'warning', message, line }];
}

/** Rounded up, so that what is over a limit never reads like the limit: `150`, `150.1`. */
export function megabytes(bytes: number): string {
  return (Math.ceil((bytes / 1024 / 1024) * 10) / 10).toFixed(1).replace('.0', '');
}

function weightOf({ html, images, attachments }: OutgoingMail): number {
  const files = [...images.map(({ bytes }) => bytes.byteLength), ...attachments.map(({ size }) => size)];
  // RFC 2045 §6.8: lines of 76 characters for 57 bytes each.
  const base64 = (size: number) => Math.ceil(size / 57) * 78;
  return files.reduce((sum, size) => sum + base64(size), bytesOf(html));
}
