import { type FileStamp } from './draftHead.js';
import { type DraftEntry } from './draftIndex.js';

/**
 * Whether a draft must be looked at again. A mail that was sent stays sent, and one without an identity is what its
 * file says; all other states may be others by now, in the mailbox or in the files that the draft names.
 */
export function isStale(entry: DraftEntry | undefined, stamp: FileStamp | undefined): boolean {
  if (!entry?.stamp || !stamp?.settled || entry.failure) return true;
  if (entry.stamp.modified !== stamp.modified || entry.stamp.size !== stamp.size) return true;
  return entry.state.kind !== 'sent' && entry.draft?.header.id !== undefined;
}
