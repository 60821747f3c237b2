import { type Sentence, sentence } from '../failure.js';
import { parseAddress, parseAddressList } from './addresses.js';
import { type Address, type AttachmentReference, type Header, type Problem } from './draft.js';
import { lineOf } from './headerBlock.js';
import { type HeaderKey, isHeaderKey, nearestKey } from './headerKeys.js';
import { type HeaderNode, type HeaderPair } from './headerYaml.js';

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

  constructor(private readonly file: string) {}

  read({ key, value, offset }: HeaderPair): void {
    if (!isHeaderKey(key)) return this.unknownKey(key, offset);
    this.readKnown(key, value);
  }

  private unknownKey(key: string, offset: number): void {
    const near = nearestKey(key);
    const message = near
      ? sentence('"{0}" is not a key of a mail header. Did you mean "{1}"?', key, near)
      : sentence('"{0}" is not a key of a mail header and has no effect.', key);
    this.report('unknown-key', 'warning', message, offset);
  }

  private readKnown(key: HeaderKey, node: HeaderNode): void {
    const { header } = this;
    switch (key) {
      case 'to':
      case 'cc':
      case 'bcc':
        header[key] = this.addresses(node);
        return;
      case 'reply-to':
        header.replyTo = this.addresses(node);
        return;
      case 'from':
        return assign(header, 'from', this.address(key, node));
      case 'mailbox':
        return assign(header, 'mailbox', this.address(key, node)?.address);
      case 'subject':
        header.subject = this.text(key, node) ?? '';
        return;
      case 'account':
      case 'theme':
      case 'lang':
      case 'id':
      case 'sent':
        return assign(header, key, this.text(key, node) || undefined);
      case 'send-at':
        return assign(header, 'sendAt', this.text(key, node) || undefined);
      case 'importance':
        header.importance = this.choice(key, node, ['low', 'normal', 'high'], 'normal');
        return;
      case 'sensitivity':
        header.sensitivity = this.choice(
          key,
          node,
          ['normal', 'personal', 'private', 'confidential'],
          'normal',
        );
        return;
      case 'categories':
        header.categories = this.texts(node);
        return;
      case 'attachments':
        header.attachments = this.attachments(node);
        return;
      case 'read-receipt':
        header.readReceipt = this.flag(key, node);
        return;
      case 'delivery-receipt':
        header.deliveryReceipt = this.flag(key, node);
        return;
      case 'headers':
        header.headers = this.internetHeaders(node);
        return;
      case 'reply':
      case 'reply-all':
      case 'forward':
        return this.answer(key, node);
      case 'signature': {
        const off = node.kind === 'scalar' && node.value === false;
        return assign(header, 'signature', off ? false : this.text(key, node) || undefined);
      }
    }
  }

  private answer(kind: 'reply' | 'reply-all' | 'forward', node: HeaderNode): void {
    const messageId = this.text(kind, node);
    if (!messageId) return;
    if (this.header.answers) {
      const message = sentence('A mail answers one message. Keep one of reply, reply-all and forward.');
      this.report('answers-several', 'error', message, node.offset);
      return;
    }
    this.header.answers = { kind, messageId };
  }

  private text(key: string, node: HeaderNode): string | undefined {
    if (node.kind === 'scalar') return node.text.trim();
    this.report(
      'value-type',
      'error',
      sentence('"{0}" takes one line of text. Put it in quotes.', key),
      node.offset,
    );
    return undefined;
  }

  private texts(node: HeaderNode): string[] {
    const items = node.kind === 'list' ? node.items : [node];
    return items.flatMap((item) =>
      item.kind === 'scalar' && item.text.trim() !== '' ? [item.text.trim()] : [],
    );
  }

  private flag(key: string, node: HeaderNode): boolean {
    if (node.kind === 'scalar') {
      if (node.value === null) return false;
      if (/^(true|yes|on)$/iu.test(node.text)) return true;
      if (/^(false|no|off)$/iu.test(node.text)) return false;
    }
    this.report('value-type', 'error', sentence('"{0}" is true or false.', key), node.offset);
    return false;
  }

  private choice<T extends string>(key: string, node: HeaderNode, values: readonly T[], otherwise: T): T {
    const text = node.kind === 'scalar' ? node.text.trim().toLowerCase() : undefined;
    if (text === '') return otherwise;
    const found = values.find((value) => value === text);
    if (found) return found;
    this.report(
      'value-type',
      'error',
      sentence('"{0}" is one of: {1}.', key, values.join(', ')),
      node.offset,
    );
    return otherwise;
  }

  private addresses(node: HeaderNode): Address[] {
    if (node.kind === 'list') return node.items.flatMap((item) => this.addresses(item));
    if (node.kind === 'map') {
      this.badAddress('', node.offset);
      return [];
    }
    // A flow list that YAML refused, such as `["Babbage, Charles" <c@example.com>]`, arrives as written.
    const text = node.text.trim().replace(/^\[(.*)\]$/su, '$1');
    const { addresses, invalid } = parseAddressList(text);
    invalid.forEach((piece) => this.badAddress(piece, node.offset));
    return [...addresses];
  }

  private address(key: string, node: HeaderNode): Address | undefined {
    if (node.kind === 'scalar' && node.text.trim() === '') return undefined;
    const address = node.kind === 'scalar' ? parseAddress(node.text) : undefined;
    if (!address) {
      const message = sentence('"{0}" takes one address, such as name@example.com.', key);
      this.report('address-invalid', 'error', message, node.offset);
    }
    return address;
  }

  private badAddress(piece: string, offset: number): void {
    const message =
      piece === '' || piece.includes('@')
        ? sentence('"{0}" is not an address. Write name@example.com or Name <name@example.com>.', piece)
        : sentence('"{0}" is not an address: it has no @.', piece);
    this.report('address-invalid', 'error', message, offset);
  }

  private attachments(node: HeaderNode): AttachmentReference[] {
    const items = node.kind === 'list' ? node.items : [node];
    return items.flatMap((item): AttachmentReference[] => {
      const line = lineOf(this.file, item.offset);
      if (item.kind === 'scalar') return item.text.trim() === '' ? [] : [{ path: item.text.trim(), line }];
      const named = item.kind === 'map' ? this.namedAttachment(item.pairs, line) : undefined;
      if (named) return [named];
      const message = sentence('An attachment is a path, or {path: …, name: …}.');
      this.report('value-type', 'error', message, item.offset);
      return [];
    });
  }

  private namedAttachment(pairs: readonly HeaderPair[], line: number): AttachmentReference | undefined {
    const value = (key: string) => {
      const found = pairs.find((pair) => pair.key === key)?.value;
      return found?.kind === 'scalar' ? found.text.trim() : '';
    };
    const path = value('path');
    const name = value('name');
    if (path === '' || pairs.some((pair) => pair.key !== 'path' && pair.key !== 'name')) return undefined;
    return name === '' ? { path, line } : { path, name, line };
  }

  /** Graph takes at most five, each beginning with `x-` (Graph page "internetMessageHeader"). */
  private internetHeaders(node: HeaderNode): { name: string; value: string }[] {
    if (node.kind === 'scalar' && node.value === null) return [];
    const pairs = node.kind === 'map' ? node.pairs : [];
    const headers = pairs.flatMap(({ key, value }) =>
      value.kind === 'scalar' ? [{ name: key, value: value.text }] : [{ name: '', value: '' }],
    );
    const sound = headers.every(({ name, value }) => /^x-[!-9;-~]+$/iu.test(name) && !/\p{Cc}/u.test(value));
    if (node.kind !== 'map' || !sound || headers.length > 5) {
      const message = sentence(
        '"headers" takes at most five lines such as "x-project: Apollo"; each name begins with x-.',
      );
      this.report('headers-invalid', 'error', message, node.offset);
      return [];
    }
    return headers;
  }

  private report(code: string, severity: Problem['severity'], message: Sentence, offset: number): void {
    this.problems.push({ code, severity, message, line: lineOf(this.file, offset) });
  }
}

function assign<K extends keyof Header>(
  header: Writable<Header>,
  key: K,
  value: Header[K] | undefined,
): void {
  if (value !== undefined) header[key] = value;
}
