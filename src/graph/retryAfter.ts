const longest = 24 * 60 * 60 * 1000;

/**
 * Milliseconds to wait according to `Retry-After` (RFC 9110 §10.2.3: seconds or a date; Exchange also writes
 * fractions of seconds), between 0 and one day. Absent: no header, or one that says nothing.
 * A date is measured against the answer's own `Date` where there is one: clocks differ.
 */
export function retryAfterMilliseconds(
  headers: Readonly<Record<string, string>>,
  now: number,
): number | undefined {
  const value = headers['retry-after']?.trim();
  if (value === undefined) return undefined;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.min(Math.ceil(Number(value) * 1000), longest);
  const until = httpDate(value);
  if (until === undefined) return undefined;
  const from = httpDate(headers['date'] ?? '') ?? now;
  return Math.min(Math.max(until - from, 0), longest);
}

/** All three forms of RFC 9110 §5.6.7. The asctime form names no zone and means GMT. */
function httpDate(value: string): number | undefined {
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(value)) return undefined;
  const milliseconds = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
