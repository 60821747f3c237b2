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
  const addresses: Address[] = [];
  const invalid: string[] = [];
  for (const piece of splitList(text)) {
    const address = parseAddress(piece);
    if (address) addresses.push(address);
    else invalid.push(piece);
  }
  return { addresses, invalid };
}

/** One `Name <a@b>` or `a@b`; absent when it is neither. */
export function parseAddress(text: string): Address | undefined {
  const plain = withoutComments(text).trim();
  const angle = /^(.*?)\s*<\s*([^<>]*?)\s*>$/su.exec(plain);
  const address = angle ? angle[2] : plain;
  if (address === undefined || !isAddress(address)) return undefined;
  const name = angle ? displayName(angle[1] ?? '') : undefined;
  if (name === null) return undefined;
  return name ? { name, address } : { address };
}

/** `local@domain` of RFC 5322 §3.4.1, with the lengths of RFC 5321 §4.5.3.1. No white space, no control characters. */
export function isAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || text.length > 320) return false;
  const local = text.slice(0, at);
  const domain = text.slice(at + 1);
  if (local.length > 64 || domain.length > 255) return false;
  return isLocalPart(local) && isDomain(domain);
}

/** The form that goes into a header or a dialog: the name is quoted where RFC 5322 §3.2.3 asks for it. */
export function formatAddress({ name, address }: Address): string {
  if (!name) return address;
  const quoted = /[()<>[\]:;@\\,."]/u.test(name) ? `"${name.replace(/["\\]/gu, '\\$&')}"` : name;
  return `${quoted} <${address}>`;
}

/** Two spellings of one mailbox. Domains ignore case by RFC 5321 §2.4, and every mailbox in use does so for the rest. */
export function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function isLocalPart(local: string): boolean {
  if (/^"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*"$/u.test(local)) return true;
  return /^[^\s"(),.:;<>@[\\\]\p{Cc}]+(?:\.[^\s"(),.:;<>@[\\\]\p{Cc}]+)*$/u.test(local);
}

function isDomain(domain: string): boolean {
  if (/^\[[\w.:]+\]$/u.test(domain)) return true;
  return domain
    .split('.')
    .every((label) => /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]{0,61}[\p{L}\p{N}\p{M}])?$/u.test(label));
}

/** Undefined: none. Null: not a display name. */
function displayName(text: string): string | null | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (/\p{Cc}/u.test(trimmed)) return null;
  const quoted = /^"((?:[^"\\]|\\.)*)"$/su.exec(trimmed);
  if (quoted) return (quoted[1] ?? '').replace(/\\(.)/gsu, '$1').trim() || undefined;
  return /[<>"@]/u.test(trimmed) ? null : trimmed;
}

/** Cuts at commas and semicolons that stand outside quotes, angle brackets and comments. */
function splitList(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  scan(text, (character, depth) => {
    if (depth === 0 && (character === ',' || character === ';')) {
      pieces.push(piece);
      piece = '';
    } else piece += character;
  });
  return [...pieces, piece].map((p) => p.trim()).filter((p) => p !== '');
}

function withoutComments(text: string): string {
  let out = '';
  scan(text, (character, _depth, inComment) => {
    if (!inComment) out += character;
  });
  return out;
}

/** Walks the characters (an escaped pair counts as one) with their nesting: 0 outside quotes, `<>` and comments. */
function scan(text: string, visit: (character: string, depth: number, inComment: boolean) => void): void {
  let quoted = false;
  let angle = false;
  let comment = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '\\' && (quoted || comment > 0) && i + 1 < text.length) {
      visit(text.slice(i, i + 2), 1, comment > 0);
      i++;
      continue;
    }
    if (quoted) quoted = character !== '"';
    else if (character === '"' && comment === 0) {
      quoted = true;
    } else if (character === '(') comment++;
    else if (character === ')' && comment > 0) {
      visit(character, 1, true);
      comment--;
      continue;
    } else if (comment === 0 && character === '<') angle = true;
    else if (comment === 0 && character === '>') angle = false;
    visit(character, Number(quoted || angle) + comment, comment > 0);
  }
}
