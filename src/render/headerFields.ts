import { Buffer } from 'node:buffer';
import { domainToASCII } from 'node:url';
import { type Address } from '../draft/draft.js';

/**
 * Fields of a mail's head (RFC 5322 §2.2), folded, without the line end after them. No value can begin a field of its
 * own: line breaks and other controls become blanks. An empty value gives no field.
 */
export type HeaderField = string;

/** RFC 2047 §2: a line that holds an encoded word has at most 76 characters. */
const widestLine = 76;
/** Bytes of UTF-8 in an encoded word: 64 characters of Base64 and frame, which leaves room for the name of the field. */
const wordBytes = 39;
/** A longer run of characters is encoded, since nothing else can break it: RFC 5322 §2.1.1 ends lines at 998. */
const longestRun = 60;

/** Unstructured text, such as a subject. */
export function textField(name: string, value: string): HeaderField[] {
  const text = withoutControls(value);
  return field(name, isPlain(text, /^[\x21-\x7e]+$/) ? text.split(' ') : encodedWords(text));
}

/** A list of mailboxes (RFC 5322 §3.4). */
export function addressField(name: string, addresses: readonly Address[]): HeaderField[] {
  return field(
    name,
    addresses.flatMap((address, index) => {
      const last = index === addresses.length - 1;
      return [...phrase(address.name ?? ''), `<${inMail(address.address)}>${last ? '' : ','}`];
    }),
  );
}

/** A list of phrases (RFC 5322 §3.6.5). */
export function phrasesField(name: string, phrases: readonly string[]): HeaderField[] {
  const pieces = phrases.map(phrase).filter((words) => words.length > 0);
  return field(
    name,
    pieces.flatMap((words, index) => (index === pieces.length - 1 ? words : [...words, ','])),
  );
}

/** Message-IDs (RFC 5322 §3.6.4), which nothing but a fold may part. */
export function idsField(name: string, ids: readonly string[]): HeaderField[] {
  return field(name, ids.map(withoutControls));
}

/** The domain as ASCII (RFC 5891), unless the local part is beyond ASCII too: such a mail needs RFC 6532 anyway. */
export function inMail(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (/[^\x21-\x7e]/.test(address.slice(0, at)) || /^[\x21-\x7e]*$/.test(domain))
    return withoutControls(address);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}

/** RFC 5322 §3.2.5: atoms, else a quoted string, else encoded words (RFC 2047 §5, rule 3). */
function phrase(value: string): string[] {
  const text = withoutControls(value);
  if (isPlain(text, /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]+$/)) return text.split(' ');
  // Short, so that no fold falls between the quotes, where some programs keep it.
  if (isPlain(text, /^[\x21-\x7e]+$/) && text.length <= longestRun)
    return [`"${text.replace(/["\\]/g, '\\$&')}"`];
  return encodedWords(text);
}

/** True for single blanks between words that can stand as they are: folding would lose a second blank. */
function isPlain(text: string, word: RegExp): boolean {
  return (
    !text.includes('=?') && text.split(' ').every((part) => word.test(part) && part.length <= longestRun)
  );
}

/** Each holds whole characters; blanks between two of them are not shown (RFC 2047 §6.2). */
function encodedWords(text: string): string[] {
  if (text === '') return [];
  const words: string[] = [''];
  for (const character of text) {
    if (Buffer.byteLength((words.at(-1) ?? '') + character) > wordBytes) words.push('');
    words[words.length - 1] += character;
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`);
}

function field(name: string, pieces: readonly string[]): HeaderField[] {
  if (pieces.length === 0) return [];
  const lines: string[] = [];
  let line = `${name}:`;
  for (const piece of pieces) {
    if (line.trim() !== '' && Buffer.byteLength(line + piece) >= widestLine) {
      lines.push(line);
      line = '';
    }
    line += ` ${piece}`;
  }
  return [[...lines, line].join('\r\n')];
}

function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}
