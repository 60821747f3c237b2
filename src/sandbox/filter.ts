import { type StoredMessage } from './message.js';
import { badRequest, notImplemented } from './protocolError.js';
import { canonicalPropertyId } from './readers.js';

/** When and how a filter is judged: extended properties may be indexed late. */
export interface FilterCircumstances {
  readonly now: number;
  /** ms after a message was placed during which its extended properties are not found. */
  readonly tagIndexLag: number;
}

export interface Filter {
  /** The properties in their order, for the rule about `$orderby`. */
  readonly properties: readonly string[];
  matches(message: StoredMessage, circumstances: FilterCircumstances): boolean;
}

interface Term {
  readonly property: string;
  matches(message: StoredMessage, circumstances: FilterCircumstances): boolean;
}

const literal = "'((?:[^']|'')*)'";
const anyTerm = new RegExp(
  `^singleValueExtendedProperties/any\\(\\s*(\\w+)\\s*:\\s*\\1/id\\s+eq\\s+${literal}\\s+and\\s+\\1/value\\s+eq\\s+${literal}\\s*\\)`,
  'i',
);
const containsTerm = new RegExp(`^(contains|startswith)\\(\\s*subject\\s*,\\s*${literal}\\s*\\)`, 'i');
const textTerm = new RegExp(
  `^(internetMessageId|conversationId|subject|importance)\\s+(eq|ne)\\s+${literal}`,
);
const booleanTerm = /^(isDraft|isRead|hasAttachments)\s+(eq|ne)\s+(true|false)\b/;
const timeTerm =
  /^(receivedDateTime|sentDateTime|createdDateTime|lastModifiedDateTime)\s+(eq|ne|ge|gt|le|lt)\s+(\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)/;

/** Terms joined by `and` (OData 4.01 Part 2 §5.1.1); what else OData knows is answered by 501. */
export function parseFilter(text: string): Filter {
  const terms: Term[] = [];
  let rest = text.trim();
  while (rest) {
    const [term, length] = readTerm(rest);
    terms.push(term);
    rest = rest.slice(length).trimStart();
    if (!rest) break;
    if (/^or\s/i.test(rest)) throw notImplemented("'or' in $filter");
    if (!/^and\s/i.test(rest)) throw badRequest('Invalid filter clause.');
    rest = rest.slice(4).trimStart();
    if (!rest) throw badRequest('Invalid filter clause.');
  }
  if (terms.length === 0) throw badRequest('Invalid filter clause.');
  return {
    properties: terms.map(({ property }) => property),
    matches: (message, circumstances) => terms.every((term) => term.matches(message, circumstances)),
  };
}

function readTerm(text: string): [Term, number] {
  const any = anyTerm.exec(text);
  if (any) return [extendedPropertyTerm(unquote(any[2]), unquote(any[3])), any[0].length];
  const contains = containsTerm.exec(text);
  if (contains) return [subjectTerm(contains[1] ?? '', unquote(contains[2])), contains[0].length];
  const equal = textTerm.exec(text);
  if (equal) return [textEquals(equal[1] ?? '', equal[2] === 'eq', unquote(equal[3])), equal[0].length];
  const boolean = booleanTerm.exec(text);
  if (boolean) {
    const wanted = (boolean[3] === 'true') === (boolean[2] === 'eq');
    const name = boolean[1] ?? '';
    return [{ property: name, matches: (message) => booleanOf(message, name) === wanted }, boolean[0].length];
  }
  const time = timeTerm.exec(text);
  if (time) return [timeCompares(time[1] ?? '', time[2] ?? '', Date.parse(time[3] ?? '')), time[0].length];
  if (/^(not\b|\(|\w+\(|\w+\/|[a-z]\w*\s+(in|has)\b)/i.test(text))
    throw notImplemented('this form of $filter');
  throw badRequest('Invalid filter clause.');
}

/** Names are compared with case, values without (Graph page "extended properties overview"). */
function extendedPropertyTerm(id: string, value: string): Term {
  const wanted = canonicalPropertyId(id);
  return {
    property: 'singleValueExtendedProperties',
    matches: (message, { now, tagIndexLag }) =>
      now - message.placed >= tagIndexLag &&
      message.content.singleValueExtendedProperties.some(
        (each) => canonicalPropertyId(each.id) === wanted && each.value.toLowerCase() === value.toLowerCase(),
      ),
  };
}

function subjectTerm(form: string, part: string): Term {
  const wanted = part.toLowerCase();
  const test = form.toLowerCase() === 'contains' ? 'includes' : 'startsWith';
  return { property: 'subject', matches: (message) => message.content.subject.toLowerCase()[test](wanted) };
}

function textEquals(property: string, equal: boolean, wanted: string): Term {
  // Ids keep their case, texts are compared without.
  const fold = (text: string) => (property === 'conversationId' ? text : text.toLowerCase());
  return { property, matches: (message) => (fold(textOf(message, property)) === fold(wanted)) === equal };
}

function textOf(message: StoredMessage, property: string): string {
  switch (property) {
    case 'internetMessageId':
      return message.content.internetMessageId;
    case 'conversationId':
      return message.conversationId;
    case 'importance':
      return message.content.importance;
    default:
      return message.content.subject;
  }
}

function booleanOf(message: StoredMessage, name: string): boolean {
  if (name === 'isDraft') return message.isDraft;
  if (name === 'isRead') return message.content.isRead;
  return message.attachments.some(({ isInline }) => !isInline);
}

function timeCompares(property: string, operator: string, wanted: number): Term {
  if (Number.isNaN(wanted)) throw badRequest('Invalid filter clause.');
  return {
    property,
    matches: (message) => {
      // Graph keeps whole seconds.
      const difference = Math.floor(timeOf(message, property) / 1000) * 1000 - wanted;
      if (operator === 'eq') return difference === 0;
      if (operator === 'ne') return difference !== 0;
      if (operator === 'ge') return difference >= 0;
      if (operator === 'gt') return difference > 0;
      return operator === 'le' ? difference <= 0 : difference < 0;
    },
  };
}

/** ms since 1970 of one of the four times of a message. */
export function timeOf(message: StoredMessage, property: string): number {
  if (property === 'sentDateTime') return message.sent;
  if (property === 'createdDateTime') return message.created;
  if (property === 'lastModifiedDateTime') return message.modified;
  return message.received;
}

function unquote(text: string | undefined): string {
  return (text ?? '').replaceAll("''", "'");
}
