import { type Problem } from '../draft/draft.js';
import { sentence } from '../failure.js';
import { bytesOf } from './bytesOf.js';

/** Gmail shows about so many bytes of a mail's HTML, and a link to the rest (email-bugs#41). */
const clippedAbove = 102 * 1024;
/** Replies quote the mail, and grow by their own text. */
const longAbove = 90 * 1024;

/** Whether a mail is so long that Gmail cuts it, or soon will. */
export function sizeProblems(html: string, line: number): Problem[] {
  const bytes = bytesOf(html);
  if (bytes <= longAbove) return [];
  const size = String(Math.round(bytes / 1024));
  if (bytes > clippedAbove) {
    const message = sentence(
      'This mail has {0} KB. Gmail shows the first 102 KB and hides the rest behind a link: attach a part of it as a file, or send two mails.',
      size,
    );
    return [{ code: 'mail-clipped', severity: 'warning', message, line }];
  }
  const message = sentence('This mail has {0} KB. Gmail hides what lies beyond 102 KB behind a link.', size);
  return [{ code: 'mail-long', severity: 'information', message, line }];
}
