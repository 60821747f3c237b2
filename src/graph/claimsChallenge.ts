/**
 * The claims that a 401 asks for, as JSON text. `WWW-Authenticate: Bearer …, claims="<base64>"`, Microsoft identity
 * platform page "Claims challenges". Absent: none, or none that can be read.
 */
export function claimsChallenge(wwwAuthenticate: string | undefined): string | undefined {
  const encoded = /\bclaims="([A-Za-z0-9+/=_-]+)"/.exec(wwwAuthenticate ?? '')?.[1];
  if (encoded === undefined) return undefined;
  // Buffer reads both alphabets of RFC 4648.
  const claims = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    const parsed: unknown = JSON.parse(claims);
    return typeof parsed === 'object' && parsed !== null ? claims : undefined;
  } catch {
    return undefined;
  }
}
