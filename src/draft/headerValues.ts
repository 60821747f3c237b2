import { type Sentence, sentence } from '../failure.js';
import { addressPieces, isAddress, parseAddress } from './addresses.js';
import { type Address, type PlacedValue, type Problem } from './draft.js';
import { type HeaderKey } from './headerKeys.js';
import { type HeaderNode } from './headerNodes.js';

/** Takes a problem, the offset in the file at which it stands, and how far it goes; absent: that is not known. */
export type Report = (
  code: string,
  severity: Problem['severity'],
  message: Sentence,
  offset: number,
  length?: number,
) => void;

/** Reads single values of a header. What is wrong is reported, and the value is then absent. */
export class HeaderValues {
  /** Where addresses and paths stand. */
  readonly places: PlacedValue[] = [];

  constructor(
    private readonly file: string,
    readonly report: Report,
  ) {}

  /** One line of text, trimmed; empty where nothing stands. */
  text(key: HeaderKey, node: HeaderNode): string | undefined {
    const text = this.anyText(key, node);
    if (text === undefined || !/\p{Cc}/u.test(text)) return text;
    this.wrong(sentence('"{0}:" takes a single line of text.', key), node);
    return undefined;
  }

  /** As `text`, but line breaks are let through. */
  anyText(key: HeaderKey, node: HeaderNode): string | undefined {
    if (node.kind === 'scalar') return node.text.trim();
    this.wrong(sentence('"{0}:" takes a single line of text. Put the text in quotes.', key), node);
    return undefined;
  }

  texts(key: HeaderKey, node: HeaderNode): string[] {
    if (node.kind === 'list') {
      return node.items.map((item) => this.text(key, item)).filter((text): text is string => !!text);
    }
    const line = this.text(key, node) ?? '';
    return line
      .split(',')
      .map((text) => text.trim())
      .filter((text) => text !== '');
  }

  flag(key: HeaderKey, node: HeaderNode): boolean | undefined {
    if (node.kind === 'scalar') {
      if (node.text === '') return undefined;
      if (/^(true|yes|on)$/iu.test(node.text)) return true;
      if (/^(false|no|off)$/iu.test(node.text)) return false;
    }
    this.wrong(sentence('"{0}:" takes true or false.', key), node);
    return undefined;
  }

  choice<T extends string>(key: HeaderKey, node: HeaderNode, values: readonly T[]): T | undefined {
    const text = node.kind === 'scalar' ? node.text.trim().toLowerCase() : undefined;
    const found = values.find((value) => value === text);
    if (!found && text !== '') {
      this.wrong(sentence('"{0}:" takes one of these words: {1}.', key, values.join(', ')), node);
    }
    return found;
  }

  /** ISO 8601 date and time, with or without an offset. */
  time(key: HeaderKey, node: HeaderNode): string | undefined {
    const text = this.text(key, node);
    if (!text) return undefined;
    if (isDateTime(text)) return text;
    this.wrong(sentence('"{0}:" takes a date and a time such as 2030-01-31T08:30.', key), node);
    return undefined;
  }

  /** The path of a file; `false` (and its synonyms, unquoted): none. */
  signature(node: HeaderNode): string | false | undefined {
    if (node.kind === 'scalar' && node.plain) {
      if (/^(false|no|off)$/iu.test(node.text)) return false;
      if (/^(true|yes|on)$/iu.test(node.text)) {
        this.wrong(sentence('"signature:" takes the name of a file, or false for no signature.'), node);
        return undefined;
      }
    }
    const path = this.text('signature', node) || undefined;
    if (path !== undefined) this.placePath('signature', path, node);
    return path;
  }

  addresses(key: HeaderKey, node: HeaderNode): Address[] {
    if (node.kind === 'list') return node.items.flatMap((item) => this.addresses(key, item));
    if (node.kind === 'map') {
      const message = sentence(
        'An address of "{0}:" can’t be read. Write Name <name@example.com>, in quotes if the name holds a colon.',
        key,
      );
      this.report('address-invalid', 'error', message, node.offset);
      return [];
    }
    const text = node.plain ? withoutBrackets(node.text.trim()) : node.text;
    const start = this.startOf(text, node.offset);
    const found: Address[] = [];
    let at = node.offset;
    for (const { written, offset, address } of addressPieces(text)) {
      if (address) {
        found.push(address);
        if (start !== undefined) this.place(key, address.address, start + offset, written.length);
      } else {
        // Where the piece stands as written, which may be on a later line of the value.
        const place = this.file.indexOf(written, at);
        const exact = place >= 0 && place < node.end;
        if (exact) at = place;
        this.report(
          'address-invalid',
          'error',
          addressSentence(written),
          at,
          exact ? written.length : undefined,
        );
      }
    }
    return found;
  }

  /** Remembers a value that stands in the file as it was read. */
  place(key: HeaderKey, text: string, offset: number, length: number): void {
    this.places.push({ key, text, offset, length });
  }

  placePath(key: HeaderKey, path: string, node: HeaderNode): void {
    const start = this.startOf(path, node.offset);
    if (start !== undefined) this.place(key, path, start, path.length);
  }

  /** Where a value's text begins. Absent: quotes or breaks make it differ from what is written. */
  startOf(text: string, offset: number): number | undefined {
    return [offset, offset + 1].find((start) => this.file.startsWith(text, start));
  }

  address(key: HeaderKey, node: HeaderNode): Address | undefined {
    if (node.kind === 'scalar' && node.text.trim() === '') return undefined;
    const address = node.kind === 'scalar' ? parseAddress(node.text) : undefined;
    if (!address) {
      const message = sentence('"{0}:" takes one address such as name@example.com.', key);
      this.report('address-invalid', 'error', message, node.offset, lengthOf(node));
    }
    return address;
  }

  private wrong(message: Sentence, node: HeaderNode): void {
    this.report('value-type', 'error', message, node.offset, lengthOf(node));
  }
}

function lengthOf(node: HeaderNode): number | undefined {
  return node.kind === 'scalar' && node.end > node.offset ? node.end - node.offset : undefined;
}

/** A list in brackets that YAML refused, such as `[@ada, team@example.com]`, arrives as written. */
function withoutBrackets(text: string): string {
  return text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
}

/** Enough of a text for its writer to find it. */
function shortened(text: string): string {
  const characters = [...text.slice(0, 200)];
  return characters.length > 60 ? `${characters.slice(0, 59).join('')}…` : text;
}

function addressSentence(piece: string): Sentence {
  const shown = shortened(piece);
  const visible = piece.replace(/\p{Cf}/gu, '');
  if (visible !== piece && (isAddress(visible) || parseAddress(visible))) {
    return sentence(
      '"{0}" holds an invisible character, perhaps from copying. Type the address again.',
      shortened(visible),
    );
  }
  if (/[“”„‟]/u.test(piece)) {
    return sentence('"{0}" is not an address. Use straight quotes (") in place of curly ones.', shown);
  }
  if (!piece.includes('@')) {
    return sentence(
      '"{0}" is not an address: it has no @. If it is part of a name with a comma, put the whole name in quotes.',
      shown,
    );
  }
  return sentence('"{0}" is not an address. Write name@example.com or "Name" <name@example.com>.', shown);
}

/** A date that exists, at a time that exists; the offset is `Z` or `±hh:mm`. */
function isDateTime(text: string): boolean {
  const form =
    /^(\d{4}-\d{2}-\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:[Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)?$/u;
  const date = form.exec(text)?.[1];
  if (date === undefined) return false;
  const midnight = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(date);
}
