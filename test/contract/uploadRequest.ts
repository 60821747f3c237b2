import { type RecordedExchange } from './recorder.js';

/** Bytes of one range at most (Graph page "Attach large files to Outlook messages"). */
const largestRange = 4 * 1024 * 1024;

/**
 * What a request to the URL of an upload session breaks of Graph's page "attachment: createUploadSession". Only of those
 * that were not refused: tests send wrong ones by hand, to see what the server does.
 */
export function uploadRequestFindings({
  method,
  requestHeaders,
  status,
  cut,
}: RecordedExchange): readonly string[] {
  if (status >= 400) return [];
  const found: string[] = [];
  if ('authorization' in requestHeaders) found.push('request: a token to the upload URL');
  if (method !== 'PUT') return found;
  const [, from, to, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(requestHeaders['content-range'] ?? '') ?? [];
  if (from === undefined) return [...found, 'request: no range'];
  const length = Number(to) - Number(from) + 1;
  if (requestHeaders['content-length'] !== String(length)) found.push('request: not as long as its range');
  if (length > largestRange) found.push('request: a range of more than 4 MB');
  if (Number(to) >= Number(size)) found.push('request: a range beyond the file');
  if (cut) return found;
  if ((status === 201) !== (Number(to) + 1 === Number(size)))
    found.push(`answer: ${status} to bytes ${from}-${to} of ${size}`);
  return found;
}
