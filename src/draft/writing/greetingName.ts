import { type Address } from '../draft.js';
import { everyone, greeting, joins, shortForms, titles } from './greetingWords.js';

export interface StrangeGreeting {
  readonly name: string;
  /** Of the name in the line. */
  readonly index: number;
  /** The recipients' first names, as they would be written in the name's place. */
  readonly expected: readonly string[];
}

/**
 * A name in a greeting that no recipient bears. Silent wherever a recipient could bear it unseen: one whose name is not
 * known, as of `team@example.com`, or is written in other letters.
 */
export function strangeName(line: string, recipients: readonly Address[]): StrangeGreeting | undefined {
  const found = greeting.exec(line);
  const [, opening, names] = found ?? [];
  if (opening === undefined || names === undefined || recipients.length === 0) return undefined;
  const known = recipients.map(wordsOf);
  if (known.some((words) => words === undefined)) return undefined;
  const tokens = known.flatMap((words) => words ?? []);
  for (const { word, index } of greeted(names)) {
    if (!recipients.every(({ name }) => name === undefined || scriptOf(name) === scriptOf(word)))
      return undefined;
    if (tokens.some((token) => isCalled(word, token))) continue;
    return { name: word, index: opening.length + index, expected: firstNames(recipients) };
  }
  return undefined;
}

/** The words of a greeting that are names. None as soon as one of them greets everyone. */
function greeted(names: string): { word: string; index: number }[] {
  const found = [...names.matchAll(/[^\s,&\u00A0]+/gu)].map(({ 0: word, index }) => ({ word, index }));
  if (found.some(({ word }) => everyone.has(plain(word)))) return [];
  const parts = found.filter(({ word }) => !joins.has(word.toLowerCase()) && !titles.has(plain(word)));
  // Names begin with a capital in the scripts that have them; `Hi again` and `Dear old friend` do not.
  return parts.every(({ word }) => startsAsName(word)) ? parts : [];
}

function startsAsName(word: string): boolean {
  return /^(?:\p{Lu}|\p{Lo})/u.test(word) && [...plain(word)].length > 1;
}

/** The words that a recipient may be called by. Absent: not known. */
function wordsOf({ name, address }: Address): readonly string[] | undefined {
  const local = address.slice(0, address.lastIndexOf('@'));
  const parts = split(local.replace(/\+.*$/u, ''));
  if (name !== undefined) {
    const words = split(name);
    return words.length === 0 ? undefined : [...words, ...parts];
  }
  // `ada.lovelace` is a name; `ada`, `team` or `info` may be anything.
  return parts.length > 1 && /^[\p{L}]+[._][\p{L}]+$/u.test(local) ? parts : undefined;
}

function split(text: string): string[] {
  return text
    .split(/[^\p{L}\p{M}]+/u)
    .map(plain)
    .filter((word) => word !== '' && !titles.has(word));
}

/** Without case and accents; `ü` is found as `ue` too, by {@link isCalled}. */
function plain(word: string): string {
  return word
    .toLowerCase()
    .replace(/[.’']/gu, '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/gu, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ł', 'l');
}

function isCalled(word: string, token: string): boolean {
  const forms = [plain(word), plain(word.toLowerCase().replace(/[äöü]/gu, (letter) => `${letter}e`))];
  // `Anne-Marie`, and the vocatives of Slavic and Baltic languages, which change the end of a name.
  return forms.some((form) =>
    form.split('-').some((part) => {
      const shorter = Math.min(part.length, token.length);
      const common = commonLength(part, token);
      return common === shorter || (common >= 3 && common >= Math.max(part.length, token.length) - 2)
        ? common >= Math.min(2, shorter)
        : shortForms.some((names) => names.has(part) && names.has(token));
    }),
  );
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

const scripts = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Hebrew}/u];

function scriptOf(word: string): number {
  return scripts.findIndex((script) => script.test(word));
}

/** `Ada` of `Ada Lovelace` and of `Lovelace, Ada`, where it is known. */
function firstNames(recipients: readonly Address[]): string[] {
  const names = recipients.map(({ name, address }) => {
    if (name === undefined) return capitalized(address.split(/[._@]/u)[0] ?? '');
    const [last, first] = name.split(',');
    const written = first?.trim() ? first : (last ?? '');
    return written.split(/\s+/u).find((word) => word !== '' && !titles.has(plain(word))) ?? '';
  });
  return [...new Set(names.filter((name) => name !== ''))];
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
