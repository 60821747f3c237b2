import { type Answer, type Call } from './call.js';
import { context } from './envelope.js';
import { hash, makeChangeKey, makeId } from './ids.js';
import { nextLink, skipOf } from './listPages.js';
import { ProtocolError } from './protocolError.js';
import { parseSelect, refuseUnknownOptions, wholeNumber } from './query.js';
import { type Acquaintance, acquaintances, type BookEntry, bookEntries } from './seedPeople.js';

const personProperties = ['id', 'displayName', 'scoredEmailAddresses', 'userPrincipalName', 'personType'];
const contactProperties = ['id', 'displayName', 'companyName', 'emailAddresses'];

/** Graph page "List people": whom the owner writes with, the likeliest first. A mailbox without a seed knows nobody. */
export async function listPeople(call: Call): Promise<Answer> {
  requirePermission(call, 'People.Read');
  const all = call.transaction.facts.seeded ? acquaintances : [];
  return page(call, { name: 'people', type: 'person', properties: personProperties }, all, personJson);
}

/** Graph page "List contacts": the owner's default folder of contacts. */
export async function listContacts(call: Call): Promise<Answer> {
  requirePermission(call, 'Contacts.Read');
  const all = call.transaction.facts.seeded ? bookEntries : [];
  return page(call, { name: 'contacts', type: 'contact', properties: contactProperties }, all, contactJson);
}

function requirePermission({ caller, owner }: Call, permission: string): void {
  const { permissions } = caller;
  const isOwn = caller.application === true || caller.id === owner.id;
  if (isOwn && (permissions?.includes(permission) ?? true)) return;
  throw new ProtocolError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

interface Collection {
  readonly name: string;
  readonly type: string;
  readonly properties: readonly string[];
}

/** The properties that are always there, and those that `$select` may leave out. */
type Json = Readonly<Record<string, unknown>>;

function page<T>(
  call: Call,
  { name, type, properties }: Collection,
  all: readonly T[],
  jsonOf: (each: T, call: Call) => { readonly fixed: Json; readonly chosen: Json },
): Answer {
  const { query } = call;
  refuseUnknownOptions(query, ['$select', '$top', '$skip', '$skiptoken']);
  const names = parseSelect(query.get('$select'), properties, type);
  const [size, skip] = [wholeNumber(query, '$top', 10, 1, 1000), skipOf(query)];
  const value = all.slice(skip, skip + size).map((each) => {
    const { fixed, chosen } = jsonOf(each, call);
    const shown = Object.entries(chosen).filter(([key]) => names?.includes(key) ?? true);
    return { ...fixed, ...Object.fromEntries(shown) };
  });
  const selection = names ? `(${names.join(',')})` : '';
  const next = skip + size < all.length ? { '@odata.nextLink': nextLink(call, skip + size) } : {};
  return { status: 200, json: { '@odata.context': context(call, name + selection), value, ...next } };
}

function personJson(
  { name, addresses, group }: Acquaintance,
  { owner }: Call,
): { fixed: Json; chosen: Json } {
  const hex = hash('person', owner.id, name).toString('hex');
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  const scoredEmailAddresses = addresses.map((address, index) => ({
    address,
    relevanceScore: 20 - index,
    selectionLikelihood: 'notSpecified',
  }));
  const personType = group
    ? { class: 'Group', subclass: 'UnifiedGroup' }
    : { class: 'Person', subclass: 'OrganizationUser' };
  const userPrincipalName = addresses[0] ?? null;
  return {
    fixed: { id: id.join('-') },
    chosen: { displayName: name, scoredEmailAddresses, userPrincipalName, personType },
  };
}

function contactJson(
  { name, company, addresses }: BookEntry,
  { owner }: Call,
): { fixed: Json; chosen: Json } {
  const bytes = hash('contact', owner.id, name);
  const changeKey = makeChangeKey(() => (bytes[0] ?? 0) / 256, 1);
  return {
    fixed: { '@odata.etag': `W/"${changeKey}"`, id: makeId('message', bytes) },
    chosen: {
      displayName: name,
      companyName: company ?? null,
      // As Exchange names them: by the person and the address, whatever the contact is called.
      emailAddresses: addresses.map((address) => ({ name: `${name} (${address})`, address })),
    },
  };
}
