import { Failure, sentence } from '../../failure.js';

/** The disk under the extension's own storage; the step that needed it was not taken. Absent: it is something else. */
export function storageFailure(error: unknown): Failure | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  if (!full && code !== 'EROFS' && code !== 'EACCES' && code !== 'EPERM' && code !== 'EIO') return undefined;
  return new Failure(
    'storage-failed',
    full
      ? sentence('The disk is full, so Markdown Mail could not go on.')
      : sentence('Markdown Mail can’t write to its folder on this computer, so it could not go on.'),
    sentence('Make room or give it the right to write there, then refresh the list of drafts.'),
  );
}
