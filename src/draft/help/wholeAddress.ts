import { addressKey, parseAddress } from '../addresses.js';
import { type Address } from '../draft.js';

/**
 * Whether what was typed up to the cursor is an address to its end, and not the beginning of a known one: then whoever
 * goes on means just that, and no suggestion may take its place.
 */
export function isWholeAddress(typed: string, known: readonly Address[]): boolean {
  const { address } = parseAddress(typed.replace(/^(["'])(?!.*\1)/u, '')) ?? {};
  if (address === undefined || !address.includes('.', address.lastIndexOf('@'))) return false;
  const key = addressKey(address);
  const others = known.map((each) => addressKey(each.address));
  return others.includes(key) || !others.some((other) => other.startsWith(key));
}
