import { isAddress } from '../draft/addresses.js';
import { type Address } from '../draft/draft.js';
import { type GraphClient } from './client.js';
import { GraphFailure } from './errors.js';
import { type JsonObject, listIn, objectOf, optionalTextIn } from './json.js';

/** Graph pages "List people" and "List contacts". They are asked for together, so that a person agrees once. */
export const peopleScopes: readonly string[] = ['People.Read', 'Contacts.Read'];

/** Whether a token was wanted for these and nothing else. */
export function isForPeople(scopes: readonly string[]): boolean {
  return scopes.every((scope) => peopleScopes.includes(scope));
}

/** Whom somebody writes with, what is likeliest first, and who is in the address book, in the mailbox's order. */
export interface KnownPeople {
  readonly people: readonly Address[];
  readonly contacts: readonly Address[];
}

/** What helps while one types. Beyond these numbers the mailbox is not asked on. */
const mostPeople = 200;
const mostContacts = 2000;

/**
 * The people and contacts of the account itself (`/me`), those without a usable address left out. Where one of the two
 * lists is refused, as an organization may do with the first, the other is offered alone: the client has logged it.
 * @throws GraphFailure where both are, and what the sign-in throws
 */
export async function readPeople(client: GraphClient, signal?: AbortSignal): Promise<KnownPeople> {
  const read = (collection: string, select: string, most: number, page: number, parse: Parse) => {
    const query = { $select: select, $top: String(page) };
    const request = { method: 'GET', path: ['me', collection], query, success: [200] } as const;
    return client.items({ ...request, scopes: peopleScopes }, parse, signal, most);
  };
  const [people, contacts] = await Promise.allSettled([
    read('people', 'displayName,scoredEmailAddresses', mostPeople, mostPeople, parsePerson),
    read('contacts', 'displayName,emailAddresses', mostContacts, 500, parseContact),
  ]);
  for (const each of [people, contacts])
    if (each.status === 'rejected' && !(each.reason instanceof GraphFailure)) throw each.reason;
  if (people.status === 'rejected' && contacts.status === 'rejected') throw people.reason;
  return { people: listOf(people), contacts: listOf(contacts) };
}

type Parse = (json: unknown) => readonly Address[];

function listOf(read: PromiseSettledResult<readonly (readonly Address[])[]>): readonly Address[] {
  return read.status === 'fulfilled' ? read.value.flat() : [];
}

/** Graph resource "person"; a group of people is one, too. @throws JsonMismatch */
function parsePerson(json: unknown): readonly Address[] {
  return addressesIn(objectOf(json, 'person'), 'scoredEmailAddresses');
}

/** Graph resource "contact". @throws JsonMismatch */
function parseContact(json: unknown): readonly Address[] {
  return addressesIn(objectOf(json, 'contact'), 'emailAddresses');
}

/** The name is that of the person: beside an address Exchange puts `Name (address)`. */
function addressesIn(owner: JsonObject, property: string): readonly Address[] {
  const name = optionalTextIn(owner, 'displayName')?.trim() ?? '';
  const listed = owner[property] === null ? [] : listIn(owner, property);
  return listed.flatMap((each) => {
    const address = optionalTextIn(objectOf(each, property), 'address')?.trim() ?? '';
    // Of people inside the organization Exchange may give its own form, `/o=…/cn=…`, which is none.
    if (!isAddress(address)) return [];
    return name === '' || name.toLowerCase() === address.toLowerCase() ? [{ address }] : [{ name, address }];
  });
}
