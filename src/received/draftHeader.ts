import { formatAddress, sameAddress } from '../draft/addresses.js';
import { type Address, type Draft, type Envelope } from '../draft/draft.js';
import { type HeaderKey } from '../draft/headerKeys.js';
import { parseDraft } from '../draft/parseDraft.js';

/** A file of the mail as `attachments:` names it. */
export interface NamedFile {
  readonly path: string;
  /** The name that the reader sees, where it is not the file's own. */
  readonly name?: string;
}

/** What a mailbox says of a draft, as far as a header holds it. Times are ISO 8601 in UTC. */
export interface ReceivedHeader extends Envelope {
  readonly sendAt?: string;
  readonly attachments: readonly NamedFile[];
}

/** What a header says beside: where the draft lies, and who it is. */
export interface HeaderPlace {
  readonly account?: string;
  readonly mailbox?: string;
  /** The mail has its signature in its text, so that none is added. */
  readonly unsigned?: true;
  readonly id?: string;
}

/** The header of a new draft file, with the lines `---` around it. */
export function headerOf(header: ReceivedHeader, place: HeaderPlace = {}): string {
  const lines = [
    ...(place.account === undefined ? [] : textLines('account', place.account)),
    ...(place.mailbox === undefined ? [] : textLines('mailbox', place.mailbox)),
    ...writtenKeys.flatMap((key) => linesFor(key, header)),
    ...(place.unsigned ? ['signature: false'] : []),
    ...(place.id === undefined ? [] : [`id: ${place.id}`]),
  ];
  return `---\n${lines.join('\n')}\n---\n`;
}

/** The keys that a mailbox knows, in the order in which people write them. */
export const writtenKeys = [
  'from', 'to', 'cc', 'bcc', 'reply-to', 'subject', 'importance', 'sensitivity', 'categories', 'attachments',
  'read-receipt', 'delivery-receipt', 'send-at',
] as const satisfies readonly HeaderKey[]; // prettier-ignore

export type WrittenKey = (typeof writtenKeys)[number];

/** The lines of one key; none where it has its usual value, but `to` and `subject`, which a writer looks for. */
export function linesFor(key: WrittenKey, header: ReceivedHeader): string[] {
  switch (key) {
    case 'from':
      return header.from ? peopleLines('from', [header.from]) : [];
    case 'to':
      return header.to.length > 0 ? peopleLines('to', header.to) : ['to: '];
    case 'cc':
    case 'bcc':
      return peopleLines(key, header[key]);
    case 'reply-to':
      return peopleLines(key, header.replyTo);
    case 'subject':
      return header.subject === '' ? ['subject: '] : textLines(key, header.subject);
    case 'importance':
    case 'sensitivity':
      return header[key] === 'normal' ? [] : [`${key}: ${header[key]}`];
    case 'categories':
      return listLines(key, header.categories.map(quoted));
    case 'attachments':
      return listLines(key, header.attachments.map(fileText));
    case 'read-receipt':
      return header.readReceipt ? [`${key}: true`] : [];
    case 'delivery-receipt':
      return header.deliveryReceipt ? [`${key}: true`] : [];
    case 'send-at':
      return header.sendAt === undefined ? [] : [`${key}: ${header.sendAt}`];
  }
}

function listLines(key: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${key}:`, ...items.map((item) => `  - ${item}`)];
}

/** A YAML string in double quotes is a JSON string (YAML 1.2.2 §7.3.1), but for what a file may not hold. */
function quoted(value: string): string {
  const plain = oneLine(value).trim();
  return /^[\p{L}][\p{L}\p{N} _./()-]*$/u.test(plain) && !isWord(plain) ? plain : JSON.stringify(plain);
}

/** Without what a line of YAML may not hold (YAML 1.2.2 §5.1). */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\ufeff\ufffe\uffff]+/gu, ' ');
}

/** What YAML takes for something else than a text. */
function isWord(value: string): boolean {
  return /^(?:true|false|null|yes|no|on|off|y|n)$/iu.test(value);
}

/** As people write it where that reads as the same, else in quotes. */
function textLines(key: 'account' | 'mailbox' | 'subject', value: string): string[] {
  const plain = oneLine(value);
  const line = `${key}: ${plain}`;
  return [readsAs(line, (header) => header[key] === plain) ? line : `${key}: ${JSON.stringify(plain)}`];
}

function peopleLines(key: 'from' | 'to' | 'cc' | 'bcc' | 'reply-to', people: readonly Address[]): string[] {
  const texts = people.map((person) => personText(person));
  const [only, ...more] = texts;
  if (only === undefined) return [];
  return more.length === 0 ? [`${key}: ${only}`] : [`${key}:`, ...texts.map((one) => `  - ${one}`)];
}

/** A recipient that Exchange could not resolve has a name alone; it stays there for its writer to mend. */
function personText(person: Address): string {
  if (person.address === '') return quoted(person.name ?? '');
  const same = (line: string) =>
    readsAs(`to: ${line}`, ({ to }) => to.length === 1 && sameAddress(to[0]?.address ?? '', person.address));
  const written = formatAddress(person);
  const inQuotes = JSON.stringify(written);
  return [written, inQuotes, person.address].find(same) ?? JSON.stringify(person.address);
}

function fileText({ path, name }: NamedFile): string {
  return name === undefined
    ? quoted(path)
    : `{ path: ${JSON.stringify(path)}, name: ${JSON.stringify(name)} }`;
}

function readsAs(line: string, matches: (header: Draft['header']) => boolean): boolean {
  const { header, problems } = parseDraft(`---\n${line}\n---\n`);
  return !problems.some(({ severity }) => severity === 'error') && matches(header);
}
