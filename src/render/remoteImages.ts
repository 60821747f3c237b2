import { type Token } from 'markdown-it';
import { type TextChange } from '../draft/draft.js';
import { isRemoteImage } from './links.js';
import { attribute, parseMarkdown, writtenTarget } from './markdown.js';

/** The addresses of pictures that stay on the internet, each once, in the order of their appearance. */
export function remoteImages(markdown: string): readonly string[] {
  const found = new Set<string>();
  eachTarget(parseMarkdown(markdown), ({ url, image }) => {
    if (image && isRemoteImage(url)) found.add(url);
  });
  return [...found];
}

/**
 * The changes that make the pictures of some addresses those of others, in Markdown as in HTML; all else stays to the
 * byte. An address that a link uses too, by a common definition, stays.
 * @param targets by the address as {@link remoteImages} gives it; plain characters only
 */
export function retargeted(markdown: string, targets: ReadonlyMap<string, string>): readonly TextChange[] {
  const places = addressPlaces(markdown);
  const uses = usesOf(markdown, places);
  return places.flatMap((offset, index) => {
    const url = uses.get(index);
    const target = url === undefined ? undefined : targets.get(url);
    if (url === undefined || target === undefined) return [];
    const length = writtenLength(markdown, offset, url);
    return length === undefined ? [] : [{ offset, length, text: target }];
  });
}

/** A name for the file of a picture, without its ending: from the address, of characters that need no escapes anywhere. */
export function pictureFileStem(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const last = path.split('/').filter(Boolean).at(-1) ?? '';
  const plain = last
    .replace(/%[0-9a-f]{2}/gi, '-')
    .replace(/\.[a-z0-9]{1,5}$/i, '')
    .replace(/[^a-z0-9_-]+/gi, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, 60);
  return /^(?:|con|prn|aux|nul|com\d|lpt\d)$/i.test(plain)
    ? `picture${plain === '' ? '' : `-${plain}`}`
    : plain;
}

/** Where something begins that may be an address: in pictures, links, code or plain text. */
function addressPlaces(markdown: string): readonly number[] {
  return [...markdown.matchAll(/https?:\/\//gi)].map(({ index }) => index);
}

/**
 * Which of the places are addresses of pictures and of nothing else, by the parser itself: it reads the text again with
 * a mark in each address, right behind `//`, and the marks come out where the addresses went.
 */
function usesOf(markdown: string, places: readonly number[]): ReadonlyMap<number, string> {
  const mark = freeMark(markdown);
  let marked = '';
  let from = 0;
  places.forEach((place, index) => {
    const behind = markdown.indexOf('//', place) + 2;
    marked += `${markdown.slice(from, behind)}${mark}${index}.`;
    from = behind;
  });
  marked += markdown.slice(from);
  const find = new RegExp(`${mark}(\\d+)\\.`, 'gi');
  const pictures = new Map<number, string>();
  const links = new Set<number>();
  eachTarget(parseMarkdown(marked), ({ url, image }) => {
    const [first, index = '-1'] = find.exec(url) ?? [];
    find.lastIndex = 0;
    if (first === undefined) return;
    if (image) pictures.set(Number(index), url.replace(find, ''));
    else links.add(Number(index));
  });
  links.forEach((index) => pictures.delete(index));
  return pictures;
}

/** A host's label that stands nowhere in the text. */
function freeMark(markdown: string): string {
  const lower = markdown.toLowerCase();
  let mark = 'mdm';
  while (lower.includes(mark)) mark += 'x';
  return mark;
}

/** Addresses are written in many ways: with escapes, references, or other letters. The parser says which text means `url`. */
function writtenLength(markdown: string, offset: number, url: string): number | undefined {
  // An escaped character takes at most ten: `&#1234567;`.
  const most = Math.min(markdown.length - offset, url.length * 10);
  for (let length = 1; length <= most; length++) {
    if (/[\n<>]/.test(markdown[offset + length - 1] ?? '')) return undefined;
    // Longer in the mail than written here: percent signs for other letters, up to nine for one.
    if (length * 9 < url.length) continue;
    if (writtenTarget(markdown.slice(offset, offset + length)) === url) return length;
  }
  return undefined;
}

function eachTarget(
  tokens: readonly Token[],
  visit: (target: { readonly url: string; readonly image: boolean }) => void,
): void {
  for (const token of tokens) {
    if (token.type === 'image') visit({ url: attribute(token, 'src'), image: true });
    if (token.type === 'link_open') visit({ url: attribute(token, 'href'), image: false });
    // The description of a picture may hold one too, which is never shown.
    if (token.type !== 'image') eachTarget(token.children ?? [], visit);
  }
}
