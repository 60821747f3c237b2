import { type Random } from '../clock.js';
import { type GraphFailure } from './errors.js';

/** Failures in a row before an upload is left for a later try: with the waits below, a minute or two. */
const mostFailures = 8;
const firstWait = 500;
const longestWait = 30_000;
/** Outlook counts the bytes of uploads over five minutes (Graph page "Throttling limits"), so it may ask for as much. */
const longestAsked = 6 * 60_000;

/**
 * Milliseconds before an upload goes on after its `count`th failure in a row, doubled and scattered as for other
 * requests; 0 where waiting is of no use. Absent: it does not go on by itself.
 */
export function uploadWait(failure: GraphFailure, count: number, random: Random): number | undefined {
  const { status, retryAfter } = failure;
  if (count >= mostFailures || failure.code === 'mailbox-certificate-refused') return undefined;
  // A proxy that wants a sign-in, or a page put in between: somebody has to look at it.
  if (status !== undefined && ((status >= 300 && status < 400) || status === 407)) return undefined;
  if (retryAfter !== undefined)
    return retryAfter > longestAsked ? undefined : Math.ceil(retryAfter + 250 * random());
  if (status !== undefined && failure.retry !== 'wait') return 0;
  return Math.ceil(Math.min(firstWait * 2 ** (count - 1), longestWait) * (0.5 + random()));
}
