import { type Sentence, sentence } from '../failure.js';
import { type Header, type PlacedValue, type Problem } from './draft.js';
import { readAttachments, readInternetHeaders } from './headerParts.js';
import { type HeaderKey, isHeaderKey, nearestKey } from './headerKeys.js';
import { type HeaderNode, type HeaderPair, type HeaderScalar } from './headerNodes.js';
import { HeaderValues, type Report } from './headerValues.js';
import { type Lines } from './lines.js';
import { readThread } from './messageIds.js';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A header with nothing in it. */
export function emptyHeader(): Writable<Header> {
  return {
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    subject: '',
    importance: 'normal',
    categories: [],
    attachments: [],
    readReceipt: false,
    deliveryReceipt: false,
    headers: [],
    sensitivity: 'normal',
  };
}

/** Turns the pairs of a header into their types, and collects what is wrong with them. */
export class HeaderReader {
  readonly header = emptyHeader();
  readonly problems: Problem[] = [];
  readonly keyLines: Partial<Record<HeaderKey, number>> = {};
  private readonly values: HeaderValues;

  constructor(
    private readonly file: string,
    private readonly lines: Lines,
  ) {
    this.values = new HeaderValues(file, (...problem) => this.report(...problem));
  }

  get places(): readonly PlacedValue[] {
    return this.values.places;
  }

  read({ key, value, offset }: HeaderPair): void {
    if (!isHeaderKey(key)) return this.unknownKey(key, offset);
    this.keyLines[key] = this.lines.lineOf(offset);
    readers[key](this, value, key);
    if (key === 'subject' && value.kind === 'scalar') this.subjectCut(value, offset);
  }

  /** Gives one property the value read, unless there is none. */
  set<K extends keyof Header>(property: K, read: (values: HeaderValues) => Header[K] | undefined): void {
    const value = read(this.values);
    if (value !== undefined) this.header[property] = value;
  }

  setAttachments(node: HeaderNode): void {
    this.header.attachments = readAttachments(node, this.values, this.lines);
  }

  answer(kind: 'reply' | 'reply-all' | 'forward', node: HeaderNode): void {
    const messageId = this.values.text(kind, node);
    if (!messageId) return;
    if (!this.header.answers) this.header.answers = { kind, messageId };
    else {
      const message = sentence('A mail answers one message. Keep one of reply:, reply-all: and forward:.');
      this.report('answers-several', 'error', message, node.offset);
    }
  }

  /** YAML drops what follows ` #`, and a first word that begins with `!` or `&`: the writer of a subject may not know. */
  private subjectCut({ text, plain, offset, end }: HeaderScalar, keyOffset: number): void {
    const lineEnd = this.file.indexOf('\n', end);
    const rest = this.file.slice(end, lineEnd < 0 ? undefined : lineEnd).trimStart();
    if (plain && rest.startsWith('#')) {
      const message =
        text === ''
          ? sentence(
              'The subject is empty: the # starts a comment, which is not sent. Put the subject in quotes.',
            )
          : sentence(
              'The subject is only "{0}": the # starts a comment, which is not sent. To send it too, put the whole subject in quotes.',
              text,
            );
      this.report('subject-comment', 'warning', message, end);
    }
    if (/:[ \t]+[!&]/u.test(this.file.slice(keyOffset, offset))) {
      const message = sentence('The subject is only "{0}". To send the whole line, put it in quotes.', text);
      this.report('subject-cut', 'warning', message, offset);
    }
  }

  private unknownKey(key: string, offset: number): void {
    this.report('unknown-key', 'warning', unknownKeySentence(key), offset, key.length || undefined);
  }

  private report(...[code, severity, message, offset, length]: Parameters<Report>): void {
    const place = length === undefined ? {} : { place: { offset, length } };
    this.problems.push({ code, severity, message, line: this.lines.lineOf(offset), ...place });
  }
}

function unknownKeySentence(key: string): Sentence {
  if (key === '') return sentence('This line has no effect in a mail.');
  const near = nearestKey(key);
  return near
    ? sentence('"{0}:" has no effect in a mail. Did you mean "{1}:"?', key, near)
    : sentence('"{0}:" has no effect in a mail.', key);
}

type ReadKey = (reader: HeaderReader, node: HeaderNode, key: HeaderKey) => void;

const text =
  (property: 'account' | 'theme' | 'lang' | 'id' | 'folder'): ReadKey =>
  (reader, node, key) =>
    reader.set(property, (values) => values.text(key, node) || undefined);

const time =
  (property: 'sendAt' | 'sent'): ReadKey =>
  (reader, node, key) =>
    reader.set(property, (values) => values.time(key, node));

const addresses =
  (property: 'to' | 'cc' | 'bcc' | 'replyTo'): ReadKey =>
  (reader, node, key) =>
    reader.set(property, (values) => values.addresses(key, node));

const flag =
  (property: 'readReceipt' | 'deliveryReceipt' | 'plainText'): ReadKey =>
  (reader, node, key) =>
    reader.set(property, (values) => values.flag(key, node));

const answer =
  (kind: 'reply' | 'reply-all' | 'forward'): ReadKey =>
  (reader, node) =>
    reader.answer(kind, node);

const importances = ['low', 'normal', 'high'] as const;
const sensitivities = ['normal', 'personal', 'private', 'confidential'] as const;

const readers: Readonly<Record<HeaderKey, ReadKey>> = {
  to: addresses('to'),
  cc: addresses('cc'),
  bcc: addresses('bcc'),
  'reply-to': addresses('replyTo'),
  from: (reader, node, key) => reader.set('from', (values) => values.address(key, node)),
  mailbox: (reader, node, key) => reader.set('mailbox', (values) => values.address(key, node)?.address),
  account: text('account'),
  subject: (reader, node, key) => reader.set('subject', (values) => values.anyText(key, node)),
  importance: (reader, node, key) =>
    reader.set('importance', (values) => values.choice(key, node, importances)),
  categories: (reader, node, key) => reader.set('categories', (values) => values.texts(key, node)),
  attachments: (reader, node) => reader.setAttachments(node),
  'read-receipt': flag('readReceipt'),
  'delivery-receipt': flag('deliveryReceipt'),
  'send-at': time('sendAt'),
  headers: (reader, node) => reader.set('headers', (values) => readInternetHeaders(node, values)),
  sensitivity: (reader, node, key) =>
    reader.set('sensitivity', (values) => values.choice(key, node, sensitivities)),
  reply: answer('reply'),
  'reply-all': answer('reply-all'),
  forward: answer('forward'),
  'in-reply-to': (reader, node) => reader.set('thread', (values) => readThread(node, values)),
  theme: text('theme'),
  signature: (reader, node) => reader.set('signature', (values) => values.signature(node)),
  lang: text('lang'),
  'plain-text': flag('plainText'),
  folder: text('folder'),
  id: text('id'),
  sent: time('sent'),
};
