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
  'in-reply-to': 'texts',
  theme: 'text',
  signature: 'text or false',
  lang: 'text',
  'plain-text': 'flag',
  folder: 'text',
  id: 'text',
  sent: 'text',
} as const;

export type HeaderKey = keyof typeof headerKeys;

export function isHeaderKey(key: string): key is HeaderKey {
  return Object.hasOwn(headerKeys, key);
}

/** What other tools call the same. */
const otherNames: Readonly<Record<string, HeaderKey>> = {
  attach: 'attachments',
  files: 'attachments',
  language: 'lang',
  priority: 'importance',
  schedule: 'send-at',
  sender: 'from',
  title: 'subject',
};

/**
 * The known key that a misspelt one most likely means: the same but for case, `_` and spaces; one edit away, or two
 * where the key is longer than four letters; or what other tools call it. Keys that only the extension writes are
 * offered for another case alone.
 */
export function nearestKey(key: string): HeaderKey | undefined {
  const plain = key.trim().toLowerCase().replace(/[_ ]/gu, '-');
  if (isHeaderKey(plain)) return plain;
  if (Object.hasOwn(otherNames, plain)) return otherNames[plain];
  let best: { key: HeaderKey; distance: number } | undefined;
  for (const known of Object.keys(headerKeys) as HeaderKey[]) {
    if (known === 'id' || known === 'sent') continue;
    const distance = editDistance(plain, known);
    const allowed = known.length <= 4 ? 1 : 2;
    if (distance <= allowed && (!best || distance < best.distance)) best = { key: known, distance };
  }
  return best?.key;
}

/** Insertions, deletions, changes, and swaps of neighbours. 3 stands for "far". */
export function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1]);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = i > 1 && j > 1 && swapped ? (before[j - 2] ?? 0) + 1 : change;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 3;
}
