import { addressKey } from '../addresses.js';
import { type Address, type Header } from '../draft.js';
import { type Known } from './suggestions.js';

/** A draft that was written before; `modified`: milliseconds since 1970. */
export interface PastDraft {
  readonly header: Pick<Header, 'to' | 'cc' | 'bcc' | 'replyTo' | 'categories'> & {
    readonly from?: Address;
    readonly mailbox?: string;
  };
  readonly modified: number;
}

/** What drafts alone can tell. */
export type KnownOfDrafts = Pick<Known, 'addresses' | 'senders' | 'categories'>;

interface Use<T> {
  readonly value: T;
  count: number;
  last: number;
}

/** Each value once, what is used most first, and of those used as often the one used last. */
class Uses<T> {
  private readonly found = new Map<string, Use<T>>();

  add(key: string, value: T, at: number, better: (value: T, known: T) => boolean): void {
    const known = this.found.get(key);
    if (!known) this.found.set(key, { value, count: 1, last: at });
    else {
      const kept = better(value, known.value) ? value : known.value;
      this.found.set(key, { value: kept, count: known.count + 1, last: Math.max(known.last, at) });
    }
  }

  values(): T[] {
    const sorted = [...this.found].sort(
      ([oneKey, one], [otherKey, other]) =>
        other.count - one.count || other.last - one.last || (oneKey < otherKey ? -1 : 1),
    );
    return sorted.map(([, { value }]) => value);
  }
}

/** What past drafts teach of addresses and categories. An address is offered with its name where one draft knew it. */
export function knownFrom(drafts: readonly PastDraft[]): KnownOfDrafts {
  const [addresses, senders, categories] = [new Uses<Address>(), new Uses<Address>(), new Uses<string>()];
  const named = (value: Address, known: Address) => known.name === undefined && value.name !== undefined;
  const add = (uses: Uses<Address>, all: readonly Address[], at: number) => {
    for (const each of all) uses.add(addressKey(each.address), each, at, named);
  };
  for (const { header, modified } of drafts) {
    add(addresses, [...header.to, ...header.cc, ...header.bcc], modified);
    add(senders, [...(header.from ? [header.from] : []), ...header.replyTo], modified);
    if (header.mailbox !== undefined) add(senders, [{ address: header.mailbox }], modified);
    for (const each of header.categories) categories.add(each, each, modified, () => false);
  }
  return { addresses: addresses.values(), senders: senders.values(), categories: categories.values() };
}

/** The domain of an address, in small letters. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
