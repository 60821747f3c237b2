import { sameAddress } from '../draft/addresses.js';
import { type Address, type Header } from '../draft/draft.js';
import { parseDraft } from '../draft/parseDraft.js';
import { sendTimeOf } from '../draft/sendTime.js';
import {
  linesFor,
  type NamedFile,
  type ReceivedHeader,
  type WrittenKey,
  writtenKeys,
} from './draftHeader.js';

/**
 * The header of a draft file, its lines `---` included, with what the mailbox says otherwise. What is equal stays as it is
 * to the byte, as do comments and keys that a mailbox knows nothing of. `keeps`: keys that are left alone, because the
 * mailbox fills them in where the file leaves them out. Absent: it can't be changed line by line.
 */
export function changedHeader(
  text: string,
  received: ReceivedHeader,
  keeps: ReadonlySet<WrittenKey> = new Set(),
): string | undefined {
  const { bodyLine, header } = parseDraft(text);
  if (bodyLine < 2) return undefined;
  let top = `${text.split('\n').slice(0, bodyLine).join('\n')}\n`;
  for (const key of writtenKeys) {
    if (keeps.has(key) || isSame(key, header, received)) continue;
    const next = withKey(top, key, linesFor(key, received));
    if (next === undefined) return undefined;
    top = next;
  }
  const read = parseDraft(top).header;
  const whole = read.id === header.id && read.sent === header.sent && read.account === header.account;
  return whole && writtenKeys.every((key) => keeps.has(key) || isSame(key, read, received)) ? top : undefined;
}

function withKey(top: string, key: WrittenKey, fresh: readonly string[]): string | undefined {
  const lines = top.split('\n');
  const end = lines[0]?.endsWith('\r') ? '\r' : '';
  const at = parseDraft(top).keyLines?.[key];
  const written = fresh.map((line) => line + end);
  if (at === undefined) lines.splice(beforeIdentity(lines), 0, ...written);
  else if (!(lines[at] ?? '').startsWith(`${key}:`)) return undefined;
  else lines.splice(at, valueEnd(lines, at) - at, ...written);
  return lines.join('\n');
}

/** The line after the value that begins on line `at`: what is indented, or an item of a list, belongs to it. */
function valueEnd(lines: readonly string[], at: number): number {
  let end = at + 1;
  while (end < lines.length && /^(?:[ \t]+\S|-[ \t]|[\]}])/u.test(lines[end] ?? '')) end++;
  return end;
}

/** Above `id:` and `sent:`, which the extension writes last; the last two lines are `---` and the empty one behind it. */
function beforeIdentity(lines: readonly string[]): number {
  const closing = lines.length - 2;
  const identity = lines.findIndex(
    (line, index) => index > 0 && index < closing && /^(?:id|sent):/u.test(line),
  );
  return identity < 0 ? closing : identity;
}

type Read = Pick<
  Header,
  'attachments' | 'categories' | 'deliveryReceipt' | 'from' | 'importance' | 'readReceipt'
> &
  Pick<Header, 'bcc' | 'cc' | 'replyTo' | 'sendAt' | 'sensitivity' | 'subject' | 'to'>;

/** Whether the header says what the mailbox does. Names of people are the directory's affair; addresses are compared. */
function isSame(key: WrittenKey, header: Read, received: ReceivedHeader): boolean {
  switch (key) {
    case 'from':
      return samePeople(header.from ? [header.from] : [], received.from ? [received.from] : []);
    case 'to':
    case 'cc':
    case 'bcc':
      return samePeople(header[key], received[key]);
    case 'reply-to':
      return samePeople(header.replyTo, received.replyTo);
    case 'subject':
      return header.subject.trim() === received.subject.trim();
    case 'importance':
    case 'sensitivity':
      return header[key] === received[key];
    case 'categories':
      return (
        JSON.stringify([...header.categories].sort()) === JSON.stringify([...received.categories].sort())
      );
    case 'attachments':
      return sameFiles(header.attachments, received.attachments);
    case 'read-receipt':
      return header.readReceipt === received.readReceipt;
    case 'delivery-receipt':
      return header.deliveryReceipt === received.deliveryReceipt;
    case 'send-at':
      return timeOf(header.sendAt) === timeOf(received.sendAt);
  }
}

function samePeople(some: readonly Address[], others: readonly Address[]): boolean {
  if (some.length !== others.length) return false;
  const left = [...others];
  return some.every((person) => {
    const at = left.findIndex(({ address }) => sameAddress(address, person.address));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function sameFiles(some: readonly NamedFile[], others: readonly NamedFile[]): boolean {
  const plain = (files: readonly NamedFile[]) =>
    JSON.stringify(files.map(({ path, name }) => [path, name ?? '']));
  return plain(some) === plain(others);
}

function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = sendTimeOf(text);
  return Number.isNaN(time) ? undefined : time;
}
