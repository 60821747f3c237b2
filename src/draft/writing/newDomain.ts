import { sentence } from '../../failure.js';
import { type Draft, type Problem } from '../draft.js';
import { nearDomain } from '../fixes/addressFixes.js';
import { domainOf } from '../help/addressUse.js';

/**
 * Domains outside one's own that no other draft was written to: a slip of the hand, or a first mail. `known`: domains
 * of other drafts; without any, all would be new, and nothing is said. `own`: those of whoever sends.
 */
export function newDomains(
  { header, places = [], keyLines }: Draft,
  known: ReadonlySet<string>,
  own: ReadonlySet<string>,
): Problem[] {
  if (known.size === 0 || own.size === 0 || header.sent !== undefined) return [];
  const told = new Set<string>();
  return (['to', 'cc', 'bcc'] as const).flatMap((key) =>
    header[key].flatMap(({ address }): Problem[] => {
      const domain = domainOf(address);
      if (known.has(domain) || own.has(domain) || told.has(domain)) return [];
      told.add(domain);
      const near = nearDomain(domain, [...own, ...known]);
      const message =
        near === undefined
          ? sentence('No other draft is addressed to {0}. Check that the address is right.', domain)
          : sentence('No other draft is addressed to {0}. Did you mean {1}?', domain, near);
      const found = places.find((place) => place.key === key && place.text === address);
      const place = found ? { place: { offset: found.offset, length: found.length } } : {};
      return [{ code: 'domain-new', severity: 'warning', message, line: keyLines?.[key] ?? 0, ...place }];
    }),
  );
}
