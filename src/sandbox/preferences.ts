/** What the client asked for by `Prefer` (RFC 7240), as far as the sandbox honours it. */
export interface Preferences {
  readonly immutableIds: boolean;
  readonly bodyContentType: 'html' | 'text' | undefined;
  readonly maxPageSize: number | undefined;
  /** IANA name; Windows names are not known here. */
  readonly timeZone: string | undefined;
  /** For `Preference-Applied`. */
  readonly applied: readonly string[];
}

/** Several preferences may stand in one header. The value of `IdType` is case-sensitive (Graph page "outlook-immutable-id"). */
export function readPreferences(header: string | undefined): Preferences {
  const applied: string[] = [];
  let immutableIds = false;
  let bodyContentType: 'html' | 'text' | undefined;
  let maxPageSize: number | undefined;
  let timeZone: string | undefined;
  for (const match of (header ?? '').matchAll(/([\w.-]+)\s*(?:=\s*(?:"([^"]*)"|([^\s,;"]*)))?/g)) {
    const name = match[1]?.toLowerCase();
    const value = match[2] ?? match[3] ?? '';
    if (name === 'idtype' && value === 'ImmutableId') {
      immutableIds = true;
      applied.push('IdType="ImmutableId"');
    } else if (name === 'outlook.body-content-type' && (value === 'html' || value === 'text')) {
      bodyContentType = value;
      applied.push(`outlook.body-content-type="${value}"`);
    } else if (name === 'outlook.timezone' && isTimeZone(value)) {
      timeZone = value;
      applied.push(`outlook.timezone="${value}"`);
    } else if (name === 'odata.maxpagesize' && /^[1-9]\d{0,3}$/.test(value)) {
      maxPageSize = Number(value);
      applied.push(`odata.maxpagesize=${value}`);
    }
  }
  return { immutableIds, bodyContentType, maxPageSize, timeZone, applied };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
