/** The keys of a draft's header, and what each holds. */
export const headerKeys = {
  to: 'addresses',
  cc: 'addresses',
  bcc: 'addresses',
  'reply-to': 'addresses',
  from: 'address',
  mailbox: 'address',
  account: 'text',
  subject: 'text',
  importance: 'choice',
  categories: 'texts',
  attachments: 'attachments',
  'read-receipt': 'flag',
  'delivery-receipt': 'flag',
  'send-at': 'text',
  headers: 'map',
  sensitivity: 'choice',
  reply: 'text',
  'reply-all': 'text',
  forward: 'text',
  theme: 'text',
  signature: 'text or false',
  lang: 'text',
  id: 'text',
  sent: 'text',
} as const;

export type HeaderKey = keyof typeof headerKeys;

export function isHeaderKey(key: string): key is HeaderKey {
  return Object.hasOwn(headerKeys, key);
}

/** The known key that a misspelt one most likely means: at most two edits away, or the same but for case and `_`. */
export function nearestKey(key: string): HeaderKey | undefined {
  const plain = key.toLowerCase().replaceAll('_', '-');
  let best: { key: HeaderKey; distance: number } | undefined;
  for (const known of Object.keys(headerKeys) as HeaderKey[]) {
    const distance = editDistance(plain, known);
    const allowed = known.length <= 3 ? 1 : 2;
    if (distance <= allowed && (!best || distance < best.distance)) best = { key: known, distance };
  }
  return best?.key;
}

/** Levenshtein's distance. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 3;
}
