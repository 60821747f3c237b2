import { parseFilter, timeOf, type Filter } from './filter.js';
import { type StoredMessage } from './message.js';
import { badRequest, notImplemented, ProtocolError } from './protocolError.js';
import { canonicalPropertyId } from './readers.js';

/** `$expand` of a message. */
export interface Expansion {
  readonly attachments?: { readonly select?: readonly string[] };
  /** The ids asked for, one by one, in canonical form. */
  readonly extendedProperties?: readonly string[];
}

export interface Order {
  readonly property: string;
  readonly descending: boolean;
}

const known = [
  '$select',
  '$expand',
  '$filter',
  '$orderby',
  '$search',
  '$top',
  '$skip',
  '$skiptoken',
  '$count',
];

/** Refuses what the sandbox would silently do otherwise than Graph. */
export function refuseUnknownOptions(query: URLSearchParams, allowed: readonly string[] = known): void {
  for (const name of query.keys()) {
    if (name.startsWith('$') && !allowed.includes(name)) throw notImplemented(`the query option ${name}`);
  }
}

/** `undefined`: all that is returned by default. */
export function parseSelect(
  text: string | null,
  properties: readonly string[],
  type: string,
): string[] | undefined {
  if (text === null) return undefined;
  const names = text.split(',').map((name) => name.trim());
  for (const name of names) {
    if (properties.includes(name)) continue;
    throw new ProtocolError(
      400,
      'RequestBroker--ParseUri',
      `Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
    );
  }
  return names;
}

export function parseExpand(text: string | null): Expansion {
  let expansion: Expansion = {};
  for (const part of splitOutsideBrackets(text ?? '')) {
    const match = /^(\w+)(?:\((.*)\))?$/s.exec(part.trim());
    const option = match?.[2]?.trim();
    if (match?.[1] === 'attachments') {
      const select = option === undefined ? undefined : /^\$select=(.*)$/.exec(option)?.[1];
      if (option !== undefined && select === undefined) throw notImplemented('this form of $expand');
      const names = select?.split(',').map((name) => name.trim());
      expansion = { ...expansion, attachments: names ? { select: names } : {} };
    } else if (match?.[1] === 'singleValueExtendedProperties') {
      expansion = { ...expansion, extendedProperties: idsOf(option ?? '') };
    } else throw badRequest('Parsing OData Select and Expand failed.');
  }
  return expansion;
}

/** `$filter=id eq '…' or id eq '…'`: each property is named (Graph page "extended properties overview"). */
function idsOf(option: string): string[] {
  const filter = /^\$filter=(.+)$/s.exec(option)?.[1];
  const ids = filter
    ?.split(/\s+or\s+(?=id\s)/)
    .map((part) => /^\s*id\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(part)?.[1]);
  if (!ids || ids.includes(undefined))
    throw badRequest('Extended properties are expanded by a filter on their id.');
  return ids.map((id) => canonicalPropertyId((id ?? '').replaceAll("''", "'")));
}

function splitOutsideBrackets(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
    else if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  return text ? [...parts, text.slice(from)] : parts;
}

const sortable = ['receivedDateTime', 'sentDateTime', 'createdDateTime', 'lastModifiedDateTime', 'subject'];

function parseOrder(text: string | null): Order[] {
  if (text === null) return [];
  return text.split(',').map((part) => {
    const [property = '', direction = 'asc', ...more] = part.trim().split(/\s+/);
    if (more.length > 0 || !/^(asc|desc)$/.test(direction)) throw badRequest('Syntax error in $orderby.');
    if (!sortable.includes(property)) throw notImplemented(`$orderby by '${property}'`);
    return { property, descending: direction === 'desc' };
  });
}

/** `$filter` with the rule that what is ordered by is filtered first, in the same order (Graph page "List messages"). */
export function parseListFilter(query: URLSearchParams): { filter: Filter | undefined; order: Order[] } {
  const text = query.get('$filter');
  const filter = text === null ? undefined : parseFilter(text);
  const order = parseOrder(query.get('$orderby'));
  if (filter && order.some(({ property }, index) => filter.properties[index] !== property)) {
    throw new ProtocolError(
      400,
      'InefficientFilter',
      'The restriction or sort order is too complex for this operation.',
    );
  }
  return { filter, order };
}

export function inOrder(messages: readonly StoredMessage[], order: readonly Order[]): StoredMessage[] {
  const keys = order.length > 0 ? order : [{ property: 'receivedDateTime', descending: true }];
  return [...messages].sort((a, b) => {
    for (const { property, descending } of keys) {
      const difference =
        property === 'subject'
          ? a.content.subject.localeCompare(b.content.subject)
          : timeOf(a, property) - timeOf(b, property);
      if (difference !== 0) return descending ? -difference : difference;
    }
    // Pages must not overlap, so equal times need an order of their own.
    return a.key < b.key ? -1 : 1;
  });
}

/** A whole number in the limits, or 400. */
export function wholeNumber(
  query: URLSearchParams,
  name: string,
  fallback: number,
  least: number,
  most: number,
): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  if (value < least || value > most) throw badRequest(`Invalid value for the query option ${name}.`);
  return value;
}
