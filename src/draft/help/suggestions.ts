import { type Sentence, sentence } from '../../failure.js';
import { addressKey, formatAddress } from '../addresses.js';
import { type Address } from '../draft.js';
import { type HeaderKey, headerKeys } from '../headerKeys.js';
import { yamlText } from '../headerLists.js';
import { type LaterTime, laterTimes, sendAtText } from '../laterTimes.js';
import { type KeyPlace, type ValuePlace } from './completionPlace.js';
import { headerHelp } from './headerHelp.js';

/** Something that may be written at a place. The editor filters by `filter`, and shows the lower `order` first. */
export interface Suggestion {
  readonly kind: 'key' | 'word' | 'address' | 'account' | 'time';
  readonly label: string;
  /** What is written; with `snippet`, in VS Code's snippet syntax. */
  readonly text: string;
  readonly snippet?: true;
  readonly filter: string;
  readonly order: number;
  readonly what?: Sentence;
  /** Where it was found, if not in other drafts. */
  readonly origin?: Sentence;
  /** Of an address with a name: both apart, for a list that has to spare room. */
  readonly person?: { readonly name: string; readonly address: string };
  readonly example?: string;
  /** A time to be written as people write it here. */
  readonly time?: LaterTime;
  /** What it was written into has suggestions of its own. */
  readonly again?: true;
}

/** What is known besides the draft itself. Lists begin with what is used most. */
export interface Known {
  readonly addresses: readonly Address[];
  /** Of the mailbox: whom its owner writes with, and who is in the address book. */
  readonly people: readonly Address[];
  readonly contacts: readonly Address[];
  readonly senders: readonly Address[];
  readonly categories: readonly string[];
  /** User names of the accounts that are signed in. */
  readonly accounts: readonly string[];
}

export const nothingKnown: Known = {
  addresses: [],
  people: [],
  contacts: [],
  senders: [],
  categories: [],
  accounts: [],
};

/** Keys that a header has not got yet; those that the extension writes are not offered. */
export function keySuggestions({ present, hasColon }: KeyPlace): Suggestion[] {
  const keys = Object.keys(headerKeys) as HeaderKey[];
  return keys
    .filter((key) => !present.has(key) && !headerHelp[key].written)
    .map((key, order) => {
      const { what, example, snippet } = headerHelp[key];
      const base = { kind: 'key', label: key, filter: key, order, what, example } as const;
      if (hasColon) return { ...base, text: key };
      if (snippet !== undefined)
        return { ...base, text: snippet, snippet: true, ...(key === 'attachments' ? { again: true } : {}) };
      return { ...base, text: `${key}: `, again: true };
    });
}

/** Values for a key, but for the paths of files, which the editor knows. `taken`: addresses that the draft has already. */
export function valueSuggestions(
  place: ValuePlace,
  known: Known,
  now: Date,
  taken: readonly string[] = [],
): Suggestion[] {
  const written = plainSuggestions(place, known, now, taken);
  return place.needsSpace ? written.map((each) => ({ ...each, text: ` ${each.text}` })) : written;
}

function plainSuggestions(
  place: ValuePlace,
  known: Known,
  now: Date,
  taken: readonly string[],
): Suggestion[] {
  const { key, inBrackets } = place;
  switch (key) {
    case 'to':
    case 'cc':
    case 'bcc':
      return addressSuggestions(place, free(recipients(known), taken, place));
    case 'reply-to':
      return addressSuggestions(place, unique([...known.senders, ...recipients(known)]));
    case 'from':
      return addressSuggestions(place, unique([...accountAddresses(known), ...known.senders]));
    case 'mailbox':
      return addressSuggestions(place, unique(known.senders.map(({ address }) => ({ address }))));
    case 'account':
      return words(known.accounts, 'account', inBrackets);
    case 'categories':
      return words(known.categories, 'word', inBrackets);
    case 'lang':
      return words(languages, 'word', inBrackets);
    case 'send-at':
      return laterTimes(now).map((time, order) => {
        const text = sendAtText(time.at);
        return { kind: 'time', label: text, text, filter: text, order, time };
      });
    default:
      return (headerHelp[key].values ?? []).map(({ word, what }, order) => ({
        ...{ kind: 'word' as const, label: word, text: word, filter: word, order },
        ...(what ? { what } : {}),
      }));
  }
}

/** Names of languages in which mails are mostly written (RFC 5646); any other may be typed. */
const languages = [
  ...['en', 'en-GB', 'de', 'fr', 'es', 'it', 'pt', 'pt-BR', 'nl', 'sv', 'da', 'nb', 'fi', 'pl', 'cs', 'hu'],
  ...[
    'ro',
    'el',
    'tr',
    'ru',
    'uk',
    'he',
    'ar',
    'fa',
    'hi',
    'ja',
    'zh-Hans',
    'zh-Hant',
    'ko',
    'th',
    'vi',
    'id',
  ],
];

function words(all: readonly string[], kind: 'word' | 'account', inBrackets: boolean): Suggestion[] {
  return all.map((label, order) => {
    const text = kind === 'account' || !inBrackets ? label : yamlText(label);
    return { kind, label, text, filter: label, order };
  });
}

/** An address with where it was found, if not in other drafts. */
interface Found extends Address {
  readonly origin?: Sentence;
}

/** Those of other drafts first, since they were meant; then the mailbox's, by how likely they are. */
function recipients({ addresses, people, contacts }: Known): Found[] {
  const from = (found: readonly Address[], origin: Sentence) => found.map((each) => ({ ...each, origin }));
  return unique<Found>([
    ...addresses,
    ...from(people, sentence('People')),
    ...from(contacts, sentence('Contacts')),
  ]);
}

function addressSuggestions({ typed }: ValuePlace, addresses: readonly Found[]): Suggestion[] {
  const quote = /^["']/u.exec(typed)?.[0] ?? '';
  return addresses.map(({ origin, ...address }, order) => {
    const text = headerAddress(address);
    const shown = formatAddress(address);
    const { name = '' } = address;
    return {
      kind: 'address',
      label: shown,
      text,
      filter: text.startsWith(quote) ? text : quote + shown,
      order,
      ...(origin ? { origin } : {}),
      ...(name === '' ? {} : { person: { name, address: address.address } }),
    };
  });
}

/** A mailbox as any place of a header takes it: what YAML or RFC 5322 would read as a sign is put in quotes. */
export function headerAddress({ name, address }: Address): string {
  const plain = /^[\p{L}\p{N}][^\s#[\]{}]*$/u.test(address);
  if (name === undefined || name === '') return plain ? address : JSON.stringify(address);
  if (/^[\p{L}\p{N}][\p{L}\p{N}\p{M} ’'-]*$/u.test(name) && plain) return `${name} <${address}>`;
  return formatQuoted(name, address);
}

function formatQuoted(name: string, address: string): string {
  const formatted = formatAddress({ name, address });
  return formatted.startsWith('"')
    ? formatted
    : `"${formatted.slice(0, formatted.lastIndexOf(' <'))}" <${address}>`;
}

/** Whoever gets the mail already is not offered again, but for the one that is being written. */
function free(addresses: readonly Found[], taken: readonly string[], { typed }: ValuePlace): Found[] {
  const gone = new Set(taken.map(addressKey).filter((key) => !addressKey(typed).includes(key)));
  return addresses.filter(({ address }) => !gone.has(addressKey(address)));
}

function accountAddresses({ accounts }: Known): Address[] {
  return accounts.filter((name) => name.includes('@')).map((address) => ({ address }));
}

function unique<T extends Address>(addresses: readonly T[]): T[] {
  const found = new Map<string, T>();
  for (const each of addresses)
    if (!found.has(addressKey(each.address))) found.set(addressKey(each.address), each);
  return [...found.values()];
}
