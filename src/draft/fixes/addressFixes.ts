import { sentence } from '../../failure.js';
import { addressKey, isAddress, parseAddress } from '../addresses.js';
import { type Place, type TextChange } from '../draft.js';
import { editDistance } from '../headerKeys.js';
import { headerAddress } from '../help/suggestions.js';
import { domainOf } from '../help/addressUse.js';
import { type Fix, type FixFor, lineAround, replacing, writtenAt } from './fix.js';

/** The change that takes one item out of a list, in any of the ways in which lists are written. */
export function removingItem(text: string, place: Place): TextChange {
  const quote = text.charAt(place.offset - 1);
  const quoted = /["']/u.test(quote) && text.charAt(place.offset + place.length) === quote;
  const offset = place.offset - (quoted ? 1 : 0);
  const length = place.length + (quoted ? 2 : 0);
  const { start, text: line } = lineAround(text, offset);
  const before = line.slice(0, offset - start);
  const after = line.slice(offset - start + length);
  if (/^[ \t]*-[ \t]+$/u.test(before) && /^[ \t]*(?:#.*)?$/u.test(after)) {
    const newline = text.indexOf('\n', start);
    return { offset: start, length: (newline < 0 ? text.length : newline + 1) - start, text: '' };
  }
  const separated = /[,;][ \t]*$/u.exec(before)?.[0].length ?? 0;
  if (separated > 0) return { offset: offset - separated, length: separated + length, text: '' };
  const following = /^[ \t]*[,;][ \t]*/u.exec(after)?.[0].length ?? 0;
  return { offset, length: length + following, text: '' };
}

export const repeatedAddress: FixFor = ({ text, place }) => [
  { title: sentence('Remove this address'), changes: [removingItem(text, place)], preferred: true },
];

export const invalidAddress: FixFor = (broken, { addresses }) => {
  const written = writtenAt(broken);
  const mended = [...new Set(mendings(written))].filter((each) => isList(each) && each !== written);
  const near = addresses.filter((known) => {
    const typed = addressKey(/[^<\s]*@?[^>\s]*(?=>?$)/u.exec(written)?.[0] ?? written);
    return typed.length > 4 && editDistance(typed, addressKey(known.address)) <= 2;
  });
  const fixes = [...mended, ...near.slice(0, 3).map(headerAddress)].map((text): Fix => ({
    title: sentence('Change to {0}', text),
    changes: [replacing(broken.place, text)],
  }));
  const removed: Fix = {
    title: sentence('Remove this address'),
    changes: [removingItem(broken.text, broken.place)],
  };
  return [...fixes.map((fix, at): Fix => (at === 0 ? { ...fix, preferred: true } : fix)), removed];
};

/** What slips of the hand most likely meant. */
function mendings(written: string): string[] {
  const visible = written.replace(/\p{Cf}/gu, '');
  const straight = visible.replace(/[“”„‟]/gu, '"').replace(/[‘’]/gu, "'");
  const said = straight.replace(/\s*[[(]\s*at\s*[\])]\s*/iu, '@').replace(/\s*[[(]\s*dot\s*[\])]\s*/giu, '.');
  const tidy = said
    .replace(/\s*@\s*/u, '@')
    .replace(/@@+/u, '@')
    .replace(/\.{2,}/gu, '.')
    .replace(/\.(?=>?$)/u, '');
  const unclosed = /<[^>]*$/u.test(tidy) ? `${tidy}>` : tidy;
  const comma = tidy.replace(/([\w>])\s+(?=[\w.+-]+@[\w.-]+)/gu, '$1, ');
  const mailto = tidy.replace(/^<?mailto:/iu, '');
  return [visible, straight, said, tidy, unclosed, mailto, comma, withoutName(tidy)];
}

/** `Ada: x ada@example.com` has an address, at least. */
function withoutName(text: string): string {
  const found = /^(.*\S)\s+([^\s<>]+@[^\s<>]+)$/u.exec(text);
  const [, name, address] = found ?? [];
  return name !== undefined && address !== undefined && !name.includes('@') && isAddress(address)
    ? headerAddress({ name: name.replace(/["<>]/gu, ''), address })
    : text;
}

function isList(text: string): boolean {
  return text.split(/, (?=[^"]*$)/u).every((part) => parseAddress(part) !== undefined);
}

/** A domain that differs in a letter or two from one that was written to before. */
export const newDomain: FixFor = (broken, { addresses }) => {
  const { place } = broken;
  const written = writtenAt(broken);
  const domain = domainOf(parseAddress(written)?.address ?? written);
  const near = nearDomain(domain, new Set(addresses.map(({ address }) => domainOf(address))));
  const at = broken.text.toLowerCase().indexOf(domain, place.offset);
  if (near === undefined || at < 0 || at + domain.length > place.offset + place.length) return [];
  const change = { offset: at, length: domain.length, text: near };
  return [{ title: sentence('Change to {0}', `@${near}`), changes: [change] }];
};

/** The one that was most likely meant. */
export function nearDomain(domain: string, known: Iterable<string>): string | undefined {
  for (const each of known)
    if (each !== domain && domain.length > 5 && editDistance(domain, each) === 1) return each;
  return undefined;
}
