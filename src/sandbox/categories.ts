import { type Answer, type Call } from './call.js';
import { context } from './envelope.js';
import { hash } from './ids.js';
import { refuseUnknownOptions } from './query.js';

/** What Outlook gives to a new mailbox. */
const initial: readonly (readonly [displayName: string, color: string])[] = [
  ['Red category', 'preset0'],
  ['Orange category', 'preset1'],
  ['Yellow category', 'preset3'],
  ['Green category', 'preset4'],
  ['Blue category', 'preset7'],
  ['Purple category', 'preset8'],
];

/** Graph page "List masterCategories". */
export async function listCategories(call: Call): Promise<Answer> {
  refuseUnknownOptions(call.query, ['$select', '$top']);
  const value = initial.map(([displayName, color]) => {
    const hex = hash('category', Buffer.from(displayName)).toString('hex');
    const id = [
      hex.slice(0, 8),
      hex.slice(8, 12),
      hex.slice(12, 16),
      hex.slice(16, 20),
      hex.slice(20, 32),
    ].join('-');
    return { id, displayName, color };
  });
  return { status: 200, json: { '@odata.context': context(call, 'outlook/masterCategories'), value } };
}
