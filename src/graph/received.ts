import { booleanIn, type JsonObject, listIn, objectOf, optionalTextIn, textIn } from './json.js';

/** A person as a message names one; `address` may be empty where Exchange knows only a name. */
export interface Person {
  readonly address: string;
  readonly name?: string;
}

/** A message in a list to choose from. `received`: ISO 8601 in UTC, or empty. */
export interface MessageSummary {
  readonly id: string;
  readonly subject: string;
  /** Absent: the message names no sender. */
  readonly from?: Person;
  readonly received: string;
  readonly isRead: boolean;
  readonly hasAttachments: boolean;
  readonly conversationId: string;
}

/** A message that is answered, for its writer to read. `sent`: ISO 8601 in UTC, or empty; `text` has `\n` only. */
export interface OriginalMessage {
  readonly subject: string;
  readonly from?: Person;
  readonly replyTo: readonly Person[];
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly sent: string;
  readonly text: string;
}

/** What {@link parseSummary} reads, as a `$select`. */
const summaryProperties = 'id,subject,from,receivedDateTime,isRead,hasAttachments,conversationId,isDraft';

/** What {@link parseOriginal} reads, as a `$select`. */
export const originalProperties = 'subject,from,replyTo,toRecipients,ccRecipients,sentDateTime,body';

/** The newest first: a list by date, or what a search finds, which Graph sorts by itself and only so. */
export function recentQuery(top: number, search: string | undefined): Readonly<Record<string, string>> {
  const shared = { $select: summaryProperties, $top: String(top) };
  return search === undefined
    ? { ...shared, $orderby: 'receivedDateTime desc' }
    : { ...shared, $search: search };
}

/** Places that a word may be looked for in (Graph page "Use the $search query parameter"). */
const places = /^(?:from|to|cc|bcc|recipients|participants|subject|body|attachment):[^:]+$/i;

/**
 * What a person typed as a value of `$search`: words, as KQL without operators. Quotes, brackets and colons that would
 * make it another query, or an invalid one, become spaces. Absent: no word is left.
 */
export function searchPhrase(typed: string): string | undefined {
  const words = typed
    .replace(/["\\()<>=\p{Cc}]/gu, ' ')
    .split(/\s+/u)
    .map((word) => (places.test(word) ? word : word.replaceAll(':', ' ').trim()))
    .map((word) => (/^(?:AND|OR|NOT|NEAR)$/.test(word) ? word.toLowerCase() : word))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  return words.length === 0 ? undefined : `"${words.join(' ')}"`;
}

/** Graph resource "message". A draft answers nothing yet and cannot be answered: absent. @throws JsonMismatch */
export function parseSummary(json: unknown): MessageSummary | undefined {
  const message = objectOf(json, 'message');
  if (booleanIn(message, 'isDraft')) return undefined;
  const from = personIn(message['from']);
  return {
    id: textIn(message, 'id'),
    subject: optionalTextIn(message, 'subject') ?? '',
    ...(from ? { from } : {}),
    received: optionalTextIn(message, 'receivedDateTime') ?? '',
    isRead: booleanIn(message, 'isRead'),
    hasAttachments: booleanIn(message, 'hasAttachments'),
    conversationId: optionalTextIn(message, 'conversationId') ?? '',
  };
}

/** Graph resource "message", with its body as text. @throws JsonMismatch */
export function parseOriginal(json: unknown): OriginalMessage {
  const message = objectOf(json, 'message');
  const from = personIn(message['from']);
  const body = objectOf(message['body'], 'body');
  return {
    subject: optionalTextIn(message, 'subject') ?? '',
    ...(from ? { from } : {}),
    replyTo: peopleIn(message, 'replyTo'),
    to: peopleIn(message, 'toRecipients'),
    cc: peopleIn(message, 'ccRecipients'),
    sent: optionalTextIn(message, 'sentDateTime') ?? '',
    text: (optionalTextIn(body, 'content') ?? '').replaceAll('\r\n', '\n'),
  };
}

export function peopleIn(message: JsonObject, property: string): readonly Person[] {
  return listIn(message, property).flatMap((recipient) => personIn(recipient) ?? []);
}

/** Messages of systems have no sender, and a recipient that Exchange could not resolve no address. */
export function personIn(recipient: unknown): Person | undefined {
  if (recipient === undefined || recipient === null) return undefined;
  const mailbox = objectOf(objectOf(recipient, 'recipient')['emailAddress'], 'emailAddress');
  const address = optionalTextIn(mailbox, 'address') ?? '';
  const name = optionalTextIn(mailbox, 'name') ?? '';
  if (address === '' && name === '') return undefined;
  return name === '' || name === address ? { address } : { address, name };
}
