import { isIPv4, isIPv6 } from 'node:net';
import { type AddressToken, addressTokens } from './addressTokens.js';
import { type Address } from './draft.js';

export interface AddressList {
  readonly addresses: readonly Address[];
  /** The pieces that are no address, as written. */
  readonly invalid: readonly string[];
}

/**
 * Reads addresses as people write them: RFC 5322 §3.4 `mailbox-list` with UTF-8 (RFC 6532), comments dropped.
 * `;` separates as well as `,`, because Outlook's users are used to it. Groups are not read.
 */
export function parseAddressList(text: string): AddressList {
  const pieces = addressPieces(text);
  return {
    addresses: pieces.flatMap(({ address }) => address ?? []),
    invalid: pieces.filter(({ address }) => !address).map(({ written }) => written),
  };
}

/** A part of an address list between two separators. */
export interface AddressPiece {
  /** Without white space around it; never empty. */
  readonly written: string;
  readonly offset: number;
  /** Absent: it is none. */
  readonly address?: Address;
}

/** What stands between the separators of an address list, and where. */
export function addressPieces(text: string): AddressPiece[] {
  const pieces: AddressPiece[] = [];
  let piece: AddressToken[] = [];
  let [start, at] = [0, 0];
  const finish = () => {
    const whole = textOf(piece);
    const written = whole.trim();
    const address = mailbox(piece);
    const offset = start + whole.length - whole.trimStart().length;
    if (written !== '') pieces.push({ written, offset, ...(address ? { address } : {}) });
    piece = [];
  };
  for (const token of addressTokens(text)) {
    at += token.text.length;
    if (token.kind === 'separator') {
      finish();
      start = at;
    } else piece.push(token);
  }
  finish();
  return pieces;
}

/** One `Name <a@b>` or `a@b`; absent when it is neither. */
export function parseAddress(text: string): Address | undefined {
  return mailbox(addressTokens(text));
}

/**
 * `local@domain` of RFC 5322 §3.4.1, with the lengths of RFC 5321 §4.5.3.1 in octets of UTF-8 (a path of 256 has two
 * angle brackets). No white space, no control or invisible characters.
 */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || octets(text) > 254) return false;
  const local = text.slice(0, at);
  return octets(local) <= 64 && isLocalPart(local) && isDomain(text.slice(at + 1));
}

/**
 * The form that goes into a header or a dialog: the name is quoted where RFC 5322 §3.2.3 asks for it. What could break
 * the line or reorder what a person reads becomes a space.
 */
export function formatAddress({ name, address }: Address): string {
  const shown = name?.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim();
  if (!shown) return address;
  const quoted = /[()<>[\]:;@\\,."]/u.test(shown) ? `"${shown.replace(/["\\]/gu, '\\$&')}"` : shown;
  return `${quoted} <${address}>`;
}

/** Two spellings of one mailbox. Domains ignore case by RFC 5321 §2.4, and every mailbox in use does so for the rest. */
export function sameAddress(a: string, b: string): boolean {
  return addressKey(a) === addressKey(b);
}

/** Equal for two spellings of one mailbox. */
export function addressKey(address: string): string {
  return address.normalize('NFC').toLowerCase();
}

function octets(text: string): number {
  return new TextEncoder().encode(text).length;
}

function isLocalPart(local: string): boolean {
  if (/^"(?:[^"\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\\[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}])*"$/u.test(local)) {
    return true;
  }
  return local.split('.').every((atom) => /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cf}\p{Cs}]+$/u.test(atom));
}

/** A literal (RFC 5321 §4.1.3) or names, which may be in any script (RFC 5890 §2.3.2.3). */
function isDomain(domain: string): boolean {
  const literal = /^\[(?:(IPv6:)([\da-f:.]+)|([\d.]+))\]$/iu.exec(domain);
  if (literal) return literal[1] ? isIPv6(literal[2] ?? '') : isIPv4(literal[3] ?? '');
  return domain
    .split('.')
    .every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?$/u.test(label));
}

function textOf(tokens: readonly AddressToken[]): string {
  return tokens.map(({ text }) => text).join('');
}

function mailbox(tokens: readonly AddressToken[]): Address | undefined {
  if (tokens.some(({ kind }) => kind === 'unclosed' || kind === 'separator')) return undefined;
  const parts = tokens.filter(({ kind, text }) => kind !== 'comment' && text.trim() !== '');
  const last = parts.at(-1);
  if (last?.kind !== 'angle') {
    const address = textOf(tokens.filter(({ kind }) => kind !== 'comment')).trim();
    return isAddress(address) ? { address } : undefined;
  }
  const address = textOf(
    addressTokens(last.text.slice(1, -1)).filter(({ kind }) => kind !== 'comment'),
  ).trim();
  const name = displayName(tokens.slice(0, tokens.indexOf(last)), address);
  if (name === undefined || !isAddress(address)) return undefined;
  return name === '' ? { address } : { name, address };
}

/** RFC 5322 §3.2.5 `phrase`, decoded; empty: none; absent: what stands there is no name. */
function displayName(tokens: readonly AddressToken[], address: string): string | undefined {
  // Mail clients copy a mailbox without a name as `a@b <a@b>`.
  if (sameAddress(textOf(tokens).trim(), address)) return '';
  const words: string[] = [];
  for (const { kind, text } of tokens) {
    if (kind === 'angle') return undefined;
    // Any other `@` is an address whose comma is missing, and a `:` begins a group.
    if (kind === 'text' && /[>@:]/u.test(text)) return undefined;
    if (kind === 'quoted') words.push(text.slice(1, -1).replace(/\\(.)/gsu, '$1'));
    else words.push(kind === 'comment' ? ' ' : text);
  }
  const name = words.join('').replaceAll('\t', ' ').trim();
  return /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u.test(name) ? undefined : name;
}
